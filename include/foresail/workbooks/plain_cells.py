"""Where the rows, cells, styles and values of a plain sheet stand in its bytes, found for all at once.

What does not stand as programs write it is NotPlain (docs/adr/0015).
"""

import numpy as np

from foresail.workbooks.plain_texts import GT, SLASH, NotPlain

ROW, CELL, VALUE, FORMULA = ord("r"), ord("c"), ord("v"), ord("f")
TAGS = (ROW, CELL, VALUE, FORMULA)
QUOTE, DIGIT_0, LETTER_A = ord('"'), ord("0"), ord("A")


def after_last_row(window: bytes) -> int:
    """Where the last row that is whole ends; 0 where none is."""
    last = window.rfind(b"</row>")
    return 0 if last < 0 else last + len(b"</row>")


def check_tags(signs: np.ndarray, begins: np.ndarray, ends: np.ndarray, kinds: np.ndarray) -> None:
    """Raise NotPlain where there are other elements, signs beyond ASCII, or not as many closed as opened."""
    closers = begins[kinds == SLASH]
    closing = signs[closers + 2]
    closed_at_once = kinds[signs[ends - 1] == SLASH]
    opened = 0
    for kind in TAGS:
        count = int(np.count_nonzero(kinds == kind))
        if count != np.count_nonzero(closing == kind) + np.count_nonzero(closed_at_once == kind):
            raise NotPlain
        opened += count
    if (
        opened + len(closers) != len(kinds)
        or opened != len(closers) + len(closed_at_once)
        or (signs[closers + 3] != np.where(closing == ROW, ord("o"), GT)).any()
        or signs.max() > 127
    ):
        raise NotPlain


def find_values(
    signs: np.ndarray, begins: np.ndarray, ends: np.ndarray, kinds: np.ndarray, at_cell: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which cells have a value, and the tag that opens it."""
    at_value = np.flatnonzero(kinds == VALUE)
    if (kinds == FORMULA).any():
        place = np.searchsorted(at_cell, at_value) - 1
        if (place < 0).any() or (np.diff(place) <= 0).any():
            raise NotPlain
    else:
        following = np.minimum(at_cell + 1, len(kinds) - 1)
        place = np.flatnonzero(kinds[following] == VALUE)
    opens = at_cell[place]
    if len(place) != len(at_value):
        raise NotPlain
    closes = at_value + 1
    if len(at_value) and (
        closes[-1] >= len(kinds)
        or (ends[at_value] != begins[at_value] + 2).any()
        or (signs[ends[opens] - 1] == SLASH).any()
        or (kinds[closes] != SLASH).any()
        or (signs[begins[closes] + 2] != VALUE).any()
        or (begins[closes] <= ends[at_value] + 1).any()
    ):
        raise NotPlain
    return place, at_value


def _words(body: bytes, size: int) -> np.ndarray:
    """At each place, the next `size` bytes as one number."""
    return np.ndarray((len(body) - size + 1,), f"<u{size}", body, strides=(1,))


def _word(text: bytes) -> int:
    return int.from_bytes(text, "little")


KEPT = np.array([(1 << (8 * length)) - 1 for length in range(9)], np.uint64)


def number_rows(body: bytes, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each row its number from 0, its digits as they stand, and how many there are."""
    fours, signs = _words(body, 4), np.frombuffer(body, np.uint8)
    if (fours[begins + 1] != _word(b"row ")).any() or (fours[begins + 4] != _word(b' r="')).any():
        raise NotPlain
    starts = begins + 8
    lengths = np.zeros(len(starts), np.intp)
    for length in range(7, 0, -1):
        lengths[signs[starts + length] == QUOTE] = length
    if (lengths == 0).any():
        raise NotPlain
    numbers = whole_numbers(body, starts, lengths)
    if numbers.min() < 1:
        raise NotPlain
    return numbers - 1, _words(body, 8)[starts] & KEPT[lengths], lengths


def place_cells(
    body: bytes, begins: np.ndarray, digits: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The column of each cell from 0, and where its address ends; it must name the row that it stands in."""
    fours, signs = _words(body, 4), np.frombuffer(body, np.uint8)
    if (fours[begins + 2] != _word(b' r="')).any():
        raise NotPlain
    column = np.zeros(len(begins), np.int32)
    letters = np.zeros(len(begins), np.intp)
    goes_on = np.ones(len(begins), bool)
    for place in range(3):
        sign = signs[begins + 6 + place]
        goes_on = goes_on & (sign >= LETTER_A) & (sign < LETTER_A + 26)
        if not goes_on.any():
            break
        column = np.where(goes_on, column * 26 + sign - (LETTER_A - 1), column)
        letters += goes_on
    starts = begins + 6 + letters
    named = _words(body, 8)[starts] & KEPT[lengths]
    after = starts + lengths
    if (letters == 0).any() or (named != digits).any() or (signs[after] != QUOTE).any():
        raise NotPlain
    return column - 1, after + 1


def read_attributes(body: bytes, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each cell its style and whether it holds a shared string: `s` and `t`, and no other attribute."""
    fours, signs = _words(body, 4), np.frombuffer(body, np.uint8)
    styled = fours[starts] == _word(b' s="')
    style = np.zeros(len(starts), np.int32)
    rest = starts
    if styled.any():
        at = starts[styled] + 4
        number, length = np.zeros(len(at), np.int32), np.zeros(len(at), np.intp)
        goes_on = np.ones(len(at), bool)
        for place in range(6):
            sign = signs[np.minimum(at + place, len(signs) - 1)]
            goes_on = goes_on & (sign >= DIGIT_0) & (sign < DIGIT_0 + 10)
            if not goes_on.any():
                break
            number = np.where(goes_on, number * 10 + sign - DIGIT_0, number)
            length += goes_on
        if (length == 0).any() or (signs[at + length] != QUOTE).any():
            raise NotPlain
        style[styled] = number
        rest = starts.copy()
        rest[styled] = at + length + 1
    typed = rest != ends
    kind = fours[rest[typed]]
    what = signs[rest[typed] + 4]
    if (
        (ends[typed] != rest[typed] + 6).any()
        or (kind != _word(b' t="')).any()
        or (signs[rest[typed] + 5] != QUOTE).any()
        or not np.isin(what, (ord("s"), ord("n"))).all()
    ):
        raise NotPlain
    is_text = np.zeros(len(starts), bool)
    is_text[typed] = what == ord("s")
    return style, is_text


def whole_numbers(body: bytes, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The numbers that stand in up to eight digits each."""
    if not len(starts):
        return np.zeros(0, np.int64)
    if lengths.max() > 8 or lengths.min() < 1:
        raise NotPlain
    eights = _words(body, 8)
    # Digits move to the end of the eight, signs for zero before them; then pairs of neighbours are added up.
    shift = (8 * (8 - lengths)).astype(np.uint64)
    held = (eights[starts] << shift) | (np.uint64(0x3030303030303030) & ~(FULL << shift))
    if ((held & HIGH) != ZEROS).any() or (((held + SIXES) & HIGH) != ZEROS).any():
        raise NotPlain
    held = (held & LOW) * np.uint64(2561) >> np.uint64(8)
    held = (held & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601) >> np.uint64(16)
    held = (held & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001) >> np.uint64(32)
    return held.astype(np.int64)


FULL, ZEROS = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0x3030303030303030)
HIGH, LOW = np.uint64(0xF0F0F0F0F0F0F0F0), np.uint64(0x0F0F0F0F0F0F0F0F)
SIXES = np.uint64(0x0606060606060606)
