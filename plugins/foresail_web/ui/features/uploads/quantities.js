// Quantities far above what their product ever sold: kept or left out, one by one or all at once.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post } from "../../lib/api.js";
import { formatDay, formatMoment, formatRange, formatUnits } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { Refusal, Rows, Small } from "../../parts/pieces.js";

const { Button, Flex, NativeSelect, Stack } = Chakra;
const KEEP = "keep";
const DROP = "drop";
const WORDS = tAll({ [KEEP]: "It is right: keep it", [DROP]: "Leave this row out" });

/** What is unusual in a file that was only checked. */
export const UnusualList = ({ unusual }) =>
  h(
    Stack,
    { gap: 2 },
    h(
      Small,
      null,
      t(
        "More than six times the largest other sale of the product. Once uploaded, the file waits until you have said what they are.",
      ),
    ),
    h(Rows, {
      label: t("Unusual quantities"),
      heads: HEADS,
      numeric: [3, 4],
      rows: unusual.map(describe),
      maxH: "16rem",
    }),
  );

const HEADS = tAll(["Cell", "Product", "Day", "Quantity", "Usually"]);
const describe = (row) => [
  `${row.sheet}!${row.cell}`,
  row.product,
  formatDay(row.date),
  formatUnits(row.quantity),
  formatRange(row.usual_low, row.usual_high),
];

/** The form for an upload that waits; `onAnswered` hears that it no longer does. */
export function UnusualQuestions({ id, waiting, onAnswered }) {
  const [chosen, setChosen] = useState({});
  const [{ isSaving, error }, setState] = useState({});
  const all = (action) => setChosen(Object.fromEntries(waiting.map((_, number) => [number, action])));
  const save = async () => {
    setState({ isSaving: true });
    const answers = waiting.map((_, number) => ({ number, action: chosen[number] ?? KEEP }));
    try {
      await post(`/uploads/${id}/quantities`, { answers });
      onAnswered();
    } catch (error) {
      setState({ error });
      // Someone else was quicker.
      if (error.code === "nothing-to-answer") onAnswered();
    }
  };
  return h(
    Stack,
    { gap: 3 },
    h(
      Small,
      null,
      t("Each is more than six times the largest other sale of its product. Your answers are remembered."),
    ),
    h(
      Flex,
      { gap: 2, wrap: "wrap" },
      h(Button, { size: "xs", variant: "outline", onClick: () => all(KEEP) }, t("All are right")),
      h(Button, { size: "xs", variant: "outline", onClick: () => all(DROP) }, t("Leave all out")),
    ),
    h(Rows, {
      label: t("Unusual quantities"),
      heads: [...HEADS, t("Answer")],
      numeric: [3, 4],
      rows: waiting.map((row, number) => [
        ...describe(row),
        h(Choice, {
          row,
          value: chosen[number] ?? KEEP,
          onChoose: (action) => setChosen({ ...chosen, [number]: action }),
        }),
      ]),
      maxH: "24rem",
    }),
    error && h(Refusal, { error }),
    h(
      Button,
      {
        size: "sm",
        alignSelf: "start",
        // Longer in some languages than a phone is wide.
        h: "auto",
        minH: 9,
        py: 1,
        whiteSpace: "normal",
        onClick: save,
        loading: isSaving,
        loadingText: t("Saving"),
      },
      t("Save the answers about quantities"),
    ),
  );
}

const Choice = ({ row, value, onChoose }) =>
  h(
    NativeSelect.Root,
    { size: "xs" },
    h(
      NativeSelect.Field,
      {
        value,
        "aria-label": t("What {quantity} of {product} is", {
          quantity: formatUnits(row.quantity),
          product: row.product,
        }),
        onChange: (event) => onChoose(event.target.value),
      },
      Object.entries(WORDS).map(([action, words]) => h("option", { key: action, value: action }, words)),
    ),
    h(NativeSelect.Indicator),
  );

/** What was answered about an upload's quantities, by whom. */
export const QuantityDecisions = ({ decided }) =>
  h(Rows, {
    label: t("What was answered about unusual quantities"),
    heads: tAll(["Product", "Day", "Quantity", "Answer", "By", "When"]),
    numeric: [2],
    rows: decided.map((row) => [
      row.product,
      formatDay(row.day),
      formatUnits(row.quantity),
      row.action === DROP ? t("Left out") : t("Kept"),
      row.decided_by,
      formatMoment(row.decided_at),
    ]),
    maxH: "16rem",
  });
