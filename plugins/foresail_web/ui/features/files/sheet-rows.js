// A few rows of a sheet as they stand in it: with Excel's letters and row numbers, and what each column is read as.

import { Chakra, h } from "../../lib/airflow.js";
import { formatCount } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { Small } from "../../parts/pieces.js";

const { Badge, Flex, Stack, Table, Text, VisuallyHidden } = Chakra;
// What is only read out lies in the frame, too: beside it, it would widen the page.
const FRAME = {
  position: "relative",
  borderWidth: 1,
  borderRadius: "md",
  maxH: "26rem",
  whiteSpace: "nowrap",
  tabIndex: 0,
};

/** `cells` as the API tells them; `names` is what each column is, by its letter, `headerRow` the row of the headings,
 * `marked` says what was found in a cell (`C7`), by its name. */
export function SheetRows({ label, cells, names = {}, headerRow, marked = {} }) {
  return h(
    Stack,
    { gap: 1, minW: 0 },
    h(
      Table.ScrollArea,
      { ...FRAME, role: "group", "aria-label": label },
      h(
        Table.Root,
        { size: "sm", stickyHeader: true, showColumnBorder: true, width: "auto", "aria-label": label },
        h(Table.Header, null, h(Letters, { columns: cells.columns, names })),
        h(
          Table.Body,
          null,
          cells.rows.map((row) =>
            h(SheetRow, {
              key: row.row,
              ...row,
              columns: cells.columns,
              isHeader: row.row === headerRow,
              marked,
            }),
          ),
        ),
      ),
    ),
    h(Small, { fontSize: "xs" }, describeExtent(cells)),
  );
}

const Letters = ({ columns, names }) =>
  h(
    Table.Row,
    { bg: "bg.muted" },
    h(Table.ColumnHeader, { scope: "col" }, t("Row")),
    columns.map((letter) =>
      h(
        Table.ColumnHeader,
        { key: letter, scope: "col", verticalAlign: "top" },
        h(
          Flex,
          { direction: "column", align: "start", gap: 1 },
          letter,
          names[letter]?.map((name) => h(Badge, { key: name, size: "xs", colorPalette: "info" }, name)),
        ),
      ),
    ),
  );

const SheetRow = ({ row, cells, columns, isHeader, marked }) =>
  h(
    Table.Row,
    isHeader ? { bg: "bg.muted", fontWeight: "semibold" } : null,
    h(
      Table.ColumnHeader,
      { scope: "row", color: "fg.muted", fontVariantNumeric: "tabular-nums" },
      row,
      isHeader && ` ${t("(headings)")}`,
    ),
    cells.map((text, place) =>
      h(Cell, { key: columns[place], text, found: marked[`${columns[place]}${row}`] }),
    ),
  );

function Cell({ text, found }) {
  const shown = h(Text, { as: "span", display: "block", maxW: "16rem", truncate: true, title: text }, text);
  if (!found) return h(Table.Cell, null, shown);
  return h(
    Table.Cell,
    {
      "data-found": "",
      bg: "bg.warning",
      outline: "2px solid",
      outlineColor: "border.warning",
      outlineOffset: "-2px",
      title: found,
    },
    text === null ? h(Text, { as: "span", color: "fg.muted" }, t("empty")) : shown,
    h(VisuallyHidden, null, ` (${found})`),
  );
}

function describeExtent({ rows, columns, rows_total: height, columns_total: width }) {
  if (!rows.length) return t("The sheet has no rows here.");
  const told = t("Rows {first} to {last} of {count}.", {
    first: formatCount(rows[0].row),
    last: formatCount(rows[rows.length - 1].row),
    count: height,
  });
  if (columns.length === width) return told;
  const beside = t("Columns {first} to {last} of {count}.", {
    first: columns[0],
    last: columns[columns.length - 1],
    count: width,
  });
  return `${told} ${beside}`;
}
