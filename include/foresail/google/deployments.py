"""What of the model registry is deployed to an endpoint of Vertex AI, and which of it gets the traffic."""

import logging
from functools import cached_property
from typing import Any

from foresail.errors import JobFailed
from foresail.google.calling import SECONDS, Place, speaking

log = logging.getLogger(__name__)
DEPLOY_SECONDS = 1800
KEPT = 2
"""The one that serves, and the one before, for going back at once."""


class Deployments:
    """The deployed versions of an endpoint; each call may be repeated."""

    def __init__(self, place: Place, endpoint: str, machine: str, service_account: str) -> None:
        self._place, self._endpoint = place, endpoint
        self._machine, self._service_account = machine, service_account

    def serve(self, version: str) -> str:
        """Have a version (`projects/.../models/M@N`) answer all questions; returns its id at the endpoint.

        It is deployed where it is not yet, without traffic; Vertex AI says that it is there once its health
        route has answered. Then the traffic moves, and all but the one before are taken down. Raises
        GoogleRefused, GoogleUnavailable, and JobFailed where it does not become healthy: the traffic stays.
        """
        with speaking("to deploy a model to an endpoint of Vertex AI"):
            endpoint = self._get()
            serving = [key for key, share in endpoint.traffic_split.items() if share]
            new = self._find(endpoint, version) or self._deploy(endpoint, version)
            if dict(self._get().traffic_split) != {new: 100}:
                self._switch(new)
                log.info("%s answers all questions at %s.", version, self._endpoint)
            self._clear(keep={new, *serving})
        return new

    def _get(self) -> Any:
        return self._client.get_endpoint(name=self._endpoint, timeout=SECONDS)

    def _find(self, endpoint: Any, version: str) -> str | None:
        for each in endpoint.deployed_models:
            if f"{each.model.partition('@')[0]}@{each.model_version_id}" == version:
                return str(each.id)
        return None

    def _deploy(self, endpoint: Any, version: str) -> str:
        from google.api_core.exceptions import GoogleAPICallError
        from google.cloud.aiplatform_v1.types import DeployModelResponse

        resources = {
            "machine_spec": {"machine_type": self._machine},
            "min_replica_count": 1,
            "max_replica_count": 1,
        }
        deployed = {
            "model": version,
            "display_name": "foresail",
            "dedicated_resources": resources,
            "service_account": self._service_account,
        }
        # "0" is the one that is being deployed: it gets nothing while another serves.
        split = dict(endpoint.traffic_split) or {"0": 100}
        request = {"endpoint": self._endpoint, "deployed_model": deployed, "traffic_split": split}
        started = self._client.deploy_model(request, timeout=SECONDS)
        try:
            done = self._place.finish(started, self._service, DeployModelResponse, DEPLOY_SECONDS)
            return str(done.deployed_model.id)
        except GoogleAPICallError as error:
            raise JobFailed(
                f"{version} did not become healthy: {error.message[:300]}",
                "What served before serves on. Read the log of the endpoint, then clear the task.",
            ) from error

    def _switch(self, new: str) -> None:
        from google.cloud.aiplatform_v1.types import Endpoint

        moved = Endpoint(name=self._endpoint, traffic_split={new: 100})
        self._client.update_endpoint(
            endpoint=moved, update_mask={"paths": ["traffic_split"]}, timeout=SECONDS
        )

    def _clear(self, keep: set[str]) -> None:
        from google.cloud.aiplatform_v1.types import UndeployModelResponse

        endpoint = self._get()
        by_age = sorted(endpoint.deployed_models, key=lambda each: each.create_time, reverse=True)
        others = [each.id for each in by_age if each.id not in keep]
        for old in others[max(0, KEPT - len(keep)) :]:
            request = {"endpoint": self._endpoint, "deployed_model_id": old}
            started = self._client.undeploy_model(request, timeout=SECONDS)
            self._place.finish(started, self._service, UndeployModelResponse, DEPLOY_SECONDS)

    @cached_property
    def _client(self) -> Any:
        from google.cloud.aiplatform_v1.services.endpoint_service import EndpointServiceClient

        return self._place.client(EndpointServiceClient, self._service)

    @property
    def _service(self) -> str:
        return f"{self._place.region}-aiplatform"
