// The schedule of one Dag: when it runs next, editing it, and going back to what was set before.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post, put, read } from "../../lib/api.js";
import { formatMoment } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { describeSchedule } from "../../lib/schedules.js";
import { Confirm } from "../../parts/confirm.js";
import { useLoaded } from "../../parts/loading.js";
import { Done, Notice, PlaceLink, Section, Small } from "../../parts/pieces.js";
import { History } from "./history.js";
import { NextRuns } from "./next-runs.js";
import { ScheduleForm } from "./schedule-form.js";

const { Button, Code, Flex, Stack, Text } = Chakra;
const EDITS = 50;
/** What a Dag does on its own, by its name in GET /meta. */
const JOBS = {
  train: [
    t("Training"),
    t("Tests every method on all sales stored so far, and makes new forecasts with what it learned."),
  ],
  predict: [
    t("Forecasting"),
    t("Makes new forecasts with the model in use, after each training and whenever a schedule says so."),
  ],
  monitor: [t("Monitoring"), t("Compares past forecasts with the sales stored since.")],
};

/** `loaded` is the schedule as it was when the page was opened. */
export function Schedule({ loaded }) {
  const { dags } = useMeta();
  const [schedule, setSchedule] = useState(loaded);
  const [isEditing, setEditing] = useState(false);
  const [saved, setSaved] = useState(0);
  const name = Object.keys(dags).find((other) => dags[other] === loaded.dag_id);
  const [title, job] = JOBS[name] ?? [loaded.dag_id, ""];
  const path = `/schedules/${loaded.dag_id}`;
  const history = useLoaded((signal) => read(`${path}/history`, { limit: EDITS }, signal), [path, saved]);
  const take = (changed) => {
    setSchedule(changed);
    setEditing(false);
    setSaved(saved + 1);
  };
  const change = async (call) => {
    try {
      take(await call());
    } catch (error) {
      // Someone else was faster: their schedule is shown, and the form stays as it was filled in.
      if (error.status === 412) setSchedule(await read(path));
      throw error;
    }
  };
  const save = (wanted) => change(() => put(path, wanted, schedule.version));
  const { cron, timezone } = schedule;
  const pause = (isPaused) => save({ cron, timezone: timezone ?? "UTC", is_paused: isPaused });
  return h(
    Section,
    {
      title,
      id: `foresail-${loaded.dag_id}`,
      aside: h(
        Text,
        { fontSize: "sm" },
        h(PlaceLink, { to: `/dags/${loaded.dag_id}` }, t("Open {dag}", { dag: loaded.dag_id })),
      ),
    },
    h(
      Stack,
      { gap: 3 },
      h(Small, null, job),
      saved > 0 &&
        h(Done, { key: saved, title: t("Saved: {schedule}", { schedule: describeSchedule(schedule) }) }),
      schedule.is_paused && h(Paused),
      h(Now, { schedule }),
      schedule.unreadable && h(Unreadable, { schedule }),
      schedule.mirror_failed && h(Mirror, { schedule }),
      isEditing
        ? h(ScheduleForm, { schedule, onSave: save, onCancel: () => setEditing(false) })
        : h(Ways, {
            key: saved,
            title,
            schedule,
            isChanged: history.value?.edits.some(({ action }) => action === "set schedule"),
            edit: () => setEditing(true),
            stop: () => save({ cron: null }),
            pause,
            undo: () => change(() => post(`${path}/undo`, {}, undefined, schedule.version)),
          }),
      h(History, { title, ...history }),
    ),
  );
}

function Now({ schedule }) {
  const { cron, timezone, edited_by: who, edited_at: at, next_runs: runs } = schedule;
  if (!cron)
    return h(Text, { fontSize: "sm" }, t("Not scheduled: it runs only when there is new data for it."));
  return h(
    Stack,
    { gap: 2 },
    h(
      Text,
      { fontSize: "sm" },
      schedule.meaning,
      " (",
      h(Code, null, cron),
      ") ",
      t("in {timezone}", { timezone }),
    ),
    h(NextRuns, { runs, timezone, change: schedule.clock_change }),
    who && h(Small, null, t("Set by {who} on {moment}", { who, moment: formatMoment(at) })),
  );
}

const Paused = () =>
  h(
    Notice,
    { status: "warning", title: t("Paused") },
    h(
      Text,
      { fontSize: "sm" },
      t("No run starts, neither at its times nor when new data comes in; a run that was under way waits."),
    ),
  );

/** What is stored was not written by Foresail, or by another version of it. */
const Unreadable = ({ schedule }) =>
  h(
    Notice,
    { status: "warning", title: t("The stored schedule cannot be used") },
    h(Text, { fontSize: "sm" }, schedule.unreadable, " ", t("It runs without a schedule until you set one.")),
  );

/** Cloud Scheduler was not told of the schedule; foresail_monitor tries again. */
function Mirror({ schedule }) {
  const { mirror_failed: why, mirror_failed_at: at } = schedule;
  return h(
    Notice,
    { status: "warning", title: t("Cloud Scheduler does not know this schedule yet") },
    h(Text, { fontSize: "sm" }, why),
    h(
      Small,
      null,
      t("Tried on {moment}; tried again whenever foresail_monitor runs.", { moment: formatMoment(at) }),
    ),
  );
}

function Ways({ title, schedule, isChanged, edit, stop, pause, undo }) {
  return h(
    Flex,
    { gap: 2, wrap: "wrap", align: "start" },
    h(
      Button,
      {
        size: "xs",
        variant: "outline",
        "aria-label": schedule.cron
          ? t("Edit the schedule: {name}", { name: title })
          : t("Set a schedule: {name}", { name: title }),
        onClick: edit,
      },
      schedule.cron ? t("Edit") : t("Set a schedule"),
    ),
    !schedule.unreadable &&
      h(Confirm, {
        label: schedule.is_paused ? t("Resume") : t("Pause"),
        subject: title,
        question: schedule.is_paused
          ? t("Resume it? Runs that it missed while it was paused are not started.")
          : t("Pause it? Until you resume it, no run starts, not even when new data comes in."),
        onConfirmed: () => pause(!schedule.is_paused),
      }),
    isChanged &&
      h(Confirm, {
        label: t("Undo the last change"),
        subject: title,
        question: t("Go back to the schedule before the last change?"),
        onConfirmed: undo,
      }),
    schedule.cron &&
      h(Confirm, {
        label: t("Remove the schedule"),
        subject: title,
        question: t("Remove it? It then runs only when there is new data for it."),
        onConfirmed: stop,
      }),
  );
}
