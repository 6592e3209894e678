// The chart of a product: its sales and its forecast with two bands, read out day by day.

import { Chakra, h, useId, useMemo, useState } from "./airflow.js";
import { Axes, Lines, Mark } from "./drawing.js";
import {
  formatDay,
  formatLongDay,
  formatMean,
  formatName,
  formatRange,
  formatRoundShare,
  formatUnits,
} from "./format.js";
import { Legend } from "./legend.js";
import { nearest, scaleLinear, ticksOfDays, ticksOfUnits, toDay, toNumber } from "./scale.js";
import { useWidth } from "./width.js";

const { Box, Text } = Chakra;
const HEIGHT = 320;
const MARGIN = { top: 36, right: 12, bottom: 28, left: 48 };
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };
const LEGEND = [
  ["Sold", "fg.muted", 2],
  ["Forecast (mean)", "blue.fg", 3],
  [`${formatRoundShare(0.5)} band`, "blue.emphasized", 12],
  [`${formatRoundShare(0.8)} band`, "blue.subtle", 12],
];

/** `sold` are steps of sales, `days` the forecast (may be empty), `asOf` the last step that it knows. */
export function Chart({ product, sold, days, asOf, step }) {
  const [frame, width] = useWidth();
  const [chosen, choose] = useState(null);
  const points = useMemo(() => join(sold, days), [sold, days]);
  const plot = useMemo(() => makePlot(points, width), [points, width]);
  const pressed = (event) => {
    if (event.key === "Escape") return choose(null);
    const move = STEPS[event.key];
    if (!move) return undefined;
    event.preventDefault();
    const { numbers } = plot;
    const start = numbers.indexOf(chosen ?? nearest(numbers, toNumber(asOf ?? sold.at(-1).day)));
    return choose(numbers[Math.min(numbers.length - 1, Math.max(0, start + move))]);
  };
  const moved = (event) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    choose(nearest(plot.numbers, plot.dayAt(event.clientX - left)));
  };
  const point = chosen === null ? null : points.get(chosen);
  return h(
    Box,
    null,
    h(Legend, { entries: LEGEND }),
    h(Readout, { point, step }),
    h(
      Box,
      {
        ref: frame,
        role: "group",
        tabIndex: 0,
        "aria-label": `Chart by ${step}: the left and right arrow keys read out one ${step} after the other`,
        onKeyDown: pressed,
        borderRadius: "md",
        focusVisibleRing: "outside",
        touchAction: "pan-y",
        onPointerMove: moved,
        onPointerLeave: () => choose(null),
      },
      h(Picture, { product, sold, days, asOf, plot, point, step }),
    ),
  );
}

function Picture({ product, sold, days, asOf, plot, point, step }) {
  const id = useId();
  return h(
    "svg",
    {
      role: "img",
      "aria-labelledby": `${id}title ${id}desc`,
      width: "100%",
      height: HEIGHT,
      // Else the browser shows the title as a tip over the very day that is pointed at.
      style: { display: "block", pointerEvents: "none" },
    },
    h("title", { id: `${id}title` }, `${product}: units sold a ${step}, and the forecast`),
    h("desc", { id: `${id}desc` }, describe(sold, days, step)),
    h(Axes, { plot, asOf: asOf && toNumber(asOf), step }),
    h(Lines, { plot, sold, days }),
    point && h(Mark, { plot, point }),
  );
}

/** What the picture shows, for who cannot see it; every number is in the table. */
function describe(sold, days, step) {
  const average = (rows, name) => formatUnits(rows.reduce((sum, row) => sum + row[name], 0) / rows.length);
  const span = (rows) => `From ${formatDay(rows[0].day)} to ${formatDay(rows.at(-1).day)}`;
  const past = `${span(sold)}, ${average(sold, "quantity")} units were sold a ${step}.`;
  if (days.length === 0) return `${past} There is no forecast.`;
  const band = `${average(days, "q10")} to ${average(days, "q90")}`;
  const mean = `${average(days, "mean")} units a ${step} are forecast`;
  return `${past} ${span(days)}, ${mean}; the ${formatRoundShare(0.8)} band is from ${band} on average.`;
}

function Readout({ point, step }) {
  const words = point
    ? readOut(point, step)
    : `Point at a ${step}, or choose the chart and press an arrow key.`;
  return h(
    Text,
    {
      "aria-live": "polite",
      fontSize: "sm",
      minH: "2.6em",
      my: 1,
      color: point ? "fg" : "fg.muted",
      lineHeight: 1.3,
    },
    words,
  );
}

function readOut({ day, sold, forecast }, step) {
  const parts = [];
  if (sold) parts.push(`${formatUnits(sold.quantity)} units sold`);
  if (sold?.returned) parts.push(`${formatUnits(sold.returned)} returned`);
  if (forecast) {
    parts.push(`forecast ${formatMean(forecast.mean)} units`);
    parts.push(`${formatRoundShare(0.5)} band ${formatRange(forecast.q25, forecast.q75)}`);
    parts.push(`${formatRoundShare(0.8)} band ${formatRange(forecast.q10, forecast.q90)}`);
  }
  const when = step === "day" ? formatLongDay(day) : `${formatName(step)} from ${formatDay(day)}`;
  return `${when}: ${parts.join("; ")}`;
}

/** Every day by its number, with what was sold and what is forecast on it. */
function join(sold, days) {
  const points = new Map();
  for (const row of sold) points.set(toNumber(row.day), { day: row.day, sold: row });
  for (const row of days) {
    const number = toNumber(row.day);
    points.set(number, { ...points.get(number), day: row.day, forecast: row });
  }
  return points;
}

function makePlot(points, width) {
  const numbers = [...points.keys()].toSorted((one, other) => one - other);
  const [first, last] = [numbers[0], numbers.at(-1)];
  const tops = [...points.values()].flatMap(({ sold, forecast }) => [
    sold?.quantity ?? 0,
    forecast?.q90 ?? 0,
  ]);
  const units = ticksOfUnits(Math.max(...tops));
  const [left, right] = [MARGIN.left, Math.max(MARGIN.left + 100, width - MARGIN.right)];
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const x = scaleLinear(first, last, left, right);
  const y = scaleLinear(0, units.at(-1), bottom, top);
  const dayAt = scaleLinear(left, right, first, last);
  const days = ticksOfDays(first, last, right - left).map((number) => ({ number, day: toDay(number) }));
  return { numbers, left, right, top, bottom, x, y, dayAt, units, days };
}
