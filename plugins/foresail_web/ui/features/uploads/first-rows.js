// The first rows of a checked file beside what is read from them, and the form that has it read in another way.

import { Chakra, h } from "../../lib/airflow.js";
import { markCells } from "../../lib/findings.js";
import { formatDay, formatPrice, formatUnits } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { editableOf } from "../../lib/refusals.js";
import { Part, Rows, Small } from "../../parts/pieces.js";
import { MappingForm } from "../mappings/mapping-form.js";

const { Stack, Text } = Chakra;

/** `firstRows` as POST /validations tells them, `findings` the first of the file; `onAgain` hears options. */
export function FirstRows({ firstRows, findings, options, isSending, onAgain }) {
  const { sheet, lines } = firstRows;
  return h(
    Part,
    { title: t("How sheet {sheet} is read", { sheet }) },
    h(
      MappingForm,
      {
        details: firstRows,
        required: editableOf(firstRows, useMeta().columns),
        isCheck: true,
        marked: markCells(findings, sheet),
        said: options,
        isSending,
        onSend: onAgain,
      },
      h(Lines, { lines }),
    ),
  );
}

const Lines = ({ lines }) =>
  h(
    Stack,
    { gap: 2 },
    h(Text, { fontWeight: "semibold", fontSize: "sm" }, t("Sales read from these rows")),
    lines.length > 0 ? h(Read, { lines }) : h(Small, null, t("None: see “What was found”.")),
  );

const Read = ({ lines }) =>
  h(Rows, {
    label: t("Sales read from these rows"),
    heads: tAll(["Cell", "Date", "Product", "Quantity", "Unit price", "Store"]),
    numeric: [3, 4],
    rows: lines.map(({ cell, date, product, quantity, unit_price: price, store }) => [
      cell,
      formatDay(date),
      product,
      formatUnits(quantity),
      price === null ? "–" : formatPrice(price),
      store ?? "–",
    ]),
    maxH: "20rem",
  });
