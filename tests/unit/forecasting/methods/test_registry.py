"""Every module of the package is a method, in one order, and with a label."""

import pytest
from foresail.forecasting.data.periods import DAILY, MONTHLY, WEEKLY
from foresail.forecasting.methods import registry
from foresail.forecasting.methods.shared.method import Method, Role

ORDER = (
    "zero", "history_mean", "seasonal_naive", "seasonal_mean", "recent_mean", "ses", "croston_sba", "tsb", "adida",
    "recent_mean_seasonal", "ses_seasonal", "tsb_seasonal", "ses_own", "theta", "damped_trend", "auto_ets",
    "foundation", "boosted",
)  # fmt: skip


def test_methods_stand_in_the_order_that_settles_ties():
    assert registry.METHODS == ORDER


def test_every_role_is_filled_by_whom_it_fits():
    assert registry.REFERENCES == ("zero", "history_mean")
    assert (registry.BASELINE, registry.FALLBACK) == ("seasonal_naive", "history_mean")
    assert (registry.DEFAULT, registry.ZERO, registry.GLOBAL) == ("recent_mean", "zero", "boosted")
    assert registry.RULES == ("repeating_demand", "past_seasons", "order_rhythm", "own_movement")
    assert registry.list_with(Role.REFERENCE) == registry.REFERENCES


def test_only_months_have_every_method_and_only_some_are_costly():
    def suited(frequency):
        return {name for name in ORDER if registry.REGISTRY[name].suits(frequency)}

    own_year = {"ses_own", "theta", "damped_trend"}
    assert set(ORDER) - suited(DAILY) == own_year | {"auto_ets"}
    assert set(ORDER) - suited(WEEKLY) == {"auto_ets"}
    assert suited(MONTHLY) == set(ORDER)
    assert [name for name in ORDER if registry.REGISTRY[name].is_costly] == ["auto_ets", "foundation"]


def test_labels_are_what_a_planner_reads():
    assert registry.LABELS["boosted"] == "gradient boosting"
    assert registry.LABELS["repeating_demand"] == "repeating demand"
    assert len(set(registry.LABELS.values())) == len(registry.LABELS)
    assert not any("_" in label or "," in label or " + " in label for label in registry.LABELS.values())


@pytest.mark.parametrize(("name", "order"), [("a", 2), ("b", 1)])
def test_two_methods_of_one_name_or_place_are_refused(name, order):
    held = Method("a", "A", 1, lambda view: None)
    with pytest.raises(ValueError, match="Two methods"):
        registry.arrange([held, Method(name, "B", order, lambda view: None)])
    other = Method("b", "B", 0, lambda view: None)
    assert list(registry.arrange([held, other])) == ["b", "a"]
