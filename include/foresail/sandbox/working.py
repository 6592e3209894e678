"""The inside of the sandbox: a process that limits itself, then does its task."""

import json
import os
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from foresail.errors import ForesailError
from foresail.sandbox.limits import Limits, limit_process

OUTCOME = "outcome.json"


def work(order: dict[str, Any]) -> NoReturn:
    """Limit this process, do the work, leave the outcome in the folder, and end."""
    code = 1
    try:
        limits, into = Limits(**order["limits"]), Path(order["into"])
        limit_process(limits)
        # A process that is ended leaves what it has begun; this folder its caller deletes.
        tempfile.tempdir = str(into)
        (into / OUTCOME).write_text(json.dumps(_outcome(order, into, limits)))
        code = 0
    except BaseException:  # said on standard error, as an interpreter that ends would
        traceback.print_exc()
    finally:
        os._exit(code)


def _outcome(order: dict[str, Any], into: Path, limits: Limits) -> dict[str, Any]:
    module, _, name = order["work"].partition(":")
    do = getattr(import_module(module), name)
    try:
        return {"answer": do(order["task"], into, limits)}
    except ForesailError as refused:
        return {"refused": _describe(refused)}


def _describe(refused: ForesailError) -> dict[str, Any]:
    kind = type(refused)
    return {
        "module": kind.__module__,
        "kind": kind.__name__,
        "message": refused.message,
        "hint": refused.hint,
        "details": refused.details,
    }
