// The edits of a schedule, newest first: who set what, and when.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount, formatMoment } from "../../lib/format.js";
import { describeSchedule } from "../../lib/schedules.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Rows, Small, Waiting } from "../../parts/pieces.js";

const { Box, Button, Stack } = Chakra;
const SHOWN = 50;

/** A button, and behind it the history; `saved` changes with every edit. */
export function History({ path, title, saved }) {
  const [isOpen, setOpen] = useState(false);
  return h(
    Stack,
    { gap: 2 },
    h(
      Box,
      null,
      h(
        Button,
        {
          variant: "ghost",
          size: "xs",
          "aria-expanded": isOpen,
          "aria-label": `History: ${title}`,
          onClick: () => setOpen(!isOpen),
        },
        isOpen ? "Hide the history" : "Show the history",
      ),
    ),
    isOpen && h(Edits, { path, title, saved }),
  );
}

function Edits({ path, title, saved }) {
  const load = (signal) => read(`${path}/history`, { limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [path, saved]);
  if (error) return h(Refusal, { error });
  if (!value) return h(Waiting, { label: "Loading the history" });
  if (value.total === 0) return h(Small, null, "It has never been changed.");
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: `Changes of the schedule: ${title}`,
      heads: ["When", "By", "Before", "After"],
      rows: value.edits.map(({ happened_at: at, who, before, after }) => [
        formatMoment(at),
        who,
        describeSchedule(before),
        describeSchedule(after),
      ]),
      maxH: "20rem",
    }),
    h(Small, null, `${formatCount(value.edits.length)} of ${formatCount(value.total)}`),
  );
}
