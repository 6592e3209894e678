// What GET /stats says of sales that were not sent, or not yet, as sentences.

import { formatCount, formatDay, formatMonth, formatUnits } from "./format.js";
import { stepsBefore } from "./scale.js";

const SPANS_SHOWN = 3;
const STORES_SHOWN = 5;
const UNTIL = "Missing sales count as zero and lower the forecasts until they are uploaded.";

/** The warnings, each a title and its words; `step` is day, week or month, `gaps` may be null. */
export function describeGaps(gaps, step) {
  if (!gaps) return [];
  return [
    gaps.not_sent > 0 && describeSilence(gaps, step),
    gaps.partial && describePartial(gaps.partial),
    gaps.unfinished && describeUnfinished(gaps.unfinished, step),
    gaps.late_stores.length > 0 && describeStores(gaps.late_stores),
  ].filter(Boolean);
}

function describeSilence({ not_sent: count, spans }, step) {
  const shown = spans.slice(-SPANS_SHOWN).map((span) => formatSpan(span, step));
  return {
    title: `Sales of ${formatCount(count)} ${step}${count === 1 ? "" : "s"} seem to be missing`,
    words:
      `Nothing at all was sold then: ${listed(shown, spans.length, "earlier")}. That is too long for closing ` +
      "days, so the forecasts assume usual sales for them. If you have these sales, upload them.",
  };
}

function describePartial({ since, products, usual_products: usual }) {
  return {
    title: `Only part of the sales since ${formatDay(since)} seems to be here`,
    words: `Products with sales: ${formatUnits(products)}, where ${formatUnits(usual)} is usual. ${UNTIL}`,
  };
}

function describeUnfinished({ step: first, units, usual_units: usual }, step) {
  const name = step === "month" ? formatMonth(first) : `The ${step} from ${formatDay(first)}`;
  return {
    title: `${name} was not over yet and is left out`,
    words:
      `It has ${formatUnits(units)} units so far, where a whole ${step} has about ${formatUnits(usual)}. ` +
      "Its forecast is that of a whole one; upload it again when it is over.",
  };
}

function describeStores(stores) {
  const shown = stores
    .slice(0, STORES_SHOWN)
    .map(({ name, last_day: day }) => `${name} after ${formatDay(day)}`);
  const count = stores.length === 1 ? "One store does" : `${formatCount(stores.length)} stores do`;
  return {
    title: `${count} not seem to have sent the latest sales`,
    words: `Nothing was sold in ${listed(shown, stores.length, "more")}. ${UNTIL}`,
  };
}

function listed(shown, total, others) {
  const left = total - shown.length;
  return left ? `${shown.join(", ")}, and ${formatCount(left)} ${others}` : shown.join(", ");
}

/** From the first day of the first step to the last day of the last one, whose first day is told. */
function formatSpan([first, last], step) {
  const format = step === "month" ? formatMonth : formatDay;
  const [from, to] = [format(first), format(step === "week" ? stepsBefore(last, "day", -6) : last)];
  return from === to ? from : `${from} – ${to}`;
}
