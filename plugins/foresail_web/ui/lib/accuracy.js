// How an error stands against the yardstick that costs nothing: repeating the season before.

import { formatRoundShare, formatShare } from "./format.js";

/** An error beside that of repeating the last week (of days) or year, in words. */
export function compare(wape, naive, step) {
  const last = `last ${step === "day" ? "week" : "year"}`;
  if (naive === 0) return `repeating ${last} would have had no error`;
  const less = 1 - wape / naive;
  const than = `than repeating ${last} (${formatShare(naive)})`;
  return `${formatRoundShare(Math.abs(less))} ${less < 0 ? "more" : "less"} ${than}`;
}
