"""Who may do what: every action is bound to a permission on one of Foresail's Dags (docs/adr/0008, 0013)."""

import time
from typing import Annotated, Any
from urllib.parse import urlsplit

import jwt
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
from airflow.configuration import conf
from anyio import to_thread
from cachetools import TTLCache
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials
from foresail.actions.ticks import check_caller
from foresail.dag_ids import INGEST, NOTIFY, PREDICT, TRAIN
from foresail.errors import ForesailError
from foresail.queries import subscribers

COOKIE = "_token"
SAFE = ("GET", "HEAD")
REMEMBERED_SECONDS = 5
"""How long a reader who passed a door is believed without asking Airflow again (docs/adr/0013)."""
_passed: TTLCache[tuple, tuple[Any, float]] = TTLCache(maxsize=10_000, ttl=REMEMBERED_SECONDS)


class CrossSite(ForesailError):
    """A browser's cookie came with a write from another site's page."""

    code = "cross-site"


class Door:
    """Lets a request pass whose caller has a permission on a Dag; where none is named, the path's."""

    def __init__(self, method: str, dag_id: str | None = None, entity: DagAccessEntity | None = None) -> None:
        self._name = (method, dag_id, entity)
        self._ask = requires_access_dag(method, entity, param_dag_id=dag_id)  # type: ignore[arg-type]

    async def __call__(self, request: Request) -> None:
        """Raise HTTPException (401, 403) or CrossSite, or leave the caller in the request's state."""
        passed = request.scope.setdefault("foresail_doors", set())
        if self in passed:
            return
        token = bearer(request) or request.cookies.get(COOKIE)
        key = (token, self._name, request.path_params.get("dag_id"))
        user, expires_s = _passed.get(key, (None, 0.0))
        if request.method not in SAFE or time.time() >= expires_s:
            user = await _identify(request)
            await to_thread.run_sync(self._ask, request, user)
            if token is not None:
                _passed[key] = (user, _expiry(token))
        request.state.caller = user
        passed.add(self)

    async def opens_for(self, request: Request) -> bool:
        """Whether a caller with permission for another route may call this one, too."""
        try:
            await to_thread.run_sync(self._ask, request, request.state.caller)
        except HTTPException:
            return False
        return True


class AnyUserDoor(Door):
    """Lets everyone pass who is logged in to Airflow."""

    def __init__(self) -> None:
        """No permission on a Dag is needed."""

    async def __call__(self, request: Request) -> None:
        """Raise HTTPException (401) or CrossSite, or leave the caller in the request's state."""
        request.state.caller = await _identify(request)


class LinkInvalid(ForesailError):
    """The link was not signed for this."""

    code = "link-invalid"


class Receiver:
    """Whoever follows a signed link: known by the link alone."""

    def get_name(self) -> str:
        """The name that the audit log has of them."""
        return "the link in a mail"


class SignedLink(Door):
    """Lets a request pass that is signed for the subscriber of its path; without a signature it is a Door."""

    async def __call__(self, request: Request) -> None:
        """Raise LinkInvalid for a signature of another, or what a Door raises where there is none."""
        signature = request.query_params.get("signature")
        passed = request.scope.setdefault("foresail_doors", set())
        if signature is None or self in passed:
            await super().__call__(request)
            return
        subscriber_id = request.path_params["subscriber_id"]
        if not await to_thread.run_sync(subscribers.is_signed, subscriber_id, signature):
            raise LinkInvalid("The link is incomplete or altered.", "Copy the whole link from the mail.")
        request.state.caller = Receiver()
        passed.add(self)


class ScheduleDoor(Door):
    """Lets pass who may edit the Dag of the path and foresail_train, too.

    Planners may edit foresail_predict, since FAB lets nobody start a Dag who may not edit it.
    """

    async def __call__(self, request: Request) -> None:
        """Raise what a Door raises."""
        await edits_training(request)
        await super().__call__(request)


class TickDoor(Door):
    """Lets Cloud Scheduler pass, whom Google vouches for; nobody of Airflow's users is meant."""

    def __init__(self) -> None:
        """No permission of Airflow's opens it."""

    async def __call__(self, request: Request) -> None:
        """Raise CallerUnknown, or leave it at that."""
        await to_thread.run_sync(check_caller, bearer(request) or "")


def bearer(request: Request) -> str | None:
    """The token of the Authorization header, which goes before the cookie's."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None


def is_same_site(request: Request) -> bool:
    """Whether a call carries a token, which no page sends by itself, or comes from this Airflow's page."""
    if bearer(request):
        return True
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    asking = urlsplit(origin).netloc  # nothing in `null`, which frames without an origin send
    own = (request.headers.get("host"), urlsplit(conf.get("api", "base_url", fallback="") or "").netloc)
    return bool(asking) and asking in own


async def _identify(request: Request) -> Any:
    """The caller, by Airflow's own rules; raises CrossSite where a cookie would write from elsewhere."""
    token = bearer(request)
    given = HTTPAuthorizationCredentials(scheme="Bearer", credentials=token) if token else None
    user = await get_user(request, None, given)
    if request.method not in SAFE and not is_same_site(request):
        raise CrossSite(
            "The call came from another site, or does not say where it came from.",
            "Use Foresail's own pages, or send a token as 'Authorization: Bearer ...'.",
        )
    return user


def _expiry(token: str) -> float:
    """When a token that Airflow has just found good ends, in seconds since 1970."""
    return float(jwt.decode(token, options={"verify_signature": False}).get("exp", 0))


asks_for_forecasts = Door("POST", PREDICT, DagAccessEntity.RUN)
edits_training = Door("PUT", TRAIN)
sends_uploads = Door("POST", INGEST, DagAccessEntity.RUN)
reads_uploads = Door("GET", INGEST)
asks_for_training = Door("POST", TRAIN, DagAccessEntity.RUN)

is_logged_in = Depends(AnyUserDoor())
may_read_forecasts = Depends(Door("GET", PREDICT))
may_forecast = Depends(asks_for_forecasts)
may_read_uploads = Depends(reads_uploads)
may_upload = Depends(sends_uploads)
may_answer = Depends(Door("PUT", INGEST, DagAccessEntity.HITL_DETAIL))
may_read_training = Depends(Door("GET", TRAIN))
may_train = Depends(asks_for_training)
may_edit_training = Depends(edits_training)
may_read_schedule = Depends(Door("GET"))
may_edit_schedule = Depends(ScheduleDoor("PUT"))
may_tick = Depends(TickDoor())
may_read_subscribers = Depends(Door("GET", NOTIFY))
may_edit_subscribers = Depends(Door("PUT", NOTIFY))
may_unsubscribe = Depends(SignedLink("PUT", NOTIFY))
may_read_audit = Depends(Door("GET", TRAIN, DagAccessEntity.AUDIT_LOG))


async def _caller(request: Request) -> str:
    return request.state.caller.get_name()


Caller = Annotated[str, Depends(_caller)]
"""The name of whoever calls; the route needs a guard."""
