// What the chart is drawn of: axes, bands, lines and the mark of the chosen day, as SVG.

import { colour, Fragment, h } from "../lib/airflow.js";
import { formatDay, formatShortDay, formatUnits } from "../lib/format.js";
import { toNumber } from "../lib/scale.js";

// As a style: the page sets a font size on every element, which beats an attribute.
export const WORDS = { fill: colour("fg.muted"), style: { fontSize: "12px" } };
const GRID = { stroke: colour("border"), strokeWidth: 1, shapeRendering: "crispEdges" };
const SOLD = { fill: "none", stroke: colour("fg.muted"), strokeWidth: 1.5, strokeLinejoin: "round" };
const MEAN = { fill: "none", stroke: colour("blue.fg"), strokeWidth: 2.5, strokeLinejoin: "round" };

/** Lines and words of the axis of units; `label` says what they are. */
export function UnitAxis({ plot: { left, right, y, units }, label }) {
  return h(
    Fragment,
    null,
    h("text", { ...WORDS, x: 0, y: 12 }, label),
    units.map((value) =>
      h(
        Fragment,
        { key: value },
        h("line", { ...GRID, x1: left, x2: right, y1: y(value), y2: y(value) }),
        h("text", { ...WORDS, x: left - 8, y: y(value) + 4, textAnchor: "end" }, formatUnits(value)),
      ),
    ),
  );
}

/** Lines and words of both axes, and the border between the past and what is forecast. */
export function Axes({ plot, asOf, step }) {
  const { right, top, bottom, x } = plot;
  return h(
    Fragment,
    null,
    h(UnitAxis, { plot, label: `Units per ${step}` }),
    plot.days.map(({ number, day }) =>
      h(
        Fragment,
        { key: number },
        h("line", { ...GRID, x1: x(number), x2: x(number), y1: bottom, y2: bottom + 5 }),
        h(
          "text",
          { ...WORDS, x: x(number), y: bottom + 20, textAnchor: anchor(x(number), plot) },
          formatShortDay(day),
        ),
      ),
    ),
    asOf && h(Border, { at: x(asOf + 0.5), asOf, top, bottom, right }),
  );
}

function anchor(at, { left, right }) {
  if (at < left + 24) return "start";
  return at > right - 24 ? "end" : "middle";
}

function Border({ at, asOf, top, bottom, right }) {
  const isNarrow = right - at < 60;
  return h(
    Fragment,
    null,
    h("line", {
      x1: at,
      x2: at,
      y1: top - 4,
      y2: bottom,
      stroke: colour("fg.subtle"),
      strokeDasharray: "4 4",
    }),
    h(
      "text",
      { ...WORDS, x: at, y: 12, textAnchor: isNarrow ? "end" : "middle" },
      `as of ${formatDay(new Date(asOf * 86_400_000))}`,
    ),
  );
}

/** Sales as a line; the forecast as a line in its bands, `bands` from the innermost outwards. */
export function Lines({ plot, sold, days, bands }) {
  const { x, y } = plot;
  const line = (rows, name) => rows.map((row) => `${x(toNumber(row.day))},${y(row[name])}`);
  const band = (low, high) => [...line(days, high), ...line(days, low).toReversed()].join(" ");
  return h(
    Fragment,
    null,
    days.length > 0 &&
      bands
        .toReversed()
        .map(({ low, high, token }) =>
          h("polygon", { key: low, points: band(low, high), fill: colour(token) }),
        ),
    h("polyline", { ...SOLD, points: line(sold, "quantity").join(" ") }),
    h("polyline", { ...MEAN, points: line(days, "mean").join(" ") }),
  );
}

/** The chosen day: a line down, and a dot on what was sold and on what is forecast. */
export function Mark({ plot, point: { day, sold, forecast } }) {
  const at = plot.x(toNumber(day));
  const dot = { cx: at, r: 4, stroke: colour("bg"), strokeWidth: 1.5 };
  return h(
    Fragment,
    null,
    h("line", { x1: at, x2: at, y1: plot.top, y2: plot.bottom, stroke: colour("fg"), strokeWidth: 1 }),
    sold && h("circle", { ...dot, cy: plot.y(sold.quantity), fill: colour("fg.muted") }),
    forecast && h("circle", { ...dot, cy: plot.y(forecast.mean), fill: colour("blue.fg") }),
  );
}
