// A file that was refused: why, and what a person can say so that it is read after all.

import { Chakra, h } from "./airflow.js";
import { Cells } from "./findings.js";
import { useArrival } from "./focus.js";
import { formatFullDay } from "./format.js";
import { MappingForm } from "./mapping.js";
import { Refusal } from "./pieces.js";

const { Box, Button, Flex, Stack, Text } = Chakra;
// Fewer headers than required columns: no choice among them helps.
const HEADERS_MIN = 3;
const ORDERS = [
  ["day-first", "Day first: 31/12/2026"],
  ["month-first", "Month first: 12/31/2026"],
];
const HINTS = { "unmapped-header": "Say which of its columns is which. Your file stays as it is." };

/** The refusal of a file; `onAgain` hears what is now said about it, and the file is sent once more. */
export function Refused({ file, isCheck, error, onAgain }) {
  const place = useArrival();
  const { code, details } = error;
  const canMap = code === "unmapped-header" && details?.headers?.length >= HEADERS_MIN;
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
      file && h(Text, null, `Nothing of ${file.name} was stored.`),
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
    h(Text, null, `${question} Choose, and the file is sent once more:`),
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

const PARTS = /(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})/;

/** A date such as 03/04/24 in words, its day first and its month first; null where it is no such date. */
function readBothWays(text) {
  const parts = PARTS.exec(text);
  if (!parts) return null;
  const [one, two, year] = parts.slice(1).map(Number);
  const full = year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
  const write = (month, day) => formatFullDay(Date.UTC(full, month - 1, day));
  return { "day-first": write(two, one), "month-first": write(one, two) };
}
