"""Makes one file of the forecasts that were asked for; light, since heavy work runs in the sandbox."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from foresail.clock import iso, now
from foresail.errors import BadRequest, NotForecast
from foresail.exporting.rows import SHEET_ROWS_MAX, Written, write_forecast, write_history
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Question
from foresail.quantiles import NAMES
from foresail.sandbox import running
from foresail.sandbox.limits import Limits, read_limits
from foresail.warehouse.connecting import reading
from foresail.warehouse.forecast_cache import CacheState, read_state

FORECAST, HISTORY, ABOUT = "forecast.csv", "history.csv", "about.json"
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

    question = replace(question, quantiles=tuple(name for name in NAMES if name in question.quantiles))
    with connect() as connection:
        state = read_state(connection)
    if state.run is None:
        raise NotForecast(
            "No forecasts are published yet.", "Upload sales; they are forecast as soon as they are stored."
        )
    rows_max = SHEET_ROWS_MAX if kind == "xlsx" else None
    path, forecast = folder / f"export.{kind}", folder / FORECAST
    is_csv = kind == "csv"
    today = now().date()
    into = path if is_csv else forecast
    written = write_forecast(into, connect, state, question, today, rows_max, is_for_excel=is_csv)
    if written.missing and not written.rows:
        raise NotForecast(
            "None of the requested products has such a forecast.",
            "Call GET /forecasts with the same parameters: it says why, and starts a run where one helps.",
        )
    if not is_csv:
        if kind == "xlsx":
            write_history(folder / HISTORY, connect, written, question.store)
            (folder / ABOUT).write_text(json.dumps(_about(state, question, written, today)), encoding="utf-8")
        _convert(folder, kind)
    return Made(path, state.run.as_of, written)


def _about(state: CacheState, question: Question, written: Written, today: date) -> dict[str, Any]:
    """What the sheet About says, as JSON holds it."""
    assert state.run is not None
    run = {name: getattr(state.run, name) for name in ("run_id", "model_id", "data_version", "frequency")}
    return run | {
        "as_of": state.run.as_of.isoformat(),
        "published_at": iso(state.run.published_at),
        "made_at": iso(now()),
        "horizon": Lookup(state, question, today).horizon,
        "store": question.store,
        "search": question.search,
        "quantiles": question.quantiles,
        **{name: value for name, value in asdict(written).items() if name != "charted"},
        "charts": len(written.charted),
    }


def _convert(folder: Path, kind: str) -> None:
    """Turn the folder's CSV files into the file that is wanted, in the sandbox."""
    try:
        running.run(convert, {"kind": kind}, folder, read_limits(SECONDS))
    except running.WorkTooCostly as costly:
        raise BadRequest(
            "Making the file took more memory or time than is allowed.",
            "Use format=csv, or filter by product, search or horizon.",
        ) from costly


def convert(task: Mapping[str, Any], into: Path, _: Limits) -> None:
    """The same inside the sandbox, which may load data frames and a writer of workbooks."""
    from foresail.exporting import parquet, workbook

    if task["kind"] == "parquet":
        parquet.write(into / FORECAST, into / "export.parquet")
    else:
        about = json.loads((into / ABOUT).read_text(encoding="utf-8"))
        workbook.write(into / FORECAST, into / HISTORY, into / "export.xlsx", about)
