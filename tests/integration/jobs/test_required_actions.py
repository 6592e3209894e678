"""The question about an upload under Airflow's Required Actions: its form, and answers that come meanwhile."""

import pytest
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk.exceptions import TaskAwaitingInput
from foresail.actions import products
from foresail.airflow.required_actions import UploadQuestion
from foresail.jobs import ingesting

from tests.factories import write_workbook
from tests.integration.jobs.test_unseen_products import COLA, TYPO, line, second


@pytest.fixture
def knowing(deployed, tmp_path):
    """A deployment that knows a product."""
    deployed.ingest(write_workbook(tmp_path / "first.xlsx", [line(COLA, 1)]))
    return deployed


def test_an_answer_that_comes_while_the_question_is_being_asked_lets_the_run_go_on(
    knowing, tmp_path, monkeypatch
):
    upload_id = knowing.accept(second(tmp_path, TYPO))
    operator = UploadQuestion(task_id="resolve", question=ingesting.validate(upload_id))

    def ask_and_be_answered(*_):
        products.answer(upload_id, [], "keep", "ann", "page")
        raise TaskAwaitingInput(method_name="execute_complete")

    monkeypatch.setattr(HITLOperator, "execute", ask_and_be_answered)
    assert operator.execute({}) is None


def test_a_question_without_an_answer_waits(knowing, tmp_path, monkeypatch):
    upload_id = knowing.accept(second(tmp_path, TYPO))
    operator = UploadQuestion(task_id="resolve", question=ingesting.validate(upload_id))

    def ask(*_):
        raise TaskAwaitingInput(method_name="execute_complete")

    monkeypatch.setattr(HITLOperator, "execute", ask)
    with pytest.raises(TaskAwaitingInput):
        operator.execute({})


def test_the_required_action_has_a_field_a_product(knowing, tmp_path):
    question = ingesting.validate(knowing.accept(second(tmp_path, TYPO)))
    operator = UploadQuestion(task_id="resolve", question=question)
    operator._take_form()
    assert operator.serialized_params["product_1"]["schema"]["enum"] == question["fields"][0]["choices"]
