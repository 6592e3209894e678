// How a file was read, in words: its layout, its text, its dates, numbers and units, and what was left out.

import { describeEncoding } from "./encodings.js";
import { fill, t, tAll } from "./language.js";
import { nameStep } from "./steps.js";

const SAID = tAll({ given: "as you said", remembered: "as in your earlier uploads" });
const ORDER_FROM = {
  ...SAID,
  ...tAll({
    column: "as the dates themselves show",
    "other-columns": "as another date column shows",
  }),
};
const ORDERS = tAll({
  "day-first": "Dates were read day first.",
  "month-first": "Dates were read month first.",
});
const ORDERS_WHY = tAll({
  "day-first": "Dates were read day first, {why}.",
  "month-first": "Dates were read month first, {why}.",
});
const FORMAT_FROM = {
  ...SAID,
  ...tAll({
    column: "as the numbers themselves show",
    "other-columns": "as another column of numbers shows",
    locale: "as its dates, headings and separators suggest",
  }),
};
const FORMATS = tAll({
  "point-decimal": "Numbers were read with a decimal point, like 1,250.5.",
  "comma-decimal": "Numbers were read with a decimal comma, like 1.250,5.",
});
const FORMATS_WHY = tAll({
  "point-decimal": "Numbers were read with a decimal point, like 1,250.5, {why}.",
  "comma-decimal": "Numbers were read with a decimal comma, like 1.250,5, {why}.",
});
const PER_PERIOD = tAll({
  week: "Each date stands for a week, and is stored as its first day.",
  month: "Each date stands for a month, and is stored as its first day.",
  quarter: "Each date stands for a quarter, and is stored as its first day.",
});
const PLURAL = tAll({
  comma: "commas",
  semicolon: "semicolons",
  tab: "tabs",
  pipe: "vertical bars",
  caret: "carets",
  tilde: "tildes",
});

/** Sentences about how the file of a report was read. */
export function describeReading(report) {
  const { sheets, sheets_left: left, columns_ignored: ignored } = report;
  const source = t("sheet {names}|sheets {names}", { count: sheets.length, names: sheets.join(", ") });
  const told = [
    t("Read from {source}.", { source: [source, ...describeText(report)].join(", ") }),
    ...describeLayout(report),
  ];
  told.push(...describeValues(report));
  if (left.length)
    told.push(
      t(
        "Left out because it holds no sales: sheet {names}.|Left out because they hold no sales: sheets {names}.",
        { count: left.length, names: left.join(", ") },
      ),
    );
  if (ignored.length)
    told.push(
      t("Not used: column {names}.|Not used: columns {names}.", {
        count: ignored.length,
        names: ignored.join(", "),
      }),
    );
  told.push(...describeRows(report));
  return told;
}

/** How the text of a .csv file was understood. */
function describeText({ encoding, delimiter }) {
  const parts = [];
  if (encoding) parts.push(t("as {encoding} text", { encoding: describeEncoding(encoding) }));
  if (delimiter) parts.push(t("separated by {delimiter}", { delimiter: PLURAL[delimiter] ?? delimiter }));
  return parts;
}

/** Where the sales lie, and what their dates stand for; a row per sale and day needs no words. */
function describeLayout({ layout, period, findings }) {
  const told = [];
  if (findings["known-export"])
    told.push(t("Recognized as the export of another program, named under “What was found”."));
  if (layout === "wide")
    told.push(
      t("It has a column per {period}: each filled cell below one is a sale.", { period: nameStep(period) }),
    );
  if (layout === "across")
    told.push(
      t("It has dates below each other, and a column per product or store: each filled cell is a sale."),
    );
  if (layout === "pivot")
    told.push(t("It is a pivot table: its products and periods stand below each other in one column."));
  if (PER_PERIOD[period]) told.push(PER_PERIOD[period]);
  return told;
}

function describeValues(report) {
  const { date_order: order, date_order_from: orderFrom, units = {} } = report;
  const { number_format: format, number_format_from: formatFrom } = report;
  const told = [];
  const add = (plain, reasoned, why) => told.push(why ? fill(reasoned, { why }) : plain);
  if (order) add(ORDERS[order], ORDERS_WHY[order], ORDER_FROM[orderFrom]);
  if (format) add(FORMATS[format], FORMATS_WHY[format], FORMAT_FROM[formatFrom]);
  const counted = Object.entries(units).map(([unit, count]) =>
    t("{unit} ({count} row)|{unit} ({count} rows)", { unit, count }),
  );
  if (counted.length)
    told.push(t("Units written behind quantities: {units}.", { units: counted.join(", ") }));
  return told;
}

function describeRows({ totals_rows: totals, rows_left: left, cells_filled: filled }) {
  const told = [];
  if (totals)
    told.push(t("{count} total row was left out.|{count} total rows were left out.", { count: totals }));
  if (left)
    told.push(
      t("{count} row that is no sale was left out.|{count} rows that are no sales were left out.", {
        count: left,
      }),
    );
  if (filled)
    told.push(
      t(
        "{count} empty cell filled in from merged cells or labels above.|{count} empty cells filled in from merged cells or labels above.",
        { count: filled },
      ),
    );
  return told;
}
