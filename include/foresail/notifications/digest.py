"""The digest: the subject, the text and the picture that a subscriber gets when forecasts are published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from sqlalchemy import Connection

from foresail.errors import NothingToForecast
from foresail.forecast_cache.lookup import read_forecast
from foresail.notifications import charts, mails, sentences
from foresail.notifications.mails import Addressed
from foresail.notifications.wording import Wording
from foresail.quantiles import BANDS
from foresail.warehouse import digest_products, sold, stats
from foresail.warehouse.digest_products import Row
from foresail.warehouse.shapes import ForecastStats
from foresail.warehouse.subscribers import Choice

PICTURE, WORKBOOK = "forecast.png", "foresail-forecasts.xlsx"
SHEETS = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook of more lines is no attachment: that of the largest products is sent then.
LINES_ATTACHED, LARGEST_ATTACHED = 30_000, 100
PRODUCTS_SHOWN = 10


@dataclass(frozen=True)
class Digest:
    """A mail without its receiver; its workbook is of the `attached` products, of all where none is named."""

    subject: str
    text: str
    html: str
    picture: bytes
    attached: tuple[str, ...] = ()
    has_products: bool = True


def compose(connection: Connection, choice: Choice | None = None, base_url: str = "") -> Digest:
    """Compose the digest of the published run: the largest products, what changed, accuracy, what waits.

    It is of the products that are chosen, or of all. Raises NothingToForecast where no run is published.
    """
    choice = choice or Choice()
    wording = Wording(choice.language)
    overview = stats.read_stats(connection)
    run = overview["forecasts"]
    if run is None:
        raise NothingToForecast("No forecasts are published.", "Run foresail_predict first.")
    chosen = digest_products.find(connection, choice.about) if choice.about else None
    rows = digest_products.largest(connection, run["run_id"], chosen)
    attached = _choose_attached(run, rows, chosen)
    said = wording.count(len(rows), "product")
    before = [
        *sentences.about_run(run, said, wording),
        *([] if rows else ["None of the products that you chose is among them."]),
        *sentences.about_missing(run["gaps"] or {}, wording),
        *sentences.about_backtest(overview["accuracy"], run, wording),
        *sentences.about_outcomes(connection, wording),
        *sentences.about_waiting(connection, wording, base_url),
    ]
    after = [
        f"The workbook has every {run['frequency']} of {_held(attached, chosen, wording)}, "
        "with quantiles and charts.",
        f"Run {run['run_id']}, model {run['model_id']}, data version {run['data_version']}. "
        "Totals are sums of mean forecasts.",
    ]
    subject = f"Foresail: new forecasts for {said}, sales until {wording.day(run['as_of'])}"
    table = _table_of(rows, "month" if run["frequency"] == "month" else "week", wording)
    first = rows[0].name if rows else ""
    picture = _picture(connection, first, run) if first else b""
    return Digest(subject, *_bodies(before, first, table, after), picture, attached, bool(rows))


def _bodies(before: list[str], first: str, table: list[tuple[str, ...]], after: list[str]) -> tuple[str, str]:
    """The same words as text and as HTML, with the picture of the first product."""
    lines = [f"{name}: {'; '.join(rest)}" for name, *rest in table]
    text = "\n\n".join((*before, "\n".join(lines), *after))
    picture = _image(first) if first else ""
    html = mails.paragraphs(before) + picture + mails.table(table[0], table[1:]) + mails.paragraphs(after)
    return text, html


def _table_of(rows: Sequence[Row], ahead: str, wording: Wording) -> list[tuple[str, ...]]:
    """The largest products: units of next week or month, and how much more than in the run before, if any."""
    heads = ("Product", f"Units, next {ahead}")
    if all(row.before is None for row in rows):
        return [heads, *((row.name, wording.number(row.units)) for row in rows[:PRODUCTS_SHOWN])]
    shown = [
        (row.name, wording.number(row.units), "new" if row.before is None else _change(row, wording))
        for row in rows[:PRODUCTS_SHOWN]
    ]
    return [(*heads, "Since last time"), *shown]


def _change(row: Row, wording: Wording) -> str:
    more = row.units - (row.before or 0.0)
    if round(more) == 0:
        return "unchanged"
    return f"{'+' if more > 0 else '−'}{wording.number(abs(more))}"


def _held(attached: tuple[str, ...], chosen: Collection[int] | None, wording: Wording) -> str:
    if not attached:
        return "each product"
    if chosen is not None:
        return f"{wording.count(len(attached), 'product')} that you chose"
    return f"the {wording.count(len(attached), 'largest product')}"


def _image(product: str) -> str:
    alt = f"Sales and forecast of {escape(product)}"
    return f'<p><img src="cid:{PICTURE}" alt="{alt}" style="max-width:100%"></p>'


def _choose_attached(
    run: ForecastStats, rows: Sequence[Row], chosen: Collection[int] | None
) -> tuple[str, ...]:
    is_small = len(rows) * run["horizon"] <= LINES_ATTACHED
    if is_small:
        return () if chosen is None else tuple(row.name for row in rows)
    return tuple(row.name for row in rows[:LARGEST_ATTACHED])


def _picture(connection: Connection, product: str, run: ForecastStats) -> bytes:
    step = run["frequency"]
    past = sold.read_before(connection, sold.Wanted(product), run["as_of"], step)
    forecast = read_forecast(connection, product, run["horizon"])
    low, high = BANDS[80]
    ahead = [(day["day"], day["mean"], day[low], day[high]) for day in forecast.days]
    return charts.draw(product, [(day["day"], day["quantity"]) for day in past["days"]], ahead, step)


def as_message(
    digest: Digest, workbook: bytes | None, addressed: Addressed, export_url: str = ""
) -> EmailMessage:
    """The digest as a mail: text and HTML, the picture in it, the workbook attached, or a link to it."""
    text, html = digest.text, digest.html
    if workbook is None and export_url:
        text += f"\n\nThe workbook is too large to be attached: {export_url}"
        html += mails.link(export_url, "The workbook, which is too large to be attached")
    message = mails.as_message(mails.Body(digest.subject, text, html), addressed)
    if digest.picture:
        mails.add_picture(message, digest.picture, PICTURE)
    if workbook is not None:
        message.add_attachment(workbook, "application", SHEETS, filename=WORKBOOK)
    return message
