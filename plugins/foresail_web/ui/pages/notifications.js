// The page Notifications: who is mailed when forecasts are published.

import { Subscribers } from "../features/notifications/subscribers.js";
import { h } from "../lib/airflow.js";
import { t } from "../lib/language.js";

export const page = {
  name: "notifications",
  title: t("Notifications"),
  about: t("Who gets an email, and when"),
  Page: () => h(Subscribers),
};
