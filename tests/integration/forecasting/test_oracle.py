"""The methods against statsforecast, an implementation that is not ours."""

import math

import numpy as np
from foresail.forecasting.candidates import SES_ALPHAS, TSB_ALPHA, forecast_methods
from foresail.forecasting.series import measure_activity, weekday_profile

from tests.factories import DAY, daily_history


def test_ses_and_tsb_give_statsforecasts_numbers():
    from statsforecast.models import TSB, SimpleExponentialSmoothing

    rng = np.random.default_rng(1)
    y = rng.poisson(0.7, 200).astype(float)
    y[0] = 1.0
    ours = forecast_methods(
        daily_history(y), 1, weekday_profile(measure_activity(daily_history(y), DAY), DAY)
    )
    tsb = TSB(alpha_d=TSB_ALPHA, alpha_p=TSB_ALPHA).forecast(y, 1)["mean"][0]
    candidates = [SimpleExponentialSmoothing(alpha).forecast(y, 1)["mean"][0] for alpha in SES_ALPHAS]
    assert math.isclose(ours["tsb"][0], tsb, rel_tol=1e-9)
    assert min(abs(ours["ses"][0] - value) for value in candidates) < 1e-9
