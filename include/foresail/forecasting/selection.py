"""Chooses a method per demand class by the backtest, and measures what was chosen.

Squared errors choose, because absolute ones reward forecasting zero where demand is intermittent: the
median of such a series is zero, and its mean is what stock is planned with.
"""

import polars as pl

from foresail.forecasting.candidates import BASELINE, CHOOSABLE, METHODS

EVERY_CLASS = "all"
# A class with fewer judged days than this follows the choice of all classes: its own would be noise.
CHOICE_ROWS_MIN = 200
# One series counts at most this much for or against a method.
RATIO_BOUNDS = (0.01, 100.0)


def choose(backtest: pl.DataFrame) -> dict[str, str]:
    """The method per demand class, and under `all` for classes that are too small to choose."""
    if backtest.is_empty():
        return {EVERY_CLASS: BASELINE}
    choices = {EVERY_CLASS: _best(backtest)}
    for (name,), rows in sorted(backtest.group_by("demand_class")):
        if rows.height >= CHOICE_ROWS_MIN:
            choices[name] = _best(rows)
    return choices


def chosen_method(choices: dict[str, str]) -> pl.Expr:
    """The chosen method's name for the row's demand class."""
    by_class = {name: method for name, method in choices.items() if name != EVERY_CLASS}
    return pl.col("demand_class").replace_strict(
        by_class, default=choices[EVERY_CLASS], return_dtype=pl.String
    )


def pick(methods: tuple[str, ...]) -> pl.Expr:
    """The value of the column that `method` names in each row."""
    return pl.coalesce(pl.when(pl.col("method") == name).then(pl.col(name)) for name in methods)


def _best(rows: pl.DataFrame) -> str:
    """The method with the least geometric mean, over series, of its squared error against the baseline's.

    After Davydenko and Fildes (2013): ratios per series, so that neither a large product nor one freak
    order decides for all the others.
    """
    by_series = rows.group_by("unique_id").agg(
        ((pl.col("y") - pl.col(name)) ** 2).mean().alias(name) for name in CHOOSABLE
    )
    ratios = by_series.filter(pl.col(BASELINE) > 0).select(
        (pl.col(name) / pl.col(BASELINE)).clip(*RATIO_BOUNDS).log().mean().alias(name) for name in CHOOSABLE
    )
    scores = {name: value for name, value in ratios.row(0, named=True).items() if value is not None}
    return min(scores, key=lambda name: (scores[name], CHOOSABLE.index(name)), default=BASELINE)


def measure(backtest: pl.DataFrame) -> list[dict]:
    """WAPE, RMSSE (by level) and bias of every method and of the choice, per class and for all.

    `backtest` has `chosen`. Rows of segment, method, name, value; a segment in which nothing was sold has
    no WAPE and no bias.
    """
    figures = []
    segments = {EVERY_CLASS: backtest} | {
        name: rows for (name,), rows in sorted(backtest.group_by("demand_class"))
    }
    for segment, rows in segments.items():
        for method in (*METHODS, "chosen"):
            error = pl.col(method) - pl.col("y")
            row = rows.select(
                wape=error.abs().sum() / pl.col("y").sum(),
                bias=error.sum() / pl.col("y").sum(),
                rmsse=((error / pl.col("level")) ** 2).mean().sqrt(),
            ).row(0, named=True)
            figures += [
                {"segment": segment, "method": method, "name": name, "value": value}
                for name, value in row.items()
                if value is not None and abs(value) < float("inf")
            ]
    return figures


def measure_products(backtest: pl.DataFrame) -> pl.DataFrame:
    """Per product: unique_id, wape of the choice, wape_seasonal_naive; null where nothing was sold."""
    sold = pl.col("y").sum()
    return backtest.group_by("unique_id").agg(
        pl.when(sold > 0).then((pl.col(method) - pl.col("y")).abs().sum() / sold).alias(name)
        for name, method in (("wape", "chosen"), ("wape_seasonal_naive", BASELINE))
    )
