// A date whose day and month could be swapped, read both ways.

import { formatFullDay } from "./format.js";

const PARTS = /(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})/;

/** A date such as 03/04/24 in words, its day first and its month first; null where it is no such date. */
export function readBothWays(text) {
  const parts = PARTS.exec(text);
  if (!parts) return null;
  const [one, two, year] = parts.slice(1).map(Number);
  const full = year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
  const write = (month, day) => formatFullDay(Date.UTC(full, month - 1, day));
  return { "day-first": write(two, one), "month-first": write(one, two) };
}
