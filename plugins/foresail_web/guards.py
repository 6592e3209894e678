"""Who may do what: every action is bound to a permission on one of Foresail's Dags."""

from typing import Annotated

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import Depends

may_read_forecasts = Depends(requires_access_dag("GET", param_dag_id="foresail_predict"))
may_forecast = Depends(requires_access_dag("POST", DagAccessEntity.RUN, param_dag_id="foresail_predict"))
may_read_uploads = Depends(requires_access_dag("GET", param_dag_id="foresail_ingest"))
may_upload = Depends(requires_access_dag("POST", DagAccessEntity.RUN, param_dag_id="foresail_ingest"))
may_answer = Depends(requires_access_dag("PUT", DagAccessEntity.HITL_DETAIL, param_dag_id="foresail_ingest"))
may_read_schedules = Depends(requires_access_dag("GET", param_dag_id="foresail_train"))
may_edit_schedules = Depends(requires_access_dag("PUT", param_dag_id="foresail_train"))
may_read_subscribers = Depends(requires_access_dag("GET", param_dag_id="foresail_notify"))
may_edit_subscribers = Depends(requires_access_dag("PUT", param_dag_id="foresail_notify"))


def _caller(user: GetUserDep) -> str:
    return user.get_name()


Caller = Annotated[str, Depends(_caller)]
"""The name of whoever calls."""
