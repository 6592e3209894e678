"""What became of one product's forecasts: each run's steps that have ended, against what was sold."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import isnan
from struct import iter_unpack
from typing import Any

from sqlalchemy import Connection

from foresail import time_steps
from foresail.quantiles import BANDS, LEVELS, MEDIAN, NAMES, NUMBERS
from foresail.warehouse import past_forecasts, runs
from foresail.warehouse.packing import unpack
from foresail.warehouse.past_forecasts import Outcome, PastSeries
from foresail.warehouse.runs import WATCHED, Run


def read_outcomes(connection: Connection, product_id: int, since: date, until: date) -> list[Outcome]:
    """A row a run and step that begins from `since` to `until`, by day and then by the age of the run."""
    newest = past_forecasts.last_day(connection)
    if newest is None:
        return []
    public = {run.run_id: run for run in runs.list_public(connection, newest - WATCHED)}
    sold = past_forecasts.read_sold(connection, product_id)
    found = [
        outcome
        for series in past_forecasts.read_series_of(connection, product_id, list(public))
        for outcome in _compare(public[series.run_id], series, sold, newest)
        if since <= outcome.day <= until
    ]
    return sorted(found, key=lambda outcome: (outcome.day, outcome.as_of, outcome.run_id))


def _compare(run: Run, series: PastSeries, sold: Mapping[date, float], newest: date) -> Iterator[Outcome]:
    for number, step in enumerate(unpack(series.steps, run.horizon), 1):
        day = time_steps.first_day(run.as_of, run.frequency, number)
        end = time_steps.last_day(day, run.frequency)
        if end > newest:
            return
        units = sum(sold.get(day + timedelta(days=ahead), 0.0) for ahead in range((end - day).days + 1))
        forecast = dict(zip(NUMBERS, step, strict=True))
        inside = {
            percent: float(forecast[low] <= units <= forecast[high]) for percent, (low, high) in BANDS.items()
        }
        yield Outcome(
            run_id=run.run_id,
            model_id=run.model_id,
            as_of=run.as_of,
            frequency=run.frequency,
            day=day,
            products=1,
            sold=units,
            forecast=forecast["mean"],
            absolute_error=abs(forecast[MEDIAN] - units),
            inside_80=inside[80],
            inside_95=inside[95],
            is_of_product=True,
            wape_backtest=series.wape,
            pinball=_lose(forecast, units),
            **_hold_against_peers(series, number, units, abs(forecast[MEDIAN] - units)),
        )


def _lose(forecast: Mapping[str, float], units: float) -> float | None:
    """Twice the quantile loss, a mean over the quantiles; None where one is not known."""
    errors = [(level, units - forecast[name]) for level, name in zip(LEVELS, NAMES, strict=True)]
    loss = 2 * sum(max(level * error, (level - 1) * error) for level, error in errors) / len(errors)
    return None if isnan(loss) else loss


def _hold_against_peers(series: PastSeries, number: int, units: float, miss: float) -> dict[str, Any]:
    """What an outcome has of MASE's scale and of seasonal naive, whose season is told over and over again."""
    scaled = {"scaled": 0.0, "scaled_error": 0.0}
    if series.mase_scale:
        scaled = {"scaled": 1.0, "scaled_error": miss / series.mase_scale}
    if series.naive is None:
        return scaled | dict.fromkeys(("naive_sold", "naive_forecast", "naive_error", "naive_compared"), 0.0)
    season = [value for (value,) in iter_unpack("<d", series.naive)]
    naive = season[(number - 1) % len(season)]
    known = {"naive_sold": units, "naive_forecast": naive, "naive_error": abs(naive - units)}
    return scaled | known | {"naive_compared": miss}
