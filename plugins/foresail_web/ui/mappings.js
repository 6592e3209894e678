// Saved mappings: which columns are which in the workbooks of a program, each with its name.

import { Chakra, h, useState } from "./airflow.js";
import { remove } from "./api.js";
import { COLUMNS } from "./columns.js";
import { Confirm } from "./confirm.js";
import { formatMoment } from "./format.js";
import { Done, Rows } from "./pieces.js";

const { Stack, Text } = Chakra;

/** `saved` are all mappings; `onRemoved` hears that one is gone. */
export function Mappings({ saved, onRemoved }) {
  const [removed, setRemoved] = useState(null);
  const removeOne = async (name) => {
    await remove(`/mappings/${encodeURIComponent(name)}`);
    setRemoved(name);
    onRemoved();
  };
  return h(
    Stack,
    { gap: 3 },
    removed && h(Done, { key: removed, title: `${removed} was removed` }),
    saved.length > 0
      ? h(Saved, { saved, removeOne })
      : h(Text, { fontSize: "sm", color: "fg.muted" }, "No choice of columns is remembered."),
  );
}

const Saved = ({ saved, removeOne }) =>
  h(Rows, {
    label: "Remembered columns",
    heads: ["Name", "Columns", "By", "When", "Change"],
    rows: saved.map(({ name, columns, saved_by: who, saved_at: at }) => [
      name,
      describe(columns),
      who,
      formatMoment(at),
      h(Confirm, {
        key: name,
        label: "Remove",
        subject: name,
        question: "Remove it? What was read with it stays.",
        onConfirmed: () => removeOne(name),
      }),
    ]),
    maxH: "24rem",
  });

const describe = (columns) =>
  COLUMNS.filter(({ name }) => columns[name])
    .map(({ name }) => `${name} is ${columns[name]}`)
    .join(", ");
