"""The inside of the sandbox: a process that limits itself, then does its task."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from foresail.errors import ForesailError
from foresail.sandbox.limits import Limits, limit_process
from foresail.sandbox.running import OUTCOME


def main() -> None:
    """Limit this process, do the work and leave the outcome in the folder."""
    order = json.load(sys.stdin)
    limits, into = Limits(**order["limits"]), Path(order["into"])
    limit_process(limits)
    # Every thread of a pool reserves address space, and two suffice.
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    module, _, name = order["work"].partition(":")
    work = getattr(import_module(module), name)
    try:
        outcome = {"answer": work(order["task"], into, limits)}
    except ForesailError as refused:
        outcome = {"refused": _describe(refused)}
    (into / OUTCOME).write_text(json.dumps(outcome))


def _describe(refused: ForesailError) -> dict[str, Any]:
    kind = type(refused)
    return {
        "module": kind.__module__,
        "kind": kind.__name__,
        "message": refused.message,
        "hint": refused.hint,
        "details": refused.details,
    }


if __name__ == "__main__":
    main()
