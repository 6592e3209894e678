// What an event did when it came last, in words.

import {
  formatDay,
  formatDays,
  formatMean,
  formatSignedRoundShare,
  formatSignedUnits,
  formatUnits,
  listAll,
} from "./format.js";
import { t } from "./language.js";

/** What an entry of the calendar and its effect have in common. */
export const effectKey = ({ event, product }) => JSON.stringify([event, product]);

/** One day, or several. */
export const nameDays = (first, last) => (first === last ? formatDay(first) : formatDays(first, last));

/** An event of GET /calendar/effects in a sentence or two; by week or month it is counted in whole ones. */
export function tellEffect({ came, since, last }, step) {
  if (!last) return t("Has not come yet in the sales that are stored.");
  const often = t("One occurrence so far.|{count} occurrences since {day}.", {
    count: came,
    day: formatDay(since),
  });
  const beside = last.beside.length > 0 && t("On the same days: {list}.", { list: listAll(last.beside) });
  return [tellLast(last), step !== "day" && WHOLE[step], beside, often].filter(Boolean).join(" ");
}

// From here on a share alone says little.
const TOLD_AS_TIMES = 1.5;
const WHOLE = { week: t("Counted in whole weeks."), month: t("Counted in whole months.") };

const write = (units) => formatUnits(units < 10 ? units : Math.round(units));

function tellLast({ first_day: first, last_day: end, sold, usual }) {
  const days = nameDays(first, end);
  if (usual === null)
    return t("{days}: {units} units sold; too little was known before it to say what is usual.", {
      days,
      units: write(sold),
    });
  const more = formatSignedUnits(sold - usual);
  if (usual === 0) return t("{days}: {more} units, where usually none are sold.", { days, more });
  const words = { days, more, usual: write(usual), share: formatSignedRoundShare(sold / usual - 1) };
  if (sold < TOLD_AS_TIMES * usual)
    return t("{days}: {more} units against the usual {usual} ({share}).", words);
  return t("{days}: {more} units against the usual {usual} ({share}: {times} times as many).", {
    ...words,
    times: formatMean(sold / usual),
  });
}
