"""Writes that come at the same moment: none fails for the others, and of two answers one counts."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from foresail.actions import mappings, products, unusual
from foresail.airflow import connections
from foresail.errors import NothingToAnswer
from foresail.jobs import ingesting
from foresail.storage.keys import unusual_key
from foresail.warehouse import uploads
from foresail.warehouse.aliases import Answer
from foresail.warehouse.connecting import writing

from tests.factories import DAY, write_workbook

CALLERS = 6
ROUNDS = 3


def at_once(call):
    """What each of several callers came to, all of whom call at the same moment."""
    together = Barrier(CALLERS)

    def run(number):
        together.wait()
        try:
            call(number)
        except Exception as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(CALLERS) as pool:
        return Counter(pool.map(run, range(CALLERS)))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_mapping_that_many_save_at_once_is_saved_for_each(deployed, number):
    assert at_once(lambda who: mappings.save("shop", {"Date": f"Day {who}"}, "jo")) == {"done": CALLERS}


@pytest.fixture
def waiting(deployed, tmp_path):
    """An upload with a product and a quantity that wait for an answer."""
    line = (DAY, "Tea", 2, 2.5, "T1", "North", "P1")
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", [line]))
    new = (DAY, "Tee", 2, 2.5, "T2", "North", "P1")
    upload_id = deployed.accept(write_workbook(tmp_path / "b.xlsx", [new]))
    assert ingesting.validate(upload_id)
    told = {"product": "Tee", "date": str(DAY), "store": "North", "quantity": 2.0, "cell": "C2"}
    connections.storage().write_json(unusual_key(upload_id), [told])
    with writing(deployed.engine) as connection:
        uploads.set_unusual_waiting(connection, upload_id, 1)
    return upload_id


def test_of_the_answers_for_a_product_that_come_at_once_the_first_counts(waiting):
    ways = [Answer("Tee", "keep"), Answer("Tee", "rename", "Tea"), Answer("Tee", "drop")]

    def answer(number):
        products.answer(waiting, [ways[number % len(ways)]], None, f"ann {number}", "page")

    assert at_once(answer) == {"done": 1, NothingToAnswer.__name__: CALLERS - 1}


def test_of_the_answers_for_a_quantity_that_come_at_once_the_first_counts(waiting):
    def answer(number):
        unusual.answer(waiting, {0: unusual.ACTIONS[number % 2]}, None, f"ann {number}", "page")

    assert at_once(answer) == {"done": 1, NothingToAnswer.__name__: CALLERS - 1}
