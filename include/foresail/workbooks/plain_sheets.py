"""Reads .xlsx sheets of the plain form that programs write, with operations on whole arrays (docs/adr/0015).

Plain are sheets in UTF-8 of rows and cells that name their place, hold a number or a shared string, and have
no other attribute than a style. Whatever else one holds makes it NotPlain, and a library reads the book.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl

from foresail.workbooks.plain_cells import (
    CELL,
    ROW,
    after_last_row,
    check_tags,
    find_values,
    number_rows,
    place_cells,
    read_attributes,
    whole_numbers,
)
from foresail.workbooks.plain_texts import (
    CELLS,
    POINT_BEFORE_THREE,
    NotPlain,
    NumberTexts,
    check_head,
    find_tags,
    read_date_styles,
    read_shared,
    view,
)

SHEETS, SHARED, STYLES = "xl/worksheets/", "xl/sharedStrings.xml", "xl/styles.xml"
PADDING = b"\0" * 16
EMPTY = -1
ROWS_MAX, COLUMNS_MAX = 1_048_576, 256
"""Of columns Excel has more; each is gone through for every two mebibytes, and sales have a dozen."""
SPARSE_CELLS, SPARSE = 10_000_000, 8
"""A book with more than so many places, and so many times as many as cells, is none that programs write."""
HELD_MAX_BYTES = 16 * 1024**2


class PlainBook:
    """Gathers the parts of a package while they are looked through, sheets last."""

    def __init__(self, is_plain: bool = True) -> None:
        self.is_plain = is_plain
        self._parts: dict[str, list[bytes]] = {SHARED: [], STYLES: []}
        self._sheets: dict[str, _Cells] = {}
        self._shared = pl.Series([], dtype=pl.String)
        self._texts: pl.Series | None = None
        self._is_open = False

    def watch(self, part: str) -> Callable[[bytes], None] | None:
        """What takes the bytes of a part, if they are needed."""
        if not self.is_plain:
            return None
        if part in self._parts:
            return self._parts[part].append
        if not part.startswith(SHEETS) or not part.endswith(".xml"):
            return None
        if not self._is_open and not self._try(self._open):
            return None
        sheet = self._sheets[part] = _Cells(self._numbers, len(self._shared), self._are_dates)
        return partial(self._feed, sheet)

    def cells(self, part: str) -> tuple[pl.DataFrame, frozenset[int]]:
        """A sheet's cells by the number of their column, and the columns of numbers; raises NotPlain."""
        if not self.is_plain or part not in self._sheets:
            raise NotPlain
        if self._texts is None and not self._try(self._close):
            raise NotPlain
        assert self._texts is not None
        sheet = self._sheets[part]
        return sheet.finish(self._texts), sheet.numeric(self._is_open_text)

    def _open(self) -> None:
        shared, styles = (b"".join(self._parts[name]) for name in (SHARED, STYLES))
        if shared:
            self._shared = read_shared(shared)
        self._are_dates = read_date_styles(styles) if styles else np.zeros(1, bool)
        self._numbers = NumberTexts(len(self._shared))
        self._parts, self._is_open = {}, True

    def _close(self) -> None:
        self._texts = pl.concat([self._shared, self._numbers.texts()]).cast(CELLS)
        self._is_open_text = self._shared.str.contains(POINT_BEFORE_THREE).to_numpy()

    def _feed(self, sheet: "_Cells", chunk: bytes) -> None:
        if self.is_plain:
            self._try(partial(sheet.feed, chunk))

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except (NotPlain, ValueError, LookupError, pl.exceptions.PolarsError):
            # What is damaged is not plain either: the library says what is wrong with it.
            self.is_plain = False
            self._sheets.clear()
        return self.is_plain


class _Cells:
    """The cells of one sheet: by column, the numbers of their texts."""

    def __init__(self, numbers: NumberTexts, shared: int, are_dates: np.ndarray) -> None:
        self._numbers, self._shared, self._are_dates = numbers, shared, are_dates
        self._rest, self._has_begun, self._is_over = b"", False, False
        self._columns: list[np.ndarray] = []
        self._height = self._count = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part; raises NotPlain."""
        if self._is_over:
            return
        window = self._rest + chunk
        if not self._has_begun:
            window = self._begin(window)
        cut = 0
        if self._has_begun and not self._is_over:
            end = window.find(b"</sheetData>")
            self._is_over = end >= 0
            cut = end if self._is_over else after_last_row(window)
        self._rest = window[cut:]
        if len(self._rest) > HELD_MAX_BYTES:
            raise NotPlain
        if cut:
            self._scan(window[:cut] + PADDING)

    def finish(self, texts: pl.Series) -> pl.DataFrame:
        """The columns up to the last that holds a cell, as high as the last row that does."""
        if not self._is_over:
            raise NotPlain
        named = {}
        for place, codes in enumerate(self._columns):
            column = np.full(self._height, EMPTY, np.int32)
            column[: len(codes)] = codes[: self._height]
            chosen = pl.Series(column)
            named[str(place)] = texts.gather(chosen.set(chosen == EMPTY, None).cast(pl.UInt32))
        return pl.DataFrame(named)

    def numeric(self, is_open: np.ndarray) -> frozenset[int]:
        """The columns that hold no text like 1.250; `is_open` says of each shared text whether it is one."""
        if not is_open.any():
            return frozenset(range(len(self._columns)))
        return frozenset(
            place
            for place, codes in enumerate(self._columns)
            if not is_open[codes[(codes != EMPTY) & (codes < len(is_open))]].any()
        )

    def _begin(self, window: bytes) -> bytes:
        """What follows the opening of the sheet's data, once it has come."""
        start = window.find(b"<sheetData")
        if start < 0 or len(window) < start + 12:
            return window
        check_head(window[:start])
        if b"<worksheet" not in window[:start]:
            raise NotPlain
        after = window[start + 10 : start + 12]
        if after != b"/>" and after[:1] != b">":
            raise NotPlain
        self._has_begun, self._is_over = True, after == b"/>"
        return b"" if self._is_over else window[start + 11 :]

    def _scan(self, body: bytes) -> None:
        """Take whole rows."""
        signs = np.frombuffer(body, np.uint8)
        begins, ends, kinds = find_tags(body)
        check_tags(signs, begins, ends, kinds)
        at_row, at_cell = np.flatnonzero(kinds == ROW), np.flatnonzero(kinds == CELL)
        if not len(at_cell):
            return
        counts = np.diff(np.append(np.searchsorted(at_cell, at_row), len(at_cell)))
        if counts.sum() != len(at_cell):  # a cell stands before the first row
            raise NotPlain
        place, value = find_values(signs, begins, ends, kinds, at_cell)
        rows, digits, lengths = number_rows(body, begins[at_row])
        of_row = np.repeat(np.arange(len(at_row)), counts)[place]
        begins_c, ends_c = begins[at_cell[place]], ends[at_cell[place]]
        column, after = place_cells(body, begins_c, digits[of_row], lengths[of_row])
        style, is_text = read_attributes(body, after, ends_c)
        starts = ends[value] + 1
        codes = self._encode(body, starts, begins[value + 1] - starts, style, is_text)
        self._put(rows[of_row], column, codes)

    def _encode(
        self, body: bytes, starts: np.ndarray, lengths: np.ndarray, style: np.ndarray, is_text: np.ndarray
    ) -> np.ndarray:
        codes = np.empty(len(starts), np.int32)
        codes[is_text] = whole_numbers(body, starts[is_text], lengths[is_text])
        if is_text.any() and codes[is_text].max() >= self._shared:
            raise NotPlain
        if style.max(initial=0) >= len(self._are_dates):
            raise NotPlain
        shows_date = self._are_dates[style] & ~is_text
        for is_date, chosen in ((True, shows_date), (False, ~shows_date & ~is_text)):
            places = np.flatnonzero(chosen)
            if len(places):
                codes[places] = self._numbers.encode(view(body, starts[places], lengths[places]), is_date)
        return codes

    def _put(self, rows: np.ndarray, columns: np.ndarray, codes: np.ndarray) -> None:
        if not len(rows):
            return
        last, most = int(rows.max()), int(columns.max())
        if last >= ROWS_MAX or most >= COLUMNS_MAX:
            raise NotPlain
        self._height, self._count = max(self._height, last + 1), self._count + len(rows)
        width = max(len(self._columns), most + 1)
        if self._height * width > max(SPARSE_CELLS, SPARSE * self._count):
            raise NotPlain
        self._columns += [np.full(0, EMPTY, np.int32) for _ in range(width - len(self._columns))]
        for place in np.flatnonzero(np.bincount(columns)):
            here = columns == place
            at = rows[here]
            if self._height > len(self._columns[place]):
                grown = np.full(self._height + self._height // 4, EMPTY, np.int32)
                grown[: len(self._columns[place])] = self._columns[place]
                self._columns[place] = grown
            self._columns[place][at] = codes[here]
