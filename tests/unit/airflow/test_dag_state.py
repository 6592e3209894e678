"""Whether Airflow goes by the stored schedule is told by its next run, which must be a tick of it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from foresail.airflow import dag_state
from foresail.airflow.schedules import Schedule

EDITED = datetime(2026, 3, 2, 12, 0)


@pytest.mark.parametrize(
    ("cron", "zone", "parsed", "due", "is_live"),
    [
        ("15 * * * *", "UTC", "15 * * * *", datetime(2026, 3, 2, 12, 15), True),
        ("15 * * * *", "UTC", "15 * * * *", datetime(2026, 3, 2, 11, 15), False),  # passed when it was edited
        ("5 * * * *", "UTC", "15 * * * *", datetime(2026, 3, 2, 12, 15), False),  # its end is the cron
        ("15 6 * * *", "Europe/Berlin", "15 6 * * *", datetime(2026, 3, 3, 5, 15), True),
        (
            "15 6 * * *",
            "Europe/Berlin",
            "15 6 * * *",
            datetime(2026, 3, 3, 6, 15),
            False,
        ),  # the zone before was UTC
    ],
)
def test_a_next_run_that_is_no_tick_of_the_schedule_is_that_of_the_one_before(
    monkeypatch, cron, zone, parsed, due, is_live
):
    dag = SimpleNamespace(
        next_dagrun_create_after=due.replace(tzinfo=UTC), timetable_summary=f"Asset or {parsed}"
    )
    monkeypatch.setattr(dag_state, "_find", lambda _: dag)
    monkeypatch.setattr(
        dag_state.schedules, "read_schedule", lambda _: Schedule(cron, zone, "ann", edited_at=EDITED)
    )
    assert dag_state.is_live("foresail_train") is is_live
