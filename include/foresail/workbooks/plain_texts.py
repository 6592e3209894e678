"""Texts of the plain form of .xlsx: shared strings, and numbers as the first reader would write them."""

import re
from datetime import datetime
from xml.etree import ElementTree
from xml.parsers import expat

import numpy as np
import polars as pl
import pyarrow as pa

CELLS = pl.Categorical
POINT_BEFORE_THREE = r"^[-+]?\d{1,3}\.\d{3}$"
"""A text like this may be a thousand and more; a number cell that reads like this is none."""
INLINE_BYTES = 12
LT, GT, SLASH = ord("<"), ord(">"), ord("/")
DATE_IDS = {*range(14, 23), 45, 47}
NUMBER_IDS = {*range(5), *range(9, 14), *range(37, 41), 48, 49}
# What Excel writes as a literal, a colour, a condition or a place of its own: no part of a date.
LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[A-Za-z]{3,}\d*|[<>=][^\]]*)\]')
DATE_LETTERS, NUMBER_LETTERS = set("dmyhsDMYHS"), set("eEgGnNrRaAlL")
EPOCH, FIRST_SURE_DAY, LAST_DAY = datetime(1899, 12, 30), 61, 2_958_466
DAY_MS = 86_400_000
CANONICAL = r"^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,5})\.\d{0,8}[1-9])$"
NUMBER = r"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$"
ESCAPED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""In this order: what stands for an ampersand comes last."""
KNOWN = "&(?:lt|gt|quot|apos|amp);"
LEFT_TO_OTHERS = r"\r|_x[0-9A-Fa-f]{4}_"
SPACES = np.frombuffer(b" \t\n", np.uint8)


class NotPlain(Exception):
    """A part is not in the plain form, and another reader must read it."""


def view(body: bytes, starts: np.ndarray, lengths: np.ndarray) -> pl.Series:
    """Slices of `body`, which is UTF-8, as texts; `body` ends with 12 bytes that no slice holds."""
    views = np.zeros((len(starts), 4), np.uint32)
    words = np.ndarray((len(body) - 3,), "<u4", body, strides=(1,))
    views[:, 0] = lengths
    for word in range(3):
        # Signs beyond the end of a short text are zero.
        held = np.clip(lengths - 4 * word, 0, 4)
        views[:, 1 + word] = words[starts + 4 * word] & MASKS[held]
    long = np.flatnonzero(lengths > INLINE_BYTES)
    views[long, 2] = 0
    views[long, 3] = starts[long]
    buffers = [None, pa.py_buffer(views), pa.py_buffer(body)]
    return pl.Series(pl.from_arrow(pa.Array.from_buffers(pa.string_view(), len(starts), buffers)))


MASKS = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF], np.uint32)


def find_tags(body: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each tag begins and ends, and the sign after its `<`; raises NotPlain where they overlap."""
    signs = np.frombuffer(body, np.uint8)
    begins, ends = np.flatnonzero(signs == LT), np.flatnonzero(signs == GT)
    if len(begins) != len(ends) or (begins >= ends).any() or (ends[:-1] >= begins[1:]).any():
        raise NotPlain
    return begins, ends, signs[begins + 1]


def read_shared(part: bytes) -> pl.Series:
    """The shared strings of a part; raises NotPlain where one is more than a text."""
    head = part.find(b"<sst")
    begins_at, ends_at = part.find(b">", head) + 1, part.rfind(b"</sst>")
    if head < 0:
        raise NotPlain
    check_head(part[:begins_at])
    if part[begins_at - 2 : begins_at] == b"/>":
        return pl.Series([], dtype=pl.String)
    body = part[begins_at:ends_at] + b"\0" * 16
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    begins, ends, kinds = find_tags(body)
    if ends_at < 0 or len(begins) % 4:
        raise NotPlain
    signs = np.frombuffer(body, np.uint8)
    seconds = signs[begins + 2]
    for place, (first, second) in enumerate((b"si", b"t ", b"/t", b"/s")):
        here = slice(place, None, 4)
        wrong = kinds[here] != first
        wrong |= (seconds[here] != second) & ((seconds[here] != GT) if place == 1 else True)
        if wrong.any():
            raise NotPlain
    opened = ends[1::4]
    if (ends[0::4] != begins[0::4] + 3).any() or (signs[opened - 1] == SLASH).any():
        raise NotPlain
    starts, lengths = opened + 1, begins[2::4] - opened - 1
    at_edges = np.isin(signs[starts], SPACES) | np.isin(signs[starts + lengths - 1], SPACES)
    if (at_edges & (opened == begins[1::4] + 2)).any():  # kept only where the element says so
        raise NotPlain
    return _unescape(view(body, starts, lengths))


def _unescape(texts: pl.Series) -> pl.Series:
    if texts.str.contains(LEFT_TO_OTHERS).any():
        raise NotPlain
    if not texts.str.contains("&", literal=True).any():
        return texts.rechunk()
    if texts.str.replace_all(KNOWN, "").str.contains("&", literal=True).any():
        raise NotPlain
    for written, meant in ESCAPED.items():
        texts = texts.str.replace_all(written, meant, literal=True)
    return texts


def check_head(head: bytes) -> None:
    """Raise NotPlain if a part does not start as XML in UTF-8, or has a document type."""
    declared = re.search(rb'encoding=["\']([^"\']+)', head)
    if b"<!" in head or head[:1] not in (b"<", b"\xef") or (declared and declared[1].lower() != b"utf-8"):
        raise NotPlain
    try:
        expat.ParserCreate().Parse(head, False)
    except expat.ExpatError as error:
        raise NotPlain from error


def read_date_styles(part: bytes) -> np.ndarray:
    """Of each cell style, whether it shows dates; the part was seen to hold no document type."""
    try:
        root = ElementTree.fromstring(part)  # noqa: S314
    except ElementTree.ParseError as error:
        raise NotPlain from error
    space = root.tag.removesuffix("styleSheet")
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter(f"{space}numFmt")}
    styles = root.find(f"{space}cellXfs")
    if styles is None:
        raise NotPlain
    return np.array([_shows_dates(style.get("numFmtId", "0"), codes) for style in styles], bool)


def _shows_dates(number: str, codes: dict[str | None, str]) -> bool:
    if number in codes:
        shown = LITERALS.sub("", codes[number].replace("AM/PM", ""))
        letters = {sign for sign in shown if sign.isalpha() or sign == "["}
        if letters <= DATE_LETTERS:
            return bool(letters)
        if letters <= NUMBER_LETTERS:
            return False
        raise NotPlain
    if int(number) in DATE_IDS:
        return True
    if int(number) in NUMBER_IDS:
        return False
    raise NotPlain


class NumberTexts:
    """Every number of a book, as a text held once; texts count on from `base`."""

    def __init__(self, base: int) -> None:
        self._count = base
        self._written: list[tuple[bool, list[str]]] = []
        self._codes = {is_date: np.full(0, -1, np.int32) for is_date in (False, True)}
        # polars forgets the numbers of categories, and gives them anew, once no series holds one.
        self._remembers = pl.Series([""]).cast(CELLS)

    def encode(self, written: pl.Series, is_date: bool) -> np.ndarray:
        """The number of each text in `texts`."""
        held = written.cast(CELLS)
        physical = held.to_physical().to_numpy()
        codes = self._codes[is_date]
        most = int(physical.max()) + 1
        if most > len(codes):
            grown = np.full(most + most // 2, -1, np.int32)
            grown[: len(codes)] = codes
            codes = self._codes[is_date] = grown
        found = codes[physical]
        unknown = np.flatnonzero(found < 0)
        if len(unknown):
            fresh, places = np.unique(physical[unknown], return_index=True)
            # A list, for a series would keep the whole window that its texts were found in.
            self._written.append((is_date, written.gather(unknown[places]).to_list()))
            codes[fresh] = self._count + np.arange(len(fresh), dtype=np.int32)
            self._count += len(fresh)
            found = codes[physical]
        return found

    def texts(self) -> pl.Series:
        """All texts, in the order of their numbers; raises NotPlain if one is not a plain number."""
        if not self._written:
            return pl.Series([], dtype=pl.String)
        are_dates = np.repeat([each for each, _ in self._written], [len(texts) for _, texts in self._written])
        written = pl.Series([text for _, texts in self._written for text in texts])
        for is_date, show in ((True, show_dates), (False, show_numbers)):
            places = np.flatnonzero(are_dates == is_date)
            if len(places):
                written = written.scatter(places, show(written.gather(places)))
        return written


def show_numbers(texts: pl.Series) -> pl.Series:
    """Numbers without an exponent, to nine decimals."""
    unusual = ~texts.str.contains(CANONICAL)
    if not unusual.any():
        return texts
    odd = texts.filter(unusual)
    if not odd.str.contains(NUMBER).all():
        raise NotPlain
    places = pl.Series(np.flatnonzero(unusual.to_numpy()), dtype=pl.UInt32)
    return texts.scatter(places, [_show_number(float(text)) for text in odd])


def _show_number(amount: float) -> str:
    if amount in (float("inf"), float("-inf")):
        raise NotPlain
    return f"{amount:.9f}".rstrip("0").rstrip(".")


def show_dates(texts: pl.Series) -> pl.Series:
    """Days since the epoch as year-month-day and time, to the millisecond."""
    if not texts.str.contains(NUMBER).all():
        raise NotPlain
    days = texts.cast(pl.Float64)
    if not days.is_between(FIRST_SURE_DAY, LAST_DAY, closed="left").all():
        raise NotPlain
    moments = pl.Series([EPOCH], dtype=pl.Datetime("ms")) + (days * DAY_MS).round().cast(pl.Duration("ms"))
    whole = moments.dt.strftime("%Y-%m-%d %H:%M:%S")
    return whole + moments.dt.strftime("%.3f").str.replace(r"^\.000$", "")
