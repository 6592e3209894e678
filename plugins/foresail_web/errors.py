"""The one place that knows which HTTP status an error has, and the one body that errors have."""

import logging
import uuid

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from foresail import errors as foresail_errors
from foresail.errors import ForesailError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

STATUS: dict[type[ForesailError], int] = {
    foresail_errors.BadRequest: 422,
    foresail_errors.NotFound: 404,
    foresail_errors.UploadTooLarge: 413,
    foresail_errors.NotAWorkbook: 415,
    foresail_errors.WorkbookRefused: 422,
    foresail_errors.NothingToForecast: 409,
    foresail_errors.NothingToAnswer: 409,
    foresail_errors.DatabaseUnavailable: 503,
    foresail_errors.StorageUnavailable: 503,
}
WORDS = {
    401: ("not-authenticated", "No valid token came with the call.", "Get one from POST /auth/token."),
    403: ("not-allowed", "Your role may not do this.", "Ask for the permission on the Dag that it needs."),
    404: ("no-such-route", "There is nothing at this address.", "See /foresail/api/v1/docs."),
    405: ("method-not-allowed", "This address has no such method.", "See /foresail/api/v1/docs."),
}


class AirflowUnready(ForesailError):
    """Airflow does not know Foresail's Dags yet, or refused to start one."""

    code = "airflow-unready"


STATUS[AirflowUnready] = 503


def register(app: FastAPI) -> None:
    """Give every error of the app the one body."""
    app.add_exception_handler(ForesailError, _foresail_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


def body(
    status: int, code: str, message: str, hint: str, headers: dict | None = None, details: dict | None = None
) -> JSONResponse:
    """An error's answer."""
    content = {"code": code, "message": message, "hint": hint} | ({"details": details} if details else {})
    return JSONResponse(content, status_code=status, headers=headers)


def _foresail_error(_: Request, error: ForesailError) -> JSONResponse:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return body(status, error.code, error.message, error.hint, details=error.details)


def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    return body(422, "bad-request", f"{place}: {problem['msg']}.", "See /foresail/api/v1/docs for its form.")


def _http_error(_: Request, error: HTTPException) -> JSONResponse:
    status = error.status_code
    code, message, hint = WORDS.get(status, ("refused", str(error.detail), "See /foresail/api/v1/docs."))
    return body(status, code, message, hint, error.headers)


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    number = uuid.uuid4().hex[:12]
    log.error("Foresail error %s", number, exc_info=error)
    return body(500, "unexpected", f"Something failed that should not ({number}).", "Look it up in the log.")
