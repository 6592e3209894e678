"""Vertex AI's model registry: a version for each champion, and the alias of the one that forecasts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foresail.google.calling import SECONDS, Place, speaking

MODEL = "foresail"
CHAMPION = "champion"
NUMBER = "foresail_model"
PORT = 8080
UPLOAD_SECONDS = 600


@dataclass(frozen=True)
class Entry:
    """A model of Foresail as it is told to the registry; `folder` is its address in the bucket."""

    number: int
    data_version: int
    dag_run_id: str
    sha256: str
    folder: str
    figures: Mapping[str, float]

    def labels(self) -> dict[str, str]:
        """What it can be searched by: lower case, as Google's labels are."""
        figures = {name: f"{value:.4f}".replace(".", "_") for name, value in self.figures.items()}
        found = {NUMBER: str(self.number), "data_version": str(self.data_version), **figures}
        return {re.sub(r"[^a-z0-9_-]", "_", name.lower()): value for name, value in found.items()}

    def describe(self) -> str:
        """What people read."""
        figures = ", ".join(f"{name} {value:.4f}" for name, value in sorted(self.figures.items()))
        made = f"Model {self.number} of run {self.dag_run_id}; data version {self.data_version}"
        return f"{made}; {figures}; SHA-256 {self.sha256}"


class Registry:
    """The versions of model `foresail`; each call may be repeated."""

    def __init__(self, place: Place, image: str, environment: Mapping[str, str]) -> None:
        self._place, self._image, self._environment = place, image, environment

    def register(self, entry: Entry) -> str:
        """Make the champion's version known and give it the alias; returns `projects/.../models/foresail@N`.

        A version that is there is not made again: going back to an earlier model moves the alias alone.
        Raises GoogleRefused and GoogleUnavailable.
        """
        with speaking("to register a model in Vertex AI"):
            known = self._versions()
            version = known.get(str(entry.number)) or self._upload(entry, is_first=not known)
            name = f"{self._name}@{version}"
            self._client.merge_version_aliases(name=name, version_aliases=[CHAMPION], timeout=SECONDS)
        return name

    def _versions(self) -> dict[str, str]:
        """The registry's version of each model of Foresail that it has."""
        from google.api_core.exceptions import NotFound

        try:
            versions = self._client.list_model_versions(name=self._name, timeout=SECONDS)
            return {each.labels[NUMBER]: each.version_id for each in versions if NUMBER in each.labels}
        except NotFound:
            return {}

    def _upload(self, entry: Entry, is_first: bool) -> str:
        from google.cloud.aiplatform_v1.types import Model, UploadModelResponse

        container = {
            "image_uri": self._image,
            "command": ["python", "-m", "foresail.serving"],
            "ports": [{"container_port": PORT}],
            "predict_route": "/predict",
            "health_route": "/health",
            "env": [{"name": name, "value": value} for name, value in sorted(self._environment.items())],
        }
        model = Model(
            {
                "display_name": MODEL,
                "version_description": entry.describe(),
                "artifact_uri": entry.folder,
                "labels": entry.labels(),
                "container_spec": container,
            }
        )
        where = {"model_id": MODEL} if is_first else {"parent_model": self._name}
        request = {"parent": self._place.parent, "model": model, **where}
        started = self._client.upload_model(request, timeout=SECONDS)
        done = self._place.finish(started, self._service, UploadModelResponse, UPLOAD_SECONDS)
        return str(done.model_version_id)

    @property
    def _service(self) -> str:
        return f"{self._place.region}-aiplatform"

    @property
    def _name(self) -> str:
        return f"{self._place.parent}/models/{MODEL}"

    @cached_property
    def _client(self) -> Any:
        from google.cloud.aiplatform_v1.services.model_service import ModelServiceClient

        return self._place.client(ModelServiceClient, self._service)
