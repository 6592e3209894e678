// Entries of the calendar as bars on a strip of days: where they lie, and what dragging makes of them.

import { formatPrice } from "./format.js";
import { t } from "./language.js";
import { toDay, toNumber } from "./scale.js";

/** An entry in a few words. */
export const nameEntry = ({ event, product, unit_price: price }) =>
  [event, product, price && t("price {price}", { price: formatPrice(price) })].filter(Boolean).join(", ");

/** The entries that lie in a window (numbers of days, both in), each in the lowest lane that is free: {entry, lane, from,
 * to} of what can be seen. `room(entry)` is how many days its name needs. */
export function placeBars(entries, [first, last], room) {
  const ends = [];
  return entries
    .map((entry) => ({ entry, start: toNumber(entry.first_day), end: toNumber(entry.last_day) }))
    .filter(({ start, end }) => end >= first && start <= last)
    .toSorted((one, other) => one.start - other.start)
    .map(({ entry, start, end }) => {
      const [from, to] = [Math.max(start, first), Math.min(end, last)];
      const free = ends.findIndex((taken) => taken < from);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = Math.max(to, from + room(entry));
      return { entry, lane, from, to };
    });
}

/** What an entry lacks to be kept, in words; null where nothing. The price is a text, as it is typed. */
export function findFault({ first_day: first, last_day: last, event, product, unit_price: price }) {
  if (!first || !last) return t("Enter the first and the last day.");
  if (last < first) return t("The last day is before the first.");
  if (!event && price === null) return t("Name the event, or enter the planned price of a product.");
  if (price === null) return null;
  if (!product) return t("Choose the product that the price is for.");
  return Number(price) > 0 ? null : t("Enter a price above zero.");
}

/** An entry that is dragged by days: all of it, or its first or its last day, which may not pass each other. */
export function dragEntry(entry, part, days) {
  const [from, to] = [toNumber(entry.first_day), toNumber(entry.last_day)];
  const moved = {
    both: [from + days, to + days],
    first: [Math.min(from + days, to), to],
    last: [from, Math.max(to + days, from)],
  };
  const [first, last] = moved[part];
  return { ...entry, first_day: toDay(first), last_day: toDay(last) };
}
