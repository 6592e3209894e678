"""What people told of days past and ahead, by step: events of all series, and events and prices of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from foresail.forecasting.frequency import Frequency

SCHEMA = {"unique_id": pl.Int64, "ds": pl.Date, "event": pl.String, "price": pl.Float64}


@dataclass(frozen=True)
class Known:
    """`shared` are events of all series by day (ISO); `own` is SCHEMA, a row a series and step."""

    shared: dict[str, str]
    own: pl.DataFrame

    def of_series(self, series: pl.DataFrame) -> "Known":
        """The same for series (unique_id, product_id), where what is known here is known of products."""
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


def spread(entries: Sequence[dict[str, Any]], frequency: Frequency, anchor: int) -> Known:
    """The calendar's entries by step; of two for one series and step, the first event and the last price."""
    shared: dict[str, str] = {}
    for entry in entries:
        if entry["product_id"] is None:
            for number in range((entry["last_day"] - entry["first_day"]).days + 1):
                day = entry["first_day"] + timedelta(days=number)
                shared.setdefault(day.isoformat(), entry["event"])
    names = ("product_id", "first_day", "last_day", "event", "unit_price")
    rows = [tuple(entry[name] for name in names) for entry in entries if entry["product_id"] is not None]
    types = (pl.Int64, pl.Date, pl.Date, pl.String, pl.Float64)
    own = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row").select(
        pl.col("product_id").alias("unique_id"),
        pl.date_ranges("first_day", "last_day").alias("ds"),
        "event",
        pl.col("unit_price").alias("price"),
    )
    stepped = own.explode("ds").with_columns(frequency.start_of(pl.col("ds"), anchor).alias("ds"))
    return Known(
        shared,
        stepped.group_by("unique_id", "ds", maintain_order=True)
        .agg(pl.col("event").drop_nulls().first(), pl.col("price").drop_nulls().last())
        .sort("unique_id", "ds"),
    )
