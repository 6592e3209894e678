// How an error stands against the yardstick that costs nothing: repeating the season before.

import { formatRoundShare, formatShare } from "./format.js";
import { fill, tAll } from "./language.js";

const NO_ERROR = tAll({
  week: "repeating last week would have had no error",
  year: "repeating last year would have had no error",
});
const LESS = tAll({
  week: "{share} less than repeating last week ({naive})",
  year: "{share} less than repeating last year ({naive})",
});
const MORE = tAll({
  week: "{share} more than repeating last week ({naive})",
  year: "{share} more than repeating last year ({naive})",
});

/** An error beside that of repeating the last week (of days) or year, in words. */
export function compare(wape, naive, step) {
  const season = step === "day" ? "week" : "year";
  if (naive === 0) return NO_ERROR[season];
  const less = 1 - wape / naive;
  const values = { share: formatRoundShare(Math.abs(less)), naive: formatShare(naive) };
  return fill((less < 0 ? MORE : LESS)[season], values);
}
