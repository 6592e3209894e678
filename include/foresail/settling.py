"""Settles the products of an upload that were never seen before: by rule, by an answer, by a person."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from foresail.errors import BadRequest, NothingToAnswer, ProductsUnsettled
from foresail.naming import name_key
from foresail.settings import settings
from foresail.storage import Storage, check_key, question_key
from foresail.validation.options import ReadingOptions
from foresail.warehouse import aliases, names, uploads
from foresail.warehouse.aliases import Answer
from foresail.warehouse.connecting import reading, writing
from foresail.workbooks.cage import PRODUCTS

RULE = "rule"
RESTS = ("keep", "match", "drop")
# From this score on a likely match is what is proposed.
PROPOSED_MIN = 90


def unseen(connection: Connection, products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a file's products (name, rows, units) that neither the catalogue nor an alias knows."""
    by_name = {product["name"]: product for product in products}
    unknown = names.unknown(connection, by_name)
    return [by_name[name] for name in sorted(set(unknown) - set(aliases.resolve(connection, unknown)))]


def describe(connection: Connection, products: list[dict[str, Any]]) -> dict[str, Any]:
    """The unseen products of a file with their likely matches; near duplicates where nothing is known yet."""
    from foresail.validation.matching import find_matches, find_near_duplicates

    catalogue = names.catalogue(connection)
    new = unseen(connection, products)
    if not catalogue:
        pairs = find_near_duplicates([product["name"] for product in new])
        return {"is_first": True, "products": [], "near_duplicates": pairs}
    matches = find_matches([product["name"] for product in new], catalogue)
    told = [{**product, "matches": [asdict(match) for match in matches[product["name"]]]} for product in new]
    return {"is_first": False, "products": told, "near_duplicates": []}


def settle(storage: Storage, engine: Engine, upload: RowMapping) -> list[dict[str, Any]]:
    """Settle what rules settle; returns the products that await an answer, and stores the question.

    A first upload into an empty catalogue keeps all; FORESAIL_NEW_PRODUCTS=keep keeps all, always.
    """
    options = ReadingOptions.from_json(upload["reading"])
    products = storage.read_json(check_key(upload["sha256"], options, PRODUCTS))
    with reading(engine) as connection:
        decided = {row["key"] for row in aliases.read_decisions(connection, upload["id"])}
        question = describe(connection, products)
    question["products"] = [told for told in question["products"] if name_key(told["name"]) not in decided]
    waiting = question["products"]
    by_rule = settings().new_products == "keep"
    storage.write_json(question_key(upload["id"]), question)
    with writing(engine) as connection:
        if by_rule and waiting:
            kept = [Answer(told["name"], "keep") for told in waiting]
            aliases.decide(connection, upload["id"], kept, "FORESAIL_NEW_PRODUCTS", RULE)
        uploads.set_waiting(connection, upload["id"], 0 if by_rule else len(waiting))
    return [] if by_rule else waiting


def check_settled(storage: Storage, engine: Engine, upload: RowMapping) -> None:
    """Raise ProductsUnsettled where a product has lost its answer since it was asked for."""
    if settings().new_products == "keep" or read_question(storage, upload["id"])["is_first"]:
        return
    options = ReadingOptions.from_json(upload["reading"])
    products = storage.read_json(check_key(upload["sha256"], options, PRODUCTS))
    with reading(engine) as connection:
        decided = {row["key"] for row in aliases.read_decisions(connection, upload["id"])}
        left = [
            told["name"] for told in unseen(connection, products) if name_key(told["name"]) not in decided
        ]
    if left:
        raise ProductsUnsettled(
            f"The answer for {left[0][:80]!r} was taken back while upload {upload['id']} was on its way.",
            "Clear the tasks of this run, or upload the same file again: it asks anew.",
        )


def read_question(storage: Storage, upload_id: int) -> dict[str, Any]:
    """What was asked of an upload; empty where nothing was yet."""
    key = question_key(upload_id)
    if not storage.exists(key):
        return {"is_first": False, "products": [], "near_duplicates": []}
    return storage.read_json(key)


def answer(
    storage: Storage,
    engine: Engine,
    upload_id: int,
    answers: Sequence[Answer],
    rest: str | None,
    who: str,
    how: str,
) -> None:
    """Record answers for the products that await one; `rest` is for those not named.

    Raises NothingToAnswer where none awaits one, BadRequest where some stay without an answer.
    """
    if rest is not None and rest not in RESTS:
        raise BadRequest(f"rest is {rest[:40]!r}.", f"Use {', '.join(RESTS)}.")
    waiting = {name_key(told["name"]): told for told in read_question(storage, upload_id)["products"]}
    with writing(engine) as connection:
        if not uploads.get(connection, upload_id)["products_waiting"]:
            raise NothingToAnswer(
                f"No product of upload {upload_id} awaits an answer.",
                "See GET /uploads/{id} for what was decided.",
            )
        named = {name_key(given.name): given for given in answers}
        strange = [given.name for key, given in named.items() if key not in waiting]
        if strange:
            raise BadRequest(
                f"{strange[0][:80]!r} awaits no answer.", "See products.waiting of GET /uploads/{id}."
            )
        left = [told for key, told in waiting.items() if key not in named]
        if left and rest is None:
            raise BadRequest(
                f"{len(left)} products have no answer, the first is {left[0]['name'][:80]!r}.",
                "Answer for each, or say what the rest is: keep, match or drop.",
            )
        given = [*named.values(), *(_by_rest(told, rest or "keep") for told in left)]
        aliases.decide(connection, upload_id, given, who, how)
        uploads.set_waiting(connection, upload_id, 0)


def _by_rest(told: dict[str, Any], rest: str) -> Answer:
    if rest == "match" and told["matches"]:
        return Answer(told["name"], "rename", told["matches"][0]["name"])
    return Answer(told["name"], "drop" if rest == "drop" else "keep")
