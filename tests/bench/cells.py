"""Foresail's forecasts by cell: bias by interval and size of sale, coverage by size and lead time, and regret."""

import numpy as np
import polars as pl

INTERVALS = (1.32, 3.0, 7.0, 16.0, 32.0)
SIZES = (2.0, 5.0, 20.0, 100.0)
LEAD_TIMES = (1, 8, 15, 29)
CELL_MIN = 2_000
"""A cell with fewer step forecasts than this is left out: its coverage would be chance."""


def join_cut(rows: pl.DataFrame, known: pl.DataFrame, ahead: pl.DataFrame, span: int) -> pl.DataFrame:
    """Foresail's rows of one cut beside what was sold (y): with the interval and size of each series' sales.

    `span` is how many steps were known.
    """
    first = known["ds"].min()
    sold = known.filter(pl.col("y") > 0).group_by("unique_id").agg(
        sales=pl.len(), size=pl.col("y").mean(), begun=pl.col("ds").min()
    )  # fmt: skip
    days = max((known["ds"].max() - first).days, 1)
    age = span * (1 - (pl.col("begun") - first).dt.total_days() / days)
    sold = sold.with_columns(interval=pl.max_horizontal(age, "sales") / pl.col("sales"))
    step = pl.col("ds").rank("dense").over("unique_id").alias("step")
    joined = rows.join(ahead.select("unique_id", "ds", "y"), on=["unique_id", "ds"], how="left")
    return joined.with_columns(pl.col("y").fill_null(0.0), step).join(
        sold.select("unique_id", "interval", "size"), on="unique_id"
    )


def show_cells(cuts: list[pl.DataFrame]) -> None:
    """Print the ratio of mean to sold by interval and by size, and coverage by size and lead time."""
    rows = pl.concat(
        [cut.with_columns(cut=pl.lit(number)) for number, cut in enumerate(cuts)], how="vertical_relaxed"
    )
    for name, edges, unit in (("interval", INTERVALS, "steps"), ("size", SIZES, "units")):
        cells = []
        for place, label in _bands(rows[name], edges):
            part = rows.filter(place).group_by("cut").agg(pl.col("mean", "y").sum())
            if part["y"].sum():
                ratios = (part["mean"] / part["y"]).to_numpy()
                spread = np.std(ratios[np.isfinite(ratios)])
                total = part["mean"].sum() / part["y"].sum()
                cells.append(f"{label} {total:.2f} (+-{spread:.2f})")
        print(f"mean to sold by {name} of sales, in {unit}: " + ", ".join(cells), flush=True)
    for share, low, high in ((80, "q10", "q90"), (95, "q025", "q975")):
        cells = []
        for size, label in _bands(rows["size"], SIZES):
            for lead, first in _bands(rows["step"].cast(pl.Float64), LEAD_TIMES[1:]):
                part = rows.filter(size & lead)
                if part.height >= CELL_MIN:
                    inside = part.select(pl.col("y").is_between(low, high).mean()).item()
                    cells.append(f"{label} units, steps {first} {inside:.2f}")
        print(f"in the {share} % band: " + ", ".join(cells), flush=True)


def _bands(values: pl.Series, edges: tuple[float, ...]) -> list[tuple[pl.Series, str]]:
    places = np.digitize(values.to_numpy(), edges)
    starts = ("under", *edges)
    labels = [f"under {edges[0]:g}", *(f"from {edge:g}" for edge in starts[1:])]
    return [(pl.Series(places == place), label) for place, label in enumerate(labels)]


def show_regret(ratios: dict[str, dict[str, float]]) -> None:
    """Print how far Foresail is from the best single method with hindsight, on each set and over all."""
    print("\nRegret: the WAPE of the median in parts of the best single method's, with hindsight")
    for name, told in ratios.items():
        best = min((method for method in told if method != "Foresail"), key=told.__getitem__)
        print(f"{name:<32}{told['Foresail'] / told[best]:>8.3f}  (best: {best})")
    mean = np.exp(np.mean([np.log(told["Foresail"]) for told in ratios.values()]))
    print(f"geometric mean of WAPE in parts of seasonal naive's over all sets: {mean:.3f}", flush=True)
