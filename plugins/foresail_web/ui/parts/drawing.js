// What the chart is drawn of: axes, bands, lines and the mark of the chosen day, as SVG.

import { colour, Fragment, h } from "../lib/airflow.js";
import { formatDay, formatMonth, formatShortDay, formatUnits } from "../lib/format.js";
import { t } from "../lib/language.js";
import { YEAR_DAYS } from "../lib/plot.js";
import { toNumber } from "../lib/scale.js";
import { nameStep } from "../lib/steps.js";
import { thin } from "../lib/window.js";

// As a style: the page sets a font size on every element, which beats an attribute.
export const WORDS = { fill: colour("fg.muted"), style: { fontSize: "12px" } };
const GRID = { stroke: colour("border"), strokeWidth: 1, shapeRendering: "crispEdges" };
const SOLD = { fill: "none", stroke: colour("fg.muted"), strokeWidth: 1.5, strokeLinejoin: "round" };
/** How far a step that stands alone, as the one month ahead that is whole, is drawn to either side. */
const ALONE_PX = 8;
const MEAN = { fill: "none", stroke: colour("blue.fg"), strokeWidth: 2.5, strokeLinejoin: "round" };

/** Lines and words of the axis of units, or of what else `format` writes; `label` says what they are. */
export function UnitAxis({ plot: { left, right, y, units }, label, format = formatUnits }) {
  return h(
    Fragment,
    null,
    h("text", { ...WORDS, x: 0, y: 12 }, label),
    units.map((value) =>
      h(
        Fragment,
        { key: value },
        h("line", { ...GRID, x1: left, x2: right, y1: y(value), y2: y(value) }),
        h("text", { ...WORDS, x: left - 8, y: y(value) + 4, textAnchor: "end" }, format(value)),
      ),
    ),
  );
}

/** Lines and words of both axes, and at a number of a day the border between what was sold, as of a day, and what is
 * forecast; none where that is null. */
export function Axes({ plot, asOf, at, step }) {
  const { right, top, bottom, x } = plot;
  return h(
    Fragment,
    null,
    h(UnitAxis, { plot, label: t("Units per {step}", { step: nameStep(step) }) }),
    plot.days.map(({ number, day }) =>
      h(
        Fragment,
        { key: number },
        h("line", { ...GRID, x1: x(number), x2: x(number), y1: bottom, y2: bottom + 5 }),
        h(
          "text",
          { ...WORDS, x: x(number), y: bottom + 20, textAnchor: anchor(x(number), plot) },
          plot.last - plot.first > YEAR_DAYS ? formatMonth(day) : formatShortDay(day),
        ),
      ),
    ),
    at !== null && at >= plot.first && at < plot.last && h(Border, { at: x(at), asOf, top, bottom, right }),
  );
}

function anchor(at, { right }) {
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
      // Below the words of the other axis, which may reach as far.
      { ...WORDS, x: at, y: 26, textAnchor: isNarrow ? "end" : "middle" },
      t("as of {day}", { day: formatDay(asOf) }),
    ),
  );
}

/** The rows that lie in a plot, and one on either side, so that lines go on to its edges. */
export function within(rows, { first, last }) {
  const inside = rows.map(({ day }) => toNumber(day) >= first && toNumber(day) <= last);
  const [from, to] = [inside.indexOf(true), inside.lastIndexOf(true)];
  return from < 0 ? [] : rows.slice(Math.max(0, from - 1), to + 2);
}

/** Sales as a line; the forecast as a line in its bands, `bands` from the innermost outwards; behind them `others`,
 * lines of {key, rows, token, dash}, with their quantities. What leaves the plot is cut off by `clip`. */
export function Lines({ plot, sold, days, bands, others = [], clip }) {
  const { x, y } = plot;
  const width = Math.round(plot.right - plot.left);
  const line = (rows, name) =>
    thin(within(rows, plot), name, width).flatMap((row, _, { length }) =>
      (length > 1 ? [0] : [-ALONE_PX, ALONE_PX]).map(
        (aside) => `${x(toNumber(row.day)) + aside},${y(row[name])}`,
      ),
    );
  const band = (low, high) => [...line(days, high), ...line(days, low).toReversed()].join(" ");
  return h(
    "g",
    { clipPath: clip },
    days.length > 0 &&
      bands
        .toReversed()
        .map(({ low, high, token }) =>
          h("polygon", { key: low, points: band(low, high), fill: colour(token) }),
        ),
    others.map(({ key, rows, token, dash }) =>
      h("polyline", {
        ...SOLD,
        key,
        stroke: colour(token),
        strokeDasharray: dash,
        points: line(rows, "quantity").join(" "),
      }),
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

/** The days that are being chosen, from one place to another in pixels. */
export const Selection = ({ plot: { left, right, top, bottom }, selected: [from, to] }) => {
  const [start, end] = [Math.max(left, from), Math.min(right, to)];
  const look = { fill: colour("brand.solid"), opacity: 0.15 };
  return h("rect", { ...look, x: start, width: Math.max(0, end - start), y: top, height: bottom - top });
};
