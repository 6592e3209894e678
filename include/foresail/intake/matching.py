"""Finds the known products that a new name may be a spelling of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from foresail.columns import header_key

# Out of 100. Below LIKELY_MIN a likeness is chance; from NEAR_MIN two names are near duplicates.
LIKELY_MIN = 70
NEAR_MIN = 92
MATCHES_TOLD = 3
PAIRS_TOLD = 200
ROWS_AT_ONCE = 500
# All pairs of so many names are compared in seconds; of more only those that begin alike.
ALL_PAIRS_MAX = 3_000
# 0.5 l and 1.5 l are like to the eye and two products: other numbers are never a likely match.
OTHER_NUMBERS_MAX = LIKELY_MIN - 1
# What codes are alike that a spreadsheet took the zeros from.
ZEROS_APART = 99


@dataclass(frozen=True)
class Match:
    """A known product that a name may mean, and how alike they are, 0 to 100."""

    name: str
    score: int


def find_matches(names: Sequence[str], catalogue: Sequence[str]) -> dict[str, list[Match]]:
    """The likeliest known products of each name, best first.

    Likeness is the better of two ratios of rapidfuzz: the normalised indel similarity of the names without
    signs and spaces, and that of their sorted words.
    """
    matches: dict[str, list[Match]] = {}
    if not catalogue:
        return {name: [] for name in names}
    for start in range(0, len(names), ROWS_AT_ONCE):
        some = names[start : start + ROWS_AT_ONCE]
        for name, scores in zip(some, _likeness(some, catalogue), strict=True):
            best = np.argsort(-scores.astype(np.int16), kind="stable")[: 4 * MATCHES_TOLD]
            found = [Match(catalogue[place], _weigh(name, catalogue[place], scores[place])) for place in best]
            likely = sorted(
                (match for match in found if match.score >= LIKELY_MIN), key=lambda match: -match.score
            )
            matches[name] = likely[:MATCHES_TOLD]
    return matches


def find_near_duplicates(names: Sequence[str]) -> list[tuple[str, str, int]]:
    """Pairs of names that may be one product, likeliest first."""
    pairs: dict[tuple[str, str], int] = {}
    for block in _blocks(sorted(names)):
        scores = _likeness(block, block)
        for one, other in zip(*np.nonzero(np.triu(scores, 1) >= NEAR_MIN), strict=True):
            score = _weigh(block[one], block[other], scores[one, other])
            if score >= NEAR_MIN:
                pairs[block[one], block[other]] = score
    pairs |= dict.fromkeys(_zeros_apart(names), ZEROS_APART)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(one, other, score) for (one, other), score in ordered[:PAIRS_TOLD]]


def _zeros_apart(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of codes that differ only in leading zeros: 00123 and 123."""
    by_code: dict[str, list[str]] = {}
    for name in sorted(names):
        if name.isdecimal():
            by_code.setdefault(name.lstrip("0"), []).append(name)
    yield from (pair for alike in by_code.values() for pair in pairwise(alike))


def _blocks(names: list[str]) -> Iterator[list[str]]:
    if len(names) <= ALL_PAIRS_MAX:
        yield names
        return
    by_start: dict[str, list[str]] = {}
    for name in names:
        by_start.setdefault(header_key(name)[:3], []).append(name)
    yield from (block[:ALL_PAIRS_MAX] for block in by_start.values())


def _likeness(names: Sequence[str], others: Sequence[str]) -> np.ndarray:
    """Scores, a row a name and a column an other."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    scores = []
    for fold in (header_key, _words):
        rows, columns = ([fold(name) for name in some] for some in (names, others))
        scores.append(cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=LIKELY_MIN, dtype=np.uint8))
    return np.maximum(*scores)


def _words(name: str) -> str:
    return " ".join(sorted(re.findall(r"[^\W_]+", name.casefold())))


def _weigh(name: str, other: str, score: int) -> int:
    return int(score) if _numbers(name) == _numbers(other) else min(int(score), OTHER_NUMBERS_MAX)


def _numbers(name: str) -> list[float]:
    return sorted(float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", name))
