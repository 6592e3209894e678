// Says which steps of sales were never sent, as far as the forecasts can tell: whoever has them can upload them.

import { h } from "./airflow.js";
import { formatCount, formatDay, formatMonth } from "./format.js";
import { Notice } from "./pieces.js";
import { stepsBefore } from "./scale.js";

const SPANS_SHOWN = 3;

/** `gaps` are those of GET /stats, null where nothing was counted; `step` is day, week or month. */
export function Gaps({ gaps, step }) {
  if (!gaps?.not_sent) return null;
  const spans = gaps.spans.slice(-SPANS_SHOWN).map((span) => formatSpan(span, step));
  const older = gaps.spans.length - spans.length;
  const all = older ? `${spans.join(", ")}, and ${formatCount(older)} older` : spans.join(", ");
  const title = `Sales of ${formatCount(gaps.not_sent)} ${step}${gaps.not_sent === 1 ? "" : "s"} seem to be missing`;
  return h(
    Notice,
    { status: "warning", title },
    `Nothing at all was sold then: ${all}. That is too long for closed days, so forecasts take the usual for them.`,
    " If you have these sales, upload them.",
  );
}

/** From the first day of the first step to the last day of the last one, whose first day is told. */
function formatSpan([first, last], step) {
  const format = step === "month" ? formatMonth : formatDay;
  const [from, to] = [format(first), format(step === "week" ? stepsBefore(last, "day", -6) : last)];
  return from === to ? from : `${from} – ${to}`;
}
