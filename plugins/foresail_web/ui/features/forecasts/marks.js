// What is marked on a product's chart: promotions, events and planned prices of the calendar, days out of stock, and
// the one sale that is far above all others.

import { colour, Fragment, h } from "../../lib/airflow.js";
import { formatPrice } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { toNumber } from "../../lib/scale.js";
import { placeBars } from "../../lib/timeline.js";
import { WORDS } from "../../parts/drawing.js";

const LABEL_PX = 56;
const [CHARACTER_PX, LINE_PX] = [7, 14];
const MARK_PX = 5;

const wordsOf = ({ event, unit_price: price }) =>
  [event, price != null && t("price {price}", { price: formatPrice(price) })].filter(Boolean).join(", ");

/** `events` as GET /calendar tells them, those of the product and of all; names that would meet are one below another. */
export function Events({ plot: { x, left, right, top, bottom, first, last }, events, clip }) {
  const room = (event) => (wordsOf(event).length * CHARACTER_PX * (last - first + 1)) / (right - left);
  return h(
    "g",
    { clipPath: clip },
    placeBars(events, [first, last], room).map(({ entry, lane, from, to }) => {
      const [start, end] = [x(toNumber(entry.first_day) - 0.5), x(toNumber(entry.last_day) + 0.5)];
      const words = wordsOf(entry);
      return h(
        Fragment,
        { key: `${words} ${entry.first_day}` },
        h("rect", {
          x: start,
          width: Math.max(2, end - start),
          y: top,
          height: bottom - top,
          fill: colour("orange.emphasized"),
          opacity: 0.35,
        }),
        (x(to) - x(from) > LABEL_PX || events.length < 6) &&
          h("text", { ...WORDS, x: Math.max(left, x(from - 0.5)) + 2, y: top + 12 + lane * LINE_PX }, words),
      );
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
