// A forecast further ahead than the published ones: how far the run is that makes it, and that it is there.

import { h, useEffect, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { countSteps } from "../../lib/steps.js";
import { usePolled } from "../../parts/loading.js";
import { Bar, Notice, RunLink } from "../../parts/pieces.js";

const POLL_MS = 3000;
const PATIENCE_MS = 30 * 60_000;

/** `question` is what GET /forecasts was asked, `reason` why there is no answer yet, and `run` the one that makes it,
 * where there is one; `onMade` hears that it is there. */
export function Further({ question, reason, run: first, step, reach, onMade }) {
  const [since] = useState(Date.now);
  const { value } = usePolled(
    (signal) => (first ? read("/forecasts", question, signal) : Promise.resolve(null)),
    [JSON.stringify(question)],
    (answer) => (isUnderWay(answer) && Date.now() - since < PATIENCE_MS ? POLL_MS : null),
  );
  const isMade = value != null && value.forecasts[0].status !== "missing";
  useEffect(() => {
    if (isMade) onMade();
  }, [isMade]);
  const run = value?.runs?.[0] ?? first;
  const steps = countSteps(question.horizon, step);
  const until = t("Until then you see the published one, for the next {steps}.", {
    steps: countSteps(reach, step),
  });
  if (!run) return h(Notice, { status: "info", title: reason }, until);
  const link = h(RunLink, { dagId: run.dag_id, runId: run.dag_run_id, isInText: true }, t("Open the run"));
  if (run.state === "failed")
    return h(
      Notice,
      { status: "error", title: t("The forecast for the next {steps} could not be made", { steps }) },
      until,
      " ",
      link,
    );
  return h(
    Notice,
    { status: "info", title: t("The forecast for the next {steps} is being made", { steps }) },
    t("It appears here by itself, usually within a minute."),
    " ",
    until,
    " ",
    link,
    h(Bar, {
      label: t("Tasks of {step}", { step: t("Predict") }),
      share: run.tasks_total ? run.tasks_done / run.tasks_total : null,
      mt: 2,
    }),
  );
}

const isUnderWay = (answer) =>
  answer?.forecasts[0].status === "missing" && answer.runs?.[0]?.state !== "failed";
