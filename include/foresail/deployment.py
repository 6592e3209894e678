"""The Airflow that Foresail runs in: the one module that knows Airflow.

Connections, object storage, Variables, the running task, Assets, schedules and the mail server.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import (
    Asset,
    AssetOrTimeSchedule,
    BaseHook,
    Context,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    ObjectStoragePath,
    RetryAction,
    RetryRule,
    Variable,
    get_current_context,
)
from airflow.sdk.definitions.param import Param, ParamsDict
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowSkipException
from sqlalchemy import URL, Engine

from foresail import asking, roles
from foresail.errors import (
    DatabaseUnavailable,
    ForesailError,
    MailNotSent,
    StorageUnavailable,
)
from foresail.schedules import Schedule
from foresail.serving.model_server import PORT, PREDICT, HttpModelServer, ModelServer, unavailable
from foresail.settings import settings
from foresail.storage import Storage
from foresail.warehouse import uploads
from foresail.warehouse.connecting import open_warehouse, reading, sqlite_url

DATABASE_CONNECTION = "foresail_db"
MAIL_CONNECTION = "foresail_smtp"
MODEL_SERVER_CONNECTION = "foresail_model_server"
GOOGLE = "google_cloud_platform"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

SALES = Asset("foresail_sales")
MODEL = Asset("foresail_model")
FORECASTS = Asset("foresail_forecasts")

DAG_DEFAULTS: dict[str, Any] = {
    "retries": 3,
    "retry_delay": timedelta(seconds=20),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[DatabaseUnavailable, StorageUnavailable, MailNotSent],
                action=RetryAction.RETRY,
                retry_delay=timedelta(seconds=20),
                reason="A server did not answer; most come back within a minute.",
            ),
            RetryRule(
                exception=ForesailError,
                action=RetryAction.FAIL,
                reason="The data or the call is wrong; another try would end the same.",
            ),
        ]
    ),
}
"""For every Dag: three retries, but none for what a retry cannot mend."""


@dataclass(frozen=True)
class Task:
    """The task that is running."""

    dag_id: str
    dag_run_id: str
    task_id: str
    map_index: int


def current_task() -> Task:
    """The task that this process runs."""
    instance = get_current_context()["ti"]
    map_index = -1 if instance.map_index is None else instance.map_index
    return Task(instance.dag_id, instance.run_id, instance.task_id, map_index)


def skip(reason: str) -> NoReturn:
    """End the task that is running as skipped: its Assets tell nobody anything."""
    raise AirflowSkipException(reason)


@cache
def storage() -> Storage:
    """The object storage under FORESAIL_STORAGE."""
    # gcsfs would first ask Google's control plane, over gRPC and with a permission of its own, for a kind
    # of bucket that nothing here needs.
    os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    path = ObjectStoragePath(settings().storage)
    return Storage(path.fs, path.path)


@cache
def warehouse() -> Engine:
    """The warehouse: Connection `foresail_db` (MySQL), or SQLite where there is none."""
    try:
        connection = BaseHook.get_connection(DATABASE_CONNECTION)
    except AirflowNotFoundException:
        return open_warehouse(sqlite_url(settings().database_file))
    # PyMySQL, whatever client the Connection names: it needs no compiler to install (docs/adr/0004).
    url = URL.create(
        "mysql+pymysql",
        connection.login,
        connection.password,
        connection.host,
        connection.port,
        connection.schema,
    )
    return open_warehouse(url)


def _schedule_key(dag_id: str) -> str:
    return f"foresail_schedule_{dag_id}"


def read_schedule(dag_id: str) -> Schedule | None:
    """The schedule that was set for a Dag, if one was."""
    stored = Variable.get(_schedule_key(dag_id), default=None, deserialize_json=True)
    return Schedule.from_json(stored) if stored else None


def write_schedule(dag_id: str, schedule: Schedule | None) -> None:
    """Set a Dag's schedule, or none; live once Airflow has parsed the Dag's file again."""
    from airflow.models import Variable as ServerVariable

    if schedule is None:
        ServerVariable.delete(_schedule_key(dag_id))
    else:
        ServerVariable.set(_schedule_key(dag_id), schedule.to_json(), serialize_json=True)


def schedule_arguments(dag_id: str, asset: Asset) -> dict[str, Any]:
    """The `schedule` and `start_date` of a Dag that runs on an Asset and on its own editable cron.

    The Dag starts when its schedule was edited, so a tick that has passed never starts a run.
    """
    schedule = read_schedule(dag_id)
    if schedule is None:
        return {"schedule": [asset], "start_date": BEGINNING}
    cron = CronTriggerTimetable(schedule.cron, timezone=schedule.timezone)
    timetable = AssetOrTimeSchedule(timetable=cron, assets=[asset])
    return {"schedule": timetable, "start_date": schedule.edited_at.replace(tzinfo=UTC)}


def access_control(dag_id: str) -> dict[str, dict[str, set[str]]] | None:
    """What Foresail's roles may do with a Dag; None where `python -m foresail.roles` has not made them.

    A Dag that names a role which FAB does not know is broken to it; one without leaves permissions alone.
    """
    made = Variable.get(roles.VARIABLE, default=None, deserialize_json=True)
    return roles.access_control(dag_id, made) if made else None


def has_roles() -> bool:
    """Whether Airflow syncs roles from a Dag's `access_control`; asked as its dag-processor asks it."""
    from airflow.configuration import conf

    return "FabAuthManager" in conf.get("core", "auth_manager")


def make_roles() -> None:
    """Make Foresail's roles, give them what is not a Dag's own, and leave word for the Dags."""
    from airflow.models import Variable as ServerVariable
    from airflow.providers.fab.www.security_appless import ApplessAirflowSecurityManager
    from airflow.utils.session import create_session

    with create_session() as session:
        manager = ApplessAirflowSecurityManager(session=session)
        made = {name: manager.add_role(name) for name in roles.ROLES}
        for names, action, resources in roles.GENERAL:
            for resource in resources:
                permission = manager.create_permission(action, resource)
                for name in names:
                    manager.add_permission_to_role(made[name], permission)
    ServerVariable.set(roles.VARIABLE, list(roles.ROLES), serialize_json=True)


def next_runs(schedule: Schedule, count: int) -> list[datetime]:
    """The next ticks of a schedule, in its time zone, reckoned by Airflow's own timetable."""
    from airflow.timetables.base import TimeRestriction
    from airflow.timetables.trigger import CronTriggerTimetable as ServerTimetable
    from pendulum import now, timezone

    zone = timezone(schedule.timezone)
    timetable = ServerTimetable(schedule.cron, timezone=zone)
    restriction = TimeRestriction(earliest=now("UTC"), latest=None, catchup=True)
    ticks: list[datetime] = []
    interval = None
    for _ in range(count):
        info = timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction)
        if info is None:
            break
        interval = info.data_interval
        ticks.append(info.run_after.in_timezone(zone))
    return ticks


class ProductQuestion(HITLOperator):
    """Asks a person under Required Actions about products never seen before, where there are any.

    The question comes from the task before, so its form is made when the task runs, and when it goes on.
    """

    template_fields = ("question",)

    def __init__(self, *, question: Any, **options: Any) -> None:
        super().__init__(subject="Products never seen before", options=list(asking.OPTIONS), **options)
        self.question = question

    def execute(self, context: Context) -> Any:
        """Ask, or end at once where there is nothing to ask, or no longer.

        Airflow 3.3 runs the task again when an answer comes within seconds of the question; and an answer may
        have come by the page in the meantime.
        """
        if not self.question or not self._is_open():
            return None
        self._take_form()
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Take the answer."""
        self._take_form()
        told = super().execute_complete(context, event)
        user = told.get("responded_by_user") or {}
        return {
            "chosen_options": list(told["chosen_options"]),
            "params_input": dict(told["params_input"]),
            "who": user.get("name") or user.get("id") or "unknown",
        }

    def _is_open(self) -> bool:
        with reading(warehouse()) as connection:
            return bool(uploads.get(connection, self.question["upload_id"])["products_waiting"])

    def _take_form(self) -> None:
        self.subject, self.body = self.question["subject"], self.question["body"]
        self.params = ParamsDict(
            {
                asking.field_key(number): Param(
                    field["proposed"], type="string", title=field["name"], enum=field["choices"]
                )
                for number, field in enumerate(self.question["fields"])
            }
        )


def model_server_connection() -> Any:
    """The Connection `foresail_model_server`, or None."""
    try:
        return BaseHook.get_connection(MODEL_SERVER_CONNECTION)
    except AirflowNotFoundException:
        return None


def model_server() -> ModelServer | None:
    """The model server that is set, if one is; raises ModelServerUnavailable for one that is set wrongly."""
    connection = model_server_connection()
    if connection is None:
        return None
    if connection.conn_type != GOOGLE:
        url = f"{connection.schema or 'http'}://{connection.host}:{connection.port or PORT}{PREDICT}"
        return HttpModelServer(url, connection.password or "")
    from airflow.providers.google.common.hooks.base_google import GoogleBaseHook

    from foresail.google.vertex_ai import VertexEndpoint

    try:
        credentials = GoogleBaseHook(gcp_conn_id=MODEL_SERVER_CONNECTION).get_credentials()
    except Exception as error:  # whatever is wrong with a key, its text may hold some of it
        raise unavailable(f"no credentials: {type(error).__name__}") from None
    told = connection.extra_dejson
    return VertexEndpoint(str(told.get("endpoint")), credentials, told.get("address"))


def has_mail_server() -> bool:
    """Whether the Connection `foresail_smtp` is set."""
    try:
        BaseHook.get_connection(MAIL_CONNECTION)
    except AirflowNotFoundException:
        return False
    return True


def send_mail(to: str, subject: str, html: str, files: Iterable[Path]) -> None:
    """Hand a mail to the mail server; files can be shown in the text by `cid:` and their name."""
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    with SmtpHook(smtp_conn_id=MAIL_CONNECTION) as hook:
        attached = [str(file) for file in files]
        hook.send_email_smtp(
            to=to, subject=subject, html_content=html, files=attached, mime_subtype="related"
        )
