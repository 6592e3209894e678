// How a file was read, in words: its layout, its text, its dates, numbers and units, and what was left out.

import { describeEncoding } from "./encodings.js";
import { formatMany, formatName } from "./format.js";

const SAID = { given: "as you said", remembered: "as in your earlier uploads" };
const ORDER_FROM = {
  ...SAID,
  column: "as the dates themselves show",
  "other-columns": "as another date column shows",
};
const FORMAT_FROM = {
  ...SAID,
  column: "as the numbers themselves show",
  "other-columns": "as another column of numbers shows",
  locale: "as its dates, headings and separators suggest",
};
const FORMATS = {
  "point-decimal": "a decimal point, like 1,250.5",
  "comma-decimal": "a decimal comma, like 1.250,5",
};
const PERIODS = ["week", "month", "quarter"];
const PLURAL = {
  comma: "commas",
  semicolon: "semicolons",
  tab: "tabs",
  pipe: "vertical bars",
  caret: "carets",
  tilde: "tildes",
};

/** Sentences about how the file of a report was read. */
export function describeReading(report) {
  const { sheets, sheets_left: left, columns_ignored: ignored } = report;
  const told = [`Read from ${name("sheet", sheets)}${describeText(report)}.`, ...describeLayout(report)];
  told.push(...describeValues(report));
  if (left.length) told.push(`Left out because they hold no sales: ${name("sheet", left)}.`);
  if (ignored.length) told.push(`Not used: ${name("column", ignored)}.`);
  told.push(...describeRows(report));
  return told;
}

const name = (noun, names) => `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;

/** How the text of a .csv file was understood. */
function describeText({ encoding, delimiter }) {
  const parts = [];
  if (encoding) parts.push(`as ${describeEncoding(encoding)} text`);
  if (delimiter) parts.push(`separated by ${PLURAL[delimiter] ?? delimiter}`);
  return parts.length ? `, ${parts.join(", ")}` : "";
}

/** Where the sales lie, and what their dates stand for; a row per sale and day needs no words. */
function describeLayout({ layout, period, findings }) {
  const told = [];
  if (findings["known-export"])
    told.push("Recognized as the export of another program, named under “What was found”.");
  if (layout === "wide") told.push(`It has a column per ${period}: each filled cell below one is a sale.`);
  if (layout === "across")
    told.push(
      "It has dates below each other, and a column per product or store: each filled cell is a sale.",
    );
  if (layout === "pivot")
    told.push("It is a pivot table: its products and periods stand below each other in one column.");
  if (PERIODS.includes(period))
    told.push(`Each date stands for a ${period}, and is stored as its first day.`);
  return told;
}

function describeValues(report) {
  const { date_order: order, date_order_from: orderFrom, units = {} } = report;
  const { number_format: format, number_format_from: formatFrom } = report;
  const told = [];
  if (order) told.push(`Dates were read ${formatName(order)}${from(ORDER_FROM, orderFrom)}.`);
  if (format)
    told.push(
      `Numbers were read with ${FORMATS[format] ?? formatName(format)}${from(FORMAT_FROM, formatFrom)}.`,
    );
  const counted = Object.entries(units).map(([unit, rows]) => `${unit} (${formatMany(rows, "row")})`);
  if (counted.length) told.push(`Units written behind quantities: ${counted.join(", ")}.`);
  return told;
}

const from = (words, origin) => (words[origin] ? `, ${words[origin]}` : "");

function describeRows({ totals_rows: totals, rows_left: left, cells_filled: filled }) {
  const told = [];
  if (totals) told.push(`${formatMany(totals, "total row")} ${was(totals)} left out.`);
  if (left)
    told.push(
      `${formatMany(left, "row")} that ${left === 1 ? "is no sale" : "are no sales"} ${was(left)} left out.`,
    );
  if (filled) told.push(`${formatMany(filled, "empty cell")} filled in from merged cells or labels above.`);
  return told;
}

const was = (count) => (count === 1 ? "was" : "were");
