"""A stand-in of Vertex AI's custom jobs (aiplatform.v1): a job's command really runs, as a process on this machine.

In the place of the container's image is this machine's Python, with the job's own environment and nothing else.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from tests.integration.google.cloud import STAY_HERE, stamp
from tests.integration.google.discovery import Access, Call, Refused, Service

PREFIX = "aiplatform.projects.locations.customJobs."
PERMISSIONS = {PREFIX + verb: f"aiplatform.customJobs.{verb}" for verb in ("create", "get", "list", "cancel")}
FILTER = re.compile(r'display_name="([^"]+)" AND \((state="JOB_STATE_\w+"(?: OR state="JOB_STATE_\w+")*)\)')
REGION = "europe-west3"


class CustomJobs:
    """The jobs of project `shop` in one region; `ended_by` makes the next one end with an error of its own."""

    def __init__(self, access: Access, folder: Path, adc: Path) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}
        self.processes: dict[str, subprocess.Popen] = {}
        self.ended_by: dict[str, Any] | None = None
        self.hang = False
        self._folder, self._adc = folder, adc
        self._numbers = count(7_000_000_001)
        handlers = {PREFIX + "create": self._create, PREFIX + "get": self._get, PREFIX + "list": self._list,
                    PREFIX + "cancel": self._cancel}  # fmt: skip
        self.service = Service("aiplatform.v1", access, handlers, PERMISSIONS)

    def _known(self, call: Call) -> str:
        if (call.path["projectsId"], call.path["locationsId"]) != ("shop", REGION):
            raise Refused(404, f"The region {call.path['locationsId']} is not supported.")
        return f"projects/shop/locations/{REGION}/customJobs"

    def _create(self, call: Call) -> dict[str, Any]:
        parent = self._known(call)
        name = f"{parent}/{next(self._numbers)}"
        [pool] = call.body["jobSpec"]["workerPoolSpecs"]
        now = stamp(datetime.now(UTC))
        self.jobs[name] = {
            **call.body,
            "name": name,
            "state": "JOB_STATE_RUNNING",
            "createTime": now,
            "startTime": now,
        }
        if self.ended_by:
            self._end(name, "JOB_STATE_FAILED", self.ended_by)
            self.ended_by = None
        else:
            self.processes[name] = self._run(pool["containerSpec"])
        return self.jobs[name]

    def _run(self, container: dict[str, Any]) -> subprocess.Popen:
        program, *arguments = container["command"]
        assert program == "python"
        if self.hang:
            arguments = ["-c", "import time; time.sleep(600)"]
        given = {each["name"]: each["value"] for each in container["env"]}
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self._folder), "AIRFLOW_HOME": str(self._folder), **STAY_HERE,
                       "GOOGLE_APPLICATION_CREDENTIALS": str(self._adc), **given}  # fmt: skip
        with (self._folder / "container.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=log, stderr=log)

    def _get(self, call: Call) -> dict[str, Any]:
        name = f"{self._known(call)}/{call.path['customJobsId']}"
        if name not in self.jobs:
            raise Refused(404, f"The CustomJob {name} does not exist.")
        self._look(name)
        return self.jobs[name]

    def _look(self, name: str) -> None:
        process = self.processes.get(name)
        if process is None or process.poll() is None or "endTime" in self.jobs[name]:
            return
        if process.returncode:
            words = f"The replica workerpool0-0 exited with a non-zero status of {process.returncode}."
            self._end(
                name, "JOB_STATE_FAILED", {"code": 3 if process.returncode < 0 else 13, "message": words}
            )
        else:
            self._end(name, "JOB_STATE_SUCCEEDED", None)

    def _end(self, name: str, state: str, error: dict[str, Any] | None) -> None:
        self.jobs[name] |= {
            "state": state,
            "endTime": stamp(datetime.now(UTC)),
            **({"error": error} if error else {}),
        }

    def _list(self, call: Call) -> dict[str, Any]:
        self._known(call)
        found = FILTER.fullmatch(call.query.get("filter", ""))
        if found is None:
            raise Refused(400, "The filter is not understood.")
        states = set(re.findall(r"JOB_STATE_\w+", found[2]))
        for name in self.jobs:
            self._look(name)
        return {
            "customJobs": [
                job for job in self.jobs.values() if job["displayName"] == found[1] and job["state"] in states
            ]
        }

    def _cancel(self, call: Call) -> dict[str, Any]:
        name = f"{self._known(call)}/{call.path['customJobsId']}"
        self.processes[name].kill()
        self.processes[name].wait()
        self._end(name, "JOB_STATE_CANCELLED", None)
        return {}

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
