// Where a forecast comes from, in the two sentences that a planner would say.

import { compare } from "./accuracy.js";
import { formatDay, formatShare } from "./format.js";

const BY_RULE = {
  zero: "zero, as the product is no longer sold",
  repeating_demand: "the same again, as it has sold all along",
  past_seasons: "its past seasons again",
  order_rhythm: "orders on the days on which they have always come",
};

/** `forecast` as GET /forecasts tells it. */
export function describeProvenance(forecast) {
  const { as_of: asOf, fell_back: fellBack, wape, wape_seasonal_naive: naive, frequency } = forecast;
  const { method } = forecast;
  const chosen = fellBack
    ? "a simple method, as there were too few sales to choose a better one"
    : "the method that came closest on past sales of products like it";
  const made = BY_RULE[method] ?? chosen;
  const tested =
    wape == null
      ? "How far off it usually is cannot be said yet: there were too few sales to test it on."
      : `Tested on past sales, it was off by ${formatShare(wape)} of the units sold${
          naive == null ? "" : `, ${compare(wape, naive, frequency)}`
        }.`;
  return `It continues the sales up to ${formatDay(asOf)} with ${made}. ${tested}`;
}
