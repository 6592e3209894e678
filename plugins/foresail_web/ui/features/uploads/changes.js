// What an upload would change: sales counted, and units a month before and after.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { formatCount, formatMonth, formatUnits } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { Figure, Rows } from "../../parts/pieces.js";
import { MonthsPicture } from "./months-picture.js";

const { Box, Button, Flex, SimpleGrid, Stack, Text } = Chakra;

/** `changes` as POST /validations tells them. */
export function Changes({ changes }) {
  return h(
    Stack,
    { gap: 4 },
    h(
      SimpleGrid,
      { minChildWidth: "7rem", gap: 4 },
      h(Figure, { label: t("New sales"), value: formatCount(changes.lines_new) }, t("would be added")),
      h(
        Figure,
        { label: t("Changed sales"), value: formatCount(changes.lines_changed) },
        t("would be replaced"),
      ),
      h(
        Figure,
        { label: t("Identical sales"), value: formatCount(changes.lines_identical) },
        t("are stored already"),
      ),
      h(
        Figure,
        { label: t("Removed sales"), value: formatCount(changes.lines_removed) },
        t("are not in this file"),
      ),
    ),
    changes.months.length > 0
      ? h(Months, { months: changes.months })
      : h(Text, { fontSize: "sm", color: "fg.muted" }, t("The units of no month would change.")),
  );
}

/** Units a month before and after, as a picture or a table; `after` names the change. */
export function Months({ months, after = t("After the upload") }) {
  const [isTable, setTable] = useState(false);
  return h(
    Box,
    null,
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, mb: 2 },
      h(Text, { fontWeight: "semibold", fontSize: "sm" }, t("Units sold in the months that would change")),
      h(
        Button,
        { variant: "outline", size: "xs", flexShrink: 0, onClick: () => setTable(!isTable) },
        isTable ? t("Show months as chart") : t("Show months as table"),
      ),
    ),
    isTable ? h(MonthsTable, { months, after }) : h(MonthsPicture, { months, after }),
  );
}

const MonthsTable = ({ months, after }) =>
  h(Rows, {
    label: t("Units sold by month"),
    heads: [t("Month"), t("Now"), after],
    numeric: [1, 2],
    rows: months.map((row) => [
      formatMonth(row.month),
      formatUnits(row.units_before),
      formatUnits(row.units_after),
    ]),
    maxH: "20rem",
  });
