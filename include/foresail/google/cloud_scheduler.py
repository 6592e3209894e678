"""Cloud Scheduler as a mirror of Foresail's schedules: one job a Dag, which calls Foresail's own address."""

from functools import cached_property
from typing import Any

from foresail.google.calling import SECONDS, Place, speaking

ATTEMPT_SECONDS = 60
TRIES = 3
ONCE: dict[str, Any] = {"timeout": SECONDS, "retry": None}
"""Who edits a schedule waits for one try; what fails is tried again by foresail_monitor."""
FIELDS = ("description", "schedule", "time_zone", "attempt_deadline", "retry_config", "http_target")
"""What of a job is Foresail's; what else someone has set is left alone."""


class CloudScheduler:
    """The jobs of one place; `url` is where Google reaches the api-server, in the name of `account`."""

    def __init__(self, place: Place, url: str, account: str) -> None:
        self._place, self._url, self._account = place, url.rstrip("/"), account

    def mirror(self, dag_id: str, cron: str | None, timezone: str) -> str:
        """Make the job of a Dag say what its schedule says; returns what was done.

        Without a cron the job is removed. One that was edited or paused by hand is set right, field by field.
        May be repeated. Raises GoogleRefused and GoogleUnavailable.
        """
        from google.api_core.exceptions import NotFound

        with speaking("to mirror a schedule in Cloud Scheduler"):
            name = f"{self._place.parent}/jobs/{dag_id.replace('_', '-')}"
            try:
                known = self._client.get_job(name=name, **ONCE)
            except NotFound:
                known = None
            if cron is None:
                return self._remove(name) if known else "nothing to do"
            wanted = self._job(name, dag_id, cron, timezone)
            return self._set(known, wanted) if known else self._create(wanted)

    def _job(self, name: str, dag_id: str, cron: str, timezone: str) -> Any:
        from google.cloud.scheduler_v1.types import Job

        target = {
            "uri": f"{self._url}/foresail/api/v1/schedules/{dag_id}/tick",
            "http_method": "POST",
            "oidc_token": {"service_account_email": self._account, "audience": self._url},
        }
        return Job(
            {
                "name": name,
                "description": f"Starts {dag_id}. Made by Foresail: edit it there, not here.",
                "schedule": cron,
                "time_zone": timezone,
                "attempt_deadline": {"seconds": ATTEMPT_SECONDS},
                "retry_config": {"retry_count": TRIES},
                "http_target": target,
            }
        )

    def _create(self, wanted: Any) -> str:
        self._client.create_job(parent=self._place.parent, job=wanted, **ONCE)
        return "created"

    def _set(self, known: Any, wanted: Any) -> str:
        changed = [field for field in FIELDS if not _says(known, wanted, field)]
        if changed:
            mask = {"paths": changed}
            self._client.update_job(job=wanted, update_mask=mask, **ONCE)
        is_paused = known.state.name == "PAUSED"
        if is_paused:
            self._client.resume_job(name=wanted.name, **ONCE)
        done = [*changed, *(["resumed"] if is_paused else [])]
        return f"set {', '.join(done)}" if done else "nothing to do"

    def _remove(self, name: str) -> str:
        self._client.delete_job(name=name, **ONCE)
        return "removed"

    @cached_property
    def _client(self) -> Any:
        from google.cloud.scheduler_v1.services.cloud_scheduler import CloudSchedulerClient

        return self._place.client(CloudSchedulerClient, "cloudscheduler")


def _says(known: Any, wanted: Any, field: str) -> bool:
    """Whether a job says what is wanted; of nested fields, those that are set (Google fills in others)."""
    ours, theirs = type(wanted).to_dict(wanted)[field], type(known).to_dict(known)[field]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(theirs.get(name) == value for name, value in ours.items() if value)
    return bool(ours == theirs)
