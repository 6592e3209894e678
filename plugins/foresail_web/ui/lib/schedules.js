// Schedules as people read them: a run in its own time zone, and what was set.

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

/** A schedule in a few words; null, or one without a cron, is none. */
export const describeSchedule = (schedule) =>
  schedule?.cron ? t("{cron} in {timezone}", schedule) : t("no schedule");

/** The time zones that a browser knows, for suggestions, with UTC first. */
export const knownZones = () => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];
