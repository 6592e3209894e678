// What was read of a workbook: its rows counted, its columns, and what was left out or filled in.

import { Chakra, h } from "../../lib/airflow.js";
import { formatCount, formatDay } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { describeReading } from "../../lib/readings.js";
import { Figure, Rows } from "../../parts/pieces.js";

const { SimpleGrid, Stack, Text } = Chakra;

/** The figures of a report; `fate` says what becomes of the accepted rows. */
export function Counts({ report, fate }) {
  return h(
    SimpleGrid,
    { minChildWidth: "7rem", gap: 4 },
    h(Figure, { label: t("Rows read"), value: formatCount(report.rows_read) }, blank(report.rows_blank)),
    h(Figure, { label: t("Accepted"), value: formatCount(report.rows_accepted) }, fate),
    h(Figure, { label: t("Rejected"), value: formatCount(report.rows_rejected) }, t("not stored")),
    h(Figure, { label: t("Repeated"), value: formatCount(report.rows_repeated) }, t("stored once")),
    h(Figure, { label: t("Products"), value: formatCount(report.products) }),
    h(Figure, { label: t("Stores"), value: formatCount(report.stores) }),
    h(Figure, { label: t("First day"), value: formatDay(report.first_day) }),
    h(Figure, { label: t("Last day"), value: formatDay(report.last_day) }),
  );
}

const blank = (count) => (count ? t("and {count} blank", { count }) : null);

/** Which column was read as which, and where from. */
export function ColumnMap({ report }) {
  const { columns, details } = useMeta();
  const found = details.filter(({ field }) => report.columns[field]);
  const rows = [...columns, ...found].map(({ field, name }) => [
    name,
    report.columns[field] ?? h(Text, { as: "span", color: "fg.muted" }, t("not in the workbook")),
  ]);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("How the columns were read"),
      heads: tAll(["Foresail's column", "Your column"]),
      rows,
    }),
    h(
      Stack,
      { as: "ul", gap: 1, listStyleType: "none", fontSize: "sm", color: "fg.muted" },
      describeReading(report).map((words) => h("li", { key: words }, words)),
    ),
  );
}
