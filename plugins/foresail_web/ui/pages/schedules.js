// The page Schedules: when Foresail trains and measures on its own.

import { Schedules } from "../features/schedules/schedules.js";
import { h } from "../lib/airflow.js";
import { t } from "../lib/language.js";

export const page = {
  name: "schedules",
  title: t("Schedules"),
  about: t("When Foresail runs on its own, beside the runs that every upload starts"),
  Page: () => h(Schedules),
};
