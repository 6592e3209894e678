"""Commands run in Foresail's own image by Vertex AI: started once, waited for, cancelled with the task."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foresail.errors import GoogleUnavailable, JobFailed
from foresail.google.calling import SECONDS, Place, refusal, speaking

log = logging.getLogger(__name__)
LOOK_SECONDS = 15.0
LOST = {8: 429, 7: 403, 3: 400, 5: 404}
"""What a job ended with (google.rpc.Code) that another try would end with as well, as an HTTP status."""
PREEMPTED = (10, 14)
"""ABORTED and UNAVAILABLE: the machine was taken away."""


@dataclass(frozen=True)
class Machine:
    """What a command runs in and on; `environment` holds no secret, as anyone who sees the job reads it."""

    image: str
    kind: str
    service_account: str
    environment: Mapping[str, str]


class CustomJobs:
    """Custom jobs of Vertex AI in one place; `on_cancel` is told what to call when the task is ended."""

    def __init__(
        self,
        place: Place,
        machine: Machine,
        on_cancel: Callable[[Callable[[], None]], None],
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._place, self._machine = place, machine
        self._on_cancel, self._look_seconds = on_cancel, look_seconds

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run a command to its end. Where a job of that name is under way, it is waited for, never doubled.

        Raises GoogleRefused, GoogleUnavailable and JobFailed.
        """
        with speaking("to run a job on Vertex AI"):
            job = self._find(name) or self._start(name, command)
            log.info("Vertex AI runs %s.", job.name)
            self._on_cancel(lambda: self._cancel(job.name))
            self._wait(job)

    def _find(self, name: str) -> Any:
        states = ("QUEUED", "PENDING", "RUNNING", "UPDATING")
        under_way = " OR ".join(f'state="JOB_STATE_{state}"' for state in states)
        wanted = {"parent": self._place.parent, "filter": f'display_name="{name}" AND ({under_way})'}
        return next(iter(self._client.list_custom_jobs(wanted, timeout=SECONDS)), None)

    def _start(self, name: str, command: Sequence[str]) -> Any:
        from google.cloud.aiplatform_v1.types import CustomJob

        machine = self._machine
        container = {
            "image_uri": machine.image,
            "command": list(command),
            "env": [{"name": name, "value": value} for name, value in sorted(machine.environment.items())],
        }
        pool = {
            "machine_spec": {"machine_type": machine.kind},
            "replica_count": 1,
            "container_spec": container,
        }
        spec = {"worker_pool_specs": [pool], "service_account": machine.service_account}
        job = CustomJob({"display_name": name, "job_spec": spec, "labels": {"application": "foresail"}})
        return self._client.create_custom_job(parent=self._place.parent, custom_job=job, timeout=SECONDS)

    def _wait(self, job: Any) -> None:
        while not job.end_time:
            time.sleep(self._look_seconds)
            try:
                with speaking("how a job is getting on"):
                    job = self._client.get_custom_job(name=job.name, timeout=SECONDS)
            except GoogleUnavailable as error:
                log.warning("%s", error)  # the job goes on; it is looked at again
        if job.state.name != "JOB_STATE_SUCCEEDED":
            raise _explain(job)

    def _cancel(self, name: str) -> None:
        self._client.cancel_custom_job(name=name, timeout=SECONDS)

    @cached_property
    def _client(self) -> Any:
        from google.cloud.aiplatform_v1.services.job_service import JobServiceClient

        return self._place.client(JobServiceClient, f"{self._place.region}-aiplatform")


def _explain(job: Any) -> Exception:
    code, words = job.error.code, job.error.message
    if job.state.name == "JOB_STATE_CANCELLED":
        return JobFailed(f"{job.name} was cancelled.", "Clear the task to start a new one.")
    if code in LOST:
        return refusal(f"the machine of {job.name}", LOST[code], words)
    if code in PREEMPTED:
        return GoogleUnavailable(f"The machine of {job.name} was taken away.", "The task starts a new job.")
    number = job.name.rsplit("/", 1)[-1]
    return JobFailed(
        f"{job.name} failed: {words[:300]}",
        f"Read its log: gcloud logging read 'resource.labels.job_id=\"{number}\"'",
    )
