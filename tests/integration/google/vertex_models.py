"""A stand-in of Vertex AI's model registry and endpoints (aiplatform.v1): what is deployed really serves.

A container is a process of this machine's Python; an operation is done once its health route has answered.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from foresail.trial.service import free_port

from tests.integration.google.cloud import STAY_HERE, stamp
from tests.integration.google.discovery import Access, Call, Refused, Service
from tests.integration.serving.vertex import through_protobuf

REGION = "europe-west3"
PARENT = f"projects/shop/locations/{REGION}"
ENDPOINT = f"{PARENT}/endpoints/42"
TYPE = "type.googleapis.com/google.cloud.aiplatform.v1."
ROOT = "aiplatform.projects.locations."
PERMISSIONS = {
    "models.upload": "models.upload", "models.listVersions": "models.list", "models.mergeVersionAliases": "models.update",
    "endpoints.get": "endpoints.get", "endpoints.patch": "endpoints.update", "endpoints.deployModel": "endpoints.deploy",
    "endpoints.undeployModel": "endpoints.undeploy", "endpoints.predict": "endpoints.predict",
    "models.operations.get": "models.get", "endpoints.operations.get": "endpoints.get",
}  # fmt: skip
HEALTHY_SECONDS = 30


class Models:
    """Model versions, and the endpoint 42."""

    def __init__(self, access: Access, folder: Path, adc: Path) -> None:
        self.versions: list[dict[str, Any]] = []
        self.endpoint: dict[str, Any] = {
            "name": ENDPOINT,
            "displayName": "foresail",
            "deployedModels": [],
            "trafficSplit": {},
        }
        self.exists = True
        self.is_broken = False
        self.log: list[str] = []
        self._folder, self._adc = folder, adc
        self._containers: dict[str, tuple[subprocess.Popen, str]] = {}
        self._operations: dict[str, dict[str, Any]] = {}
        self._numbers = count(100)
        handlers = {
            "models.upload": self._upload, "models.listVersions": self._list, "models.mergeVersionAliases": self._alias,
            "endpoints.get": self._get, "endpoints.patch": self._patch, "endpoints.deployModel": self._deploy,
            "endpoints.undeployModel": self._undeploy, "endpoints.predict": self._predict,
            "models.operations.get": self._operation, "endpoints.operations.get": self._operation,
        }  # fmt: skip
        permissions = {ROOT + name: f"aiplatform.{permission}" for name, permission in PERMISSIONS.items()}
        self.service = Service(
            "aiplatform.v1", access, {ROOT + name: each for name, each in handlers.items()}, permissions
        )

    def aliases(self) -> dict[str, str]:
        return {alias: each["versionId"] for each in self.versions for alias in each["versionAliases"]}

    def _done(
        self, kind: str, response: dict[str, Any], error: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        under = "models/foresail" if kind == "UploadModel" else "endpoints/42"
        name = f"{PARENT}/{under}/operations/{next(self._numbers)}"
        ended = {"error": error} if error else {"response": {"@type": f"{TYPE}{kind}Response", **response}}
        self._operations[name] = {"name": name, "done": True, **ended}
        return {"name": name}

    def _operation(self, call: Call) -> dict[str, Any]:
        under = (
            f"models/{call.path['modelsId']}"
            if "modelsId" in call.path
            else f"endpoints/{call.path['endpointsId']}"
        )
        return self._operations[f"{PARENT}/{under}/operations/{call.path['operationsId']}"]

    def _upload(self, call: Call) -> dict[str, Any]:
        named, parent = call.body.get("modelId"), call.body.get("parentModel")
        if (named == "foresail") == bool(self.versions) or (parent is not None) != bool(self.versions):
            raise Refused(409 if named else 404, "The model exists already, or its parent does not.")
        version = str(len(self.versions) + 1)
        model = {**call.body["model"], "name": f"{PARENT}/models/foresail", "versionId": version}
        self.versions.append({**model, "versionAliases": [] if self.versions else ["default"]})
        return self._done("UploadModel", {"model": model["name"], "modelVersionId": version})

    def _list(self, call: Call) -> dict[str, Any]:
        if not self.versions:
            raise Refused(404, "The Model does not exist.")
        return {"models": self.versions}

    def _alias(self, call: Call) -> dict[str, Any]:
        _, _, version = call.path["modelsId"].partition("@")
        wanted = set(call.body["versionAliases"])
        for each in self.versions:
            held = set(each["versionAliases"]) - wanted
            each["versionAliases"] = sorted(held | wanted if each["versionId"] == version else held)
        self.log.append(f"alias {version}")
        return self.versions[int(version) - 1]

    def _known(self, call: Call) -> None:
        if call.path["endpointsId"] != "42" or not self.exists:
            raise Refused(404, "The Endpoint does not exist.")

    def _get(self, call: Call) -> dict[str, Any]:
        self._known(call)
        return self.endpoint

    def _patch(self, call: Call) -> dict[str, Any]:
        self._known(call)
        if call.query.get("updateMask") not in ("trafficSplit", "traffic_split"):
            raise Refused(400, "Only the traffic may be changed here, by its mask.")
        self.endpoint["trafficSplit"] = self._split(call.body["trafficSplit"], {})
        self.log.append(f"traffic {call.body['trafficSplit']}")
        return self.endpoint

    def _split(self, split: dict[str, int], new: dict[str, str]) -> dict[str, int]:
        split = {new.get(key, key): share for key, share in split.items()}
        if sum(split.values()) != 100 or set(split) - {*self._containers, *new.values()}:
            raise Refused(400, "The traffic must add up to 100 over what is deployed.")
        return split

    def _deploy(self, call: Call) -> dict[str, Any]:
        self._known(call)
        wanted, number = call.body["deployedModel"], str(next(self._numbers))
        model, _, version = wanted["model"].partition("@")
        split = self._split(call.body["trafficSplit"], {"0": number})
        container = self.versions[int(version) - 1]["containerSpec"]
        process, url = self._run(container)
        if not _is_healthy(process, url + container["healthRoute"]):
            process.kill()
            process.wait()
            words = "Model server never became ready. Please validate that your container configuration is correct."
            return self._done("DeployModel", {}, {"code": 9, "message": words})
        self._containers[number] = (process, url + container["predictRoute"])
        now = stamp(datetime.now(UTC))
        deployed = {**wanted, "id": number, "model": model, "modelVersionId": version, "createTime": now}
        self.endpoint["deployedModels"].append(deployed)
        self.endpoint["trafficSplit"] = split
        self.log.append(f"deployed {version}")
        return self._done("DeployModel", {"deployedModel": deployed})

    def _run(self, container: dict[str, Any]) -> tuple[subprocess.Popen, str]:
        port = free_port()
        arguments = ["-c", "raise SystemExit(1)"] if self.is_broken else container["command"][1:]
        given = {each["name"]: each["value"] for each in container["env"]}
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self._folder), "AIRFLOW_HOME": str(self._folder), **STAY_HERE,
                       "GOOGLE_APPLICATION_CREDENTIALS": str(self._adc), "AIP_HTTP_PORT": str(port),
                       "AIP_PREDICT_ROUTE": container["predictRoute"], "AIP_HEALTH_ROUTE": container["healthRoute"],
                       **given}  # fmt: skip
        with (self._folder / "container.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=log, stderr=log)
        return process, f"http://127.0.0.1:{port}"

    def _undeploy(self, call: Call) -> dict[str, Any]:
        self._known(call)
        number = call.body["deployedModelId"]
        if self.endpoint["trafficSplit"].get(number):
            raise Refused(400, "What has traffic cannot be undeployed.")
        process, _ = self._containers.pop(number)
        process.kill()
        process.wait()
        self.endpoint["deployedModels"] = [
            each for each in self.endpoint["deployedModels"] if each["id"] != number
        ]
        self.log.append("undeployed")
        return self._done("UndeployModel", {})

    def _predict(self, call: Call) -> dict[str, Any]:
        self._known(call)
        [(number, _)] = [part for part in self.endpoint["trafficSplit"].items() if part[1]]
        answer = httpx.post(self._containers[number][1], json=through_protobuf(call.body), timeout=60)
        if answer.status_code != 200:
            raise Refused(answer.status_code, answer.text)
        return {**through_protobuf(answer.json()), "deployedModelId": number}

    def stop(self) -> None:
        for process, _ in self._containers.values():
            process.kill()
            process.wait()


def _is_healthy(process: subprocess.Popen, url: str) -> bool:
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return True
        except httpx.HTTPError:
            time.sleep(0.05)
    return False
