// The strip below a product's chart: what a unit cost on each step, and what is planned ahead.

import { colour, h, useId } from "../../lib/airflow.js";
import { formatPrice } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { scaleLinear, toNumber } from "../../lib/scale.js";
import { WORDS, within } from "../../parts/drawing.js";

const HEIGHT = 76;
const [TOP, BOTTOM] = [28, HEIGHT - 8];
const LINE = { fill: "none", stroke: colour("green.fg"), strokeWidth: 1.5, strokeLinecap: "round" };

/** `prices` as `joinPrices` gives them; in the same window as the plot, with a scale of its own. */
export function Prices({ plot, prices }) {
  const id = useId();
  const rows = within(prices, plot);
  const [low, high] = [Math.min, Math.max].map((most) => most(...rows.map(({ price }) => price)));
  const y = low < high ? scaleLinear(low, high, BOTTOM, TOP) : () => (TOP + BOTTOM) / 2;
  const line = (some) => some.map(({ day, price }) => `${plot.x(toNumber(day))},${y(price)}`).join(" ");
  const ahead = rows.findIndex(({ isPlanned }) => isPlanned);
  const border = ahead < 0 ? rows.length : ahead;
  return h(
    "svg",
    {
      role: "img",
      "aria-label": LABEL,
      width: "100%",
      height: HEIGHT,
      style: { display: "block", pointerEvents: "none" },
    },
    h("text", { ...WORDS, x: 0, y: 12 }, rows.length ? LABEL : NONE),
    (rows.length ? [...new Set([low, high])] : []).map((price) =>
      h(
        "text",
        { ...WORDS, key: price, x: plot.left - 8, y: y(price) + 4, textAnchor: "end" },
        formatPrice(price),
      ),
    ),
    h("clipPath", { id }, h("rect", { x: plot.left, y: 0, width: plot.right - plot.left, height: HEIGHT })),
    h(
      "g",
      { clipPath: `url(#${CSS.escape(id)})` },
      h("polyline", { ...LINE, points: line(rows.slice(0, border)) }),
      h("polyline", { ...LINE, strokeDasharray: "4 4", points: line(rows.slice(Math.max(0, border - 1))) }),
    ),
  );
}

const LABEL = t("Price of a unit; dashed where it is planned");
const NONE = t("No price is known here.");
