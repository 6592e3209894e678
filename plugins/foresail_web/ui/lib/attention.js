// What GET /attention tells of things that need a person, as sentences, each with where it is dealt with.

import { formatDay, formatMoment, formatRoundShare } from "./format.js";
import { describeGaps } from "./gaps.js";
import { fill, t } from "./language.js";

const ABOVE = t("Since {day} they were {share} above what was sold.");
const BELOW = t("Since {day} they were {share} below what was sold.");

/** What each kind says: a title, words, and `to`, a page of ours or a place in Airflow, with its `label`. */
const KINDS = {
  "products-waiting": ({ count, file_name: file, upload_id: upload }) => ({
    title: t("{count} new product to resolve in {file}|{count} new products to resolve in {file}", {
      count,
      file,
    }),
    words: t(
      "The upload is stored once you have said which of them are new and which are known by another name.",
    ),
    label: t("Resolve"),
    to: { page: "upload", parameters: { upload } },
  }),
  "quantities-waiting": ({ count, file_name: file, upload_id: upload }) => ({
    title: t("One unusual quantity to confirm in {file}|{count} unusual quantities to confirm in {file}", {
      count,
      file,
    }),
    words: t(
      "Far more than these products ever sold. The upload is stored once you have said which are right.",
    ),
    label: t("Confirm"),
    to: { page: "upload", parameters: { upload } },
  }),
  "run-failed": ({ dag_id: dagId, dag_run_id: runId, at }) => ({
    title: t("The last run of {dag} failed", { dag: dagId }),
    words: at
      ? t("It ended {moment}. Its log says why; clear the failed task to run it again.", {
          moment: formatMoment(at),
        })
      : "",
    label: t("Open the run"),
    to: { dagId, runId },
  }),
  "dag-paused": ({ dag_id: dagId }) => ({
    title: t("{dag} is paused", { dag: dagId }),
    words: t("Nothing new is forecast until it is switched on."),
    label: t("Open the Dag"),
    to: { dagId },
  }),
  "run-late": ({ dag_id: dagId, at }) => ({
    title: t("{dag} is late", { dag: dagId }),
    words: t("It was due {moment}. The scheduler may be down or busy.", { moment: formatMoment(at) }),
    label: t("Open the Dag"),
    to: { dagId },
  }),
  "forecasts-stale": ({ reason, dag_id: dagId }) => ({
    title: t("The forecasts are out of date"),
    words: reason,
    label: dagId ? t("Open the Dag") : t("Upload sales"),
    to: dagId ? { dagId } : { page: "upload" },
  }),
  "accuracy-fell": ({ share, expected, day }) => ({
    title: t("The forecasts have become less accurate"),
    words: t("Since {day} the error is {share}, where {expected} was expected.", {
      day: formatDay(day),
      share: formatRoundShare(share),
      expected: formatRoundShare(expected),
    }),
    label: t("See accuracy"),
    to: { page: "accuracy" },
  }),
  biased: ({ share, day }) => ({
    title: share > 0 ? t("The forecasts are too high") : t("The forecasts are too low"),
    words: fill(share > 0 ? ABOVE : BELOW, { day: formatDay(day), share: formatRoundShare(Math.abs(share)) }),
    label: t("See accuracy"),
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
          label: t("Upload sales"),
          to: { page: "upload" },
        }))
      : [{ severity: item.severity, ...KINDS[item.kind](item) }],
  );
