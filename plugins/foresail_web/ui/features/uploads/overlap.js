// Days of a file that are stored already: what would be done with them, and the other ways to go on.

import { Chakra, h, useId, useState } from "../../lib/airflow.js";
import { formatUnits } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
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
      t("These days have {units} units now. What shall this file do?", {
        units: formatUnits(overlap.units_before),
      }),
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
  const isProposed = wayOf(choice) === wayOf(overlap);
  return h(
    RadioGroup.Item,
    { value: wayOf(choice), alignItems: "start" },
    h(RadioGroup.ItemHiddenInput),
    h(RadioGroup.ItemIndicator),
    h(
      Box,
      null,
      h(RadioGroup.ItemText, null, isProposed ? t("{way} (proposed)", { way: name }) : name),
      h(
        Text,
        { fontSize: "sm", color: "fg.muted" },
        t(
          "{meaning}; {units} units after it, {count} stored row replaced|{meaning}; {units} units after it, {count} stored rows replaced",
          { meaning, units: formatUnits(choice.units_after), count: choice.lines_removed },
        ),
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
      { status: "error", title: t("Products that would double or vanish") },
      t("Look at them before you upload: they may be counted twice, or be missing from this file."),
    ),
    h(Rows, {
      label: t("Products that would double or vanish"),
      heads: [...tAll(["Product", "Units now", "Units after"]), ""],
      numeric: [1, 2],
      rows: products.map((row) => [
        row.product,
        formatUnits(row.units_before),
        h(Text, { as: "span", color: "fg.error", fontWeight: "semibold" }, formatUnits(row.units_after)),
        row.units_after > 0 ? t("would double") : t("would vanish"),
      ]),
      maxH: "16rem",
    }),
  );
}
