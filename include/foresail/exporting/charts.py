"""The charts of an exported workbook: sales and forecast over one true axis of dates."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foresail.quantiles import BANDS

INK, BLUE, PALE = "#1F2937", "#2563EB", "#93B4F5"
INTERVALS = tuple((low, high, percent) for percent, (low, high) in BANDS.items())
WIDTH, HEIGHT = 720, 340
ROWS_EACH, COLUMNS_EACH, FIRST_ROW = 20, 12, 3
"""Cells of 20 x 64 pixels that one chart and its heading take."""
TICKS = 7
EPOCH = date(1899, 12, 30)


@dataclass
class Places:
    """Where the first `most` products of a table stand: first and last row, and the values they have."""

    sheet: str
    header: list[str]
    most: int
    spans: dict[str, list[int]] = field(default_factory=dict)
    values: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def note(self, number: int, row: dict[str, Any]) -> None:
        """Take note of a row; a product's rows follow each other."""
        product = row["product"]
        if product not in self.spans:
            if len(self.spans) >= self.most:
                return
            self.spans[product] = [number, number]
            self.values[product] = {name: [] for name in self.header}
        self.spans[product][1] = number
        for name, value in row.items():
            self.values[product][name].append(value)

    def cells(self, product: str, name: str) -> list[Any]:
        """A column of a product's rows, as XlsxWriter takes a range."""
        column = self.header.index(name)
        first, last = self.spans[product]
        return [self.sheet, first, column, last, column]

    def has(self, product: str, name: str) -> bool:
        """Whether a column of a product has a value."""
        return any(value is not None for value in self.values.get(product, {}).get(name, ()))


def is_quantile(name: str) -> bool:
    """Whether a column is a quantile's."""
    return re.fullmatch(r"q\d+", name) is not None


def percent(quantile: str) -> str:
    """q10: 10; q025: 2.5; q975: 97.5."""
    digits = quantile[1:]
    return f"{float(f'0.{digits}') * 100:g}"


def place(number: int) -> tuple[int, int]:
    """Row and column of a chart's heading; two charts stand side by side."""
    return FIRST_ROW + number // 2 * ROWS_EACH, number % 2 * COLUMNS_EACH


def draw(book: Any, name: tuple[list[Any], str], step: str, ahead: Places, sold: Places) -> Any:
    """The chart of a product, in units a step; `name` is the cell that holds its name, and the name."""
    cell, product = name
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    labels: list[str] = []

    def add(places: Places, column: str, label: str, line: dict[str, Any]) -> None:
        if not places.has(product, column):
            return
        values = places.values[product]
        chart.add_series({
            "name": label,
            "categories": places.cells(product, "day"), "values": places.cells(product, column),
            # A viewer that reckons nothing draws these: constant memory keeps no cells to take them from.
            "categories_data": [serial(day) for day in values["day"]],
            "values_data": ["" if value is None else value for value in values[column]],
            "line": line, "marker": {"type": "none"},
        })  # fmt: skip
        labels.append(label)

    add(sold, "units_sold", "Sold", {"color": INK, "width": 1.5})
    add(ahead, "mean", "Forecast (mean)", {"color": BLUE, "width": 2.25})
    for (low, high, within), dash in zip(INTERVALS, ("solid", "dash"), strict=True):
        if ahead.has(product, low) and ahead.has(product, high):
            line = {"color": PALE, "width": 1.25, "dash_type": dash}
            add(ahead, low, f"{within} % interval ({low}, {high})", line)
            add(ahead, high, f"{within} % interval, high ({high})", line)
    chart.set_title({"name": cell, "data": [product], "overlay": False, "name_font": {"size": 12}})
    chart.set_x_axis(_axis_of_days(product, step, ahead, sold))
    chart.set_y_axis({"name": f"Units per {step}", "num_format": "General", "min": 0,
                      "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}})  # fmt: skip
    both = [number for number, label in enumerate(labels) if ", high (" in label]
    chart.set_legend({"position": "bottom", "delete_series": both})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart


def serial(day: date) -> int:
    """A day as Excel counts it."""
    return (day - EPOCH).days


def _axis_of_days(product: str, step: str, ahead: Places, sold: Places) -> dict[str, Any]:
    days = [*sold.values.get(product, {}).get("day", ()), *ahead.values[product]["day"]]
    first, last = serial(min(days)), serial(max(days))
    unit = -(-max(last - first, 1) // TICKS)
    unit = -(-unit // 7) * 7 if unit > 3 else unit  # whole weeks between the dates written
    return {
        "name": f"First day of the {step}" if step != "day" else "Day",
        "num_format": "yyyy-mm-dd", "min": first, "max": max(last, first + 1), "major_unit": unit,
        "num_font": {"size": 8}, "major_gridlines": {"visible": False}, "label_position": "low",
    }  # fmt: skip
