// A file that was refused: why, and what a person can say so that it is read after all.

import { Chakra, h } from "../../lib/airflow.js";
import { readBothWays } from "../../lib/dates.js";
import { useArrival } from "../../lib/focus.js";
import { useMeta } from "../../lib/meta.js";
import { Refusal } from "../../parts/pieces.js";
import { MappingForm } from "../mappings/mapping-form.js";
import { Cells } from "./findings.js";

const { Box, Button, Flex, Stack, Text } = Chakra;
const ORDERS = [
  ["day-first", "Day first: 31/12/2026"],
  ["month-first", "Month first: 12/31/2026"],
];
const HINTS = { "unmapped-header": "Say which of its columns is which. Your file is not changed." };

/** The refusal of a file; `onAgain` hears what is now said about it, and the file is sent again. */
export function FileRefusal({ file, isCheck, error, onAgain }) {
  const place = useArrival();
  const { code, details } = error;
  // With fewer headers than required columns no choice among them helps.
  const least = useMeta().columns.filter(({ required }) => required).length;
  const canMap = code === "unmapped-header" && details?.headers?.length >= least;
  const canOrder = code === "undecidable-dates";
  // The API's hint is for programs: here its way is a form or a button.
  const hint = canOrder ? null : canMap ? HINTS[code] : error.hint;
  return h(
    Stack,
    {
      ref: place,
      tabIndex: -1,
      outline: "none",
      gap: 3,
      role: "group",
      "aria-label": "The file was refused",
    },
    h(
      Refusal,
      { error, hint },
      file && h(Text, null, `Nothing from ${file.name} was stored.`),
      canOrder && h(DateOrder, { example: details?.example, onAgain }),
    ),
    canMap && h(MappingForm, { details, isCheck, onSend: onAgain }),
    details?.findings && h(Cells, { found: details.findings, total: details.total }),
  );
}

function DateOrder({ example, onAgain }) {
  const readings = example && readBothWays(example);
  const question = readings
    ? `Is ${example} ${readings["day-first"]} or ${readings["month-first"]}?`
    : "How are its dates written?";
  return h(
    Box,
    { mt: 2 },
    h(Text, null, `${question} Choose one, and the file is sent again:`),
    h(
      Flex,
      { gap: 2, mt: 1, wrap: "wrap" },
      ORDERS.map(([order, words]) =>
        h(
          Button,
          { key: order, size: "xs", variant: "outline", onClick: () => onAgain({ date_order: order }) },
          readings ? readings[order] : words,
        ),
      ),
    ),
  );
}
