// What a unit of a product costs on the steps of its chart: paid in its sales, and planned ahead.

import { addUpPrices, lengthOf } from "./adding-up.js";
import { toNumber } from "./scale.js";

/** `sold` and `days` are steps of sales and of the forecast by `step`, `entries` those of the calendar: by the same or
 * longer steps `by`, {day, price, isPlanned}, where a price is known. */
export function joinPrices(sold, days, entries, step, by) {
  const paid = sold.filter(({ price }) => price != null);
  const planned = days.map(({ day, mean }) => ({
    day,
    quantity: mean,
    price: findPlanned(entries, toNumber(day), lengthOf(day, step)),
    isPlanned: true,
  }));
  return addUpPrices([...paid, ...planned.filter(({ price }) => price != null)], by);
}

/** The price that is planned for some of the days from one on; of several the last in the calendar. */
const findPlanned = (entries, first, length) =>
  entries.findLast(
    ({ unit_price: price, first_day: from, last_day: to }) =>
      price != null && toNumber(from) < first + length && toNumber(to) >= first,
  )?.unit_price;
