"""The methods against statsforecast, an implementation that is not ours."""

import numpy as np
import pytest
from foresail.forecasting.methods.adida import ADIDA_ALPHA
from foresail.forecasting.methods.shared.smoothed_levels import INTERMITTENT_ALPHA, SES_ALPHAS

from tests.factories import daily_history
from tests.forecasting import forecast_by, open_history


@pytest.fixture(scope="module")
def demand():
    y = np.random.default_rng(1).poisson(0.7, 200).astype(float)
    y[0] = 1.0
    return y


@pytest.fixture(scope="module")
def ours(demand):
    history = open_history(daily_history(demand))
    methods = ("ses", "croston_sba", "tsb", "adida")
    return {method: forecast_by(method, history, len(demand) - 1, 1)[0, 0] for method in methods}


def test_tsb_and_croston_sba_give_statsforecasts_numbers(demand, ours):
    from statsforecast.models import TSB, CrostonSBA

    tsb = TSB(alpha_d=INTERMITTENT_ALPHA, alpha_p=INTERMITTENT_ALPHA).forecast(demand, 1)["mean"][0]
    assert ours["tsb"] == pytest.approx(tsb)
    assert ours["croston_sba"] == pytest.approx(CrostonSBA().forecast(demand, 1)["mean"][0])


def test_ses_is_one_of_statsforecasts(demand, ours):
    from statsforecast.models import SimpleExponentialSmoothing

    candidates = [SimpleExponentialSmoothing(alpha).forecast(demand, 1)["mean"][0] for alpha in SES_ALPHAS]
    assert min(abs(ours["ses"] - value) for value in candidates) < 1e-9


def test_adida_is_near_statsforecasts_which_tunes_its_factor(demand, ours):
    from statsforecast.models import ADIDA

    assert ours["adida"] == pytest.approx(ADIDA().forecast(demand, 1)["mean"][0], rel=0.25)
    assert pytest.approx(0.2) == ADIDA_ALPHA


def test_theta_is_near_statsforecasts_on_a_trend(demand):
    from statsforecast.models import Theta

    from tests.integration.forecasting.series import trending_months

    history, y = trending_months()
    found = forecast_by("theta", open_history(history, as_of=history["ds"].max()), len(y) - 1, 12)
    theirs = Theta(season_length=12).forecast(y, 12)["mean"]
    assert np.abs(found[0] / theirs - 1).mean() < 0.05
