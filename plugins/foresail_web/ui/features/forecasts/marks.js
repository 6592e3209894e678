// What is marked on a product's chart: promotions, events and planned prices of the calendar, days out of stock, and
// the one sale that is far above all others.

import { colour, h } from "../../lib/airflow.js";
import { toNumber } from "../../lib/scale.js";
import { nameEntry, placeBars } from "../../lib/timeline.js";
import { WORDS } from "../../parts/drawing.js";

const LABEL_PX = 56;
const [CHARACTER_PX, LINE_PX] = [7, 14];
const MARK_PX = 5;

// Whose chart it is need not be said.
const wordsOf = (entry) => nameEntry({ ...entry, product: null });

/** `events` as GET /calendar tells them, those of the product and of all; names that would meet are one below another. */
export function Events({ plot: { x, left, right, top, bottom, first, last }, events, clip }) {
  const room = (event) => (wordsOf(event).length * CHARACTER_PX * (last - first + 1)) / (right - left);
  const bars = placeBars(events, [first, last], room);
  const keyOf = ({ entry }) => `${wordsOf(entry)} ${entry.first_day}`;
  return h(
    "g",
    { clipPath: clip },
    bars.map((bar) => {
      const [start, end] = [x(toNumber(bar.entry.first_day) - 0.5), x(toNumber(bar.entry.last_day) + 0.5)];
      const place = { x: start, width: Math.max(2, end - start), y: top, height: bottom - top };
      return h("rect", { key: keyOf(bar), ...place, fill: colour("orange.emphasized"), opacity: 0.35 });
    }),
    bars
      .filter(({ from, to }) => x(to) - x(from) > LABEL_PX || events.length < 6)
      .map((bar) => {
        const place = { x: Math.max(left, x(bar.from - 0.5)) + 2, y: top + 12 + bar.lane * LINE_PX };
        return h("text", { key: keyOf(bar), ...WORDS, ...place }, wordsOf(bar.entry));
      }),
  );
}

/** A mark below each step at whose end nothing was left. */
export const OutOfStock = ({ plot: { x, bottom, first, last }, sold }) =>
  sold
    .filter(({ day, stock }) => stock === 0 && toNumber(day) >= first && toNumber(day) <= last)
    .map(({ day }) => {
      const at = x(toNumber(day));
      const points = `${at - MARK_PX},${bottom} ${at + MARK_PX},${bottom} ${at},${bottom - 2 * MARK_PX}`;
      return h("polygon", { key: day, points, fill: colour("red.solid") });
    });

/** A ring around the outlier, where there is one: `outlier` is its row. */
export function Outlier({ plot: { x, y, first, last }, outlier }) {
  const number = outlier && toNumber(outlier.day);
  if (!outlier || number < first || number > last) return null;
  const look = { r: 6, fill: "none", stroke: colour("red.solid"), strokeWidth: 2 };
  return h("circle", { ...look, cx: x(number), cy: y(outlier.quantity) });
}
