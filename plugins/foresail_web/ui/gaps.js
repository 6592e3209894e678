// Says which sales were never sent, or not yet, as far as the forecasts can tell: whoever has them can upload them.

import { Chakra, h } from "./airflow.js";
import { formatCount, formatDay, formatMonth, formatUnits } from "./format.js";
import { Notice } from "./pieces.js";
import { stepsBefore } from "./scale.js";

const { Stack } = Chakra;
const SPANS_SHOWN = 3;
const STORES_SHOWN = 5;

/** `gaps` are those of GET /stats, null where nothing was counted; `step` is day, week or month. */
export function Gaps({ gaps, step }) {
  if (!gaps?.not_sent && !gaps?.partial && !gaps?.late_stores.length) return null;
  return h(
    Stack,
    { gap: 2 },
    gaps.not_sent > 0 && h(Silence, { gaps, step }),
    gaps.partial && h(Partial, { partial: gaps.partial }),
    gaps.late_stores.length > 0 && h(LateStores, { stores: gaps.late_stores }),
  );
}

function Silence({ gaps, step }) {
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

const UNTIL = "What is not sent counts as zero, and lowers the forecasts, until it is uploaded.";

const Partial = ({ partial: { since, products, usual_products: usual } }) =>
  h(
    Notice,
    { status: "warning", title: `Since ${formatDay(since)} only a part of the sales seems to be there` },
    `Products that sold something: ${formatUnits(products)}, where ${formatUnits(usual)} are usual. ${UNTIL}`,
  );

function LateStores({ stores }) {
  const shown = stores.slice(0, STORES_SHOWN).map(({ name, last_day: day }) => `${name} after ${formatDay(day)}`);
  const others = stores.length - shown.length;
  const all = others ? `${shown.join(", ")}, and ${formatCount(others)} more` : shown.join(", ");
  const count = stores.length === 1 ? "One store seems" : `${formatCount(stores.length)} stores seem`;
  return h(
    Notice,
    { status: "warning", title: `${count} not to have sent the newest sales` },
    `Nothing was sold in ${all}. ${UNTIL}`,
  );
}

/** From the first day of the first step to the last day of the last one, whose first day is told. */
function formatSpan([first, last], step) {
  const format = step === "month" ? formatMonth : formatDay;
  const [from, to] = [format(first), format(step === "week" ? stepsBefore(last, "day", -6) : last)];
  return from === to ? from : `${from} – ${to}`;
}
