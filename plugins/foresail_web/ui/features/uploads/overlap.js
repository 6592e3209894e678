// Days of a file that are stored already: what would be done with them, and the other ways to go on.

import { Chakra, h, useId, useState } from "../../lib/airflow.js";
import { formatCount, formatUnits } from "../../lib/format.js";
import { describeOverlap, describeWay, wayOf } from "../../lib/overlap.js";
import { Notice, Rows } from "../../parts/pieces.js";

const { Box, RadioGroup, Stack, Text } = Chakra;

/** The choice at hand, first what the rule proposes; null where nothing overlaps. */
export function useWay(overlap) {
  const [way, choose] = useState(overlap && wayOf(overlap));
  return { way, choose, choice: overlap?.choices.find((choice) => wayOf(choice) === way) ?? null };
}

/** `overlap` as POST /validations tells it; `chosen` is of `useWay`. */
export function Overlap({ overlap, chosen: { way, choose } }) {
  const id = useId();
  const [title, words] = describeOverlap(overlap);
  return h(
    Stack,
    { gap: 3 },
    h(Notice, { status: "warning", title }, words),
    h(
      Text,
      { id, fontSize: "sm", fontWeight: "semibold" },
      `These days have ${formatUnits(overlap.units_before)} units now. What shall this file do?`,
    ),
    h(
      RadioGroup.Root,
      { value: way, onValueChange: ({ value }) => choose(value), size: "sm", "aria-labelledby": id },
      h(
        Stack,
        { gap: 2 },
        overlap.choices.map((choice) => h(Way, { key: wayOf(choice), choice, overlap })),
      ),
    ),
  );
}

function Way({ choice, overlap }) {
  const [name, meaning] = describeWay(choice);
  const proposed = wayOf(choice) === wayOf(overlap) ? " (proposed)" : "";
  return h(
    RadioGroup.Item,
    { value: wayOf(choice), alignItems: "start" },
    h(RadioGroup.ItemHiddenInput),
    h(RadioGroup.ItemIndicator),
    h(
      Box,
      null,
      h(RadioGroup.ItemText, null, name + proposed),
      h(
        Text,
        { fontSize: "sm", color: "fg.muted" },
        `${meaning}; ${formatUnits(choice.units_after)} units after it, ${formatCount(choice.lines_removed)} stored rows replaced`,
      ),
    ),
  );
}

/** Products whose units in the file's days would double, or vanish: in red, as stock follows from them. */
export function Alarming({ products }) {
  return h(
    Stack,
    { gap: 2 },
    h(
      Notice,
      { status: "error", title: "Products that would double or vanish" },
      "Look at them before you upload: they may be counted twice, or be missing from this file.",
    ),
    h(Rows, {
      label: "Products that would double or vanish",
      heads: ["Product", "Units now", "Units after", ""],
      numeric: [1, 2],
      rows: products.map((row) => [
        row.product,
        formatUnits(row.units_before),
        h(Text, { as: "span", color: "fg.error", fontWeight: "semibold" }, formatUnits(row.units_after)),
        row.units_after > 0 ? "would double" : "would vanish",
      ]),
      maxH: "16rem",
    }),
  );
}
