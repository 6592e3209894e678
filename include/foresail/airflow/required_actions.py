"""The question about an upload's new products and unusual quantities, under Airflow's Required Actions."""

from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context
from airflow.sdk.definitions.param import Param, ParamsDict
from airflow.sdk.exceptions import TaskAwaitingInput

from foresail.airflow import connections
from foresail.intake import questions
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading


class UploadQuestion(HITLOperator):
    """Asks a person about products never seen before and quantities far above the usual, where there are any.

    The question comes from the task before, so its form is made when the task runs, and when it goes on.
    """

    template_fields = ("question",)

    def __init__(self, *, question: Any, **options: Any) -> None:
        super().__init__(subject="An upload waits for an answer", options=list(questions.OPTIONS), **options)
        self.question = question

    def execute(self, context: Context) -> Any:
        """Ask, or end at once where there is nothing to ask, or no longer.

        Airflow 3.3 runs the task again when an answer comes within seconds of the question; and an answer may
        have come by the page in the meantime.
        """
        if not self.question or not self._is_open():
            return None
        self._take_form()
        try:
            return super().execute(context)
        except TaskAwaitingInput:
            # An answer by the page that came before Airflow had the question found nothing to respond to.
            if self._is_open():
                raise
            return None

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Take the answer."""
        self._take_form()
        response = super().execute_complete(context, event)
        user = response.get("responded_by_user") or {}
        return {
            "chosen_options": list(response["chosen_options"]),
            "params_input": dict(response["params_input"]),
            "who": user.get("name") or user.get("id") or "unknown",
        }

    def _is_open(self) -> bool:
        with reading(connections.warehouse()) as connection:
            return uploads.get(connection, self.question["upload_id"]).is_waiting

    def _take_form(self) -> None:
        self.subject, self.body = self.question["subject"], self.question["body"]
        named = {questions.field_key(n): field for n, field in enumerate(self.question["fields"])}
        unusual = enumerate(self.question.get("unusual", ()))
        named |= {questions.unusual_field_key(n): field for n, field in unusual}
        self.params = ParamsDict(
            {
                key: Param(field["proposed"], type="string", title=field["name"], enum=field["choices"])
                for key, field in named.items()
            }
        )
