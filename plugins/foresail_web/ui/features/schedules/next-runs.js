// When a schedule comes next, in its own time zone.

import { Chakra, h } from "../../lib/airflow.js";
import { t } from "../../lib/language.js";
import { describeClockChange, formatRun } from "../../lib/schedules.js";
import { Small } from "../../parts/pieces.js";

const { Box, Stack } = Chakra;

/** `runs` are times, `timezone` is where they are read, `change` the next clock change that meets the schedule. */
export function NextRuns({ runs, timezone, change, label = t("Next runs") }) {
  if (runs.length === 0) return null;
  return h(
    Stack,
    { gap: 1 },
    h(Small, null, t("{label}, in {timezone}:", { label, timezone })),
    h(
      Box,
      { as: "ul", "aria-label": label, fontSize: "sm", listStyleType: "none" },
      runs.map((run) => h("li", { key: run }, formatRun(run, timezone))),
    ),
    change && h(Small, null, describeClockChange(change, timezone)),
  );
}
