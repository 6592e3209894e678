"""The digest's picture: what was sold, and what is forecast with its 80 % band."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

INK = "#1f2937"
BLUE = "#2563eb"


def draw(
    title: str,
    sold: Sequence[tuple[date, float]],
    forecast: Sequence[tuple[date, float, float, float]],
    step: str = "day",
) -> bytes:
    """A PNG of sales (day, units) and forecasts (day, mean, low, high), by steps; 1200 x 480 pixels."""
    from matplotlib import dates
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    formatter: Any = dates.ConciseDateFormatter
    figure = Figure(figsize=(10, 4), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Any = figure.subplots()  # its types know no dates
    axes.plot([day for day, _ in sold], [units for _, units in sold], color=INK, linewidth=1.2, label="Sold")
    days = [day for day, *_ in forecast]
    lows, highs = [low for *_, low, _ in forecast], [high for *_, high in forecast]
    axes.fill_between(days, lows, highs, color=BLUE, alpha=0.2, linewidth=0, label="80 % interval")
    axes.plot(days, [mean for _, mean, *_ in forecast], color=BLUE, linewidth=2, label="Forecast (mean)")
    axes.set_title(title, loc="left", color=INK, parse_math=False)
    axes.set_ylabel(f"Units per {step}")
    axes.set_ylim(bottom=0)
    # The year of the axis alone: its last tick may lie in a month that nothing is drawn of.
    locator, years = axes.xaxis.get_major_locator(), ["", *["%Y"] * 5]
    axes.xaxis.set_major_formatter(formatter(locator, offset_formats=years))
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(frameon=False, loc="outside lower left", ncols=3)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
