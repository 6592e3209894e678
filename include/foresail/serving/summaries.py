"""Summarises the series of a shard for a table of all products, and adds up what they sold and will sell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from foresail.quantiles import NUMBERS
from foresail.time_steps import first_day
from foresail.warehouse.packing import AHEAD
from foresail.warehouse.runs import ALL_STORES
from foresail.warehouse.summaries import LOOK_BACK, RECENT_SOLD

if TYPE_CHECKING:
    import polars as pl

STEPS_A_YEAR = {"day": 365, "week": 52, "month": 12}
STEPS_A_SUM = {"day": 7, "week": 1, "month": 1}
"""How many steps a sum of the line beside a name adds up."""
TOTALS_LOOK_BACK = {"day": 2 * 366 + 28, "week": 2 * 53 + 4, "month": 26}
TAKEN = ("product_id", "store_id", "demand_class", "fell_back", "wape", "wape_seasonal_naive", "bias")


@dataclass(frozen=True)
class Before:
    """The run published before: its `as_of`, how far it reaches, its packed steps by product and store."""

    as_of: date
    horizon: int
    steps: Mapping[tuple[int, int], bytes]


@dataclass(frozen=True)
class Shard:
    """A shard of a run: its series as `make_series` gave them, and the sales that they continue.

    `history` is unique_id, ds, y (units) by step; `as_of` is the first day of its newest step.
    """

    series: Sequence[Mapping[str, Any]]
    history: "pl.DataFrame"
    as_of: date
    frequency: str
    horizon: int


def summarise(
    shard: Shard, before: Before | None, categories: Mapping[int, str | None]
) -> list[dict[str, Any]]:
    """A row of table `forecast_summaries` a series."""
    if not shard.series:
        return []
    step, horizon = shard.frequency, shard.horizon
    mean = np.stack([_means(row["steps"], horizon) for row in shard.series])
    ahead, back = min(AHEAD[step], horizon), min(LOOK_BACK[step], horizon)
    each = STEPS_A_SUM[step]
    count = max(STEPS_A_YEAR[step], RECENT_SOLD[step] * each)
    sold = _lay_out(shard, count)
    lines = _lines(sold[:, -RECENT_SOLD[step] * each :], mean[:, : back // each * each], each)
    rows = []
    for place, series in enumerate(shard.series):
        next_units, sold_before = float(mean[place, :back].sum()), float(sold[place, -back:].sum())
        moved = _moved(shard, mean[place], before, (series["product_id"], series["store_id"]), ahead)
        rows.append(
            {name: series.get(name) for name in TAKEN}
            | {
                "category": categories.get(series["product_id"]),
                "units_ahead": series["units_ahead"],
                "units_next": next_units,
                "sold_before": sold_before,
                "trend": next_units / sold_before - 1 if sold_before > 0 else None,
                "volume": float(sold[place, -STEPS_A_YEAR[step] :].sum()),
                "moved": moved,
                "moved_by": None if moved is None else abs(moved),
                "recent": lines[place].astype("<f4").tobytes(),
            }
        )
    return rows


def add_up(shard: Shard) -> list[dict[str, Any]]:
    """What all products of a shard sold and are forecast to sell: rows of table `forecast_totals`."""
    over_all = [row for row in shard.series if row["store_id"] == ALL_STORES]
    if not over_all:
        return []
    count, step = TOTALS_LOOK_BACK[shard.frequency], shard.frequency
    sold = _lay_out(Shard(over_all, shard.history, shard.as_of, step, shard.horizon), count).sum(axis=0)
    mean = np.stack([_means(row["steps"], shard.horizon) for row in over_all]).sum(axis=0)
    days = [first_day(shard.as_of, step, number) for number in range(1 - count, shard.horizon + 1)]
    units = [(float(value), 0.0) for value in sold] + [(0.0, float(value)) for value in mean]
    begins = {"day": ("week", "month"), "week": ("week",), "month": ("month",)}[step]
    sums: dict[tuple[str, date], list[float]] = {}
    for day, (was_sold, forecast) in zip(days, units, strict=True):
        for by in begins:
            total = sums.setdefault((by, _begin(day, by, step)), [0.0, 0.0])
            total[0] += was_sold
            total[1] += forecast
    return [
        {"step": by, "day": day, "sold": was_sold, "forecast": forecast}
        for (by, day), (was_sold, forecast) in sums.items()
    ]


def _begin(day: date, by: str, step: str) -> date:
    """The first day of the week (from Monday) or month of a day; a step that is one already is as it is."""
    if by == step:
        return day
    return date.fromordinal(day.toordinal() - day.weekday()) if by == "week" else day.replace(day=1)


def _means(steps: bytes, horizon: int) -> "np.ndarray":
    return np.frombuffer(steps, "<f8").reshape(horizon, len(NUMBERS))[:, 0]


def _lay_out(shard: Shard, count: int) -> "np.ndarray":
    """What each series sold in each of the last `count` steps, zero where nothing: (series, count)."""
    import polars as pl

    from foresail.forecasting.data.series_ids import STORES_MAX

    days = [first_day(shard.as_of, shard.frequency, number) for number in range(1 - count, 1)]
    ids = [row["product_id"] * STORES_MAX + row["store_id"] for row in shard.series]
    rows = pl.DataFrame(
        {"unique_id": ids, "row": range(len(ids))}, schema={"unique_id": pl.Int64, "row": pl.Int64}
    )
    columns = pl.DataFrame({"ds": days, "column": range(count)}, schema={"ds": pl.Date, "column": pl.Int64})
    found = shard.history.select("unique_id", "ds", "y").join(rows, on="unique_id").join(columns, on="ds")
    table = np.zeros((len(ids), count))
    np.add.at(table, (found["row"].to_numpy(), found["column"].to_numpy()), found["y"].to_numpy())
    return table


def _lines(sold: "np.ndarray", mean: "np.ndarray", each: int) -> "np.ndarray":
    """The sums of `each` steps: what was sold, then what is forecast."""
    parts = [table.reshape(len(table), table.shape[1] // each, each).sum(axis=2) for table in (sold, mean)]
    return np.concatenate(parts, axis=1)


def _moved(
    shard: Shard, mean: "np.ndarray", before: Before | None, series: tuple[int, int], ahead: int
) -> float | None:
    """The forecast of the next steps less what the run before said of them; None where it did not."""
    if before is None or (told := before.steps.get(series)) is None:
        return None
    since = next(
        (
            number
            for number in range(before.horizon)
            if first_day(before.as_of, shard.frequency, number) == shard.as_of
        ),
        None,
    )
    if since is None or since + ahead > before.horizon:
        return None
    was = _means(told, before.horizon)[since : since + ahead]
    return float(mean[:ahead].sum() - was.sum())
