// What GET /stats says of sales that were not sent, or not yet, as sentences.

import { formatDay, formatMonth, formatUnits } from "./format.js";
import { fill, t, tAll } from "./language.js";
import { stepsBefore } from "./scale.js";

const SPANS_SHOWN = 3;
const STORES_SHOWN = 5;
const UNTIL = t("Missing sales count as zero and lower the forecasts until they are uploaded.");
const EARLIER = tAll("{names}, and {count} earlier");
const MORE = tAll("{names}, and {count} more");
const SILENT = tAll({
  day: "Sales of one day seem to be missing|Sales of {count} days seem to be missing",
  week: "Sales of one week seem to be missing|Sales of {count} weeks seem to be missing",
  month: "Sales of one month seem to be missing|Sales of {count} months seem to be missing",
});
const UNFINISHED = tAll({
  day: "{day} was not over yet and is left out",
  week: "The week from {day} was not over yet and is left out",
  month: "{month} was not over yet and is left out",
});

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
    title: fill(SILENT[step], { count }),
    words: t(
      "Nothing at all was sold then: {spans}. That is too long for closing days, so the forecasts assume usual sales for them. If you have these sales, upload them.",
      { spans: listed(shown, spans.length, EARLIER) },
    ),
  };
}

function describePartial({ since, products, usual_products: usual }) {
  return {
    title: t("Only part of the sales since {day} seems to be here", { day: formatDay(since) }),
    words: `${t("Products with sales: {products}, where {usual} is usual.", { products: formatUnits(products), usual: formatUnits(usual) })} ${UNTIL}`,
  };
}

function describeUnfinished({ step: first, units, usual_units: usual }, step) {
  return {
    title: fill(UNFINISHED[step], { day: formatDay(first), month: formatMonth(first) }),
    words: t(
      "It has {units} units so far, where about {usual} are usual. Its forecast is that of a whole one; upload it again when it is over.",
      { units: formatUnits(units), usual: formatUnits(usual) },
    ),
  };
}

function describeStores(stores) {
  const shown = stores
    .slice(0, STORES_SHOWN)
    .map(({ name, last_day: day }) => t("{store} after {day}", { store: name, day: formatDay(day) }));
  return {
    title: t(
      "One store does not seem to have sent the latest sales|{count} stores do not seem to have sent the latest sales",
      { count: stores.length },
    ),
    words: `${t("Nothing was sold in {stores}.", { stores: listed(shown, stores.length, MORE) })} ${UNTIL}`,
  };
}

function listed(shown, total, others) {
  const left = total - shown.length;
  const names = shown.join(", ");
  return left ? fill(others, { names, count: left }) : names;
}

/** From the first day of the first step to the last day of the last one, whose first day is told. */
function formatSpan([first, last], step) {
  const format = step === "month" ? formatMonth : formatDay;
  const [from, to] = [format(first), format(step === "week" ? stepsBefore(last, "day", -6) : last)];
  return from === to ? from : `${from} – ${to}`;
}
