"""Resolves the new products of an upload: by rule, by the upload's own answers, or by a person's."""

from collections.abc import Mapping, Sequence
from typing import Any

from foresail.actions.unit import Change, bookkeeping, change
from foresail.airflow import connections
from foresail.errors import BadRequest, NothingToAnswer, ProductsUnresolved
from foresail.intake import unseen
from foresail.intake.options import ReadingOptions
from foresail.intake.questions import AS_CHOSEN
from foresail.intake.shapes import NewProduct, ProductOfFile, Question
from foresail.intake.stored_checks import StoredCheck
from foresail.naming import name_key
from foresail.settings import settings
from foresail.storage.keys import question_key
from foresail.warehouse import aliases, locks, uploads
from foresail.warehouse.aliases import Answer
from foresail.warehouse.connecting import reading
from foresail.warehouse.uploads import Upload

__all__ = ["AS_CHOSEN"]
RULE = "rule"
ACTIONS = ("keep", "rename", "drop")
RESTS = ("keep", "match", "drop")
NAME_MAX = 255
ANSWERS_MAX = 10_000
LOGGED_MAX = 1000


def make_answer(name: str, action: str, target: str | None) -> Answer:
    """Check an answer; raises BadRequest."""
    name, target = name.strip(), (target or "").strip() or None
    if not 0 < len(name) <= NAME_MAX or len(target or "") > NAME_MAX:
        raise BadRequest(
            f"A product's name is empty or longer than {NAME_MAX} characters.",
            "Send the names exactly as the upload lists them.",
        )
    if action not in ACTIONS:
        raise BadRequest(f"The action for {name[:80]!r} is {action[:40]!r}.", f"Use {', '.join(ACTIONS)}.")
    if (action == "rename") != (target is not None):
        raise BadRequest(
            f"The answer for {name[:80]!r} does not fit its action.",
            'Send "to", the other product, with rename and with no other action.',
        )
    if target is not None and name_key(target) == name_key(name):
        raise BadRequest(f"{name[:80]!r} cannot be renamed to itself.", "Answer keep if it is a new product.")
    return Answer(name, action, target)


def read_answers(raw: Mapping[str, Any]) -> list[Answer]:
    """The answers in an upload's form: name -> {"action", "to"}; raises BadRequest."""
    form = 'Send {"<name>": {"action": "keep"}} or {"<name>": {"action": "rename", "to": "<name>"}}.'
    answers = []
    for name, given in raw.items():
        if not isinstance(given, dict) or not set(given) <= {"action", "to"}:
            raise BadRequest(f"The answer for {name[:80]!r} has the wrong form.", form)
        action, target = given.get("action"), given.get("to")
        if not isinstance(action, str) or not (target is None or isinstance(target, str)):
            raise BadRequest(f"The answer for {name[:80]!r} has the wrong form.", form)
        answers.append(make_answer(name, action, target))
    return answers


def resolve_by_rule(upload: Upload) -> list[NewProduct]:
    """Resolve what rules resolve; returns the products that await an answer, and stores the question.

    A first upload into an empty catalogue keeps all; FORESAIL_NEW_PRODUCTS=keep keeps all, always.
    """
    question = _ask(upload)
    waiting = question["products"]
    connections.storage().write_json(question_key(upload.id), question)
    if settings().new_products == "keep" and waiting:
        kept = [Answer(product["name"], "keep") for product in waiting]
        with change("FORESAIL_NEW_PRODUCTS") as made:
            decide(made, upload.id, kept, RULE)
            uploads.set_waiting(made.connection, upload.id, 0)
        return []
    with bookkeeping() as connection:
        uploads.set_waiting(connection, upload.id, len(waiting))
    return waiting


def _ask(upload: Upload) -> Question:
    """The unseen products that have no answer yet."""
    products = _products_of(upload)
    with reading(connections.warehouse()) as connection:
        decided = {row["key"] for row in aliases.read_decisions(connection, upload.id)}
        question = unseen.describe(connection, products)
    left = [product for product in question["products"] if name_key(product["name"]) not in decided]
    return Question(is_first=question["is_first"], products=left, near_duplicates=question["near_duplicates"])


def _products_of(upload: Upload) -> list[ProductOfFile]:
    options = ReadingOptions.from_json(upload.reading)
    return StoredCheck(connections.storage(), upload.sha256, options).products()


def check_resolved(upload: Upload) -> None:
    """Raise ProductsUnresolved where a product has lost its answer since it was asked for."""
    if (
        settings().new_products == "keep"
        or unseen.read_question(connections.storage(), upload.id)["is_first"]
    ):
        return
    products = _products_of(upload)
    with reading(connections.warehouse()) as connection:
        decided = {row["key"] for row in aliases.read_decisions(connection, upload.id)}
        new = unseen.find_unseen(connection, products)
    left = [product["name"] for product in new if name_key(product["name"]) not in decided]
    if left:
        raise ProductsUnresolved(
            f"The answer for {left[0][:80]!r} was withdrawn while upload {upload.id} was being processed.",
            "Clear the tasks of this run, or upload the same file again: you will be asked again.",
        )


def answer(upload_id: int, answers: Sequence[Answer], rest: str | None, who: str, how: str) -> None:
    """Record answers for the products that await one; `rest` is for those not named.

    Raises NothingToAnswer where none awaits one, BadRequest where some stay without an answer.
    """
    if rest is not None and rest not in RESTS:
        raise BadRequest(f"rest is {rest[:40]!r}.", f"Use {', '.join(RESTS)}.")
    question = unseen.read_question(connections.storage(), upload_id)
    waiting = {name_key(product["name"]): product for product in question["products"]}
    with change(who) as made:
        locks.hold(made.connection, "sales")  # before it is looked: of two answers at once the first counts
        if not uploads.get(made.connection, upload_id).products_waiting:
            raise NothingToAnswer(
                f"No product of upload {upload_id} is waiting for an answer.",
                "See GET /uploads/{id} for what was decided.",
            )
        decide(made, upload_id, _complete(waiting, answers, rest), how)
        uploads.set_waiting(made.connection, upload_id, 0)


def _complete(waiting: Mapping[str, NewProduct], answers: Sequence[Answer], rest: str | None) -> list[Answer]:
    """The answers for all that wait; raises BadRequest."""
    named = {name_key(given.name): given for given in answers}
    strange = [given.name for key, given in named.items() if key not in waiting]
    if strange:
        raise BadRequest(
            f"{strange[0][:80]!r} is not waiting for an answer.", "See products.waiting of GET /uploads/{id}."
        )
    left = [product for key, product in waiting.items() if key not in named]
    if left and rest is None:
        raise BadRequest(
            f"{len(left)} products have no answer; the first is {left[0]['name'][:80]!r}.",
            "Answer for each, or set rest to keep, match or drop.",
        )
    return [*named.values(), *(_by_rest(product, rest or "keep") for product in left)]


def _by_rest(product: NewProduct, rest: str) -> Answer:
    if rest == "match" and product["matches"]:
        return Answer(product["name"], "rename", product["matches"][0]["name"])
    return Answer(product["name"], "drop" if rest == "drop" else "keep")


def decide(made: Change, upload_id: int, answers: Sequence[Answer], how: str) -> None:
    """Record answers as a part of a change; raises BadRequest where they are too many, or go in a circle."""
    if len(answers) > ANSWERS_MAX:
        raise BadRequest(f"There are more than {ANSWERS_MAX:,} answers.", "Send fewer.")
    aliases.decide(made.connection, upload_id, answers, made.who, how)
    if answers:
        listed = [vars(given) for given in answers[:LOGGED_MAX]]
        made.log("answer for products", f"upload {upload_id}", after={"how": how, "answers": listed})
