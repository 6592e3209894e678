// The page Notifications: who is mailed when forecasts are published.

import { Subscribers } from "../features/notifications/subscribers.js";
import { h } from "../lib/airflow.js";

export const page = {
  name: "notifications",
  title: "Notifications",
  about: "Who gets an email, and when",
  Page: () => h(Subscribers),
};
