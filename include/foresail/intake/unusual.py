"""Finds quantities far above what their product ever sold: a slip of the keyboard, or a large order.

The yardstick is the largest of a product's other sales, for a largest sale is what a planner knows. On the
531,000 sales of Online Retail one in 2,700 lies so far above it (`make bench ONLY=unusual`).
"""

import polars as pl

LINES_MIN = 8
"""With fewer lines of its own in a file, a product is held against its past, or else against the others."""
FACTOR = 6.0
"""A quantity is unusual above so many times the largest other one."""
SPARED_SHARE = 200
"""One more large sale is passed over for each so many lines: slips must not hide one another."""
MARGIN = 20.0
"""And by at least so many units: seven where one is usual is no slip."""
CANDIDATES = {
    "product": pl.String,
    "date": pl.Date,
    "store": pl.String,
    "quantity": pl.Float64,
    "sheet": pl.String,
    "cell": pl.String,
    "usual_low": pl.Float64,
    "usual_high": pl.Float64,
    "lines": pl.Int64,
    "is_unusual": pl.Boolean,
}
"""What may be unusual: `usual_low` to `usual_high` hold nine of ten other sales, of a product with few lines
those of all; `lines` its product has."""


def find_unusual(sales: pl.DataFrame) -> pl.DataFrame:
    """The `place` in the frame of each line of sales that may be unusual, with CANDIDATES but its cell.

    A product with few lines gives its largest, unusual or not: its past, which is not in the file, decides.
    """
    sold = sales.with_row_index("place").filter(pl.col("quantity") > 0)
    if sold.is_empty():
        return pl.DataFrame(schema={"place": pl.UInt32, **CANDIDATES}).drop("sheet", "cell")
    by_product = sold.group_by("product").agg(
        pl.len().cast(pl.Int64).alias("lines"),
        pl.col("quantity").top_k(1).first().alias("largest"),
        pl.col("quantity")
        .sort(descending=True)
        .get(1 + pl.len() // SPARED_SHARE, null_on_oob=True)
        .alias("next"),
        pl.col("quantity").quantile(0.05).alias("usual_low"),
        pl.col("quantity").quantile(0.95).alias("usual_high"),
    )
    peers = float(sold["quantity"].quantile(0.999, "lower") or 0.0)
    low, high = (sold["quantity"].quantile(share) for share in (0.05, 0.95))
    is_thin = pl.col("lines") < LINES_MIN
    bound = (
        pl.when(is_thin).then(pl.max_horizontal("next", pl.lit(_peers_bound(sold, peers)))).otherwise("next")
    )
    by_product = by_product.with_columns(
        pl.max_horizontal(FACTOR * bound, bound + MARGIN).alias("bound"),
        # Of few lines the largest itself would be within nine of ten.
        usual_low=pl.when(is_thin).then(low).otherwise("usual_low"),
        usual_high=pl.when(is_thin).then(high).otherwise(pl.min_horizontal("usual_high", "next")),
    )
    worth = by_product.filter(is_thin | (pl.col("largest") > pl.col("bound")))
    lines = sold.join(worth, on="product")
    is_unusual = pl.col("quantity") > pl.col("bound")
    largest = is_thin & (pl.col("quantity") == pl.col("largest"))
    return (
        lines.filter(is_unusual | largest)
        .with_columns(is_unusual.alias("is_unusual"))
        .select("place", *(name for name in CANDIDATES if name not in ("sheet", "cell")))
        .sort("place")
    )


def _peers_bound(sold: pl.DataFrame, peers: float) -> float:
    """What thin products are held against: the large sales of all, where there are enough of them."""
    return peers if sold.height >= LINES_MIN else float("inf")
