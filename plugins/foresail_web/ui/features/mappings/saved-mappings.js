// Saved mappings: which columns are which in the workbooks of a program, each with its name.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { remove } from "../../lib/api.js";
import { formatMoment } from "../../lib/format.js";
import { describeMapping } from "../../lib/headers.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Confirm } from "../../parts/confirm.js";
import { Done, Rows } from "../../parts/pieces.js";

const { Stack, Text } = Chakra;

/** `saved` are all mappings; `onRemoved` hears that one is gone. */
export function SavedMappings({ saved, onRemoved }) {
  const [removed, setRemoved] = useState(null);
  const removeOne = async (name) => {
    await remove(`/mappings/${encodeURIComponent(name)}`);
    setRemoved(name);
    onRemoved();
  };
  return h(
    Stack,
    { gap: 3 },
    removed && h(Done, { key: removed, title: t("{name} was removed", { name: removed }) }),
    saved.length > 0
      ? h(Saved, { saved, removeOne })
      : h(Text, { fontSize: "sm", color: "fg.muted" }, t("No column mapping is saved.")),
  );
}

function Saved({ saved, removeOne }) {
  const meta = useMeta();
  return h(Rows, {
    label: t("Saved column mappings"),
    heads: tAll(["Name", "Columns", "By", "When", "Change"]),
    keys: saved.map(({ name }) => name),
    rows: saved.map(({ name, columns, saved_by: who, saved_at: at }) => [
      name,
      describeMapping([...meta.columns, ...meta.details], columns),
      who,
      formatMoment(at),
      h(Confirm, {
        label: t("Remove"),
        subject: name,
        question: t("Remove it? What was read with it stays."),
        onConfirmed: () => removeOne(name),
      }),
    ]),
    maxH: "24rem",
  });
}
