"""The new products of a file, and the known products they may be."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from foresail.storage.keys import question_key
from foresail.storage.objects import Storage
from foresail.warehouse import aliases, names

PROPOSED_MIN = 90
"""From this score on a likely match is what is proposed."""
NOTHING_ASKED: dict[str, Any] = {"is_first": False, "products": [], "near_duplicates": []}


def find_unseen(connection: Connection, products: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a file's products (name, rows, units) that neither the catalogue nor an alias knows."""
    by_name = {product["name"]: product for product in products}
    unknown = names.unknown(connection, by_name)
    return [by_name[name] for name in sorted(set(unknown) - set(aliases.resolve(connection, unknown)))]


def describe(connection: Connection, products: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The unseen products of a file with their likely matches; near duplicates where nothing is known yet."""
    from foresail.intake.matching import find_matches, find_near_duplicates

    catalogue = names.catalogue(connection)
    new = find_unseen(connection, products)
    if not catalogue:
        pairs = find_near_duplicates([product["name"] for product in new])
        return {"is_first": True, "products": [], "near_duplicates": pairs}
    matches = find_matches([product["name"] for product in new], catalogue)
    products = [
        {**product, "matches": [asdict(match) for match in matches[product["name"]]]} for product in new
    ]
    return {"is_first": False, "products": products, "near_duplicates": []}


def read_question(storage: Storage, upload_id: int) -> dict[str, Any]:
    """What was asked of an upload; empty where nothing was yet."""
    key = question_key(upload_id)
    if not storage.exists(key):
        return NOTHING_ASKED
    question: dict[str, Any] = storage.read_json(key)
    return question
