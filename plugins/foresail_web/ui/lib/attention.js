// What GET /attention tells of things that need a person, as sentences, each with where it is dealt with.

import { formatCount, formatDay, formatMany, formatMoment, formatRoundShare } from "./format.js";
import { describeGaps } from "./gaps.js";

/** What each kind says: a title, words, and `to`, a page of ours or a place in Airflow, with its `label`. */
const KINDS = {
  "products-waiting": ({ count, file_name: file, upload_id: upload }) => ({
    title: `${formatMany(count, "new product")} to resolve in ${file}`,
    words:
      "The upload is stored once you have said which of them are new and which are known by another name.",
    label: "Resolve",
    to: { page: "upload", parameters: { upload } },
  }),
  "quantities-waiting": ({ count, file_name: file, upload_id: upload }) => ({
    title: `${count === 1 ? "One unusual quantity" : `${formatCount(count)} unusual quantities`} to confirm in ${file}`,
    words: "Far more than these products ever sold. The upload is stored once you have said which are right.",
    label: "Confirm",
    to: { page: "upload", parameters: { upload } },
  }),
  "run-failed": ({ dag_id: dagId, dag_run_id: runId, at }) => ({
    title: `The last run of ${dagId} failed`,
    words: at ? `It ended ${formatMoment(at)}. Its log says why; clear the failed task to run it again.` : "",
    label: "Open the run",
    to: { dagId, runId },
  }),
  "dag-paused": ({ dag_id: dagId }) => ({
    title: `${dagId} is paused`,
    words: "Nothing new is forecast until it is switched on.",
    label: "Open the Dag",
    to: { dagId },
  }),
  "run-late": ({ dag_id: dagId, at }) => ({
    title: `${dagId} is late`,
    words: `It was due ${formatMoment(at)}. The scheduler may be down or busy.`,
    label: "Open the Dag",
    to: { dagId },
  }),
  "forecasts-stale": ({ reason, dag_id: dagId }) => ({
    title: "The forecasts are out of date",
    words: reason,
    label: dagId ? "Open the Dag" : "Upload sales",
    to: dagId ? { dagId } : { page: "upload" },
  }),
  "accuracy-fell": ({ share, expected, day }) => ({
    title: "The forecasts have become less accurate",
    words: `Since ${formatDay(day)} the error is ${formatRoundShare(share)}, where ${formatRoundShare(expected)} was expected.`,
    label: "See accuracy",
    to: { page: "accuracy" },
  }),
  biased: ({ share, day }) => ({
    title: `The forecasts are too ${share > 0 ? "high" : "low"}`,
    words: `Since ${formatDay(day)} they were ${formatRoundShare(Math.abs(share))} ${share > 0 ? "above" : "below"} what was sold.`,
    label: "See accuracy",
    to: { page: "accuracy" },
  }),
};

/** The things as rows of {severity, title, words, label, to}, the most urgent first. */
export const describeAttention = (items) =>
  items.flatMap((item) =>
    item.kind === "sales-missing"
      ? describeGaps(item.gaps, item.step).map((gap) => ({
          ...gap,
          severity: item.severity,
          label: "Upload sales",
          to: { page: "upload" },
        }))
      : [{ severity: item.severity, ...KINDS[item.kind](item) }],
  );
