"""What tasks tell Airflow: figures for its metrics, by the names that the docs have, and facts on Asset events."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from airflow.sdk._shared.observability.metrics.base_stats_logger import NoStatsLogger
from airflow.sdk.observability import stats

from tests.factories import DAY, write_workbook

DOCS = Path(__file__).parents[3] / "docs" / "dags.md"


class Recorder:
    """A backend of Airflow's metrics that keeps what it is told."""

    def __init__(self):
        self.told = {}

    def gauge(self, stat, value, *_, tags=None, **__):
        self.told[stat] = (value, tags)

    def incr(self, stat, count=1, *_, tags=None, **__):
        self.told[stat] = (self.told.get(stat, (0, None))[0] + count, tags)


@pytest.fixture
def recorder():
    recorder = Recorder()
    stats.initialize(factory=lambda: recorder, export_legacy_names=False)
    yield recorder
    stats.initialize(factory=NoStatsLogger, export_legacy_names=False)


def test_a_journey_tells_its_figures_and_describes_its_asset_events(deployed_small, recorder, tmp_path):
    rows = [(DAY - timedelta(days=n), "Tea", 3 + n * n % 11, 2, f"T{n}", "N", "P") for n in range(60)]
    upload_id = deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    (sales, sold), (model, learned), (forecasts, published) = deployed_small.asset_events
    assert (sales, model, forecasts) == ("foresail_sales", "foresail_model", "foresail_forecasts")
    first = (DAY - timedelta(days=59)).isoformat()
    assert sold == {
        "upload_id": upload_id, "rows": 60, "data_version": 1, "first_day": first, "last_day": DAY.isoformat(),
    }  # fmt: skip
    assert (learned["as_of"], learned["is_champion"]) == (DAY.isoformat(), True)
    assert 0 < learned["wape"] == published["wape"]
    assert (published["series"], published["horizon"]) == (1, 28)
    assert recorder.told["foresail.sales.rows_stored"] == (60, None)
    assert recorder.told["foresail.model.wape"][0] == learned["wape"]
    assert recorder.told["foresail.task.seconds"][1] == {"dag_id": "dag", "task_id": "task"}
    documented = set(re.findall(r"`(foresail\.[a-z_.]+)`", DOCS.read_text()))
    assert set(recorder.told) <= documented
