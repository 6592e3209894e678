"""The sets of series that accuracy is measured on: real ones beside the project, or a file that is named."""

import gzip
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import fastexcel
import polars as pl
from foresail.forecasting.covariates.known import NOTHING, Known

SHARED = Path(__file__).parents[3] / "shared" / "data"


@dataclass(frozen=True)
class SeriesSet:
    """A set: `demand` is unique_id, ds, y and, where known, price; `cuts` origins, `horizon` steps apart.

    `events` are what is known in advance.
    """

    name: str
    demand: pl.DataFrame
    step: str
    season: int
    horizon: int
    cuts: int
    events: Known = NOTHING

    def parts(self) -> Iterator[tuple[date, pl.DataFrame, pl.DataFrame]]:
        """Each origin, oldest first: its day, what is known then, and the steps after it."""
        days = pl.date_range(self.demand["ds"].min(), self.demand["ds"].max(), self.step, eager=True)
        for back in range(self.cuts, 0, -1):
            ahead = days[len(days) - self.horizon * back :][: self.horizon]
            origin = days[len(days) - self.horizon * back - 1]
            known = self.demand.filter(pl.col("ds") <= origin)
            yield origin, known, self.demand.filter(pl.col("ds").is_in(ahead.to_list()))


def load_sets(names: list[str]) -> list[SeriesSet]:
    """The sets that are there; says which are not. BENCH_DATA names a file of unique_id, ds, y instead."""
    named = os.environ.get("BENCH_DATA")
    if named:
        return [_named(Path(named))]
    if not SHARED.exists():
        print("no real data lies beside the project: name a file of unique_id, ds, y as BENCH_DATA")
        return []
    return [LOADERS[name]() for name in names]


def _named(path: Path) -> SeriesSet:
    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True)
    frame = frame.with_columns(pl.col("ds").cast(pl.Date), pl.col("y").cast(pl.Float64))
    step = os.environ.get("BENCH_STEP", "1d")
    season = {"1d": 7, "1w": 52, "1mo": 12}[step]
    horizon, cuts = int(os.environ.get("BENCH_HORIZON", "28")), int(os.environ.get("BENCH_CUTS", "3"))
    return SeriesSet(path.stem, _number(frame), step, season, horizon, cuts)


def _number(frame: pl.DataFrame) -> pl.DataFrame:
    wanted = [name for name in ("unique_id", "ds", "y", "price") if name in frame.columns]
    return frame.select(wanted).with_columns(pl.col("unique_id").rank("dense").cast(pl.Int64))


def _m5() -> SeriesSet:
    frame = pl.read_parquet(SHARED / "series" / "m5_280_series.parquet").select(
        pl.concat_str("item_id", "store_id", separator=" ").alias("unique_id"),
        pl.col("date").cast(pl.Date).alias("ds"),
        pl.col("value").cast(pl.Float64).alias("y"),
        pl.col("sell_price").alias("price"),
    )
    return SeriesSet("M5 sample, daily", _number(frame), "1d", 7, 28, 3)


def _retail() -> SeriesSet:
    book = fastexcel.read_excel(SHARED / "workbooks" / "Online Retail.xlsx")
    lines = book.load_sheet(0, dtypes={"StockCode": "string", "InvoiceNo": "string"}).to_polars()
    sold = lines.filter(pl.col("Quantity") > 0).with_columns(
        pl.col("InvoiceDate").cast(pl.Datetime).dt.date().alias("ds")
    )
    frame = sold.group_by(pl.col("StockCode").alias("unique_id"), "ds").agg(
        pl.col("Quantity").sum().cast(pl.Float64).alias("y"),
        ((pl.col("Quantity") * pl.col("UnitPrice")).sum() / pl.col("Quantity").sum()).alias("price"),
    )
    return SeriesSet(
        "Online Retail, daily by product", _number(frame).sort("unique_id", "ds"), "1d", 7, 28, 3
    )


def _uci() -> SeriesSet:
    wide = pl.read_csv(SHARED / "series" / "Sales_Transactions_Dataset_Weekly.csv")
    long = wide.unpivot([f"W{week}" for week in range(52)], index="Product_Code").select(
        pl.col("Product_Code").alias("unique_id"),
        (pl.lit(date(2015, 1, 5)) + pl.col("variable").str.slice(1).cast(pl.Int64) * timedelta(days=7))
        .cast(pl.Date)
        .alias("ds"),
        pl.col("value").cast(pl.Float64).alias("y"),
    )
    return SeriesSet("UCI, weekly", _number(long), "1w", 52, 8, 4)


def _m3() -> SeriesSet:
    rows = pl.read_csv(io.BytesIO(gzip.decompress((SHARED / "series" / "m3_monthly.csv.gz").read_bytes())))
    ordered = rows.with_columns(
        place=pl.int_range(pl.len()).over("series_id"), count=pl.len().over("series_id")
    )
    frame = ordered.select(
        pl.col("series_id").alias("unique_id"),
        pl.date(2000, 1, 1)
        .dt.offset_by(pl.format("{}mo", 144 - pl.col("count").cast(pl.Int64) + pl.col("place")))
        .alias("ds"),
        pl.col("y").cast(pl.Float64),
    )
    return SeriesSet("M3, monthly", _number(frame), "1mo", 12, 18, 1)


LOADERS: dict[str, Callable[[], SeriesSet]] = {"m5": _m5, "retail": _retail, "uci": _uci, "m3": _m3}
