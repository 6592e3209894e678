"""Makes one file of what a question to the forecasts finds; light: heavy work has a process of its own."""

import json
import logging
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from foresail.clock import iso, now
from foresail.errors import BadRequest, NotForecast
from foresail.exporting.rows import SHEET_ROWS_MAX, Written, write_forecast, write_history
from foresail.queries.forecasts import QUANTILES, Lookup, Question
from foresail.warehouse.connecting import reading
from foresail.warehouse.forecasts import Cache, read_cache

log = logging.getLogger(__name__)
SECONDS = 900
"""A full sheet of Excel, a million rows, takes six minutes on two slow cores."""


@dataclass(frozen=True)
class Made:
    """A file of forecasts, the first day of the newest step they know sales of, and what is missing in it."""

    path: Path
    as_of: date
    written: Written


def make(engine: Engine, question: Question, kind: str, folder: Path) -> Made:
    """Write the forecasts of a question into `folder` as xlsx, csv or parquet; no run is started.

    Raises NotForecast where none are published, or none of what is asked for, BadRequest where they are too
    many for a sheet or take too long, and as Lookup.
    """

    def connect() -> AbstractContextManager[Connection]:
        return reading(engine)

    question = replace(question, quantiles=tuple(name for name in QUANTILES if name in question.quantiles))
    with connect() as connection:
        cache = read_cache(connection)
    if cache.run is None:
        raise NotForecast("No forecasts are published yet.", "Upload sales; they are forecast once stored.")
    rows_max = SHEET_ROWS_MAX if kind == "xlsx" else None
    path, forecast = folder / f"export.{kind}", folder / "forecast.csv"
    is_csv = kind == "csv"
    today = now().date()
    into = path if is_csv else forecast
    written = write_forecast(into, connect, cache, question, today, rows_max, is_for_excel=is_csv)
    if written.missing and not written.rows:
        raise NotForecast(
            "None of the products that were asked for has such a forecast.",
            "Ask GET /forecasts with the same words: it says why, and lets a run make what can be made.",
        )
    if not is_csv:
        history, about = folder / "history.csv", folder / "about.json"
        if kind == "xlsx":
            write_history(history, connect, written, question.store)
            about.write_text(json.dumps(_about(cache, question, written, today)), encoding="utf-8")
        _convert(forecast, history, path, kind, about)
    return Made(path, cache.run["as_of"], written)


def _about(cache: Cache, question: Question, written: Written, today: date) -> dict[str, Any]:
    """What the sheet About says, as JSON holds it."""
    assert cache.run is not None
    run = {name: cache.run[name] for name in ("run_id", "model_id", "data_version", "frequency")}
    return run | {
        "as_of": cache.run["as_of"].isoformat(),
        "published_at": iso(cache.run["published_at"]),
        "made_at": iso(now()),
        "horizon": Lookup(cache, question, today).horizon,
        "store": question.store,
        "search": question.search,
        "quantiles": question.quantiles,
        **{name: value for name, value in asdict(written).items() if name != "charted"},
        "charts": len(written.charted),
    }


def _convert(forecast: Path, history: Path, path: Path, kind: str, about: Path) -> None:
    # In a process of its own: the api-server loads no library for workbooks or data frames.
    files = [str(file) for file in (forecast, history, path)]
    command = [sys.executable, "-m", "foresail.exporting", *files, "--format", kind, "--about", str(about)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BadRequest(
            f"Making the file took longer than {SECONDS} seconds.",
            "Ask for format=csv, or filter by product, search or horizon.",
        ) from error
    except subprocess.CalledProcessError as error:
        log.error("An export ended with: %s", error.stderr.decode(errors="replace")[-4000:])
        raise
