// The strip below a product's chart: what a unit cost on each step, and what is planned ahead.

import { lengthOf } from "../../lib/adding-up.js";
import { colour, h, useId } from "../../lib/airflow.js";
import { formatPrice } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { scaleLinear, toNumber } from "../../lib/scale.js";
import { WORDS, within } from "../../parts/drawing.js";

const HEIGHT = 76;
const [TOP, BOTTOM] = [28, HEIGHT - 8];
const LINE = { fill: "none", stroke: colour("green.fg"), strokeWidth: 1.5 };

/** `prices` as `joinPrices` gives them, by `step`; in the same window as the plot, with a scale of its own. */
export function Prices({ plot, prices, step }) {
  const id = useId();
  const rows = within(prices, plot);
  const [low, high] = [Math.min, Math.max].map((most) => most(...rows.map(({ price }) => price)));
  const y = low < high ? scaleLinear(low, high, BOTTOM, TOP) : () => (TOP + BOTTOM) / 2;
  const paid = rows.filter(({ isPlanned }) => !isPlanned);
  const planned = rows.filter(({ isPlanned }) => isPlanned);
  const across = ({ day, price }) => {
    const [from, to] = [toNumber(day) - 0.5, toNumber(day) + lengthOf(day, step) - 0.5];
    return `M${plot.x(from)} ${y(price)}H${plot.x(to)}`;
  };
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
      h("polyline", {
        ...LINE,
        points: paid.map((row) => `${plot.x(toNumber(row.day))},${y(row.price)}`).join(" "),
      }),
      // What is planned holds for its days alone: nothing is known between two plans.
      h("path", { ...LINE, strokeDasharray: "4 4", d: planned.map(across).join("") }),
    ),
  );
}

const LABEL = t("Price of a unit; dashed where it is planned");
const NONE = t("No price is known here.");
