"""The digest: the subject, the text and the picture that a subscriber gets when forecasts are published."""

from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from html import escape
from typing import Any

from sqlalchemy import Connection

from foresail.notifications import charts
from foresail.queries import forecasts, products, sales, stats

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
    html: str
    picture: bytes
    attached: tuple[str, ...] = ()


def compose(connection: Connection) -> Digest:
    """Compose the digest of the published run: next week's largest products, accuracy, what fell back."""
    overview = stats.read_stats(connection)
    run = overview["forecasts"]
    largest = products.largest(connection, PRODUCTS_SHOWN)
    as_of = run["as_of"]
    attached = _choose_attached(connection, run)
    ahead = "month" if run["frequency"] == "month" else "week"
    rows = "".join(
        f'<tr><td style="{CELL};text-align:left">{escape(row["product"])}</td>'
        f'<td style="{CELL}">{row["mean"]:,.0f}</td></tr>'
        for row in largest
    )
    held = f"the {len(attached)} largest" if attached else "all of them"
    html = (
        f"<p>The forecasts of {run['products']:,} products are new: the {run['horizon']} "
        f"{run['frequency']}s after that of {as_of:%d %B %Y}, the newest with sales.</p>"
        f"<p>{escape(accuracy_sentence(overview['accuracy'], run['frequency']))} "
        f"{_fallback_sentence(run['fell_back'])}</p>"
        f'<p><img src="cid:{PICTURE}" alt="Sales and forecast of {escape(largest[0]["product"])}" '
        'style="max-width:100%"></p>'
        '<table style="border-collapse:collapse"><tr>'
        f'<th style="{CELL};text-align:left">Product</th><th style="{CELL}">Units, next {ahead}'
        f"</th></tr>{rows}</table>"
        f"<p>The workbook attached holds every {run['frequency']} of {held}, with quantiles and charts.</p>"
        f"<p style='color:#6b7280'>Run {run['run_id']}, model {run['model_id']}, data version "
        f"{run['data_version']}. Sums are of means.</p>"
    )
    subject = f"Foresail: new forecasts for {run['products']:,} products, sales until {as_of}"
    return Digest(subject, html, _picture(connection, largest[0]["product"], run), attached)


def _choose_attached(connection: Connection, run: dict[str, Any]) -> tuple[str, ...]:
    if run["products"] * run["horizon"] <= LINES_ATTACHED:
        return ()
    return tuple(row["product"] for row in products.largest(connection, LARGEST_ATTACHED))


def accuracy_sentence(accuracy: dict[str, float], step: str) -> str:
    """Say how good the forecasts were in the backtest, against seasonal naive."""
    ours, naive = accuracy.get("wape"), accuracy.get("wape_seasonal_naive")
    if ours is None or not naive:
        return "There is too little history for a backtest."
    better = 1 - ours / naive
    verdict = f"{better:.0%} less" if better >= 0 else f"{-better:.0%} more"
    season = "week" if step == "day" else "year"
    return (
        f"In the backtest the error was {ours:.0%} of what was sold, {verdict} than copying the {season} "
        f"before ({naive:.0%})."
    )


def _fallback_sentence(count: int) -> str:
    if count == 0:
        return "No product fell back to a simpler forecast."
    return f"{count:,} of them fell back to a simpler forecast; each says why."


def _picture(connection: Connection, product: str, run: dict[str, Any]) -> bytes:
    step = run["frequency"]
    since = run["as_of"] - timedelta(days=HISTORY_DAYS[step])
    sold = sales.read_sales(connection, product, since, run["as_of"], step)
    told = forecasts.read_forecast(connection, product, run["horizon"])
    ahead = [(day["day"], day["mean"], day["q10"], day["q90"]) for day in told["days"]]
    return charts.draw(product, [(day["day"], day["quantity"]) for day in sold["days"]], ahead, step)


def as_message(digest: Digest, workbook: bytes, to: str) -> bytes:
    """The digest as a mail file, for where no mail server is set."""
    message = EmailMessage()
    message["Subject"], message["To"] = digest.subject, to
    message.set_content("This mail is best read as HTML.")
    message.add_alternative(digest.html, subtype="html")
    html = message.get_payload()[1]
    html.add_related(digest.picture, "image", "png", cid=f"<{PICTURE}>", filename=PICTURE)
    message.add_attachment(workbook, "application", SHEETS, filename=WORKBOOK)
    return message.as_bytes()
