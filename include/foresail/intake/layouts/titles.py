"""Reads titles above blocks of rows, `Store: South`: the store or the product of the rows below each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from foresail.columns import BY_FIELD, map_header
from foresail.intake.layouts.wide_headings import looks_like_period
from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.intake.sheets import Table, count_header_rows, make_finding
from foresail.intake.totals import TOTAL
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

# A title stands in one of the first columns, and is no longer than the name of a store may be.
COLUMNS_LOOKED_AT, TITLE_MAX = 3, 255
# A sheet with more of them is none of blocks.
BLOCKS_MAX = 5_000
# So many rows at most lie between a title and the header of its block.
ROWS_BETWEEN = 3
# So many of the products of one block must be in another before plain titles are stores.
SHARED_MIN = 0.5
FIELDS = ("store", "product")
_WORDS = {field: (BY_FIELD[field].name, *BY_FIELD[field].synonyms) for field in FIELDS}
_LABELLED = {
    field: rf"(?i)^\s*(?:{'|'.join(map(re.escape, words))})(?: name| no\.?)?\s*[:：]\s*(.*?)\s*$"
    for field, words in _WORDS.items()
}
_ALL = re.compile(r"(?i)^(?:\*|all|alle|tous|toutes|todas|todos|tutti|tutte|wszystkie|все|全部|すべて)\b")


@dataclass(frozen=True)
class Title:
    """A cell (both from 0) that says what the rows below it are of."""

    row: int
    place: int
    text: str


def spread_titles(sheet: Sheet, given: Mapping[str, str]) -> tuple[Sheet, dict[str, pl.DataFrame]]:
    """The sheet with a further column for what its titles say, and the findings of each field so read."""
    notes: dict[str, pl.DataFrame] = {}
    for field in FIELDS:
        header = _find_header(sheet)
        if BY_FIELD[field].name in given or header is None or field in map_header(sheet.cells.row(header)):
            continue
        titles = _find_labelled(sheet, field)
        if not titles and field == "store":
            titles = _find_plain(sheet, header)
        if not titles:
            continue
        sheet = _spread(sheet, titles, header, BY_FIELD[field].name)
        found = [
            make_finding(
                sheet.name, title.row + 1, title.place, BY_FIELD[field].name, title.text, "title-read"
            )
            for title in titles
        ]
        notes[field] = pl.DataFrame(found, schema=FINDINGS_SCHEMA)
    return sheet, notes


def with_titles(table: Table, notes: Mapping[str, pl.DataFrame]) -> Table:
    """The table with the findings of the titles that it was read by."""
    read = [found for field, found in notes.items() if field in table.mapping]
    return replace(table, notes=pl.concat([table.notes, *read])) if read else table


def _find_header(sheet: Sheet) -> int | None:
    """The first row that may be a header: with the name of a column of sales, or with periods."""
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, cells in enumerate(head.iter_rows()):
        filled = [cell for cell in cells if cell]
        if len(filled) < 2 or filled[0].rstrip().endswith((":", "：")):
            continue
        if map_header(cells) or sum(map(looks_like_period, filled)) > 1:
            return None if sheet.is_delimited and not cells[-1] else row
    return None


def _find_labelled(sheet: Sheet, field: str) -> list[Title]:
    """The rows that say `Store: South`, in a cell or in two, and nothing else."""
    found: dict[int, Title] = {}
    for place in range(min(COLUMNS_LOOKED_AT, sheet.cells.width)):
        cells = sheet.cells[str(place)]
        texts = cells.drop_nulls().unique().cast(pl.String)
        labelled = texts.filter(texts.str.contains(_LABELLED[field]))
        if labelled.is_empty():
            continue
        rows = cells.cast(pl.String).is_in(labelled.implode()).fill_null(False).arg_true()
        if len(rows) > BLOCKS_MAX:
            return []
        for row in rows:
            title = _read_title(sheet.cells.row(row), row, place, field)
            if title:
                found.setdefault(row, title)
    return [found[row] for row in sorted(found)]


def _read_title(cells: tuple[str | None, ...], row: int, place: int, field: str) -> Title | None:
    """What the title in a row says; None where the row holds more, or the title is of all stores."""
    match = re.match(_LABELLED[field], cells[place] or "")
    others = [at for at, cell in enumerate(cells) if cell and at != place]
    if match is None or len(others) != (0 if match[1] else 1):
        return None
    at = place if match[1] else others[0]
    text = str(match[1] or cells[at]).strip()
    return None if not text or len(text) > TITLE_MAX or _ALL.match(text) else Title(row, at, text)


def _find_plain(sheet: Sheet, header: int) -> list[Title]:
    """Titles without a word for what they name: each above a repeated header, their products the same."""
    names = sheet.cells.row(header)
    places = [place for place, cell in enumerate(names) if cell]
    same = pl.all_horizontal(pl.col(str(place)).cast(pl.String) == names[place] for place in places)
    starts = sheet.cells.select(same.fill_null(False)).to_series().arg_true().to_list()
    if not 1 < len(starts) <= BLOCKS_MAX:
        return []
    titles = [title for title in (_title_above(sheet, row) for row in starts) if title]
    if len({title.text for title in titles}) < len(starts) or not _share_products(sheet, header, starts):
        return []
    return titles


def _title_above(sheet: Sheet, header: int) -> Title | None:
    """The only cell of the nearest filled row above a header, if it can be a name."""
    for row in range(header - 1, max(-1, header - 1 - ROWS_BETWEEN), -1):
        cells = sheet.cells.row(row)
        filled = [(place, cell) for place, cell in enumerate(cells) if cell]
        if not filled:
            continue
        place, text = filled[0][0], str(filled[0][1]).strip()
        is_name = len(filled) == 1 and len(text) <= TITLE_MAX and not re.search(r"[\d:：]", text)
        return Title(row, place, text) if is_name and not re.match(TOTAL, text) else None
    return None


def _share_products(sheet: Sheet, header: int, starts: list[int]) -> bool:
    """Whether most products of each block are in another one, too."""
    place = map_header(sheet.cells.row(header)).get("product")
    if place is None:
        return False
    block = pl.repeat(0, sheet.cells.height, dtype=pl.Int64, eager=True).scatter(starts, 1).cum_sum()
    frame = pl.DataFrame({"product": sheet.cells[str(place)].cast(pl.String), "block": block})
    pairs = frame.filter(pl.col("block") > 0).drop_nulls().unique()
    pairs = pairs.filter(pl.col("product") != str(sheet.cells.row(header)[place]))
    shares = pairs.with_columns((pl.len().over("product") > 1).alias("shared"))
    means = shares.group_by("block").agg(pl.col("shared").mean())["shared"]
    return len(means) == len(starts) and bool((means >= SHARED_MIN).all())


def _spread(sheet: Sheet, titles: list[Title], header: int, name: str) -> Sheet:
    """The sheet with what the last title above says beside each row; titles below its header are emptied."""
    height, rows = sheet.cells.height, [title.row for title in titles]
    is_title = pl.repeat(False, height, eager=True).scatter(rows, True)
    emptied = is_title & (pl.int_range(height, eager=True) > header)
    cells = sheet.cells.with_columns(
        pl.when(~emptied).then(pl.col(column)).alias(column) for column in sheet.cells.columns
    )
    said = pl.repeat(None, height, dtype=pl.String, eager=True)
    said = said.scatter(rows, [title.text for title in titles]).forward_fill()
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    said = said.set(~filled | (pl.int_range(height, eager=True) < header), None).scatter(header, name)
    merged = tuple(each for each in sheet.merged if not is_title[each[0]])
    column = said.cast(CELLS).alias(str(cells.width))
    return replace(sheet, cells=cells.with_columns(column), merged=merged)
