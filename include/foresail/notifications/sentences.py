"""The sentences of the digest: the run, what is missing, how good forecasts are, what waits for an answer."""

from typing import Any

from sqlalchemy import Connection

from foresail.monitoring import accuracy
from foresail.notifications.wording import Wording
from foresail.warehouse import uploads
from foresail.warehouse.shapes import ForecastStats

WAITING_NAMED = 3


def about_run(run: ForecastStats, said: str, wording: Wording) -> list[str]:
    """What the forecasts are of."""
    ahead = wording.count(run["horizon"], run["frequency"])
    return [
        f"New forecasts for {said}: the next {ahead} after {wording.day(run['as_of'])}, the newest "
        f"{run['frequency']} with sales."
    ]


def about_backtest(figures: dict[str, float], run: ForecastStats, wording: Wording) -> list[str]:
    """How good they were in the backtest, and how many products fell back."""
    return [f"{_accuracy(figures, run['frequency'], wording)} {_fallback(run['fell_back'], wording)}"]


def _accuracy(accuracy: dict[str, float], step: str, wording: Wording) -> str:
    """Say how good the forecasts were in the backtest, against seasonal naive."""
    ours, naive = accuracy.get("wape"), accuracy.get("wape_seasonal_naive")
    if ours is None or not naive:
        return "There is not enough history for a backtest."
    better = 1 - ours / naive
    verdict = f"{wording.share(abs(better))} {'less' if better >= 0 else 'more'}"
    season = "week" if step == "day" else "year"
    return (
        f"In the backtest the error was {wording.share(ours)} of units sold, {verdict} than repeating the "
        f"{season} before ({wording.share(naive)})."
    )


def about_outcomes(connection: Connection, wording: Wording) -> list[str]:
    """How the forecasts of the last four weeks turned out; nothing where none has come due."""
    figures = accuracy.read_recent(connection)
    if figures.wape is None or figures.bias is None:
        return []
    side = "above" if figures.bias >= 0 else "below"
    return [
        f"In the last four weeks the error was {wording.share(figures.wape)} of units sold; in all, "
        f"forecasts lay {wording.share(abs(figures.bias))} {side} what was sold."
    ]


def about_waiting(connection: Connection, wording: Wording, base_url: str) -> list[str]:
    """The uploads that wait for an answer; nothing where none does."""
    found = uploads.list_waiting(connection)
    if not found:
        return []
    names = ", ".join(upload.file_name for upload in found[:WAITING_NAMED])
    names += " and others" if len(found) > WAITING_NAMED else ""
    where = f"at {base_url}/plugin/foresail/upload" if base_url else "on the page Upload"
    verb = "waits" if len(found) == 1 else "wait"
    return [f"{wording.count(len(found), 'upload')} {verb} for an answer: {names}. Answer {where}."]


def _fallback(count: int, wording: Wording) -> str:
    if count == 0:
        return "No product fell back to a simpler forecast."
    return f"{wording.number(count)} of them fell back to a simpler forecast; each forecast says why."


def about_missing(gaps: dict[str, Any], wording: Wording) -> list[str]:
    """What of the newest sales seems not to have been sent yet; nothing in runs from before that."""
    sentences = []
    if part := gaps.get("partial"):
        sentences.append(
            f"Sales since {wording.day(part['since'])} look incomplete: "
            f"{wording.number(part['products'])} products sold something, where "
            f"{wording.number(part['usual_products'])} usually do."
        )
    if unfinished := gaps.get("unfinished"):
        day = wording.day(unfinished["step"])
        sentences.append(f"The sales from {day} on were left out: that period was not over yet.")
    if late := gaps.get("late_stores"):
        stores = ", ".join(f"{store['name']} after {wording.day(store['last_day'])}" for store in late)
        sentences.append(f"No sales seem to have arrived from {stores}.")
    return [*sentences, "Missing sales count as zero until they are uploaded."] if sentences else []
