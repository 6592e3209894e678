"""What is said of a forecast, in a planner's words."""

import polars as pl
import pytest
from foresail.forecasting.artifact import Model
from foresail.forecasting.evaluation.calibration import Calibration
from foresail.forecasting.evaluation.intervals import UNMEASURED
from foresail.forecasting.explanations import REASON_MAX, WHY, Seen, _explain, _fit, explain_new_products

CHOICES = {"all": {"ses_seasonal": 1.0}, "smooth": {"boosted": 2 / 3, "theta": 1 / 3}, "short": {"ses": 1.0}}


def model_of(measured=None, corrections=None, level_max=None, frequency="day"):
    calibration = Calibration({"all": UNMEASURED}, corrections or {})
    return Model(frequency, CHOICES, calibration, level_max, 28, None, measured or {})


def why(demand_class="smooth", model=None, **seen):
    told = {
        "age": 100,
        "is_repeating": False,
        "analogs": None,
        "failed": [],
        "stand_in": "seasonal_naive",
        "outlier": None,
        "group": demand_class,
    }
    return _explain(Seen(product_id=1, demand_class=demand_class, **told | seen), model or model_of())


def test_a_choice_is_told_by_code_name_and_by_label_and_how_it_did():
    model = model_of({"smooth": {"wape": 0.4, "naive_wape": 0.5, "coverage_80": 0.81, "coverage_95": 0.94}})
    told = why(model=model)
    assert (told.method, told.intended) == ("67 % boosted + 33 % theta",) * 2
    assert told.method_label == "gradient boosting 67 % + Theta 33 %"
    assert told.reason == (
        "Gradient boosting 67 % + Theta 33 % won the backtest for smooth demand: 20% less error than seasonal naive."
    )
    assert (told.fell_back, told.coverage_80, told.coverage_95) == (False, 0.81, 0.94)


def test_a_class_without_a_choice_of_its_own_has_that_of_all_and_says_so():
    told = why("lumpy", model_of({"all": {"wape": 0.6, "naive_wape": 0.5}}))
    assert told.method == "ses_seasonal"
    assert told.reason == (
        "Seasonal exponential smoothing is used for lumpy demand, which has too few series for a choice of its own: "
        "20% more absolute error than seasonal naive."
    )
    assert why("lumpy").reason.endswith("is used for lumpy demand: too little history for a backtest.")


@pytest.mark.parametrize(
    ("wape", "words"),
    [
        (0.75, ": 25% less error than seasonal naive."),
        (1.0, ": 0% less error than seasonal naive."),
        (1.99, ": 99% more absolute error than seasonal naive."),
        (2.0, ": 2.0 times the absolute error of seasonal naive."),
        (1234.5, ": 1,234.5 times the absolute error of seasonal naive."),
    ],
)
def test_an_error_is_compared_in_words_that_fit_its_size(wape, words):
    assert why(model=model_of({"smooth": {"wape": wape, "naive_wape": 1.0}})).reason.endswith(words)


def test_a_method_without_a_valid_answer_is_named_and_what_is_used_instead():
    told = why(failed=["theta"])
    assert told.reason == "Theta returned an invalid value for this product, so seasonal naive is used."
    assert (told.method, told.method_label) == ("seasonal_naive", "seasonal naive")
    assert (told.fell_back, told.intended) == (True, "67 % boosted + 33 % theta")
    told = why(failed=["boosted", "theta"], stand_in="history_mean")
    assert told.reason == (
        "Gradient boosting and Theta returned invalid values for this product, so average of all history is used."
    )


def test_a_short_history_says_how_short_and_whose_level_it_borrows():
    told = why("short", age=1, analogs="tea, milk")
    assert (
        told.reason
        == "Only 1 day of history: exponential smoothing, adjusted towards like products: tea, milk."
    )
    assert (told.method, told.method_label) == (
        "ses + like products",
        "exponential smoothing + like products",
    )
    assert told.fell_back
    told = why("short", model_of(level_max=4.0), age=2)
    assert told.reason == (
        "Only 2 days of history: exponential smoothing, adjusted with the seasonality of the whole catalogue, capped at what is usual."
    )
    assert told.fell_back
    assert why("short", age=2).reason.endswith("adjusted with the seasonality of the whole catalogue.")


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        (
            "day",
            "Nearly all of the last 90 days sold exactly as much as a week before, so the same is forecast.",
        ),
        (
            "week",
            "Nearly all of the last 26 weeks sold exactly as much as the week before, so the same is forecast.",
        ),
        (
            "month",
            "Each of the last 12 months sold exactly as much as the month before, so the same is forecast.",
        ),
    ],
)
def test_repeating_demand_says_for_how_long(frequency, words):
    model = model_of({"smooth": {"coverage_80": 0.8}}, {"all": 1.5}, frequency=frequency)
    told = why(model=model, is_repeating=True)
    assert told.reason == words
    assert (told.method, told.method_label, told.fell_back) == ("repeating_demand", "repeating demand", False)
    assert (told.intended, told.coverage_80) == ("repeating_demand", None)


def test_what_is_no_longer_sold_has_zero_and_no_band():
    told = why("no-longer-sold", model_of({"all": {"coverage_80": 0.8}}, {"all": 1.5}))
    assert told.reason == "No longer sold: zero is forecast until it sells again."
    assert (told.method, told.method_label, told.fell_back, told.coverage_80) == ("zero", "zero", True, None)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (1.2, " The mean is raised by 20%, because it was too low throughout the backtest."),
        (0.9, " The mean is lowered by 10%, because it was too high throughout the backtest."),
        (1.006, " The mean is raised by 1%, because it was too low throughout the backtest."),
        (1.004, "backtest."),
    ],
)
def test_a_correction_of_half_a_percent_or_more_is_told(factor, words):
    for corrections in ({"all": factor}, {"all": 1.0, "smooth": factor}):
        reason = why(model=model_of(corrections=corrections)).reason
        assert reason.endswith(words) and ("The mean" in reason) == ("The mean" in words)
    assert "The mean" not in why("short", model_of(corrections={"all": factor})).reason


def test_an_outlier_is_told_with_its_day():
    reason = why(outlier="2026-02-03").reason
    assert reason.endswith(" Sales on 2026-02-03 were over 20 times those of any other day: check them.")


def test_sentences_that_a_reason_does_not_hold_are_left_out():
    assert _fit("a" * REASON_MAX, "b") == "a" * REASON_MAX
    assert _fit("a" * (REASON_MAX + 9)) == "a" * REASON_MAX
    assert _fit("a" * 490, "b" * 11, "c" * 10) == "a" * 490 + "c" * 10
    assert REASON_MAX == 500


def test_a_product_that_never_sold_says_so_and_whom_it_is_like():
    analogs = pl.DataFrame({"unique_id": [7, 8], "analog_names": ["tea, milk", "x" * 600]})
    told = explain_new_products(analogs, model_of())
    assert told.schema == WHY
    first, second = told.iter_rows(named=True)
    assert (
        first["reason"] == "Listed but not sold yet: forecast from the launches of like products (tea, milk)."
    )
    assert (first["method"], first["method_label"], first["intended"]) == (
        "like products",
        "like products",
        "ses",
    )
    assert first["fell_back"] and len(second["reason"]) == REASON_MAX
    assert explain_new_products(analogs.clear(), model_of()).schema == WHY
