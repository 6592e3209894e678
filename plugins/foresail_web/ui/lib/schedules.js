// Schedules as people read them: a run in its own time zone, and what was set.

import { formatFullDay } from "./format.js";
import { LOCALE, t } from "./language.js";

const PARTS = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
};

/** A run, as the clocks of its time zone show it. */
export const formatRun = (moment, timeZone) =>
  new Intl.DateTimeFormat(LOCALE, { ...PARTS, timeZone }).format(new Date(moment));

/** What a change of clocks, as of GET /schedules/{dag_id}, does to a schedule. */
export function describeClockChange({ kind, day, run }, timezone) {
  const words = { day: formatFullDay(day), run: run && formatRun(run, timezone) };
  if (kind === "repeated")
    return t("On {day}, clocks go back and this time comes twice: it runs once.", words);
  return run
    ? t("On {day}, clocks go forward and this time does not exist: it runs on {run}.", words)
    : t("On {day}, clocks go forward and this time does not exist: it does not run.", words);
}

/** Cron expressions that are asked for most, with what they mean; the time of day can be changed once chosen. */
export const USUAL = [
  ["0 * * * *", t("Every hour")],
  ["0 5 * * *", t("Every day at 5:00")],
  ["0 5 * * 1", t("Every Monday at 5:00")],
  ["0 5 1 * *", t("On the first of each month at 5:00")],
  ["0 5 1 */3 *", t("On the first day of each quarter at 5:00")],
  ["0 5 1 1 *", t("Every year on January 1 at 5:00")],
];

/** One side of an edit of GET /schedules/{dag_id}/history, in a few words. */
export function describeEdit(action, state) {
  if (action === "pause schedule") return state.is_paused ? t("paused") : t("not paused");
  return describeSchedule(state);
}

/** A schedule in a few words; null, or one without a cron, is none. */
export const describeSchedule = (schedule) =>
  schedule?.cron ? t("{cron} in {timezone}", schedule) : t("no schedule");

/** The time zones that a browser knows, for suggestions, with UTC first. */
export const knownZones = () => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];
