// Days, weeks and months in words, each as a whole sentence: languages bend them in different ways.

import { fill, t, tAll } from "./language.js";

const NAMES = tAll({ day: "day", week: "week", month: "month", quarter: "quarter", year: "year" });
const COUNTED = tAll({
  day: "{count} day|{count} days",
  week: "{count} week|{count} weeks",
  month: "{count} month|{count} months",
  step: "steps",
});
const NEXT = tAll({ week: "Next week", month: "Next month" });

/** A step alone, as in "units per week". */
export const nameStep = (step) => NAMES[step] ?? step;
/** So many of them. */
export const countSteps = (count, step) => fill(COUNTED[step], { count });
/** What forecasts are compared by: the next week, or the next month. */
export const nameNext = (step) => NEXT[step === "month" ? "month" : "week"];
/** A week by its first day. */
export const nameWeek = (day) => t("Week from {day}", { day });
/** What steps can be added up by: months are no weeks, and weeks lie in two months. */
export const SUMS = { day: ["week", "month"], week: ["week"], month: ["month"] };
