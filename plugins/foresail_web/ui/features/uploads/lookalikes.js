// Products of a first upload whose names look alike.

import { Chakra, h } from "../../lib/airflow.js";
import { formatRoundShare } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { Rows } from "../../parts/pieces.js";

const { Stack, Text } = Chakra;

/** `pairs` are (name, name, likeness in percent). */
export function Lookalikes({ pairs }) {
  return h(
    Stack,
    { gap: 2 },
    h(
      Text,
      { fontSize: "sm", color: "fg.muted" },
      t(
        "Each name is a product of its own, with a forecast of its own. Where two are the same product, use one spelling for both.",
      ),
    ),
    h(Rows, {
      label: t("Names that look alike"),
      heads: tAll(["One name", "Another name", "Alike"]),
      numeric: [2],
      rows: pairs.map(([one, other, score]) => [one, other, formatRoundShare(score / 100)]),
      maxH: "20rem",
    }),
  );
}
