"""Parts the rows of a sheet with a column a period: products, totals, figures of groups."""

from dataclasses import dataclass

import polars as pl

from foresail.intake.heading_words import ROW_LABELS
from foresail.intake.layouts.wide_labels import Heads
from foresail.intake.layouts.wide_measures import Measures
from foresail.intake.numbers import parse_numbers
from foresail.intake.rules import nowhere
from foresail.intake.texts import TextColumn, tidy
from foresail.intake.totals import TOTAL, TOTAL_BEGINS, names_total_of

# What a sheet has in a cell of nothing sold.
NOTHING = r"^\s*(?:[-–—.]|n/?a|null|none)?\s*$"
TOLERANCE = 1e-6
# A label that stands once for a group of rows is empty on the others.
EMPTY_MIN = 0.3
# Without a total's name, so many rows that sum up so many others are needed to tell groups.
GROUPS_MIN = 2
TOTALS_SCHEMA = {"row": pl.Int64, "place": pl.Int64, "code": pl.String}


@dataclass(frozen=True)
class Parted:
    """Which rows are of a product; those that are none, each with the cell that says so and its code.

    `named` are the rows that labels are filled down to: also those of other measures than the units sold.
    """

    kept: pl.Series
    named: pl.Series
    totals: pl.DataFrame
    blank: int

    @property
    def count(self) -> int:
        """How many rows are totals."""
        return int((self.totals["code"] == "totals-row").sum())


def part_rows(body: pl.DataFrame, heads: Heads, measures: Measures | None = None) -> Parted:
    """Tell rows of products from blank rows, repeated headers, totals, figures of groups, other measures."""
    is_blank = body.select(pl.all_horizontal(pl.all().is_null())).to_series()
    repeats = pl.all_horizontal(
        pl.col(str(place)).cast(pl.String).str.strip_chars().eq_missing(heads.header[place])
        for place in range(heads.periods[min(1, len(heads.periods) - 1)].place + 1)
    )
    left = is_blank | body.select(repeats.fill_null(False)).to_series()
    blank = int(left.sum())
    told = []
    grand: int | None = None
    for place in range(heads.periods[0].place):
        text = tidy(body[str(place)].cast(pl.String))
        bare = text.str.contains(TOTAL).fill_null(False) & ~left
        column = TextColumn.of(body[str(place)])
        says = bare | (text.str.contains(TOTAL_BEGINS).fill_null(False) & ~left)
        says |= names_total_of(column, column.values.drop_nulls()) & ~left
        if bare.any():
            grand = max(grand or 0, int(bare.arg_true()[-1]))
        told.append(_told(says.arg_true(), heads, place, "totals-row"))
        left = left | says
    others = nowhere(body.height) if measures is None else measures.others & ~left
    told.append(_told(others.arg_true(), heads, measures.place if measures else 0, "row-left"))
    named, left = ~left, left | others
    groups, differs = _find_figures(body, heads, ~left, grand)
    told.append(_told(groups, heads, 0, "totals-row"))
    if grand is not None and differs:
        told.append(_told(pl.Series([grand]), heads, heads.periods[0].place, "total-differs"))
    kept = ~left & ~pl.repeat(False, body.height, eager=True).scatter(groups, True)
    return Parted(kept, named, pl.concat(told), blank)


def _find_figures(
    body: pl.DataFrame, heads: Heads, kept: pl.Series, grand: int | None
) -> tuple[pl.Series, bool]:
    """The rows that are figures of groups, and whether the grand total is wrong."""
    if not kept.any():
        return pl.Series([], dtype=pl.UInt32), False
    if grand is not None:
        return _hold_against_total(body, heads, kept, grand)
    groups = find_groups(_row_sums(body, heads).filter(kept).to_list())
    if groups and not _is_pivot(heads) and not _sum_up_each(body.filter(kept), heads, groups):
        groups = []
    return kept.arg_true().gather(groups), False


def _told(rows: pl.Series, heads: Heads, place: int, code: str) -> pl.DataFrame:
    frame = pl.DataFrame({"row": rows.cast(pl.Int64) + heads.body_row + 1})
    return frame.with_columns(pl.lit(place, pl.Int64).alias("place"), pl.lit(code).alias("code"))


def _hold_against_total(
    body: pl.DataFrame, heads: Heads, kept: pl.Series, grand: int
) -> tuple[pl.Series, bool]:
    """The rows that sum up those below them, where only so the total is right; whether it is wrong."""
    sums = _row_sums(body, heads)
    total = float(sums[grand])
    above = kept.head(grand)
    rows = above.arg_true()
    own = sums.gather(rows).to_list()
    nothing = pl.Series([], dtype=pl.UInt32)
    if _is_near(sum(own), total):
        return nothing, False
    groups = find_groups(own)
    if groups and _is_near(sum(own) - sum(own[number] for number in groups), total):
        return rows.gather(groups), False
    return nothing, not any(
        _is_near(sum(own[number:]), total) for number in range(max(0, len(own) - 1000), len(own))
    )


def _is_pivot(heads: Heads) -> bool:
    return any(
        (text or "").strip().casefold() in ROW_LABELS for text in heads.header[: heads.periods[0].place]
    )


def is_nothing(cells: pl.Series) -> pl.Series:
    """Which cells say in words or by a dash that nothing was sold; each text is looked at once."""
    texts = cells.drop_nulls().unique()
    nothing = texts.filter(texts.cast(pl.String).str.contains(f"(?i){NOTHING}"))
    if nothing.is_empty():
        return pl.repeat(False, len(cells), eager=True)
    return cells.is_in(nothing.implode()).fill_null(False)


def _row_sums(body: pl.DataFrame, heads: Heads) -> pl.Series:
    """The units of each row over all periods."""
    sums = pl.repeat(0.0, body.height, eager=True)
    for column in heads.periods:
        texts = TextColumn.of(body[str(column.place)])
        sums = sums + texts.spread(parse_numbers(texts.values, numeric=True)).fill_null(0.0)
    return sums


def find_groups(sums: list[float]) -> list[int]:
    """The rows each of which is the sum of the rows below it, where all rows are parted so; none else."""
    groups, number = [], 0
    while number < len(sums):
        wanted, found, at = sums[number], 0.0, number + 1
        while (
            at < len(sums)
            and (found < wanted or at == number + 1)
            and not (at > number + 1 and _is_near(found, wanted))
        ):
            found += sums[at]
            at += 1
        if at == number + 1 or not _is_near(found, wanted):
            return []
        groups.append(number)
        number = at
    return groups


def _sum_up_each(body: pl.DataFrame, heads: Heads, groups: list[int]) -> bool:
    """Whether several rows sum up two rows and more below each, in the column of every period."""
    ends = [*groups[1:], body.height]
    if len(groups) < GROUPS_MIN or any(end - at <= GROUPS_MIN for at, end in zip(groups, ends, strict=True)):
        return False
    if len(heads.periods) < GROUPS_MIN:
        return False
    for column in heads.periods:
        texts = TextColumn.of(body[str(column.place)])
        units = texts.spread(parse_numbers(texts.values, numeric=True)).fill_null(0.0)
        for at, end in zip(groups, ends, strict=True):
            if not _is_near(float(units[at]), float(units[at + 1 : end].sum())):
                return False
    return True


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


def fill_labels(
    body: pl.DataFrame, labels: dict[str, int], kept: pl.Series, measure: int = 0
) -> tuple[pl.DataFrame, int]:
    """Repeat labels that stand once for a group of rows, left of a column that names every row."""
    filled, count = [], 0
    last = max(measure, *(labels[field] for field in ("product", "store") if field in labels))
    for field in ("category", "store", "product", "producer"):
        place = labels.get(field)
        if place is None or place >= last:
            continue
        texts = tidy(body[str(place)].cast(pl.String))
        own = texts.filter(kept)
        empty = own.null_count()
        if (
            not empty
            or own[0] is None
            or empty < EMPTY_MIN * len(own)
            or own.drop_nulls().is_duplicated().any()
        ):
            continue
        whole = texts.set(~kept, None).forward_fill()
        filled.append(whole.cast(body[str(place)].dtype).alias(str(place)))
        count += empty
    return body.with_columns(filled), count
