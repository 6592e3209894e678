// Every schedule that can be edited, each with its next runs and the ways to change it.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { Empty, Refusal, Waiting } from "../../parts/pieces.js";
import { Schedule } from "./schedule.js";

const { Stack } = Chakra;

/** Loads them; each section then keeps its own up to date. */
export function Schedules() {
  const { value, error } = useLoaded((signal) => read("/schedules", {}, signal), []);
  if (error) return h(Refusal, { error });
  if (!value) return h(Waiting, { label: t("Loading the schedules") });
  if (value.total === 0) return h(Empty, { title: t("No schedule can be edited") });
  return h(
    Stack,
    { gap: 4 },
    value.schedules.map((schedule) => h(Schedule, { key: schedule.dag_id, loaded: schedule })),
  );
}
