"""The question about an upload for Airflow's Required Actions, and the meaning of its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from foresail.intake.shapes import NewProduct, Unusual
from foresail.intake.unseen import PROPOSED_MIN
from foresail.storage.keys import unusual_key
from foresail.storage.objects import Storage
from foresail.warehouse.aliases import Answer

AS_CHOSEN = "Continue as chosen below"
ALL_NEW = "All are new products"
ALL_MATCH = "All are their best match"
ALL_DROP = "Drop the rows of all of them"
OPTIONS = (AS_CHOSEN, ALL_NEW, ALL_MATCH, ALL_DROP)
RESTS = {AS_CHOSEN: "keep", ALL_NEW: "keep", ALL_MATCH: "match", ALL_DROP: "drop"}
NEW, DROP, SAME = "A new product", "Drop its rows", "The same as "
KEPT, LEFT = "It is right: keep it", "Leave this row out"
# A form with more fields than that is filled in by nobody: the page and the endpoint take them all.
FIELDS_MAX = 40


def make_question(
    upload_id: int, file_name: str, waiting: Sequence[NewProduct], unusual: Sequence[Unusual] = ()
) -> dict[str, Any]:
    """The question as small values: subject, body (Markdown), a field each; empty where nothing waits."""
    if not waiting and not unusual:
        return {}
    shown = unusual[: max(FIELDS_MAX - len(waiting), 0)]
    body = [f"Upload {upload_id} ({_cell(file_name)}) is waiting for this answer."]
    body += _describe_products(waiting) if waiting else []
    body += _describe_unusual(shown, len(unusual)) if unusual else []
    return {
        "upload_id": upload_id,
        "subject": f"{_count(waiting, unusual)} in upload {upload_id}",
        "body": "\n".join(body),
        "fields": [_field(product) for product in waiting[:FIELDS_MAX]],
        "unusual": [_unusual_field(told) for told in shown],
    }


def _count(waiting: Sequence[NewProduct], unusual: Sequence[Unusual]) -> str:
    parts = []
    if waiting:
        parts.append(f"{len(waiting):,} new products" if len(waiting) > 1 else "a new product")
    if unusual:
        parts.append(f"{len(unusual):,} unusual quantities" if len(unusual) > 1 else "an unusual quantity")
    text = " and ".join(parts)
    return text[0].upper() + text[1:]


def _describe_unusual(shown: Sequence[Unusual], count: int) -> list[str]:
    rows = [
        f"| {_cell(told['sheet'])}!{told['cell']} | {_cell(told['product'])} | {told['date']} "
        f"| {told['quantity']:,.6g} | {told['usual_low']:,.6g} to {told['usual_high']:,.6g} |"
        for told in shown
    ]
    more = count - len(shown)
    rest = ["", f"And {more:,} more: see them all on Foresail's Upload page."] if more else []
    return [
        "",
        "| Cell | Product | Day | Quantity | Usually |",
        "|---|---|---|---|---|",
        *rows,
        *rest,
    ]


def _unusual_field(told: Unusual) -> dict[str, Any]:
    name = f"{told['product']} on {told['date']}: {told['quantity']:,.6g}"
    return {"name": name[:200], "choices": [KEPT, LEFT], "proposed": KEPT}


def _describe_products(waiting: Sequence[NewProduct]) -> list[str]:
    rows = [
        f"| {_cell(product['name'])} | {product['rows']:,} | {product['units']:,.6g} "
        f"| {_cell(_matches(product))} |"
        for product in waiting[:FIELDS_MAX]
    ]
    body = [
        "",
        "| Name in the workbook | Rows | Units | Probably the same as |",
        "|---|---|---|---|",
        *rows,
    ]
    if len(waiting) > FIELDS_MAX:
        body += ["", f"And {len(waiting) - FIELDS_MAX:,} more: see them all on Foresail's Upload page."]
    return body


def _field(product: NewProduct) -> dict[str, Any]:
    matches = [SAME + match["name"] for match in product["matches"]]
    proposed = matches[0] if matches and product["matches"][0]["score"] >= PROPOSED_MIN else NEW
    return {"name": product["name"], "choices": [NEW, *matches, DROP], "proposed": proposed}


def read_answer(question: Mapping[str, Any], response: Mapping[str, Any]) -> tuple[list[Answer], str]:
    """What a person answered: answers by product, and what the rest is."""
    option = (response.get("chosen_options") or [ALL_NEW])[0]
    chosen = response.get("params_input") or {}
    if option != AS_CHOSEN:
        return [], RESTS[option]
    answers = []
    for number, field in enumerate(question["fields"]):
        choice = chosen.get(field_key(number))
        if isinstance(choice, Mapping):
            choice = choice.get("value")
        answers.append(_answer(field["name"], choice or field["proposed"]))
    return answers, RESTS[option]


def read_unusual(storage: Storage, upload_id: int) -> list[Unusual]:
    """The unusual quantities of an upload that someone was asked about."""
    asked: list[Unusual] = storage.read_json(unusual_key(upload_id))
    return asked


def read_unusual_answer(
    question: Mapping[str, Any], response: Mapping[str, Any]
) -> tuple[dict[int, str], str]:
    """What a person answered about quantities: by their place, and what the rest is."""
    chosen = response.get("params_input") or {}
    answers = {}
    for number, _ in enumerate(question.get("unusual", ())):
        choice = chosen.get(unusual_field_key(number))
        if isinstance(choice, Mapping):
            choice = choice.get("value")
        answers[number] = "drop" if choice == LEFT else "keep"
    return answers, "keep"


def unusual_field_key(number: int) -> str:
    """The name of a field of the form for a quantity."""
    return f"quantity_{number + 1}"


def _answer(name: str, choice: str) -> Answer:
    if choice.startswith(SAME):
        return Answer(name, "rename", choice.removeprefix(SAME))
    return Answer(name, "drop" if choice == DROP else "keep")


def field_key(number: int) -> str:
    """The name of a field of the form: product names are not identifiers."""
    return f"product_{number + 1}"


def _matches(product: NewProduct) -> str:
    return (
        ", ".join(f"{match['name']} ({match['score']} %)" for match in product["matches"]) or "nothing known"
    )


def _cell(text: str) -> str:
    """Text that stays text in a Markdown table, whatever a planner's workbook calls its products."""
    for character in "\\`*_{}[]<>()#+!|~":
        text = text.replace(character, f"\\{character}")
    return text
