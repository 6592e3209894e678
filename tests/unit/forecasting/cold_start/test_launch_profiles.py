"""How new products began, in parts of what the ones like them sell."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.cold_start.launch_profiles import TYPICAL, profile_launches
from foresail.forecasting.cold_start.new_products import forecast_new_products
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.data.timeline import Timeline
from foresail.quantiles import LEVELS, NUMBERS


def launches(count, units=2.0, steps=4):
    return [(float(number + 1), [units * (number + 1)] * steps) for number in range(count)]


@pytest.mark.parametrize(("count", "bands"), [(9, 0), (10, 1), (19, 1), (20, 2), (30, 3), (90, 3)])
def test_ten_launches_make_a_band_and_three_bands_are_enough(count, bands):
    profiles = profile_launches(launches(count), 4)
    assert (0 if profiles == TYPICAL else len(profiles)) == bands


def test_the_first_band_begins_at_nothing_and_the_others_at_their_least_level():
    profiles = profile_launches(launches(30), 4)
    assert [profile[0] for profile in profiles] == [0.0, 11.0, 21.0]
    assert all(profile[1:] == pytest.approx([2.0] * 10) for profile in profiles)


def test_steps_without_a_sale_count_and_one_launch_counts_ten_times_at_most():
    early = [(1.0, [4.0])] * 9 + [(1.0, [4_000.0] * 4)]
    (profile,) = profile_launches(early, 4)
    assert profile[1] == pytest.approx((9 * 1.0 + 10.0) / 10)
    parts = np.array([[4.0, 0, 0, 0]] * 9 + [[4_000.0] * 4])
    assert profile[2:] == pytest.approx(np.quantile(parts, LEVELS))


def forecast(levels, profiles, horizon=7):
    week = [7.0, 7.0, 7.0, 7.0, 7.0, 14.0, 0.0]
    timeline = Timeline(DAILY, 0, date(2026, 1, 5), 70, (), tuple(week * 10))
    analogs = pl.DataFrame(
        {"unique_id": range(len(levels)), "analog_level": levels},
        schema_overrides={"analog_level": pl.Float64},
    )
    return forecast_new_products(analogs, timeline, profiles, horizon)


def test_a_new_product_begins_as_others_did_at_its_level_by_the_catalogues_week():
    bands = ((0.0, 0.5, *[0.1] * 9), (10.0, 0.8, *[0.2] * 9))
    rows = forecast([9.0, 10.0], bands)
    assert rows["mean"].to_list()[:7] == pytest.approx([4.5] * 5 + [9.0, 0.0])
    assert rows["mean"].to_list()[7:] == pytest.approx([8.0] * 5 + [16.0, 0.0])
    assert rows["q50"].to_list()[:2] == pytest.approx([0.9] * 2)
    assert rows.columns == ["product_id", "day", *NUMBERS]
    assert rows["day"].to_list()[:7] == rows["day"].to_list()[7:]
    assert rows["day"][0] == date(2026, 3, 16)


def test_without_known_launches_a_new_product_begins_typically_and_without_analogs_not_at_all():
    assert forecast([10.0], ())["q975"][0] == pytest.approx(60.0)
    assert forecast([], ()).is_empty()
