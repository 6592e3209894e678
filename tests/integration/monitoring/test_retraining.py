"""A model whose forecasts fall behind its backtest is trained anew once, however often it is looked at."""

from datetime import timedelta

import pytest
from foresail.clock import now
from foresail.jobs import monitoring
from foresail.warehouse.connecting import writing
from foresail.warehouse.tables import metrics, models, outcomes
from sqlalchemy import insert, update

from tests.factories import DAY
from tests.integration.monitoring.test_scoring import publish, upload


@pytest.fixture
def model(deployed_small):
    upload(deployed_small.engine, 1, ("Tea", 0, 3))
    publish(deployed_small.engine, 1, DAY)
    with writing(deployed_small.engine) as connection:
        connection.execute(update(models).values(registered_at=now()))
        wape = {"segment": "all", "method": "chosen", "name": "wape", "value": 0.2}
        connection.execute(insert(metrics).values(model_id=1, **wape))
    return deployed_small.engine


def add_outcomes(engine, count, error, run_id=1, first=1):
    values = {"run_id": run_id, "products": 1, "sold": 10.0, "forecast": 10.0, "absolute_error": error}
    rows = [
        {**values, "inside_80": 1.0, "inside_95": 1.0, "day": DAY + timedelta(days=first + number)}
        for number in range(count)
    ]
    with writing(engine) as connection:
        connection.execute(insert(outcomes), rows)


def test_a_fall_names_one_run_of_foresail_train_with_its_reason(model):
    assert monitoring.judge() == []
    add_outcomes(model, 7, 3.0)
    [start] = monitoring.judge()
    assert start["trigger_run_id"] == "fall-of-model-1"
    assert (
        start["note"]
        == start["conf"]["reason"]
        == (f"The error since {DAY + timedelta(days=1)} is 1.50 times that of the backtest.")
    )
    add_outcomes(model, 20, 9.0, first=8)
    assert monitoring.judge()[0]["trigger_run_id"] == start["trigger_run_id"]


@pytest.mark.parametrize(("steps", "error"), [(6, 9.0), (28, 2.4)])
def test_a_few_steps_or_a_steady_error_are_no_fall(model, steps, error):
    add_outcomes(model, steps, error)
    assert monitoring.judge() == []


def test_what_the_model_before_forecast_badly_is_not_held_against_the_new_one(model):
    add_outcomes(model, 20, 9.0)
    publish(model, 2, DAY + timedelta(days=20))
    with writing(model) as connection:
        connection.execute(update(models).values(registered_at=now()))
        wape = {"segment": "all", "method": "chosen", "name": "wape", "value": 0.2}
        connection.execute(insert(metrics).values(model_id=2, **wape))
    assert monitoring.judge() == []
    add_outcomes(model, 7, 2.0, run_id=2, first=21)
    assert monitoring.judge() == []


def test_forecasts_that_stay_bad_start_one_training_a_week_however_often_they_are_judged(model):
    started, run_id = [], 1
    for day in range(1, 29):
        add_outcomes(model, 1, 9.0, run_id=run_id, first=day)
        for _ in range(5):
            starts = monitoring.judge()
            if starts and starts[0]["trigger_run_id"] not in [name for name, _ in started]:
                started.append((starts[0]["trigger_run_id"], day))
                run_id = publish(model, len(started) + 1, DAY + timedelta(days=day))
                with writing(model) as connection:
                    wape = {"segment": "all", "method": "chosen", "name": "wape", "value": 0.2}
                    connection.execute(insert(metrics).values(model_id=len(started) + 1, **wape))
                    connection.execute(update(models).values(registered_at=now()))
    assert started == [(f"fall-of-model-{number}", 7 * number) for number in (1, 2, 3, 4)]
