// The table of all products, without React: its columns, what its address says, which rows are drawn.

import { t, tAll } from "./language.js";
import { countSteps, nameNext } from "./steps.js";

export const ROW_PX = 36;
/** Rows are drawn, and asked for, so many at once. */
export const CHUNK = 20;
export const PAGE = 100;

/** Each has its `name`, as the API sorts by it, its least `width` in rem, and `isNumber` or not; the first is always
 * shown, and `grows` so many times as much as others where there is room. */
export const COLUMNS = [
  { name: "name", width: 9, grows: 4 },
  { name: "recent", width: 10, isUnsorted: true },
  { name: "category", width: 8 },
  { name: "demand_class", width: 8 },
  { name: "units_ahead", width: 8.5, isNumber: true },
  { name: "units_next", width: 9, isNumber: true },
  { name: "sold_before", width: 9, isNumber: true },
  { name: "trend", width: 6, isNumber: true },
  { name: "volume", width: 9.5, isNumber: true },
  { name: "moved", width: 8, isNumber: true },
  { name: "wape", width: 6, isNumber: true },
  { name: "bias", width: 6, isNumber: true },
  { name: "flags", width: 12, isUnsorted: true },
];
const NARROW = ["name", "units_next", "trend", "volume"];
const USUAL = ["name", "recent", "demand_class", "units_next", "trend", "volume", "wape", "flags"];

const LABELS = tAll({
  name: "Product",
  recent: "Sold and forecast",
  category: "Category",
  demand_class: "Demand",
  trend: "Trend",
  volume: "Sold in a year",
  moved: "Changed",
  wape: "WAPE",
  bias: "Bias",
  flags: "Remarks",
});

/** What a column is called; `steps` of a `frequency` are what is compared. */
export function labelOf(name, { steps, frequency }) {
  const span = countSteps(steps, frequency);
  return {
    ...LABELS,
    units_ahead: nameNext(frequency),
    units_next: t("Next {span}", { span }),
    sold_before: t("Last {span}", { span }),
  }[name];
}

/** What a column means, where its label does not say it. */
export const MEANINGS = tAll({
  trend: "The forecast of the next steps against what was sold in as many steps before",
  moved: "By how many units the forecast of the next week or month changed since the run before",
  wape: "Error in the backtest, as a share of the units sold",
  bias: "How much too high or too low the backtest was, as a share of the units sold",
});

/** What the API flags, in words. */
export const FLAGS = tAll({
  "fell-back": "fallback",
  "worse-than-naive": "no better than repeating last season",
  biased: "biased",
  new: "new",
  "no-longer-sold": "no longer sold",
});

/** The columns of an address, or those that are shown at first: fewer where it is narrow. */
export function columnsOf(text, isNarrow = false) {
  const names = text ? text.split(",") : isNarrow ? NARROW : USUAL;
  return COLUMNS.filter(({ name }) => name === "name" || names.includes(name));
}

/** The parameter for these columns; null for those that are shown at first. */
export function writeColumns(columns) {
  const names = columns.map(({ name }) => name);
  return names.join() ===
    columnsOf(null)
      .map(({ name }) => name)
      .join()
    ? null
    : names.join();
}

/** What to sort by once a column's head is pressed: figures begin with the largest, texts with A. */
export function sortAfter(column, sort) {
  const [up, down] = [column.name, `-${column.name}`];
  if (column.isNumber) return sort === down ? up : down;
  return sort === up ? down : up;
}

/** How a column is sorted now, as ARIA says it. */
export const directionOf = ({ name }, sort) =>
  ({ [name]: "ascending", [`-${name}`]: "descending" })[sort] ?? "none";

/** The rows to draw, in whole chunks, with one more on either side than can be seen. */
export function drawnRows(scrollTop, height, total) {
  const first = Math.floor(scrollTop / ROW_PX / CHUNK - 1) * CHUNK;
  const last = Math.ceil((scrollTop + height) / ROW_PX / CHUNK + 1) * CHUNK;
  return [Math.max(0, first), Math.min(total, last)];
}

/** The pages that rows lie on. */
export function pagesOf([first, last]) {
  const pages = [];
  for (let page = Math.floor(first / PAGE); page * PAGE < last; page += 1) pages.push(page);
  return pages;
}
