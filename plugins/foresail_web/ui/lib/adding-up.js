// Days added up to weeks (from Monday) and months: what was sold, and forecasts with their bands.

import { toDay, toNumber } from "./scale.js";

const LOOK_BACK_DAYS = 182;
const ENOUGH_DAYS = 56;
// A step of which no unit is forecast has its planned price all the same.
const LEAST_UNITS = 1e-9;
const MOST_ALIKE = 0.95;

/** The first day of the week or month that a day lies in; a day is its own. */
export function beginOf(day, by) {
  if (by === "month") return `${day.slice(0, 7)}-01`;
  const number = toNumber(day);
  return by === "week" ? toDay(number - ((number + 3) % 7)) : day;
}

/** How many days a day, week or month has that begins on a day. */
export function lengthOf(first, by) {
  if (by === "day") return 1;
  if (by === "week") return 7;
  const [year, month] = first.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function group(rows, by) {
  const groups = new Map();
  for (const row of rows) {
    const first = beginOf(row.day, by);
    groups.set(first, [...(groups.get(first) ?? []), row]);
  }
  return groups;
}

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

/** What was sold by week or month. Of days in a row; `days` says how many of a week or month there are. */
export function addUpSold(sold, by) {
  if (by === "day") return sold;
  return [...group(sold, by)].map(([day, rows]) => ({
    day,
    quantity: sum(rows, "quantity"),
    returned: sum(rows, "returned"),
    stock: rows.at(-1).stock ?? null,
    days: rows.length,
  }));
}

/** The same of lines that are drawn beside a product's own: without weeks and months that are not whole. */
export const addUpWhole = (rows, by) =>
  addUpSold(rows, by).filter(({ day, days }) => by === "day" || days === lengthOf(day, by));

/** Prices by week or month: their mean, weighed by the units that cost them; `isPlanned` where any of them is. */
export const addUpPrices = (rows, by) =>
  [...group(rows, by)].map(([day, some]) => {
    const weights = some.map(({ quantity }) => Math.max(quantity, LEAST_UNITS));
    const paid = some.reduce((total, { price }, place) => total + price * weights[place], 0);
    const units = weights.reduce((total, weight) => total + weight, 0);
    return { day, price: paid / units, isPlanned: some.some(({ isPlanned }) => isPlanned) };
  });

/** Forecasts by week or month: only whole ones, what was sold in them already counted in.
 *
 * The mean of a sum is the sum of the means. A band of a sum is narrower than the bands added up, as days miss in
 * both directions, and wider than if each day missed on its own: the distances from the mean are added as errors are
 * that resemble those of the day before by `alike`, from 0 (not at all) to 1 (wholly: then they simply add up).
 */
export function addUpForecast(days, bands, by, alike, sold) {
  if (by === "day") return days;
  const before = group(sold, by);
  return [...group(days, by)].flatMap(([day, rows]) => {
    const known = before.get(day) ?? [];
    if (rows.length + known.length < lengthOf(day, by)) return [];
    const [soFar, mean] = [sum(known, "quantity"), sum(rows, "mean")];
    const total = { day, mean: soFar + mean };
    for (const { low, high } of bands) {
      const isKnown = rows.every((row) => row[low] != null && row[high] != null);
      const below = rows.map((row) => row.mean - row[low]);
      const above = rows.map((row) => row[high] - row.mean);
      total[low] = isKnown ? soFar + Math.max(0, mean - joinErrors(below, alike)) : null;
      total[high] = isKnown ? soFar + mean + joinErrors(above, alike) : null;
    }
    return [total];
  });
}

/** How far the sum of days may lie from its mean: errors of days k apart are alike by the k-th power. */
export function joinErrors(errors, alike) {
  let squares = 0;
  for (let one = 0; one < errors.length; one += 1)
    for (let other = 0; other < errors.length; other += 1)
      squares += errors[one] * errors[other] * alike ** Math.abs(one - other);
  return Math.sqrt(Math.max(0, squares));
}

/** How much a day's sales, compared with what its weekday usually sells, resemble those of the day before.
 *
 * Of half a year; 1 where there are too few days to tell, so that the bands are too wide rather than too narrow.
 */
export function measureLikeness(sold) {
  const recent = sold.slice(-LOOK_BACK_DAYS);
  if (recent.length < ENOUGH_DAYS) return 1;
  const usual = Array.from({ length: 7 }, (_, weekday) => {
    const same = recent.filter((_, place) => place % 7 === weekday);
    return sum(same, "quantity") / same.length;
  });
  const errors = recent.map(({ quantity }, place) => quantity - usual[place % 7]);
  const variance = errors.reduce((total, error) => total + error * error, 0);
  if (variance === 0) return 1;
  const shared = errors.slice(1).reduce((total, error, place) => total + error * errors[place], 0);
  return Math.min(MOST_ALIKE, Math.max(0, shared / variance));
}

const YEAR_BACK = { day: 364, week: 364 };

/** What was sold a year before, moved to this year: the same weekday 52 weeks on, or the same month. */
export const moveYear = (sold, by) =>
  sold.map((row) => ({
    day:
      by === "month"
        ? `${Number(row.day.slice(0, 4)) + 1}${row.day.slice(4)}`
        : toDay(toNumber(row.day) + YEAR_BACK[by]),
    quantity: row.quantity,
  }));
