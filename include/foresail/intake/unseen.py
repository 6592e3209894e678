"""The new products of a file, and the known products they may be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from foresail.intake.shapes import LikelyMatch, NewProduct, ProductOfFile, Question
from foresail.storage.keys import question_key
from foresail.storage.objects import Storage
from foresail.warehouse import aliases, names

if TYPE_CHECKING:
    from foresail.intake.matching import Match

PROPOSED_MIN = 90
"""From this score on a likely match is what is proposed."""
NOTHING_ASKED: Question = {"is_first": False, "products": [], "near_duplicates": []}


def find_unseen(connection: Connection, products: Sequence[ProductOfFile]) -> list[ProductOfFile]:
    """Those of a file's products (name, rows, units) that neither the catalogue nor an alias knows."""
    by_name = {product["name"]: product for product in products}
    unknown = names.unknown(connection, by_name)
    return [by_name[name] for name in sorted(set(unknown) - set(aliases.resolve(connection, unknown)))]


def describe(connection: Connection, products: Sequence[ProductOfFile]) -> Question:
    """The unseen products of a file with their likely matches; near duplicates where nothing is known yet."""
    from foresail.intake.matching import find_matches, find_near_duplicates

    catalogue = names.catalogue(connection)
    new = find_unseen(connection, products)
    if not catalogue:
        pairs = find_near_duplicates([product["name"] for product in new])
        return {"is_first": True, "products": [], "near_duplicates": pairs}
    matches = find_matches([product["name"] for product in new], catalogue)
    found = [_with_matches(product, matches[product["name"]]) for product in new]
    return {"is_first": False, "products": found, "near_duplicates": []}


def _with_matches(product: ProductOfFile, matches: Sequence["Match"]) -> NewProduct:
    likely: list[LikelyMatch] = [{"name": match.name, "score": match.score} for match in matches]
    return {**product, "matches": likely}


def read_question(storage: Storage, upload_id: int) -> Question:
    """What was asked of an upload; empty where nothing was yet."""
    key = question_key(upload_id)
    if not storage.exists(key):
        return NOTHING_ASKED
    question: Question = storage.read_json(key)
    return question
