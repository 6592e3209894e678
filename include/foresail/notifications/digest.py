"""The digest: the subject, the text and the picture that a subscriber gets when forecasts are published."""

from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from html import escape
from typing import Any

from sqlalchemy import Connection

from foresail.errors import NothingToForecast
from foresail.forecast_cache.lookup import read_forecast
from foresail.notifications import charts
from foresail.quantiles import BANDS
from foresail.warehouse import products, sold, stats
from foresail.warehouse.shapes import ForecastStats

PICTURE, WORKBOOK = "forecast.png", "foresail-forecasts.xlsx"
SHEETS = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook of more lines is no attachment: that of the largest products is sent then.
LINES_ATTACHED, LARGEST_ATTACHED = 30_000, 100
PRODUCTS_SHOWN = 10
HISTORY_DAYS = {"day": 56, "week": 364, "month": 1096}
CELL = "padding:4px 12px;border-bottom:1px solid #e5e7eb;text-align:right"


@dataclass(frozen=True)
class Digest:
    """A mail without its receiver; its workbook is of the `attached` products, of all where none is named."""

    subject: str
    text: str
    html: str
    picture: bytes
    attached: tuple[str, ...] = ()


def compose(connection: Connection) -> Digest:
    """Compose the digest of the published run: next week's largest products, accuracy, what fell back.

    Raises NothingToForecast where no run is published.
    """
    overview = stats.read_stats(connection)
    run = overview["forecasts"]
    if run is None:
        raise NothingToForecast("No forecasts are published.", "Run foresail_predict first.")
    largest = products.largest(connection, PRODUCTS_SHOWN)
    attached = _choose_attached(connection, run)
    held = f"the {len(attached)} largest products" if attached else "each product"
    step = run["frequency"]
    ahead = "month" if step == "month" else "week"
    before = [
        f"New forecasts for {_count(run['products'], 'product')}: the next {_count(run['horizon'], step)} "
        f"after {_day(run['as_of'])}, the newest {step} with sales.",
        *_missing_sentences(run["gaps"] or {}),
        f"{accuracy_sentence(overview['accuracy'], step)} {_fallback_sentence(run['fell_back'])}",
    ]
    after = [
        f"The attached workbook has every {step} of {held}, with quantiles and charts.",
        f"Run {run['run_id']}, model {run['model_id']}, data version {run['data_version']}. "
        "Totals are sums of mean forecasts.",
    ]
    heads = ("Product", f"Units, next {ahead}")
    table = [(row["product"], f"{row['mean']:,.0f}") for row in largest]
    lines = [f"{name}: {units}" for name, units in (heads, *table)]
    return Digest(
        f"Foresail: new forecasts for {_count(run['products'], 'product')}, sales until {run['as_of']}",
        "\n\n".join((*before, "\n".join(lines), *after)),
        f"{_paragraphs(before)}{_image(largest[0]['product'])}{_table(heads, table)}{_paragraphs(after)}",
        _picture(connection, largest[0]["product"], run),
        attached,
    )


def _paragraphs(sentences: list[str]) -> str:
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def _image(product: str) -> str:
    alt = f"Sales and forecast of {escape(product)}"
    return f'<p><img src="cid:{PICTURE}" alt="{alt}" style="max-width:100%"></p>'


def _table(heads: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><{tag} style="{CELL};text-align:left">{escape(name)}</{tag}>'
        f'<{tag} style="{CELL}">{escape(units)}</{tag}></tr>'
        for tag, (name, units) in (("th", heads), *(("td", row) for row in rows))
    )
    return f'<table style="border-collapse:collapse">{lines}</table>'


def _choose_attached(connection: Connection, run: ForecastStats) -> tuple[str, ...]:
    if run["products"] * run["horizon"] <= LINES_ATTACHED:
        return ()
    return tuple(row["product"] for row in products.largest(connection, LARGEST_ATTACHED))


def accuracy_sentence(accuracy: dict[str, float], step: str) -> str:
    """Say how good the forecasts were in the backtest, against seasonal naive."""
    ours, naive = accuracy.get("wape"), accuracy.get("wape_seasonal_naive")
    if ours is None or not naive:
        return "There is not enough history for a backtest."
    better = 1 - ours / naive
    verdict = f"{better:.0%} less" if better >= 0 else f"{-better:.0%} more"
    season = "week" if step == "day" else "year"
    return (
        f"In the backtest the error was {ours:.0%} of units sold, {verdict} than repeating the {season} "
        f"before ({naive:.0%})."
    )


def _fallback_sentence(count: int) -> str:
    if count == 0:
        return "No product fell back to a simpler forecast."
    return f"{count:,} of them fell back to a simpler forecast; each forecast says why."


def _missing_sentences(gaps: dict[str, Any]) -> list[str]:
    """What of the newest sales seems not to have been sent yet; nothing in runs from before that."""
    sentences = []
    if part := gaps.get("partial"):
        sentences.append(
            f"Sales since {_day(part['since'])} look incomplete: "
            f"{part['products']:,.0f} products sold something, where "
            f"{part['usual_products']:,.0f} usually do."
        )
    if unfinished := gaps.get("unfinished"):
        sentences.append(
            f"The sales from {_day(unfinished['step'])} on were left out: that period was not over yet."
        )
    if late := gaps.get("late_stores"):
        stores = ", ".join(f"{store['name']} after {_day(store['last_day'])}" for store in late)
        sentences.append(f"No sales seem to have arrived from {stores}.")
    return [*sentences, "Missing sales count as zero until they are uploaded."] if sentences else []


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _day(day: date | str) -> str:
    return f"{date.fromisoformat(day) if isinstance(day, str) else day:%d %B %Y}"


def _picture(connection: Connection, product: str, run: ForecastStats) -> bytes:
    step = run["frequency"]
    since = run["as_of"] - timedelta(days=HISTORY_DAYS[step])
    past = sold.read_sales(connection, sold.Wanted(product), since, run["as_of"], step)
    forecast = read_forecast(connection, product, run["horizon"])
    low, high = BANDS[80]
    ahead = [(day["day"], day["mean"], day[low], day[high]) for day in forecast.days]
    return charts.draw(product, [(day["day"], day["quantity"]) for day in past["days"]], ahead, step)


def as_message(digest: Digest, workbook: bytes, to: str) -> bytes:
    """The digest as a mail file, for where no mail server is set."""
    message = EmailMessage()
    message["Subject"], message["To"] = digest.subject, to
    message.set_content(digest.text)
    message.add_alternative(digest.html, subtype="html")
    html: Any = message.get_payload(1)
    html.add_related(digest.picture, "image", "png", cid=f"<{PICTURE}>", filename=PICTURE)
    message.add_attachment(workbook, "application", SHEETS, filename=WORKBOOK)
    return message.as_bytes()
