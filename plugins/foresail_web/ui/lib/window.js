// The part of a product's history that its chart shows: days as numbers, moved and zoomed within what there is.

import { t } from "./language.js";

const LEAST_DAYS = 14;
/** What is shown before the forecast at first, in days, by what the chart adds up. */
const FIRST_SHOWN = { day: 90, week: 364, month: 1096 };
/** What can be chosen at once; null is all there is. */
export const SPANS = [
  [t("3 months"), 91],
  [t("1 year"), 365],
  [t("All"), null],
];

/** The window at first: the last stretch of sales, and the whole forecast. */
export function firstWindow([first, last], asOf, by) {
  return [Math.max(first, asOf - FIRST_SHOWN[by]), last];
}

/** So many days of sales before the forecast, and all of it. */
export const spanWindow = ([first, last], asOf, days) => [
  days === null ? first : Math.max(first, asOf - days),
  last,
];

/** A window that lies in what there is, and is not too small to see anything. */
export function fitWindow([from, to], [first, last]) {
  const size = Math.min(last - first, Math.max(LEAST_DAYS, to - from));
  const start = Math.min(Math.max(first, from), last - size);
  return [start, start + size];
}

/** Moved by days, as wide as it was. */
export const moveWindow = ([from, to], days, ends) => {
  const shift = Math.min(Math.max(days, ends[0] - from), ends[1] - to);
  return [from + shift, to + shift];
};

/** Zoomed by a factor around its middle. */
export function zoomWindow([from, to], factor, ends) {
  const [middle, half] = [(from + to) / 2, ((to - from) / 2) * factor];
  return fitWindow([Math.round(middle - half), Math.round(middle + half)], ends);
}

/** Rows thinned to what a width in pixels can show: of each pixel the lowest and the highest. */
export function thin(rows, name, width) {
  if (rows.length <= 2 * width) return rows;
  const share = rows.length / width;
  const kept = [];
  for (let pixel = 0; pixel < width; pixel += 1) {
    const some = rows.slice(Math.floor(pixel * share), Math.floor((pixel + 1) * share));
    const low = some.reduce((best, row) => (row[name] < best[name] ? row : best), some[0]);
    const high = some.reduce((best, row) => (row[name] > best[name] ? row : best), some[0]);
    kept.push(...(low.day < high.day ? [low, high] : [high, low]));
  }
  return kept;
}
