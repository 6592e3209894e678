"""Fills labels down that stand once for a group of lines, as pivot tables and printed reports write them."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

import polars as pl

from foresail.intake.rules import Lines, locate, nowhere
from foresail.intake.texts import TextColumn

LABELS = ("date", "product", "transaction_id", "store", "producer", "category")
# A column of labels is empty on most lines; one where a cell was forgotten here and there is not.
EMPTY_MIN = 0.5
LABELS_MIN = 2
# Of the further lines of all orders so many must lack what stands on their first.
FOLLOWS_MIN = 0.95


@dataclass(frozen=True)
class Grouped:
    """The columns with labels filled down; rows that are a label and no line; what was filled."""

    columns: dict[str, TextColumn]
    is_label: pl.Series
    filled: int
    findings: list[pl.DataFrame]


def fill_groups(lines: Lines, left_out: pl.Series, *, has_totals: bool) -> Grouped:
    """Repeat the labels of groups on each line below them, where a column has the form of labels.

    Each label must stand once within the group that it is in, most lines must lack it, and only labels may
    stand left of it. A forgotten product is not filled in: it stays a finding. A single label is none, and
    a few empty cells are no groups, unless totals name what they are of.
    """
    columns = dict(lines.columns)
    filled, findings = _fill_orders(lines, columns, left_out)
    is_label = _find_label_rows(columns, left_out)
    inside = ~left_out & ~is_label
    placed = [(lines.positions[name], name) for name in LABELS if name in lines.positions]
    outer: list[TextColumn] = []
    for _, name in sorted(placed):
        column = columns[name]
        is_missing = column.is_empty & inside
        if not is_missing.any():
            if _is_sorted(column, inside) and name != "date":
                outer.append(column)
            elif name != "category":
                break
            continue
        count = int((~column.is_empty & ~left_out).sum())
        if count < LABELS_MIN and not (has_totals or is_label.any()):
            break
        if not _is_labels(column, outer, inside, is_label, left_out, 0 if has_totals else EMPTY_MIN):
            if name == "category":
                continue
            break
        columns[name] = _fill(column, outer, left_out)
        is_filled = is_missing & ~columns[name].is_empty
        filled += int(is_filled.sum())
        findings.append(locate(lines, _labels_of(column, is_filled, left_out), name, "group-label-filled"))
        outer.append(columns[name])
    if not filled:
        return Grouped(lines.columns, nowhere(len(left_out)), 0, [])
    return Grouped(columns, is_label, filled, findings)


def _fill_orders(
    lines: Lines, columns: dict[str, TextColumn], left_out: pl.Series
) -> tuple[int, list[pl.DataFrame]]:
    """Repeat in `columns` what only the first line of each order has; how many cells, and the findings."""
    filled, findings = 0, []
    for name in ("date", "store"):
        is_filled = _follows_order(columns[name], columns["transaction_id"], left_out)
        if is_filled.any():
            columns[name] = _fill(columns[name], [columns["transaction_id"]], left_out)
            filled += int(is_filled.sum())
            first = is_filled.shift(-1).fill_null(False) & ~is_filled
            findings.append(locate(lines, first, name, "group-label-filled"))
    return filled, findings


def _follows_order(column: TextColumn, orders: TextColumn, left_out: pl.Series) -> pl.Series:
    """Which cells are empty since only the first line of each order has the value."""
    missing = column.is_empty & ~left_out & ~orders.is_empty
    if not missing.any() or missing.all():
        return nowhere(len(left_out))
    same = (orders.codes == orders.codes.shift(1)).fill_null(False) & ~left_out
    follows = int(same.sum())
    is_pattern = not (missing & ~same).any() and int(missing.sum()) >= FOLLOWS_MIN * follows
    return missing if is_pattern else nowhere(len(left_out))


def _find_label_rows(columns: dict[str, TextColumn], left_out: pl.Series) -> pl.Series:
    """Rows that only name a group: a product without a date, above lines that have a date and no product."""
    date, product = columns["date"], columns["product"]
    named = ~product.is_empty & date.is_empty & ~left_out
    if not named.any():
        return nowhere(len(left_out))
    follows = ~date.is_empty & product.is_empty & ~left_out
    rows = pl.DataFrame({"follows": follows, "out": left_out}).with_row_index()
    kept = rows.filter(~pl.col("out")).with_columns(pl.col("follows").shift(-1).fill_null(False))
    leads = nowhere(len(left_out)).scatter(kept.filter("follows")["index"], True)
    return named & leads


def _is_labels(
    column: TextColumn,
    outer: list[TextColumn],
    inside: pl.Series,
    is_label: pl.Series,
    left_out: pl.Series,
    least: float,
) -> bool:
    """Whether a column stands once for each of its groups."""
    present = ~column.is_empty & ~left_out
    lines, empty = int(inside.sum()), int((column.is_empty & inside).sum())
    if not present.any() or empty < least * lines:
        return False
    first = int((inside | is_label).arg_true()[0])
    if column.is_empty[first]:
        return False
    keys = pl.DataFrame([each.codes.alias(str(number)) for number, each in enumerate([*outer, column])])
    return bool(keys.filter(present).is_unique().all())


def _is_sorted(column: TextColumn, inside: pl.Series) -> bool:
    """Whether equal values stand together."""
    codes = column.codes.filter(inside)
    return bool(len(codes)) and int(codes.rle_id()[-1]) + 1 == codes.n_unique()


def _fill(column: TextColumn, outer: list[TextColumn], left_out: pl.Series) -> TextColumn:
    """The column with each label repeated until the next, never across the group that it is in."""
    codes = column.codes.set(left_out, None)
    frame = pl.DataFrame({"code": codes, "out": left_out})
    filled = frame.with_columns(pl.col("code").forward_fill())
    if outer:
        groups = reduce(and_, (~each.is_empty for each in outer))
        keys = pl.DataFrame([each.codes.alias(str(number)) for number, each in enumerate(outer)])
        group = keys.select(pl.struct(pl.all()).rle_id()).to_series()
        filled = frame.with_columns(pl.col("code").forward_fill().over(group))
        filled = filled.with_columns(pl.when(groups).then("code").otherwise(codes))
    return TextColumn(column.values, filled["code"].set(left_out, None), column.counts)


def _labels_of(column: TextColumn, is_filled: pl.Series, left_out: pl.Series) -> pl.Series:
    """The cells whose label was filled down."""
    rows = pl.DataFrame({"label": ~column.is_empty & ~left_out, "filled": is_filled}).with_row_index()
    groups = rows.with_columns(pl.col("label").cum_sum().alias("group")).filter(pl.col("group") > 0)
    firsts = groups.filter(pl.col("filled").any().over("group") & pl.col("label"))["index"]
    return nowhere(len(left_out)).scatter(firsts, True)
