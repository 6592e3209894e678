// The arithmetic of the chart's axes: from days and units to pixels, and where the ticks stand.

const DAY_MS = 86_400_000;
const MONDAY = 4;
// Ticks of days stand on Mondays, one, two, four … weeks apart.
const DAY_STEPS = [7, 14, 28, 56, 112, 182, 364, 728];
const PIXELS_PER_DAY_TICK = 80;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];
const PIXELS_PER_MONTH_TICK = 100;
const UNIT_TICKS = 5;
// Of the widest digits that browsers have at the size of an axis, and what is left free beside them.
const [DIGIT_PX, GAP_PX] = [7.7, 9];

/** A day, `2026-10-31`, as a whole number that grows by one a day. */
export const toNumber = (day) => Date.parse(day) / DAY_MS;
/** The day of such a number. */
export const toDay = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The day that lies so many steps (days, weeks, months) before another. */
export function stepsBefore(day, step, count) {
  if (step !== "month") return toDay(toNumber(day) - count * (step === "week" ? 7 : 1));
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 10);
}
/** Of sorted numbers, the one that lies nearest to another. */
export const nearest = (numbers, wanted) =>
  numbers.reduce((best, number) => (Math.abs(number - wanted) < Math.abs(best - wanted) ? number : best));

/** Where a plot begins, at the least, so that the words of its axis have room on its left. */
export const roomFor = (words, least) =>
  Math.max(least, ...words.map(({ length }) => Math.ceil(length * DIGIT_PX + GAP_PX)));

/** A linear scale from [low, high] to [start, end]. */
export function scaleLinear(low, high, start, end) {
  const factor = (end - start) / (high - low || 1);
  return (value) => start + (value - low) * factor;
}

/** Round numbers from 0 to above `most`, about five of them. */
export const ticksOfUnits = (most) => ticksBetween(0, Math.max(most, 1));

/** Round numbers from below `low` to above `most`, about five of them. */
export function ticksBetween(low, most) {
  const high = most > low ? most : low + 1;
  const rough = (high - low) / UNIT_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first;
  return Array.from({ length: count + 1 }, (_, position) => (first + position) * step);
}

/** The Mondays between two days that a width in pixels has room to name. */
export function ticksOfDays(first, last, width) {
  const room = Math.max(2, width / PIXELS_PER_DAY_TICK);
  const step = DAY_STEPS.find((days) => (last - first) / days <= room) ?? DAY_STEPS.at(-1);
  const start = first + ((((MONDAY - first) % 7) + 7) % 7);
  const ticks = [];
  for (let day = start; day <= last; day += step) ticks.push(day);
  return ticks;
}

/** The firsts of months between two days, as many as a width has room for: one, two, three ... months apart. */
export function ticksOfMonths(first, last, width) {
  const begin = new Date(first * DAY_MS);
  const start = begin.getUTCFullYear() * 12 + begin.getUTCMonth() + (begin.getUTCDate() > 1 ? 1 : 0);
  const firstOf = (month) => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
  const room = Math.max(2, width / PIXELS_PER_MONTH_TICK);
  const apart = MONTH_STEPS.find((months) => (last - first) / (months * 30) <= room) ?? MONTH_STEPS.at(-1);
  const ticks = [];
  for (let month = Math.ceil(start / apart) * apart; firstOf(month) <= last; month += apart)
    ticks.push(firstOf(month));
  return ticks;
}
