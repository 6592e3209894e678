// The form that sets a schedule: a cron expression and a time zone, with the runs they would give.

import { Chakra, h, useEffect, useId, useRef, useState } from "../../lib/airflow.js";
import { post } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { knownZones, USUAL } from "../../lib/schedules.js";
import { useDebounced, useLoaded } from "../../parts/loading.js";
import { Refusal, Small } from "../../parts/pieces.js";
import { NextRuns } from "./next-runs.js";

const { Button, Field, Flex, Input, NativeSelect, Stack } = Chakra;
const EXAMPLES = t(
  "Minute, hour, day, month, weekday: 30 6 * * 1 is every Monday at 6:30, 0 5 * * * every day at 5:00.",
);

/** `onSave` hears {cron, timezone} and may fail. */
export function ScheduleForm({ schedule, onSave, onCancel }) {
  const id = useId();
  const first = useRef(null);
  const [cron, setCron] = useState(schedule.cron ?? "");
  const [timezone, setTimezone] = useState(schedule.timezone ?? "UTC");
  const [{ isSaving, error }, setState] = useState({});
  useEffect(() => first.current.focus(), []);
  const submit = async (event) => {
    event.preventDefault();
    setState({ isSaving: true });
    try {
      await onSave({ cron: cron.trim(), timezone: timezone.trim() });
    } catch (error) {
      setState({ error });
    }
  };
  return h(
    Stack,
    {
      as: "form",
      gap: 3,
      borderWidth: 1,
      borderRadius: "md",
      p: 4,
      onSubmit: submit,
      "aria-label": t("Schedule"),
    },
    h(
      Flex,
      { gap: 4, wrap: "wrap" },
      h(Usual, { cron: cron.trim(), onChoose: setCron }),
      h(
        Field.Root,
        { maxW: "16rem" },
        h(Field.Label, null, t("Cron expression")),
        h(Input, { ref: first, size: "sm", value: cron, onChange: (event) => setCron(event.target.value) }),
      ),
      h(
        Field.Root,
        { maxW: "16rem" },
        h(Field.Label, null, t("Time zone")),
        h(Input, {
          size: "sm",
          list: `${id}zones`,
          value: timezone,
          onChange: (event) => setTimezone(event.target.value),
        }),
      ),
      h(
        "datalist",
        { id: `${id}zones` },
        knownZones().map((zone) => h("option", { key: zone, value: zone })),
      ),
    ),
    h(Small, null, EXAMPLES),
    h(Preview, { cron: cron.trim(), timezone: timezone.trim() }),
    error && h(Refusal, { error }),
    h(
      Flex,
      { gap: 2 },
      h(Button, { type: "submit", size: "xs", disabled: !cron.trim(), loading: isSaving }, t("Save")),
      h(Button, { size: "xs", variant: "outline", onClick: onCancel, disabled: isSaving }, t("Cancel")),
    ),
  );
}

/** How often, chosen from a list; a choice fills in the cron expression. */
const Usual = ({ cron, onChoose }) =>
  h(
    Field.Root,
    { maxW: "20rem" },
    h(Field.Label, null, t("How often")),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        {
          value: USUAL.some(([usual]) => usual === cron) ? cron : "",
          onChange: (event) => event.target.value && onChoose(event.target.value),
        },
        [["", t("As the cron expression says")], ...USUAL].map(([value, label]) =>
          h("option", { key: value, value }, label),
        ),
      ),
      h(NativeSelect.Indicator),
    ),
  );

/** The runs that what is typed would give, or why it cannot be used. */
function Preview({ cron, timezone }) {
  const [wantedCron, wantedZone] = [useDebounced(cron), useDebounced(timezone)];
  const load = (signal) =>
    wantedCron && wantedZone
      ? post("/schedules/preview", { cron: wantedCron, timezone: wantedZone }, signal)
      : Promise.resolve(null);
  const { value, error } = useLoaded(load, [wantedCron, wantedZone]);
  if (error) return h(Refusal, { error });
  return (
    value && [
      h(Small, { key: "meaning" }, value.meaning),
      h(NextRuns, {
        key: "runs",
        runs: value.next_runs,
        timezone: value.timezone,
        change: value.clock_change,
        label: t("Runs it would give"),
      }),
    ]
  );
}
