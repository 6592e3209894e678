"""A stand-in of Cloud Scheduler (cloudscheduler.v1): its jobs call their targets with tokens that Google signs."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import httpx
import jwt
from croniter import croniter
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from starlette.requests import Request
from starlette.responses import JSONResponse

from tests.integration.google.cloud import STAY_HERE, Cloud, stamp
from tests.integration.google.discovery import Access, Call, Refused, Service

PARENT = "projects/shop/locations/europe-west3"
ACCOUNT = "ticker@shop.iam.gserviceaccount.com"
ROOT = "cloudscheduler.projects.locations.jobs."
VERBS = {
    "create": "create",
    "get": "get",
    "patch": "update",
    "delete": "delete",
    "pause": "pause",
    "resume": "enable",
}
KEY_ID = "1"
WRITABLE = {"description", "schedule", "timeZone", "attemptDeadline", "retryConfig", "httpTarget"}


class CloudScheduler:
    """The jobs of project `shop`, and Google's certificates."""

    def __init__(self, access: Access) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}
        self.masks: list[list[str]] = []
        self.access = access
        self._key = rsa.generate_private_key(65537, 2048)
        handlers = {ROOT + verb: getattr(self, f"_{verb}") for verb in VERBS}
        permissions = {ROOT + verb: f"cloudscheduler.jobs.{name}" for verb, name in VERBS.items()}
        self.service = Service("cloudscheduler.v1", access, handlers, permissions)

    @classmethod
    def join(cls, cloud: Cloud) -> "CloudScheduler":
        """One more service of a cloud."""
        scheduler = cls(cloud.access)
        scheduler.cloud = cloud
        cloud.services.append(scheduler.service)
        cloud.others.append(scheduler)
        return scheduler

    def settings(self) -> dict[str, str]:
        """What an Airflow needs to mirror its schedules here, but for its own address."""
        return {
            **STAY_HERE,
            "AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT": self.cloud.connection(),
            "FORESAIL_CLOUD_SCHEDULER": PARENT,
            "FORESAIL_CLOUD_SCHEDULER_ACCOUNT": ACCOUNT,
            "FORESAIL_GOOGLE_ENDPOINTS": f"cloudscheduler={self.cloud.url},oauth2={self.cloud.url}",
        }

    def is_for(self, path: str) -> bool:
        return path == "/oauth2/v1/certs"

    async def answer(self, _: Request) -> JSONResponse:
        """Google's certificates by the id of their key."""
        name = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon.system.gserviceaccount.com")]
        )
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(name, name, self._key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        certificate = builder.sign(self._key, hashes.SHA256())
        return JSONResponse({KEY_ID: certificate.public_bytes(serialization.Encoding.PEM).decode()})

    def sign(self, audience: str, key: rsa.RSAPrivateKey | None = None, **other: Any) -> str:
        """A token by which the account calls an audience; what is other is said instead."""
        now = int(time.time())
        said = {"iss": "https://accounts.google.com", "aud": audience, "email": ACCOUNT, "email_verified": True,
                "sub": "1", "azp": "1", "iat": now, "exp": now + 3600, **other}  # fmt: skip
        return jwt.encode(said, key or self._key, "RS256", headers={"kid": KEY_ID})

    def fire(self, dag_id: str, at: datetime, **other: Any) -> httpx.Response:
        """Call the target of a job for a tick, as Cloud Scheduler does."""
        target = self.jobs[f"{PARENT}/jobs/{dag_id.replace('_', '-')}"]["httpTarget"]
        token = self.sign(target["oidcToken"]["audience"], **other)
        headers = {"Authorization": f"Bearer {token}", "X-CloudScheduler": "true",
                   "X-CloudScheduler-ScheduleTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "User-Agent": "Google-Cloud-Scheduler"}  # fmt: skip
        return httpx.request("POST", target["uri"], headers=headers, timeout=60)

    def _name(self, call: Call) -> str:
        if (call.path["projectsId"], call.path["locationsId"]) != ("shop", "europe-west3"):
            raise Refused(404, "The location is not found, or access is unauthorized.")
        name = f"{PARENT}/jobs/{call.path['jobsId']}"
        if name not in self.jobs:
            raise Refused(404, "Job not found.")
        return name

    def _check(self, job: dict[str, Any]) -> None:
        if not croniter.is_valid(job["schedule"]) or job["timeZone"] not in available_timezones():
            raise Refused(400, "Schedule or time zone is invalid.")
        seconds = float(job["attemptDeadline"].removesuffix("s"))
        if not 15 <= seconds <= 1800:
            raise Refused(400, "Deadline for HTTP targets must be between 15s and 30m.")
        token = job["httpTarget"]["oidcToken"]
        if not token["serviceAccountEmail"].endswith("@shop.iam.gserviceaccount.com"):
            raise Refused(400, "The service account must be of the job's own project.")

    def _create(self, call: Call) -> dict[str, Any]:
        name = call.body["name"]
        if name in self.jobs:
            raise Refused(409, "Job already exists.")
        self._check(call.body)
        retry = {
            "maxRetryDuration": "0s",
            "minBackoffDuration": "5s",
            "maxBackoffDuration": "3600s",
            "maxDoublings": 5,
        }
        filled = {"retryConfig": {**retry, **call.body["retryConfig"]}}
        self.jobs[name] = {
            **call.body,
            **filled,
            "state": "ENABLED",
            "userUpdateTime": stamp(datetime.now(UTC)),
        }
        return self.jobs[name]

    def _get(self, call: Call) -> dict[str, Any]:
        return self.jobs[self._name(call)]

    def _patch(self, call: Call) -> dict[str, Any]:
        name, mask = self._name(call), call.query.get("updateMask", "").split(",")
        self.masks.append(sorted(mask))
        if not mask[0] or set(mask) - WRITABLE:
            raise Refused(400, f"The update mask is invalid: {mask}.")
        job = {**self.jobs[name], **{field: call.body[field] for field in mask}}
        self._check(job)
        self.jobs[name] = job
        return job

    def _delete(self, call: Call) -> None:
        del self.jobs[self._name(call)]

    def _pause(self, call: Call) -> dict[str, Any]:
        self.jobs[self._name(call)]["state"] = "PAUSED"
        return self._get(call)

    def _resume(self, call: Call) -> dict[str, Any]:
        self.jobs[self._name(call)]["state"] = "ENABLED"
        return self._get(call)
