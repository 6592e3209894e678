"""A stand-in of what Google says about permissions (cloudresourcemanager.v3, iam.v1, and buckets of storage.v1)."""

from typing import Any

from tests.integration.google.cloud import Cloud
from tests.integration.google.discovery import Call, Refused, Service

PROJECT, ACCOUNT = (
    "cloudresourcemanager.projects.testIamPermissions",
    "iam.projects.serviceAccounts.testIamPermissions",
)
BUCKET = "storage.buckets.testIamPermissions"


class Permissions:
    """All permissions are granted, but those that the cloud's access denies."""

    def __init__(self, cloud: Cloud) -> None:
        self._access = cloud.access
        for document, method in (("cloudresourcemanager.v3", PROJECT), ("iam.v1", ACCOUNT)):
            cloud.services.append(Service(document, cloud.access, {method: self._test}, {}))

    def _test(self, call: Call) -> dict[str, Any]:
        if call.path["projectsId"] not in ("shop", "-"):
            raise Refused(403, "The caller does not have permission, or the project does not exist.")
        return {"permissions": [each for each in call.body["permissions"] if each not in self._access.denied]}
