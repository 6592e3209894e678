"""The one place that knows which HTTP status an error has, and the one body that errors have."""

import logging
import uuid
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from foresail import errors as foresail_errors
from foresail.actions import erasing
from foresail.errors import ForesailError
from starlette.exceptions import HTTPException

from foresail_web.access import limits, permissions, routing

log = logging.getLogger(__name__)

STATUS: dict[type[ForesailError], int] = {
    foresail_errors.BadRequest: 422,
    foresail_errors.NotFound: 404,
    foresail_errors.UploadTooLarge: 413,
    foresail_errors.NotAWorkbook: 415,
    foresail_errors.WorkbookRefused: 422,
    foresail_errors.NothingToForecast: 409,
    foresail_errors.NothingToAnswer: 409,
    foresail_errors.NothingToUndo: 409,
    foresail_errors.AlreadyWithdrawn: 409,
    erasing.NotErasable: 409,
    foresail_errors.UploadErased: 410,
    foresail_errors.ModelThinned: 409,
    foresail_errors.EntryChanged: 412,
    foresail_errors.ScheduleChanged: 412,
    foresail_errors.NotYourUpload: 403,
    permissions.CrossSite: 403,
    permissions.LinkInvalid: 403,
    limits.TooManyUploads: 429,
    routing.BodyTooLarge: 413,
    foresail_errors.DatabaseUnavailable: 503,
    foresail_errors.StorageUnavailable: 503,
    foresail_errors.ModelServerUnavailable: 503,
    foresail_errors.GoogleUnavailable: 503,
    foresail_errors.CallerUnknown: 401,
}
WORDS = {
    401: ("not-authenticated", "The call has no valid token.", "Get one from POST /auth/token."),
    403: (
        "not-allowed",
        "Your role does not allow this.",
        "Ask an administrator for permission on the Dag it needs.",
    ),
    404: ("no-such-route", "There is no such page or endpoint.", "See /foresail/api/v1/docs."),
    405: ("method-not-allowed", "This endpoint does not support that method.", "See /foresail/api/v1/docs."),
}


class AirflowUnready(ForesailError):
    """Airflow has not loaded Foresail's Dags yet, or refused to start one."""

    code = "airflow-unready"


STATUS[AirflowUnready] = 503


def register(app: FastAPI) -> None:
    """Give every error of the app the one body."""
    app.add_exception_handler(ForesailError, _foresail_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    request: Request,
    status: int,
    code: str,
    message: str,
    hint: str,
    headers: Mapping[str, str] | None = None,
    details: dict | None = None,
    cause: Exception | None = None,
) -> JSONResponse:
    """An error's answer, and its line in the log: both carry the same id."""
    number = uuid.uuid4().hex[:12]
    content = {"code": code, "message": message, "hint": hint, "id": number}
    level = logging.ERROR if status >= 500 else logging.INFO
    where = f"{request.method} {request.url.path}"
    log.log(level, "Foresail error %s: %s %s on %r", number, status, code, where, exc_info=cause)
    return JSONResponse(content | ({"details": details} if details else {}), status, headers)


def _foresail_error(request: Request, error: ForesailError) -> JSONResponse:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    wait = getattr(error, "retry_after_s", None)
    headers = None if wait is None else {"Retry-After": str(wait)}
    cause = error if status >= 500 else None
    return answer(request, status, error.code, error.message, error.hint, headers, error.details, cause)


def _invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])[:200]
    message = f"{place}: {problem['msg']}."
    return answer(request, 422, "bad-request", message, "See /foresail/api/v1/docs for what it takes.")


def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    status = error.status_code
    code, message, hint = WORDS.get(status, ("refused", str(error.detail), "See /foresail/api/v1/docs."))
    return answer(request, status, code, message, hint, error.headers)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    message, hint = "Something went wrong on our side.", "Find the id of this error in the api-server's log."
    return answer(request, 500, "unexpected", message, hint, cause=error)
