// Says which sales were never sent, or not yet, as far as the forecasts can tell: whoever has them can upload them.

import { Chakra, h } from "../../lib/airflow.js";
import { describeGaps } from "../../lib/gaps.js";
import { Notice } from "../../parts/pieces.js";

const { Stack } = Chakra;

/** `gaps` are those of GET /stats, null where nothing was counted; `step` is day, week or month. */
export function Gaps({ gaps, step }) {
  const found = describeGaps(gaps, step);
  if (found.length === 0) return null;
  return h(
    Stack,
    { gap: 2 },
    found.map(({ title, words }) => h(Notice, { key: title, status: "warning", title }, words)),
  );
}
