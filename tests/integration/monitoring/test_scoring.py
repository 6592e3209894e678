"""Forecasts that came due are scored step by step, and the answers are those of scoring everything anew."""

from datetime import timedelta

import numpy as np
import pytest
from foresail.clock import now
from foresail.monitoring import scoring
from foresail.quantiles import NUMBERS
from foresail.warehouse import demand_days, runs, tables
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.packing import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from tests.factories import DAY, sale, sales
from tests.integration.warehouse.test_any_order import empty as empty_sales
from tests.integration.warehouse.uploading import PRODUCTS, add_upload, withdraw

HORIZON = {"day": 6, "week": 2, "month": 2}
MEASURED = (
    tables.outcome_parts,
    tables.outcomes,
    tables.published,
    tables.forecast_series,
    tables.forecast_runs,
    tables.models,
)


def empty(engine):
    with engine.begin() as connection:
        for table in (*MEASURED, tables.demand_days):
            connection.execute(table.delete())
    empty_sales(engine)


def publish(engine, number, as_of, frequency="day", products=(1, 2, 3)):
    """A published run whose data end on a day, with forecasts by chance of the products that are known."""
    with writing(engine) as connection:
        known = set(connection.execute(select(tables.products.c.id)).scalars())
        model = {"id": number, "dag_run_id": f"m{number}", "data_version": 1, "as_of": as_of}
        model |= {"snapshot_key": "s", "started_at": now(), "frequency": frequency}
        connection.execute(insert(tables.models).values(**model))
        run_id = runs.start(connection, f"p{number}", number, number, HORIZON[frequency], now())
        rng = np.random.default_rng(number)
        units = np.sort(rng.gamma(2, 2, (2 * len(known), HORIZON[frequency], len(NUMBERS))), axis=2)
        why = {"method": "theta", "fell_back": False, "reason": "r"}
        series = [(product, store) for product in sorted(known) for store in (0, 1)]
        rows = [
            {"product_id": product, "store_id": store, **why, "units_ahead": 1.0, "steps": steps}
            | {"demand_class": "smooth" if product % 2 else "lumpy", "mase_scale": product / 2 or None}
            | {"naive": None if product == 1 else pack(naive)[0]}
            for (product, store), steps, naive in zip(
                series, pack(units), rng.gamma(2, 2, (len(series), 1, 2)), strict=True
            )
        ]
        runs.replace(connection, run_id, rows)
        runs.publish(connection, run_id, now())
    return run_id


def stored(engine):
    found = {}
    with reading(engine) as connection:
        for table, keys in ((tables.outcomes, 2), (tables.outcome_parts, 4)):
            rows = connection.execute(select(table)).all()
            found |= {tuple(row[:keys]): pytest.approx(tuple(row[keys:]), rel=1e-9, abs=1e-9) for row in rows}
    return found


def runs_stored(engine):
    return {key[0] for key in stored(engine)}


def score_anew(engine):
    """Score as if nothing had ever been scored."""
    with writing(engine) as connection:
        connection.execute(delete(tables.outcome_parts))
        connection.execute(delete(tables.outcomes))
        connection.execute(update(tables.forecast_runs).values(scored_version=None))
    return scoring.score(engine)


def upload(engine, number, *lines, mode="add", covers=None):
    upload_id = add_upload(engine, number, mode, covers)
    frame = sales(
        *(
            sale(name, units, date=DAY + timedelta(days=ahead), transaction_id=None)
            for name, ahead, units in lines
        )
    )
    warehouse_sales.store_upload(engine, upload_id, frame)
    return upload_id


line = st.tuples(st.sampled_from(PRODUCTS), st.integers(0, 9), st.integers(1, 5))
event = st.one_of(
    st.tuples(st.just("upload"), st.lists(line, min_size=1, max_size=5), st.sampled_from(["add", "replace"])),
    st.tuples(st.just("publish"), st.integers(0, 6), st.sampled_from(["day", "day", "week", "month"])),
    st.tuples(st.just("withdraw"), st.integers(0, 9), st.none()),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(event, st.booleans()), min_size=4, max_size=12))
def test_scoring_what_became_due_gives_what_scoring_everything_anew_gives(engine, events):
    empty(engine)
    held = []
    upload(engine, 1, ("Tea", 0, 1), ("Milk", 0, 1), ("Bread", 8, 2))
    publish(engine, 1, DAY)
    for number, ((kind, what, how), is_scored) in enumerate(events, 2):
        if kind == "upload":
            held.append(upload(engine, number, *what, mode=how, covers="rows"))
        elif kind == "publish":
            publish(engine, number, DAY + timedelta(days=-59 if how == "month" else what), how)
        elif kind == "withdraw" and held:
            withdraw(engine, held.pop(what % len(held)))
        if is_scored:
            scoring.score(engine)
    scoring.score(engine)
    assert scoring.score(engine)["scored"] == 0
    step_by_step = stored(engine)
    score_anew(engine)
    assert step_by_step == {key: approx.expected for key, approx in stored(engine).items()}


def scored(engine):
    return scoring.score(engine)["scored"]


def test_a_new_day_costs_one_step_a_run_and_nothing_new_costs_nothing(engine):
    upload(engine, 1, ("Tea", 0, 3), ("Milk", 0, 1))
    for number in range(3):
        publish(engine, number + 1, DAY)
    assert scored(engine) == 0
    upload(engine, 2, ("Tea", 1, 3))
    assert scored(engine) == 3
    assert scored(engine) == 0
    upload(engine, 3, ("Milk", 2, 3))
    assert scored(engine) == 3
    upload(engine, 4, ("Milk", 1, 2))
    assert scored(engine) == 3


def test_a_history_sent_again_as_it_was_is_not_scored_again(sqlite):
    days = [("Tea", ahead, 3) for ahead in range(5)]
    upload(sqlite, 1, *days, mode="replace", covers="period")
    publish(sqlite, 1, DAY)
    assert scored(sqlite) == 4
    upload(sqlite, 2, *days, ("Milk", 4, 1), mode="replace", covers="period")
    assert scored(sqlite) == 1


def test_steps_whose_day_is_no_longer_the_past_lose_their_outcomes(sqlite):
    upload(sqlite, 1, ("Tea", 0, 3))
    publish(sqlite, 1, DAY)
    late = upload(sqlite, 2, ("Tea", 4, 3))
    assert scored(sqlite) == 4
    withdraw(sqlite, late)
    assert (scored(sqlite), stored(sqlite)) == (0, {})


def test_sales_that_change_while_a_run_is_scored_are_scored_too(engine, monkeypatch):
    upload(engine, 1, ("Tea", 0, 3))
    publish(engine, 1, DAY)
    upload(engine, 2, ("Tea", 1, 3))
    read_due, late = scoring.outcomes.read_due, []

    def read_as_sales_arrive(*given):
        if not late:
            late.append(upload(engine, 3, ("Tea", 1, 4)))
        return read_due(*given)

    monkeypatch.setattr(scoring.outcomes, "read_due", read_as_sales_arrive)
    assert scored(engine) == 1
    [found] = [approx for key, approx in stored(engine).items() if len(key) == 2]
    assert found.expected[1] == 7.0


def test_a_process_killed_between_two_runs_is_finished_by_the_next(sqlite, monkeypatch):
    upload(sqlite, 1, ("Tea", 0, 3))
    for number in range(3):
        publish(sqlite, number + 1, DAY)
    upload(sqlite, 2, ("Tea", 1, 3))
    write, done = scoring.outcomes.write, []

    def write_until_killed(*given):
        if done:
            raise KeyboardInterrupt
        done.append(write(*given))

    monkeypatch.setattr(scoring.outcomes, "write", write_until_killed)
    with pytest.raises(KeyboardInterrupt):
        scoring.score(sqlite)
    monkeypatch.undo()
    assert len(runs_stored(sqlite)) == 1
    assert scored(sqlite) == 2
    assert len(runs_stored(sqlite)) == 3


def test_a_day_counts_as_changed_only_where_its_demand_did(sqlite):
    upload(sqlite, 1, ("Tea", 0, 3), ("Tea", 1, 2))
    scoring.score(sqlite)
    upload(sqlite, 2, ("Tea", 0, 3), ("Tea", 1, 5), mode="replace", covers="period")
    scoring.score(sqlite)
    with reading(sqlite) as connection:
        changed = demand_days.read_changed(connection, DAY)
    assert changed == {DAY: 1, DAY + timedelta(days=1): 2}
