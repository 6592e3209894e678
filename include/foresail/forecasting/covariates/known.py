"""What is known in advance, by step: events of all series, and events and planned prices of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

import polars as pl

from foresail.forecasting.data.periods import Frequency

SCHEMA = {"unique_id": pl.Int64, "ds": pl.Date, "event": pl.String, "price": pl.Float64}


class Entry(TypedDict):
    """An entry of the calendar: an event of one product (or of all, with none), or its planned price."""

    first_day: date
    last_day: date
    event: str | None
    product_id: int | None
    unit_price: float | None


@dataclass(frozen=True)
class Known:
    """`shared` are events of all series by day (ISO); `own` is SCHEMA, a row a series and step."""

    shared: dict[str, str]
    own: pl.DataFrame

    def of_series(self, series: pl.DataFrame) -> "Known":
        """Say of series (unique_id, product_id) what is known here of products."""
        own = series.join(self.own, left_on="product_id", right_on="unique_id").select(*SCHEMA)
        return Known(self.shared, own.sort("unique_id", "ds"))

    @property
    def event_names(self) -> tuple[str, ...]:
        """The names of what single series have, in order."""
        return tuple(self.own["event"].drop_nulls().unique().sort())

    @property
    def has_prices(self) -> bool:
        """Whether any price is planned."""
        return self.own["price"].null_count() < self.own.height


NOTHING = Known({}, pl.DataFrame(schema=SCHEMA))


def spread_entries(entries: Sequence[Entry], frequency: Frequency, anchor: int) -> Known:
    """Spread entries over their steps; of two for one series and step, the first event and the last price."""
    shared: dict[str, str] = {}
    for entry in entries:
        if entry["product_id"] is None and entry["event"] is not None:
            for number in range((entry["last_day"] - entry["first_day"]).days + 1):
                day = entry["first_day"] + timedelta(days=number)
                shared.setdefault(day.isoformat(), entry["event"])
    rows = [
        (each["product_id"], each["first_day"], each["last_day"], each["event"], each["unit_price"])
        for each in entries
        if each["product_id"] is not None
    ]
    names = ("unique_id", "first_day", "last_day", "event", "price")
    types = (pl.Int64, pl.Date, pl.Date, pl.String, pl.Float64)
    own = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row").select(
        "unique_id", pl.date_ranges("first_day", "last_day").alias("ds"), "event", "price"
    )
    stepped = own.explode("ds").with_columns(frequency.start_of(pl.col("ds"), anchor).alias("ds"))
    return Known(
        shared,
        stepped.group_by("unique_id", "ds", maintain_order=True)
        .agg(pl.col("event").drop_nulls().first(), pl.col("price").drop_nulls().last())
        .sort("unique_id", "ds"),
    )
