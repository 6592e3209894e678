// Where a forecast comes from, in the two sentences that a planner would say.

import { compare } from "./accuracy.js";
import { formatDay, formatShare } from "./format.js";
import { t, tAll } from "./language.js";

const BY_RULE = tAll({
  zero: "zero, as the product is no longer sold",
  repeating_demand: "the same again, as it has sold all along",
  past_seasons: "its past seasons again",
  order_rhythm: "orders on the days on which they have always come",
});

/** `forecast` as GET /forecasts tells it. */
export function describeProvenance(forecast) {
  const { as_of: asOf, fell_back: fellBack, wape, wape_seasonal_naive: naive, frequency } = forecast;
  const { method } = forecast;
  const chosen = fellBack
    ? t("a simple method, as there were too few sales to choose a better one")
    : t("the method that came closest on past sales of products like it");
  const made = BY_RULE[method] ?? chosen;
  const tested =
    wape == null
      ? t("How far off it usually is cannot be said yet: there were too few sales to test it on.")
      : naive == null
        ? t("Tested on past sales, it was off by {error} of the units sold.", { error: formatShare(wape) })
        : t("Tested on past sales, it was off by {error} of the units sold, {compared}.", {
            error: formatShare(wape),
            compared: compare(wape, naive, frequency),
          });
  const continued = t("It continues the sales up to {day} with {method}.", {
    day: formatDay(asOf),
    method: made,
  });
  return `${continued} ${tested}`;
}
