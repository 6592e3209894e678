// The products of an upload that wait for an answer, and what was answered.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post } from "../../lib/api.js";
import { formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { Refusal, Rows } from "../../parts/pieces.js";
import { Answers, useAnswers } from "./answers.js";

const { Box, Button, Stack } = Chakra;
const HOW = tAll({
  upload: "with the upload",
  page: "on the Upload page",
  "required-action": "under Required Actions",
  rule: "by default",
});
const ACTIONS = tAll({ keep: "New product", drop: "Its rows are dropped" });

/** The form for an upload that waits; `onAnswered` hears that it no longer does. */
export function Questions({ id, waiting, onAnswered }) {
  const answers = useAnswers(waiting);
  const [{ isSaving, error }, setState] = useState({});
  const save = async () => {
    if (!answers.isComplete()) return;
    setState({ isSaving: true });
    const answered = Object.entries(answers.byName()).map(([name, answer]) => ({ name, ...answer }));
    try {
      await post(`/uploads/${id}/products`, { answers: answered });
      onAnswered();
    } catch (error) {
      setState({ error });
      // Someone else was quicker.
      if (error.code === "nothing-to-answer") onAnswered();
    }
  };
  return h(
    Stack,
    { gap: 3 },
    h(Answers, { answers }),
    error && h(Refusal, { error }),
    h(
      Box,
      null,
      h(
        Button,
        { size: "sm", onClick: save, loading: isSaving, loadingText: t("Saving") },
        t("Save the answers"),
      ),
    ),
  );
}

/** What was answered for an upload's products, by whom and how. */
export const Decisions = ({ decided }) =>
  h(Rows, {
    label: t("What was answered about new products"),
    heads: tAll(["Name in the workbook", "Answer", "By", "When"]),
    rows: decided.map((row) => [
      row.name,
      ACTIONS[row.action] ?? t("Same as {name}", { name: row.target }),
      `${row.decided_by}, ${HOW[row.how] ?? row.how}`,
      formatMoment(row.decided_at),
    ]),
    maxH: "20rem",
  });
