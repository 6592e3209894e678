"""Writes the workbook of an export in constant memory: About, Forecast, Charts, Sold."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from foresail.exporting import charts
from foresail.exporting.csv_rows import DAYS, TEXTS, WHOLE, read_header, read_rows
from foresail.exporting.rows import CHARTS_MAX, HISTORY, SHEET_ROWS_MAX
from foresail.workbooks.writing import write_text

ABOUT, FORECAST, CHARTS, SOLD = "About", "Forecast", "Charts", "Sold"
WIDTHS = {
    "product": 32, "store": 18, "day": 11, "as_of": 11, "method_label": 48, "method": 24, "demand_class": 16,
    "status": 9,
}  # fmt: skip
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
MEANINGS = {
    "day": "The date on which the {step} begins.",
    "mean": "Units expected in the {step}.",
    "status": "fresh: the forecast uses all stored sales and the current model; stale: it does not.",
    "method_label": "The method that forecast the product.",
    "method": "The same method by its code name.",
    "demand_class": "The pattern of the product's demand: smooth, erratic, intermittent, lumpy and so on.",
    "run_id": "The forecast run; model_id: the model that made it; data_version: how many uploads it uses.",
    "as_of": "The date on which the newest {step} of sales that the forecast uses begins.",
}


def write(forecast: Path, history: Path, out: Path, about: dict[str, Any]) -> None:
    """Write the workbook; raises ValueError where there are more rows than a sheet has."""
    header = read_header(forecast)
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": "Foresail forecasts"})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7"}),
            "bold": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "units": book.add_format({"num_format": "0.0"}),
        }
        _write_about(book.add_worksheet(ABOUT), formats, about, header)
        charted = _write_table(book.add_worksheet(FORECAST), formats, header, forecast)
        page = book.add_worksheet(CHARTS)
        sold = _write_table(book.add_worksheet(SOLD), formats, list(HISTORY), history)
        _write_charts(book, page, formats, about, charted, sold)


def _write_table(page: Any, formats: dict[str, Any], header: list[str], source: Path) -> charts.Places:
    """Write a CSV as a table; returns where its first products stand."""
    for column, name in enumerate(header):
        page.set_column(column, column, WIDTHS.get(name, 11))
        page.write_string(0, column, name, formats["head"])
    page.freeze_panes(1, 0)
    places = charts.Places(page.get_name(), header, CHARTS_MAX)
    writers = [_writer(page, name, formats) for name in header]
    number = 0
    for number, row in enumerate(read_rows(source), 1):
        if number > SHEET_ROWS_MAX:
            raise ValueError(f"more than {SHEET_ROWS_MAX} rows")
        for column, value in enumerate(row.values()):
            if value is not None:
                writers[column](number, column, value)
        places.note(number, row)
    page.autofilter(0, 0, number, len(header) - 1)
    return places


def _writer(page: Any, name: str, formats: dict[str, Any]) -> Callable[[int, int, Any], None]:
    """What writes the cells of a column."""
    if name in TEXTS:
        return partial(write_text, page)
    if name in DAYS:
        style = formats["day"]
        # As the number that Excel keeps: many times as fast as XlsxWriter's own turn of a date into it.
        return lambda row, column, day: page.write_number(row, column, charts.serial(day), style)
    style = None if name in WHOLE else formats["units"]
    return lambda row, column, number: page.write_number(row, column, number, style)


def _write_charts(
    book: Any,
    page: Any,
    formats: dict[str, Any],
    about: dict[str, Any],
    charted: charts.Places,
    sold: charts.Places,
) -> None:
    step = about.get("frequency", "day")
    page.hide_gridlines(2)
    write_text(page, 0, 0, _without_chart(about, len(charted.spans)), formats["bold"])
    page.write_string(1, 0, f"All amounts are units per {step}; the numbers are on {FORECAST} and {SOLD}.")
    for number, product in enumerate(charted.spans):
        row, column = charts.place(number)
        write_text(page, row, column, product, formats["bold"])
        name = ([CHARTS, row, column], product)
        page.insert_chart(row + 1, column, charts.draw(book, name, step, charted, sold))


def _without_chart(about: dict[str, Any], count: int) -> str:
    rest = about.get("series", count) - count
    if not count:
        return "There is no forecast to chart."
    if not rest:
        return f"Every product has a chart: {count}."
    return (
        f"The first {count} products have a chart; {rest:,} more {'has' if rest == 1 else 'have'} none. "
        "Filter the export by product or search to see them."
    )


def _write_about(page: Any, formats: dict[str, Any], about: dict[str, Any], header: list[str]) -> None:
    """Two columns: what, and its value or meaning."""
    step = about.get("frequency", "day")
    page.hide_gridlines(2)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, "Foresail forecasts", formats["title"])
    row = 2
    for name, value in (*_facts(about, step), ("", ""), *_meanings(header, step), ("", ""), *_missing(about)):
        if name:
            page.write_string(row, 0, name, formats["bold"])
        if isinstance(value, date):
            page.write_datetime(row, 1, value, formats["day"])
        elif value is not None:
            write_text(page, row, 1, str(value), formats["wrapped"])
        row += 1


def _facts(about: dict[str, Any], step: str) -> list[tuple[str, Any]]:
    as_of = about.get("as_of")
    return [
        ("Units", f"All amounts are units of the product per {step}."),
        ("Step", f"One {step}; {about.get('horizon')} steps ahead."),
        ("As of", date.fromisoformat(as_of) if as_of else None),
        ("Forecast run", about.get("run_id")),
        ("Model", about.get("model_id")),
        ("Data version", about.get("data_version")),
        ("Published", about.get("published_at")),
        ("Exported", about.get("made_at")),
        ("Store", about.get("store") or "All stores together"),
        *([("Search", about["search"])] if about.get("search") else []),
        ("Products", about.get("series")),
        ("Rows", about.get("rows")),
    ]


def _meanings(header: list[str], step: str) -> list[tuple[str, str]]:
    meanings = [("Columns of Forecast", "")]
    for name in header:
        if name in MEANINGS:
            meanings.append((name, MEANINGS[name].format(step=step)))
        elif charts.is_quantile(name):
            meaning = f"Units that demand stays below in {charts.percent(name)} % of {step}s."
            meanings.append((name, meaning))
    for low, high, percent in charts.INTERVALS:
        if low in header and high in header:
            meanings.append(
                (
                    f"{low} to {high}",
                    f"The {percent} % interval: demand is inside it in {percent} % of {step}s.",
                )
            )
    return meanings


def _missing(about: dict[str, Any]) -> list[tuple[str, str]]:
    count, names = about.get("missing", 0), about.get("missing_names", [])
    if not count:
        return [("Missing", "None of the requested products is missing.")]
    rest = count - len(names)
    who = "requested product has" if count == 1 else "requested products have"
    lines = [("Missing", f"{count:,} {who} no forecast, and no row here:")]
    lines += [("", name) for name in names]
    return [*lines, ("", f"and {rest:,} more.")] if rest else lines
