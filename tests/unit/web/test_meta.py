"""What GET /meta tells is what the library and the other answers know."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from foresail.columns import COLUMNS

PROJECT = Path(__file__).parents[3]
NO_METRIC = {"segment", "method", "method_label"}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The route, and the bodies whose fields it names."""
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web.routes import meta
    from foresail_web.schemas.forecasts import ForecastStep
    from foresail_web.schemas.meta import MetaResponse
    from foresail_web.schemas.models import LeaderboardRow

    told = MetaResponse(**meta.get_meta())
    return SimpleNamespace(meta=told, step=ForecastStep, leaderboard=LeaderboardRow)


def test_columns_are_those_of_a_workbook_in_their_order(web):
    told = [(column.name, column.field, column.required) for column in web.meta.columns]
    assert told == [(column.name, column.field, column.required) for column in COLUMNS]


def test_quantiles_are_those_of_a_forecast_with_their_levels(web):
    assert set(web.meta.quantiles) == set(web.step.model_fields) - {"day", "mean"}
    assert web.meta.quantiles["q025"] == 0.025
    assert web.meta.quantiles["q90"] == 0.9


def test_bands_lie_around_the_median_the_narrowest_first(web):
    told = [(band.percent, band.low, band.high) for band in web.meta.bands]
    assert told == [(50, "q25", "q75"), (80, "q10", "q90"), (90, "q05", "q95"), (95, "q025", "q975")]


def test_every_figure_of_a_leaderboard_is_a_metric_with_a_label(web):
    named = {metric.name: metric.label for metric in web.meta.metrics}
    assert set(named) == set(web.leaderboard.model_fields) - NO_METRIC
    assert all(named.values())


def test_products_of_two_classes_are_not_sold_now(web):
    inactive = {told.name for told in web.meta.demand_classes if not told.is_active}
    assert inactive == {"no-longer-sold", "not-yet"}


def test_every_dag_is_named_and_the_schedules_that_can_be_edited_are_among_them(web):
    stems = {path.stem for path in (PROJECT / "dags").glob("*.py")}
    assert set(web.meta.dags.values()) == stems
    assert set(web.meta.schedules_editable) <= stems
    assert web.meta.dags["train"] == "foresail_train"


def test_limits_are_those_of_the_settings(web):
    assert (web.meta.horizon_max, web.meta.match_proposed_min) == (90, 90)
    assert web.meta.upload_max_bytes == 200 * 1024**2
    assert {".xlsx", ".xlsb", ".xls", ".ods", ".csv"} <= set(web.meta.file_endings)
