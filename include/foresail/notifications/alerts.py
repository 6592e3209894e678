"""What is mailed of events: a refused file, an answer that is needed, a fall, a failed run, lateness."""

from collections.abc import Callable
from typing import Any

from foresail.mail_events import Kind
from foresail.notifications.mails import Body, link, paragraphs
from foresail.notifications.wording import Wording
from foresail.warehouse.events import Event

Words = Callable[[dict[str, Any], Wording], tuple[str, list[str]]]


def compose(event: Event, wording: Wording, base_url: str) -> Body:
    """The mail about an event; its link leads to where something can be done."""
    subject, sentences = WORDS[event.kind](event.facts, wording)
    address = base_url and base_url + PLACES[event.kind].format(**event.facts)
    words = "Open it in Airflow"
    text = "\n\n".join([*sentences, *([f"{words}: {address}"] if address else [])])
    html = paragraphs(sentences) + (link(address, words) if address else "")
    return Body(f"Foresail: {subject}", text, html)


def _upload(facts: dict[str, Any], wording: Wording) -> tuple[str, list[str]]:
    sent = f"{facts['file_name']}, sent by {facts['who']}"
    if facts.get("reason"):
        return f"a file was refused ({facts['file_name']})", [
            f"{sent}, was refused. Nothing of it was stored.",
            facts["reason"],
        ]
    rejected, read = facts["rows_rejected"], wording.count(facts["rows_read"], "row")
    were = "was" if rejected == 1 else "were"
    return f"{wording.count(rejected, 'row')} of a file {were} refused ({facts['file_name']})", [
        f"{wording.number(rejected)} of {read} of {sent}, {were} refused; the others are stored as usual.",
        "The page Upload says why, row by row, and has the workbook with the cells marked.",
    ]


def _waiting(facts: dict[str, Any], wording: Wording) -> tuple[str, list[str]]:
    what = wording.facts(facts, "new_product", "unusual_quantity")
    what = what.replace("quantitys", "quantities")
    is_one = sum(facts.get(name) or 0 for name in ("new_product", "unusual_quantity")) == 1
    waits = "waits" if is_one else "wait"
    return f"an answer is needed for {facts['file_name']}", [
        f"{what} of {facts['file_name']}, sent by {facts['who']}, {waits} for an answer.",
        "Until then nothing of the file is stored.",
    ]


def _accuracy(facts: dict[str, Any], wording: Wording) -> tuple[str, list[str]]:
    since = wording.day(facts["since"])
    if facts["signal"] == "bias":
        side = "above" if facts["size"] > 0 else "below"
        told = f"Since {since} the forecasts lie {wording.share(abs(facts['size']))} {side} what was sold."
    else:
        told = f"Since {since} the error is {wording.share(facts['size'])} of that of the backtest."
    return "forecasts have become less accurate", [
        told,
        "A model is trained anew where the newest one is affected. The page Accuracy shows the weeks.",
    ]


def _failed(facts: dict[str, Any], wording: Wording) -> tuple[str, list[str]]:
    return f"a run of {facts['dag_id']} has failed", [
        f"Task {facts['task_id']} of run {facts['dag_run_id']} has failed: {facts['reason']}",
        "What readers see is as it was before. Once the cause is mended, clear the task and it goes on.",
    ]


def _late(facts: dict[str, Any], wording: Wording) -> tuple[str, list[str]]:
    published = facts.get("published_on")
    before = f"The newest are of {wording.day(published)}." if published else "There are none yet."
    return f"no new forecasts by {facts['time']}", [
        f"No forecasts were published on {wording.day(facts['day'])} by {facts['time']} ({facts['zone']}).",
        before,
        "Look whether sales arrived and whether a run is under way or has failed.",
    ]


WORDS: dict[Kind, Words] = {
    "upload": _upload,
    "waiting": _waiting,
    "accuracy": _accuracy,
    "failed": _failed,
    "late": _late,
}
PLACES: dict[Kind, str] = {
    "upload": "/plugin/foresail/upload",
    "waiting": "/plugin/foresail/upload",
    "accuracy": "/plugin/foresail/accuracy",
    "failed": "/dags/{dag_id}/runs",
    "late": "/plugin/foresail/overview",
}
