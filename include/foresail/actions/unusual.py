"""Sales far above what their product ever sold: asked about, and answered, line by line or all at once."""

from collections.abc import Mapping

from foresail.actions.unit import bookkeeping, change
from foresail.airflow import connections
from foresail.errors import BadRequest, NothingToAnswer
from foresail.intake.options import ReadingOptions
from foresail.intake.questions import read_unusual
from foresail.intake.shapes import Unusual
from foresail.intake.stored_checks import StoredCheck
from foresail.naming import name_key
from foresail.settings import settings
from foresail.storage.keys import unusual_key
from foresail.warehouse import line_decisions, locks, uploads
from foresail.warehouse.connecting import reading
from foresail.warehouse.line_decisions import DROP, KEEP, Line
from foresail.warehouse.uploads import Upload

ACTIONS = (KEEP, DROP)
LOGGED_MAX = 1000


def ask(upload: Upload) -> list[Unusual]:
    """The unusual sales of a checked upload that await an answer; stores them as the question.

    FORESAIL_UNUSUAL=keep asks nothing.
    """
    from foresail.intake.unusual_quantities import judge
    from foresail.storage.frames import read_parquet

    waiting: list[Unusual] = []
    storage = connections.storage()
    if settings().unusual == "hold":
        check = StoredCheck(storage, upload.sha256, ReadingOptions.from_json(upload.reading))
        candidates = read_parquet(storage, check.unusual_key)
        with reading(connections.warehouse()) as connection:
            waiting = judge(connection, candidates)
    storage.write_json(unusual_key(upload.id), waiting)
    with bookkeeping() as connection:
        uploads.set_unusual_waiting(connection, upload.id, len(waiting))
    return waiting


def answer(upload_id: int, answers: Mapping[int, str], rest: str | None, who: str, how: str) -> None:
    """Keep or drop the sales that await an answer, by their place in the question; `rest` is for the others.

    Raises NothingToAnswer where none awaits one, BadRequest where some stay without an answer.
    """
    wrong = [action for action in (*answers.values(), rest) if action not in (*ACTIONS, None)]
    if wrong:
        raise BadRequest(f"An answer is {str(wrong[0])[:40]!r}.", f"Use {' or '.join(ACTIONS)}.")
    with change(who) as made:
        locks.hold(made.connection, "sales")  # before it is looked: of two answers at once the first counts
        if not uploads.get(made.connection, upload_id).unusual_waiting:
            raise NothingToAnswer(
                f"No quantity of upload {upload_id} is waiting for an answer.",
                "See GET /uploads/{id} for what was decided.",
            )
        waiting = read_unusual(connections.storage(), upload_id)
        decided = _complete(waiting, answers, rest)
        line_decisions.record(made.connection, upload_id, decided, who, how)
        uploads.set_unusual_waiting(made.connection, upload_id, 0)
        logged = [{**line._asdict(), "action": action} for line, action in decided[:LOGGED_MAX]]
        made.log("answer for quantities", f"upload {upload_id}", after={"how": how, "answers": logged})


def _complete(waiting: list[Unusual], answers: Mapping[int, str], rest: str | None) -> list[tuple[Line, str]]:
    strange = [number for number in answers if not 0 <= number < len(waiting)]
    if strange:
        raise BadRequest(
            f"There is no question number {strange[0]}.", "See unusual.waiting of GET /uploads/{id}."
        )
    left = [number for number in range(len(waiting)) if number not in answers]
    if left and rest is None:
        raise BadRequest(
            f"{len(left)} quantities have no answer; the first is in cell {waiting[left[0]]['cell']}.",
            "Answer for each, or set rest to keep or drop.",
        )
    return [(_line(told), answers.get(number, rest or KEEP)) for number, told in enumerate(waiting)]


def _line(told: Unusual) -> Line:
    store = name_key(told["store"]) if told["store"] else ""
    return Line(name_key(told["product"]), told["date"], store, told["quantity"])
