// The geometry and the words of a product's chart: what stands where, and what it says.

import {
  formatDay,
  formatLongDay,
  formatMean,
  formatMonth,
  formatPrice,
  formatRange,
  formatUnits,
} from "./format.js";
import { t } from "./language.js";
import {
  nearest,
  roomFor,
  scaleLinear,
  ticksOfDays,
  ticksOfMonths,
  ticksOfUnits,
  toDay,
  toNumber,
} from "./scale.js";
import { nameStep, nameWeek } from "./steps.js";

export const HEIGHT = 320;
export const YEAR_DAYS = 366;
const MARGIN = { top: 36, right: 12, bottom: 28, left: 48 };
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };

/** Every day by its number, with what was sold and what is forecast on it, and what `others` say, by their names. */
export function joinDays(sold, days, others = {}) {
  const points = new Map();
  const add = (name, rows) => {
    for (const row of rows) {
      const number = toNumber(row.day);
      points.set(number, { ...points.get(number), day: row.day, [name]: row });
    }
  };
  add("sold", sold);
  add("forecast", days);
  // The line of another year or product makes the chart no longer than it is.
  for (const [name, rows] of Object.entries(others))
    add(
      name,
      rows.filter(({ day }) => points.has(toNumber(day))),
    );
  return points;
}

const NAMES = { sold: "quantity", forecast: "mean" };
const highest = (point, outer) =>
  Math.max(
    0,
    ...Object.entries(point).map(([name, row]) =>
      name === "day" ? 0 : Math.max(row[NAMES[name] ?? "quantity"], row[outer.high] ?? 0),
    ),
  );

/** Scales and ticks of the chart in a frame so many pixels wide; `outer` is its widest band, `window` the part of
 * the days (as numbers, from and to) that is shown, all where it is null; `words` are what else is written left of it. */
export function makePlot(points, width, outer, window = null, words = []) {
  const all = [...points.keys()].toSorted((one, other) => one - other);
  const [first, last] = window ?? [all[0], all.at(-1)];
  const numbers = all.filter((number) => number >= first && number <= last);
  const units = ticksOfUnits(Math.max(0, ...numbers.map((number) => highest(points.get(number), outer))));
  const left = roomFor([...units.map(formatUnits), ...words], MARGIN.left);
  const right = Math.max(left + 100, width - MARGIN.right);
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const x = scaleLinear(first, last, left, right);
  const y = scaleLinear(0, units.at(-1), bottom, top);
  const dayAt = scaleLinear(left, right, first, last);
  // Over a year ticks are the firsts of months, named with their year.
  const ticksOf = last - first > YEAR_DAYS ? ticksOfMonths : ticksOfDays;
  const days = ticksOf(first, last, right - left).map((number) => ({ number, day: toDay(number) }));
  return { numbers, first, last, left, right, top, bottom, x, y, dayAt, units, days };
}

/** The day that a key goes to from the chosen one, or from `start` where none is; null for other keys. */
export function dayAfterKey(key, numbers, chosen, start) {
  const move = STEPS[key];
  if (!move) return null;
  const place = numbers.indexOf(chosen ?? nearest(numbers, start)) + move;
  return numbers[Math.min(numbers.length - 1, Math.max(0, place))];
}

/** What the picture shows, for who cannot see it; every number is in the table. */
export function describePlot(sold, days, step, outer) {
  const average = (rows, name) => formatUnits(rows.reduce((sum, row) => sum + row[name], 0) / rows.length);
  const span = (rows) => ({
    from: formatDay(rows[0].day),
    to: formatDay(rows.at(-1).day),
    step: nameStep(step),
  });
  const past = t("From {from} to {to}, {units} units were sold per {step}.", {
    ...span(sold),
    units: average(sold, "quantity"),
  });
  if (days.length === 0) return `${past} ${t("There is no forecast.")}`;
  const ahead = t(
    "From {from} to {to}, {units} units per {step} are forecast; the {band} is {low} to {high} on average.",
    {
      ...span(days),
      units: average(days, "mean"),
      band: outer.label,
      low: average(days, outer.low),
      high: average(days, outer.high),
    },
  );
  return `${past} ${ahead}`;
}

/** One day's numbers in words; `others` are [name, label] of what else is drawn, `price` as `joinPrices` gives it. */
export function readOut(point, step, bands, others = [], price = null) {
  const { day, sold, forecast } = point;
  const parts = [];
  if (sold) parts.push(t("{units} units sold", { units: formatUnits(sold.quantity) }));
  if (sold?.returned) parts.push(t("{units} returned", { units: formatUnits(sold.returned) }));
  if (sold?.stock === 0) parts.push(t("out of stock"));
  if (forecast) {
    parts.push(t("forecast {units} units", { units: formatMean(forecast.mean) }));
    for (const { low, high, label } of bands)
      if (forecast[low] != null) parts.push(`${label} ${formatRange(forecast[low], forecast[high])}`);
  }
  for (const [name, label] of others)
    if (point[name]) parts.push(`${label} ${formatUnits(point[name].quantity)}`);
  const cost = price && { price: formatPrice(price.price) };
  if (cost) parts.push(price.isPlanned ? t("planned price {price}", cost) : t("price {price}", cost));
  return `${formatStep(day, step)}: ${parts.join("; ")}`;
}

function formatStep(day, step) {
  if (step === "day") return formatLongDay(day);
  return step === "week" ? nameWeek(formatDay(day)) : formatMonth(day);
}
