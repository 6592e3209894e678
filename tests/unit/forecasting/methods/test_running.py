"""What no method should answer is refused."""

import numpy as np
from foresail.forecasting.methods.running import keep_valid
from foresail.forecasting.methods.shared.view import Origins

from tests.factories import daily_history
from tests.forecasting import look, open_history


def test_three_times_the_most_ever_sold_is_valid_and_more_is_not():
    values = np.array([[30.0, 30.01, np.inf, np.nan, -2.0]])
    kept = keep_valid(values, np.array([10.0]))
    assert np.isnan(kept).tolist() == [[False, True, True, True, False]]
    assert kept[0, 0] == 30.0 and kept[0, 4] == 0.0


def test_what_methods_share_is_worked_out_once_for_an_origin_and_once_for_all():
    history = open_history(daily_history([float(number % 9) for number in range(80)]))
    origins, made = Origins(history, [40, 70]), []

    def share(view):
        made.append(view.origin)
        return view.origin

    def share_all(history, columns):
        made.append(tuple(columns))
        return {column: column * 2 for column in columns}

    views = [look(history, column, 6, origins) for column in origins.columns]
    assert [(view.once(share), view.across(share_all)) for view in (*views, *views)] == [
        (40, 80),
        (70, 140),
    ] * 2
    assert made == [40, (40, 70), 70]
