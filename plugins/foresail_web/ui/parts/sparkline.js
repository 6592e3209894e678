// The line beside a product's name; the numbers stand beside it, so it says nothing to who cannot see it.

import { colour, h } from "../lib/airflow.js";
import { makeSparkline } from "../lib/sparkline.js";

const HEIGHT = 24;
const LINE = { fill: "none", strokeWidth: 1.5, strokeLinejoin: "round", strokeLinecap: "round" };

/** `recent` as GET /forecasts/products tells it; null where a run from an early version has none. */
export function Sparkline({ recent, width }) {
  if (!recent) return null;
  const points = makeSparkline(recent, width, HEIGHT);
  return h(
    "svg",
    {
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      "aria-hidden": true,
      style: { display: "block" },
    },
    h("polyline", { ...LINE, points: points.sold, stroke: colour("fg.muted") }),
    h("polyline", { ...LINE, points: points.forecast, stroke: colour("blue.fg"), strokeWidth: 2 }),
  );
}
