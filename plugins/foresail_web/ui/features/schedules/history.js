// The edits of a schedule, newest first: who set what, and when.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { formatCount, formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { describeEdit } from "../../lib/schedules.js";
import { Refusal, Rows, Small } from "../../parts/pieces.js";

const { Box, Button, Stack } = Chakra;

/** A button, and behind it the edits as GET /schedules/{dag_id}/history tells them; not there before the first. */
export function History({ title, value, error }) {
  const [isOpen, setOpen] = useState(false);
  if (error) return h(Refusal, { error });
  if (!value?.total) return null;
  return h(
    Stack,
    { gap: 2 },
    h(
      Box,
      null,
      h(
        Button,
        {
          variant: "outline",
          size: "xs",
          "aria-expanded": isOpen,
          "aria-label": isOpen
            ? t("Hide the history: {name}", { name: title })
            : t("Show the history: {name}", { name: title }),
          onClick: () => setOpen(!isOpen),
        },
        isOpen ? t("Hide the history") : t("Show the history"),
      ),
    ),
    isOpen && h(Edits, { title, found: value }),
  );
}

const Edits = ({ title, found: { total, edits } }) =>
  h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Changes of the schedule: {name}", { name: title }),
      heads: tAll(["When", "By", "Before", "After"]),
      rows: edits.map(({ happened_at: at, who, action, before, after }) => [
        formatMoment(at),
        who,
        describeEdit(action, before),
        describeEdit(action, after),
      ]),
      maxH: "20rem",
    }),
    h(Small, null, t("{shown} of {count}", { shown: formatCount(edits.length), count: total })),
  );
