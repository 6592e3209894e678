"""Reads a pivot table in its compact form: products and dates one below the other in one column of labels."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from foresail.intake.dates import Hints, parse_dates
from foresail.intake.heading_words import ROW_LABELS
from foresail.intake.headings import is_money, rate_quantity
from foresail.intake.layouts.columns import Profile
from foresail.intake.months import MONTHS
from foresail.intake.numbers import parse_numbers
from foresail.intake.rules import FINDINGS_SCHEMA, Places
from foresail.intake.sheets import Origin, Table, count_header_rows, make_finding
from foresail.intake.texts import tidy
from foresail.intake.totals import TOTAL, TOTAL_BEGINS
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

# How far a group's own figure may be from the sum of its lines.
TOLERANCE = 1e-6
SUMS_MIN = 0.99
YEAR = r"^(?:19|20)[0-9]{2}$"
QUARTER = r"(?i)^(?:q|qtr|quarter|trim|t|quartal|кв)\.?\s?[1-4]$"


@dataclass(frozen=True)
class _Labels:
    """The rows of a compact pivot table: kind (day, year, text, total), date, label and figure of each."""

    rows: pl.DataFrame
    period: str | None


def find_compact(sheet: Sheet, given: Mapping[str, str], date_order: str | None) -> Table | None:
    """The lines of a compact pivot table; None where there is none, or where its groups do not add up."""
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, header in enumerate(head.iter_rows()):
        texts = [(cell or "").strip() for cell in header]
        place = next((at for at, text in enumerate(texts) if text.casefold() in ROW_LABELS), None)
        units = _find_units(texts, place, given) if place is not None else None
        if place is None or units is None:
            continue
        labels = _read_labels(sheet, row, place, units, date_order)
        return _to_lines(sheet, row, header, place, units, labels) if labels else None
    return None


def _find_units(texts: list[str], place: int | None, given: Mapping[str, str]) -> int | None:
    """The column of units sold: the one that says so, or the only one."""
    said = [at for at, text in enumerate(texts) if text and text == given.get("Quantity", "")]
    others = [at for at, text in enumerate(texts) if text and at != place]
    units = [at for at in others if rate_quantity(texts[at]).score]
    found = said or (units if len(units) == 1 else [])
    if not found and len(others) == 1 and not is_money(texts[others[0]]):
        found = others
    return found[0] if found else None


def _read_labels(sheet: Sheet, row: int, place: int, units: int, date_order: str | None) -> _Labels | None:
    """What each row of the pivot table is; None where no label is a date, or a label has none."""
    body = sheet.cells.slice(row + 1)
    label = tidy(body[str(place)].cast(pl.String))
    if not Profile.of(body[str(units)]).is_numbers:
        return None
    years = label.str.extract(f"({YEAR})", 1).forward_fill()
    known = pl.DataFrame({"label": label, "year": years}).unique(maintain_order=True).drop_nulls("label")
    dated = known.filter(~pl.col("label").str.contains(YEAR))
    read = parse_dates(dated["label"], Hints(given=date_order))
    month = (
        dated["label"]
        .str.to_lowercase()
        .str.strip_chars(".")
        .replace_strict(MONTHS, default=None, return_dtype=pl.String)
    )
    of_year = pl.concat(
        [dated["year"].rename("y").to_frame(), month.rename("m").to_frame()], how="horizontal"
    ).select(pl.concat_str("y", "m", pl.lit("01"), separator="-").str.to_date(strict=False))["y"]
    days = read.days.zip_with(read.days.is_not_null(), of_year)
    if not days.count():
        return None
    period = read.period or ("month" if of_year.count() else None)
    rows = pl.DataFrame(
        {
            "label": label,
            "year": years,
            "figure": parse_numbers(body[str(units)].cast(pl.String), numeric=True),
        }
    )
    rows = rows.join(
        dated.with_columns(day=days),
        on=["label", "year"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return _Labels(rows.with_columns(kind=_kind_of_rows()).with_row_index(), period)


def _kind_of_rows() -> pl.Expr:
    """Whether a row is blank, a total, a year (or quarter), a day, or a text."""
    text = pl.col("label")
    return (
        pl.when(text.is_null()).then(pl.lit("blank"))
        .when(text.str.contains(TOTAL) | text.str.contains(TOTAL_BEGINS)).then(pl.lit("total"))
        .when(text.str.contains(YEAR) | text.str.contains(QUARTER)).then(pl.lit("year"))
        .when(pl.col("day").is_not_null()).then(pl.lit("day"))
        .otherwise(pl.lit("text"))
    )  # fmt: skip


def _to_lines(
    sheet: Sheet, row: int, header: tuple[str | None, ...], place: int, units: int, labels: _Labels
) -> Table | None:
    """A line for each row of the innermost level; None where the groups do not add up to their figures."""
    rows = labels.rows
    levels = rows.filter(pl.col("kind").is_in(["day", "text"]))["kind"]
    if levels.is_empty():
        return None
    outer = levels[0]
    inner = "day" if outer == "text" else "text"
    at = pl.when(pl.col("kind") == outer).then("index").forward_fill()
    lines = rows.with_columns(above=at).filter((pl.col("kind") == inner) & pl.col("above").is_not_null())
    if lines.is_empty() or not _adds_up(rows, lines, outer):
        return None
    group = rows[["index", "label", "day"]].rename({"index": "above", "label": "group", "day": "group_day"})
    lines = lines.join(group, on="above", how="left", maintain_order="left")
    is_dated_below = outer == "text"
    lines = lines.select(
        "index",
        pl.col("group" if is_dated_below else "label").alias("product"),
        pl.col("day" if is_dated_below else "group_day").alias("date"),
        pl.col("above" if is_dated_below else "index").cast(pl.Int64).alias("product_at"),
        pl.col("index" if is_dated_below else "above").cast(pl.Int64).alias("date_at"),
    )
    return _to_table(sheet, row, (header, place, units), labels, lines)


def _to_table(
    sheet: Sheet,
    row: int,
    head: tuple[tuple[str | None, ...], int, int],
    labels: _Labels,
    lines: pl.DataFrame,
) -> Table:
    """The lines as a table, each of whose cells is known."""
    header, place, units = head
    first = row + 2
    body = sheet.cells.slice(row + 1)
    cells = pl.DataFrame(
        {
            "0": lines["product"].cast(CELLS),
            "1": lines["date"].cast(pl.String).cast(CELLS),
            "2": body[str(units)].gather(lines["index"]),
        }
    )
    column = pl.repeat(place, lines.height, dtype=pl.Int64, eager=True)
    places = {0: Places(column, lines["product_at"] + first), 1: Places(column, lines["date_at"] + first)}
    note = make_finding(sheet.name, row + 1, place, str(header[place]), header[place], "pivot-table-read")
    blank = int((labels.rows["kind"] == "blank").sum())
    origin = Origin(
        "pivot", lines["index"].cast(pl.Int64) + first, {0: place, 1: place, 2: units},
        pl.DataFrame(schema=FINDINGS_SCHEMA), places, labels.period, blank,
        labels.rows.height - blank - lines.height, zeros_are_usual=True,
    )  # fmt: skip
    return Table(
        replace(sheet, cells=cells, merged=(), is_delimited=False, numeric=frozenset({2})),
        -1,
        (header[place], f"dates in {header[place]}", header[units]),
        {"product": 0, "date": 1, "quantity": 2},
        origin,
        pl.DataFrame([note], schema=FINDINGS_SCHEMA),
    )


def _adds_up(rows: pl.DataFrame, lines: pl.DataFrame, outer: str) -> bool:
    """Whether the figures of groups are the sums of their lines, and so is the grand total."""
    sums = lines.group_by("above").agg(pl.col("figure").sum().alias("sum"))
    groups = rows.filter((pl.col("kind") == outer) & pl.col("figure").is_not_null())
    own = groups.join(sums, left_on="index", right_on="above", how="inner")
    close = (pl.col("sum") - pl.col("figure")).abs() <= TOLERANCE * pl.max_horizontal(
        pl.lit(1.0), pl.col("figure").abs()
    )
    if own.height and own.select(close.mean()).item() < SUMS_MIN:
        return False
    totals = rows.filter((pl.col("kind") == "total") & pl.col("figure").is_not_null())["figure"]
    if totals.is_empty():
        return own.height > 0 or outer == "text"
    whole = float(lines["figure"].sum())
    return abs(whole - float(totals[-1])) <= TOLERANCE * max(1.0, abs(whole))
