// The geometry and the words of a product's chart: what stands where, and what it says.

import { formatDay, formatLongDay, formatMean, formatName, formatRange, formatUnits } from "./format.js";
import { nearest, scaleLinear, ticksOfDays, ticksOfUnits, toDay, toNumber } from "./scale.js";

export const HEIGHT = 320;
const MARGIN = { top: 36, right: 12, bottom: 28, left: 48 };
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };

/** Every day by its number, with what was sold and what is forecast on it. */
export function joinDays(sold, days) {
  const points = new Map();
  for (const row of sold) points.set(toNumber(row.day), { day: row.day, sold: row });
  for (const row of days) {
    const number = toNumber(row.day);
    points.set(number, { ...points.get(number), day: row.day, forecast: row });
  }
  return points;
}

/** Scales and ticks of the chart in a frame so many pixels wide; `outer` is its widest band. */
export function makePlot(points, width, outer) {
  const numbers = [...points.keys()].toSorted((one, other) => one - other);
  const [first, last] = [numbers[0], numbers.at(-1)];
  const tops = [...points.values()].flatMap(({ sold, forecast }) => [
    sold?.quantity ?? 0,
    forecast?.[outer.high] ?? 0,
  ]);
  const units = ticksOfUnits(Math.max(...tops));
  const [left, right] = [MARGIN.left, Math.max(MARGIN.left + 100, width - MARGIN.right)];
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const x = scaleLinear(first, last, left, right);
  const y = scaleLinear(0, units.at(-1), bottom, top);
  const dayAt = scaleLinear(left, right, first, last);
  const days = ticksOfDays(first, last, right - left).map((number) => ({ number, day: toDay(number) }));
  return { numbers, left, right, top, bottom, x, y, dayAt, units, days };
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
  const span = (rows) => `From ${formatDay(rows[0].day)} to ${formatDay(rows.at(-1).day)}`;
  const past = `${span(sold)}, ${average(sold, "quantity")} units were sold per ${step}.`;
  if (days.length === 0) return `${past} There is no forecast.`;
  const band = `${average(days, outer.low)} to ${average(days, outer.high)}`;
  const mean = `${average(days, "mean")} units per ${step} are forecast`;
  return `${past} ${span(days)}, ${mean}; the ${outer.label} is ${band} on average.`;
}

/** One day's numbers in words. */
export function readOut({ day, sold, forecast }, step, bands) {
  const parts = [];
  if (sold) parts.push(`${formatUnits(sold.quantity)} units sold`);
  if (sold?.returned) parts.push(`${formatUnits(sold.returned)} returned`);
  if (forecast) {
    parts.push(`forecast ${formatMean(forecast.mean)} units`);
    for (const { low, high, label } of bands)
      parts.push(`${label} ${formatRange(forecast[low], forecast[high])}`);
  }
  return `${formatStep(day, step)}: ${parts.join("; ")}`;
}

const formatStep = (day, step) =>
  step === "day" ? formatLongDay(day) : `${formatName(step)} from ${formatDay(day)}`;
