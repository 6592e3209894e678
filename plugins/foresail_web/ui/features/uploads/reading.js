// What was read of a workbook: its rows counted, its columns, and what was left out or filled in.

import { Chakra, h } from "../../lib/airflow.js";
import { formatCount, formatDay, formatMany, formatName } from "../../lib/format.js";
import { useMeta } from "../../lib/meta.js";
import { Figure, Rows } from "../../parts/pieces.js";

const { SimpleGrid, Stack, Text } = Chakra;
const ORDER_FROM = {
  column: "as the dates themselves show",
  given: "as you said",
  remembered: "as in your earlier uploads",
  "other-columns": "as another date column shows",
};
const PLURAL = {
  comma: "commas",
  semicolon: "semicolons",
  tab: "tabs",
  pipe: "vertical bars",
  caret: "carets",
  tilde: "tildes",
};

/** The figures of a report; `fate` says what becomes of the accepted rows. */
export function Counts({ report, fate }) {
  return h(
    SimpleGrid,
    { minChildWidth: "7rem", gap: 4 },
    h(Figure, { label: "Rows read", value: formatCount(report.rows_read) }, blank(report.rows_blank)),
    h(Figure, { label: "Accepted", value: formatCount(report.rows_accepted) }, fate),
    h(Figure, { label: "Rejected", value: formatCount(report.rows_rejected) }, "not stored"),
    h(Figure, { label: "Repeated", value: formatCount(report.rows_repeated) }, "stored once"),
    h(Figure, { label: "Products", value: formatCount(report.products) }),
    h(Figure, { label: "Stores", value: formatCount(report.stores) }),
    h(Figure, { label: "First day", value: formatDay(report.first_day) }),
    h(Figure, { label: "Last day", value: formatDay(report.last_day) }),
  );
}

const blank = (count) => (count ? `and ${formatCount(count)} blank` : null);

/** Which column was read as which, and where from. */
export function ColumnMap({ report }) {
  const rows = useMeta().columns.map(({ field, name }) => [
    name,
    report.columns[field] ?? h(Text, { as: "span", color: "fg.muted" }, "not in the workbook"),
  ]);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, { label: "How the columns were read", heads: ["Foresail's column", "Your column"], rows }),
    h(
      Stack,
      { as: "ul", gap: 1, listStyleType: "none", fontSize: "sm", color: "fg.muted" },
      describe(report).map((words) => h("li", { key: words }, words)),
    ),
  );
}

function describe(report) {
  const {
    sheets,
    sheets_left: left,
    columns_ignored: ignored,
    totals_rows: totals,
    cells_filled: filled,
  } = report;
  const { date_order: order, date_order_from: from } = report;
  const told = [`Read from ${name("sheet", sheets)}${describeText(report)}.`];
  if (order) told.push(`Dates were read ${formatName(order)}${from ? `, ${ORDER_FROM[from]}` : ""}.`);
  if (left.length) told.push(`Left out because they hold no sales: ${name("sheet", left)}.`);
  if (ignored.length) told.push(`Not used: ${name("column", ignored)}.`);
  if (totals) told.push(`${formatMany(totals, "total row")} ${totals === 1 ? "was" : "were"} left out.`);
  if (filled) told.push(`${formatMany(filled, "empty cell")} filled in from merged cells.`);
  return told;
}

const name = (noun, names) => `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;

/** How the text of a .csv file was understood. */
function describeText({ encoding, delimiter }) {
  const parts = [];
  if (encoding) parts.push(`as ${encoding.toUpperCase()}`);
  if (delimiter) parts.push(`separated by ${PLURAL[delimiter] ?? delimiter}`);
  return parts.length ? `, ${parts.join(", ")}` : "";
}
