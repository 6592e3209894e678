"""Decides the encoding of a file that is not Unicode, by evidence; raises where two readings are as likely.

Each encoding decodes the words that have letters beyond ASCII. What speaks for it: whether one language's
alphabet explains the letters, whether words look like words (no capitals or signs inside, one script), the
letter pairs of languages (chardet), headings and names that are known, and how common it is.
"""

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice, pairwise

from foresail.errors import UndecidableEncoding
from foresail.workbooks.alphabets import ALPHABETS, COMMONEST, is_common
from foresail.workbooks.encoding_names import GIVEN_ONLY, OFFICES

# Bytes below this are never the second half of a sign, so words can be parted before they are decoded.
RUN = re.compile(rb"[\x40-\xff]+")
LETTERS_RUN = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
WORDS_MAX, CELLS_MAX = 2_000, 20_000
# More words than that say no more: a few foreign words must not outweigh all else in a long file.
WORDS_COUNTED = 25
# Weights are logarithms of odds, tuned on words that the measure in tests/bench does not use.
PAIRS, PAIRS_OF_ALL, FOREIGN, ODD, COMMON = 1.0, 2.0, 3.0, 3.0, 0.7
HEADING, NAME, USUAL = 4.0, 5.0, 2.0
NAMES_COUNTED = 10
LEAST = 1e-3
WESTERN, LOANS_SHARE = 1.8, 0.08
DAMAGED_SHARE = 0.01
# Two readings that are nearer than this are asked about; few words tell less.
MARGIN, MARGIN_OF_FEW = 0.1, 1.0
SIGNS = frozenset("–—’‘“”„«»…•·°®™©€£¥²³½¼¾×±§ªº№µ、。・（）「」～％／＆【】\u3000\xa0")
SIGNS_WITHIN = frozenset("’·・ー-")
SHOWN, READINGS = 3, 3


@dataclass(frozen=True)
class Known:
    """What is known before a file is read: headings, names of products, the uploader's usual encoding."""

    headings: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    usual: str | None = None

    @classmethod
    def of(cls, headings: Iterable[str] = (), names: Iterable[str] = (), usual: str | None = None) -> "Known":
        """With texts as they are written: those of ASCII alone tell nothing of an encoding."""
        return cls(_folded(headings), _folded(names), usual)


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts if not text.isascii())


NOTHING_KNOWN = Known()


@dataclass
class Words:
    """The distinct words of a file that have a byte beyond ASCII, and cells that hold them."""

    words: dict[bytes, None] = field(default_factory=dict)
    letters: dict[bytes, None] = field(default_factory=dict)
    cells: dict[bytes, None] = field(default_factory=dict)

    @property
    def are_enough(self) -> bool:
        """Whether more of the file would say no more."""
        return len(self.words) >= WORDS_MAX

    @property
    def are_loans(self) -> bool:
        """Whether hardly a word has such a byte: of the languages that need so few, cp1252 writes all."""
        return len(self.words) < LOANS_SHARE * len(self.letters)

    def gather(self, chunk: bytes) -> None:
        """Take whole lines of the file."""
        if len(self.letters) < WORDS_MAX:
            self.letters.update(dict.fromkeys(LETTERS_RUN.findall(chunk)[:WORDS_MAX]))
        if chunk.isascii():
            return
        self.words.update(dict.fromkeys(word for word in RUN.findall(chunk) if not word.isascii()))
        if len(self.cells) < CELLS_MAX:
            cells = re.split(rb'[\r\n\t;,"]+', chunk)
            self.cells.update(dict.fromkeys(cell.strip() for cell in cells if not cell.isascii()))


@dataclass(frozen=True)
class Reading:
    """What the words say in one encoding, and how well that fits."""

    encoding: str
    words: tuple[str, ...]
    score: float


def decide(found: Words, known: Known = NOTHING_KNOWN) -> str:
    """The likeliest encoding; raises UndecidableEncoding where another reading is as likely."""
    if not found.words:
        return known.usual or "cp1252"
    sample = list(islice(found.words, WORDS_MAX))
    pairs, pairs_of_all = _rate_pairs(sample), _rate_pairs(found.letters)
    readings = []
    for encoding, likely in OFFICES.items():
        words = _decode(sample, encoding)
        if words is None:
            continue
        score = (
            PAIRS * math.log(pairs.get(encoding, 0) + LEAST)
            + PAIRS_OF_ALL * math.log(pairs_of_all.get(encoding, 0) + LEAST)
            + _rate_words(words, encoding) * min(len(words), WORDS_COUNTED)
            + COMMON * math.log(likely)
            + _rate_known(found.cells, encoding, known)
            + (WESTERN if encoding == "cp1252" and found.are_loans else 0)
        )
        readings.append(Reading(encoding, words, score))
    if not readings:
        return "cp1252"
    readings.sort(key=lambda reading: -reading.score)
    best = readings[0]
    nearest = best.score - MARGIN - MARGIN_OF_FEW / len(best.words)
    others = [other for other in readings[1:] if other.score > nearest and other.words != best.words]
    if others and known.usual in (*GIVEN_ONLY, *(reading.encoding for reading in (best, *others))):
        return str(known.usual)
    if others:
        raise _undecidable([best, *others][:READINGS])
    return best.encoding


def _decode(words: Collection[bytes], encoding: str) -> tuple[str, ...] | None:
    """What the words say; None where more of them than are damaged by chance say nothing."""
    decoded, damaged = [], 0
    for word in words:
        try:
            decoded.append(word.decode(encoding))
        except UnicodeDecodeError:
            decoded.append(word.decode(encoding, "replace"))
            damaged += 1
            if damaged > DAMAGED_SHARE * len(words):
                return None
    return tuple(decoded)


def _rate_pairs(words: Collection[bytes]) -> dict[str, float]:
    """By encoding, how well chardet's pairs of letters fit, for the best language of each."""
    from chardet import detect_all

    by_codec = {codecs.lookup(name).name: name for name in OFFICES}
    # What fits nothing is called UTF-8, which no such file is in.
    wanted = [*(name.replace("_", "-") for name in OFFICES), "utf-8"]
    rated: dict[str, float] = {}
    for each in detect_all(
        b" ".join(words), ignore_threshold=True, include_encodings=wanted, no_match_encoding="utf-8"
    ):
        if each["encoding"]:
            name = by_codec.get(codecs.lookup(each["encoding"]).name)
            if name:
                rated.setdefault(name, each["confidence"])
    return rated


def _rate_words(words: tuple[str, ...], encoding: str) -> float:
    """How far words fit a language, from 0 (all do) down."""
    letters = Counter(
        letter for word in words for letter in set(word) if not letter.isascii() and letter not in SIGNS
    )
    count = sum(letters.values()) or 1
    if encoding in COMMONEST:
        fits = sum(times for letter, times in letters.items() if is_common(letter, encoding)) / count
    else:
        fits = max(
            sum(times * alphabet.get(letter, 0) for letter, times in letters.items()) / count
            for alphabet in ALPHABETS.values()
        )
    odd = sum(_is_odd(word) + _holds_sign(word) for word in words) / len(words)
    return FOREIGN * (fits - 1 if letters else 0) - ODD * odd


def _rate_known(cells: Iterable[bytes], encoding: str, known: Known) -> float:
    score = USUAL if encoding == known.usual else 0.0
    if known.headings or known.names:
        texts = {cell.decode(encoding, "replace").casefold() for cell in cells}
        score += HEADING * len(texts & known.headings)
        score += NAME * min(len(texts & known.names), NAMES_COUNTED)
    return score


def _is_odd(word: str) -> bool:
    """Whether a word mixes scripts, or capitals with small letters, as nobody does."""
    for first, second in pairwise(word):
        if first.isascii() and second.isascii():
            continue
        one, other = _script(first), _script(second)
        if not one or not other:
            continue
        if one == other:
            if one in CASED and first.islower() and second.isupper():
                return True
        elif "LATIN" in (one, other):
            if (first if one == "LATIN" else second).islower():
                return True
        elif {one, other} != {"CJK", "HANGUL"}:
            return True
    capitals = sum(letter.isupper() for letter in word)
    small = any(letter.islower() and not letter.isascii() and letter != "ß" for letter in word[1:])
    return len(word) > 3 and capitals >= len(word) - 1 and small


CASED = ("LATIN", "CYRILLIC", "GREEK")
SCRIPTS = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}


def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    if not letter.isalpha() and unicodedata.category(letter)[0] != "M":
        return ""
    name = unicodedata.name(letter, "").split(" ")[0]
    return SCRIPTS.get(name, name)


def _holds_sign(word: str) -> bool:
    """Whether a sign that is no letter stands in a word, or one that no word has."""
    for place, sign in enumerate(word):
        if sign.isascii() or sign.isalpha() or sign in SIGNS_WITHIN or unicodedata.category(sign)[0] == "M":
            continue
        if sign not in SIGNS:
            return True
        if 0 < place < len(word) - 1 and word[place - 1].isalpha() and word[place + 1].isalpha():
            return True
    return False


def _undecidable(readings: list[Reading]) -> UndecidableEncoding:
    differ = [words for words in zip(*(each.words for each in readings), strict=True) if len(set(words)) > 1]
    shown = [
        {"encoding": each.encoding, "examples": [words[place][:60] for words in differ[:SHOWN]]}
        for place, each in enumerate(readings)
    ]
    ways = " or ".join(f"{each['examples'][0]!r} ({each['encoding']})" for each in shown)
    return UndecidableEncoding(
        f"The letters of the file can be read in several ways: {ways}.",
        f"Send {' or '.join('encoding=' + each.encoding for each in readings)}, or save the file as .xlsx "
        "or as CSV UTF-8.",
        {"readings": shown},
    )
