// The picture of how good the forecasts were, by week or month: a measure, beside repeating the last season.

import { makeMeasure, naiveOf, nameNaive, readMeasure } from "../../lib/accuracy.js";
import { colour, Fragment, h } from "../../lib/airflow.js";
import { formatFigure } from "../../lib/facts.js";
import { t } from "../../lib/language.js";
import { formatTick, linesOf } from "../../lib/totals.js";
import { UnitAxis, WORDS } from "../../parts/drawing.js";
import { PeriodPicture } from "../../parts/period-picture.js";

const OURS = "blue.fg";
const THEIRS = "orange.fg";

/** `periods` are those of GET /monitoring, `metric` is drawn; `step` is that of the forecasts, added up `by`. */
export function OverTime({ periods, metric, by, step }) {
  const naive = naiveOf(metric.name);
  const tell = (period) => readMeasure(period, metric, { by, step });
  return h(PeriodPicture, {
    periods,
    legend: [[t("Forecast"), OURS, 3], ...(naive ? [[nameNaive(step), THEIRS, 2]] : [])],
    title: t("{measure} over time", { measure: metric.label }),
    description: tell(periods.at(-1)),
    make: (width) => makeMeasure(periods, metric.name, width),
    tell,
    draw: (plot) =>
      h(
        Fragment,
        null,
        h(UnitAxis, { plot, label: metric.label, format: (value) => formatFigure(metric, value) }),
        naive && h(Line, { periods, name: naive, token: THEIRS, plot, isYardstick: true }),
        h(Line, { periods, name: metric.name, token: OURS, plot }),
        h(Days, { periods, plot, by }),
      ),
  });
}

/** A line with a dot a period, and gaps where nothing is known. */
function Line({ periods, name, token, plot, isYardstick }) {
  const stroke = colour(token);
  return h(
    Fragment,
    null,
    linesOf(periods, name, plot).map((points) =>
      h("polyline", {
        key: points,
        points,
        fill: "none",
        stroke,
        strokeWidth: isYardstick ? 1.5 : 2.5,
        // Told apart without their colours, too.
        strokeDasharray: isYardstick ? "5 4" : undefined,
      }),
    ),
    periods.map(
      (period, place) =>
        period[name] != null &&
        h("circle", { key: period.day, cx: plot.at(place), cy: plot.y(period[name]), r: 3, fill: stroke }),
    ),
  );
}

const Days = ({ periods, plot, by }) =>
  periods.map(
    ({ day }, place) =>
      place % plot.labelEvery === 0 &&
      h(
        "text",
        { ...WORDS, key: day, x: plot.at(place), y: plot.bottom + 18, textAnchor: "middle" },
        formatTick(day, by),
      ),
  );
