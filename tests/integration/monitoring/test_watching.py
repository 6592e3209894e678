"""What the monitor finds to have changed is kept once, told to readers, and costs nothing where no day is new."""

from datetime import date, timedelta

import numpy as np
import pytest
from foresail.jobs import monitoring
from foresail.monitoring.drift import watching
from foresail.queries.monitoring import read_monitoring
from foresail.warehouse import tables
from foresail.warehouse.connecting import writing
from sqlalchemy import event, insert, update

from tests.integration.monitoring.test_scoring import upload

FIRST = date(2025, 1, 1)
DAYS, SHIFTED = 130, 120


def sell(engine, first, last, version):
    rng = np.random.default_rng(first)
    rows = [
        {"product_id": 1, "day": FIRST + timedelta(days=day), "store_id": 0, "returned": 0.0, "sale_lines": 1}
        | {"quantity": float(rng.poisson(400 if day < SHIFTED else 560)), "revenue": None}
        for day in range(first, last)
    ]
    with writing(engine) as connection:
        connection.execute(insert(tables.daily_demand), rows)
        connection.execute(update(tables.uploads).values(data_version=version))


@pytest.fixture
def shop(deployed):
    upload(deployed.engine, 1, ("Tea", 0, 3))
    with writing(deployed.engine) as connection:
        connection.execute(tables.daily_demand.delete())
    sell(deployed.engine, 0, SHIFTED, 1)
    return deployed.engine


def test_a_change_is_kept_once_however_often_it_is_looked_for_and_readers_are_told(shop):
    assert watching.watch(shop) == []
    for day in range(SHIFTED, DAYS):
        sell(shop, day, day + 1, day)
        monitoring.judge()
    changes = read_monitoring(product="tea")["changes"]
    assert [(change["signal"], change["product"]) for change in changes] == [("level", "Tea")]
    [change] = changes
    assert change["since"] == FIRST + timedelta(days=SHIFTED)
    assert change["found_on"] <= FIRST + timedelta(days=SHIFTED + 6)
    assert change["reason"].startswith("Tea: ") and "more sold a day since" in change["reason"]
    assert {found["signal"] for found in read_monitoring()["changes"]} == {"level"}


def test_where_no_sales_are_new_nothing_is_read_but_how_far_it_was_looked(shop):
    watching.watch(shop)
    statements = []
    event.listen(shop, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert watching.watch(shop) == []
    assert not any("sum(" in statement.lower() for statement in statements)


def test_before_any_sales_there_is_nothing_to_look_at(deployed):
    assert watching.watch(deployed.engine) == []
    assert monitoring.measure() == {"runs": 0, "steps": 0, "scored": 0}
    assert monitoring.judge() == []
