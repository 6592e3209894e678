// The progress of an upload: the four Dags that carry it to forecasts, and what its state means in words.

import { Chakra, h } from "../../lib/airflow.js";
import { formatCount, formatMoment, formatName } from "../../lib/format.js";
import { t, tAll, tParts } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Bar, Notice, PageLink, PlaceLink, RunLink } from "../../parts/pieces.js";

const { Badge, Box, Flex, SimpleGrid, Text } = Chakra;
/** What each of the four Dags is called here, and what it does, by its name in GET /meta. */
const STEPS = tAll({
  ingest: ["Import", "the sales"],
  train: ["Train", "choose how to forecast"],
  predict: ["Predict", "forecast every product"],
  notify: ["Notify", "email the subscribers"],
});
// Airflow's theme has a palette for each state of a run, under the state's own name.
const WAITING = "waiting-for-answer";
const STATES = tAll({
  success: "success",
  failed: "failed",
  running: "running",
  queued: "queued",
  waiting: "waiting",
  unknown: "unknown",
  [WAITING]: "waiting for your answer",
});
const FAINT = ["none", "warning"];
const PALETTES = {
  success: "success",
  failed: "failed",
  running: "running",
  queued: "queued",
  [WAITING]: "warning",
};
const RETRY = t(
  "The sales are stored. Open the failed run below to see why, and clear its failed task to retry.",
);
const FAILED = {
  ingest: t(
    "Nothing from this workbook was stored. Open the run of Import to see why; upload it again to retry.",
  ),
  train: RETRY,
  predict: RETRY,
};

/** The four steps of an upload, each with its state and its run. */
export function Steps({ upload: { status, runs } }) {
  const { dags } = useMeta();
  // The run that stores it waits, however Airflow calls that.
  const stateOf = (run) => (status === "waiting" && run.dag_id === dags.ingest ? WAITING : run.state);
  return h(
    SimpleGrid,
    { as: "ol", columns: { base: 1, sm: 2, lg: 4 }, gap: 3, listStyleType: "none" },
    runs.map((run) => h(Step, { key: run.dag_id, run, state: stateOf(run) })),
  );
}

function Step({ run, state }) {
  const [name, purpose] = STEPS[nameOf(useMeta().dags, run.dag_id)];
  const share = run.tasks_total ? run.tasks_done / run.tasks_total : 0;
  const palette = PALETTES[state] ?? "none";
  return h(
    Box,
    { as: "li", borderWidth: 1, borderRadius: "md", p: 3 },
    h(
      Flex,
      { justify: "space-between", gap: 2 },
      h(Text, { fontWeight: "semibold" }, name),
      h(
        Badge,
        // White on the colour of a warning could not be read.
        { colorPalette: palette, variant: FAINT.includes(palette) ? "subtle" : "solid" },
        STATES[state] ?? formatName(state),
      ),
    ),
    h(Text, { fontSize: "sm", color: "fg.muted" }, purpose),
    h(Bar, { label: t("Tasks of {step}", { step: name }), share, colorPalette: palette, my: 2 }),
    h(
      Flex,
      { justify: "space-between", fontSize: "sm", gap: 2 },
      h(Text, { color: "fg.muted" }, countTasks(run)),
      run.dag_run_id &&
        h(
          RunLink,
          {
            dagId: run.dag_id,
            runId: run.dag_run_id,
            "aria-label": t("Open the run of {step} in Airflow", { step: name }),
          },
          t("Open the run"),
        ),
    ),
  );
}

const nameOf = (dags, dagId) => Object.keys(dags).find((name) => dags[name] === dagId);

function countTasks({ tasks_done: done, tasks_total: total }) {
  return total
    ? t("{done} of {count} task|{done} of {count} tasks", { done: formatCount(done), count: total })
    : t("not started");
}

/** What the upload's state means, and what to do next. */
export function Outcome({ upload, isRepeat }) {
  const { dags } = useMeta();
  const [notify, failed] = [upload.runs.at(-1), upload.runs.find((run) => run.state === "failed")];
  const tell = (status, title, words) => h(Notice, { status, title }, words);
  if (upload.erased_at)
    return tell(
      "info",
      t("The file was erased by {who} on {moment}", {
        who: upload.erased_by,
        moment: formatMoment(upload.erased_at),
      }),
      ERASED,
    );
  if (upload.status === "withdrawn")
    return tell("info", t("Withdrawn by {who}", { who: upload.withdrawn_by }), WITHDRAWN);
  if (upload.withdrawn_at && upload.status === "running")
    return tell("info", t("This upload is being withdrawn"), WAIT);
  if (upload.status === "failed")
    return tell("error", t("This upload failed"), FAILED[nameOf(dags, failed.dag_id)]);
  if (upload.status === "waiting") return h(Question, { upload });
  if (upload.status === "running")
    return tell("info", isRepeat ? KNOWN : t("Accepted: processing has started"), WAIT);
  if (notify.state === "failed") return tell("warning", PUBLISHED, UNSENT);
  if (isRepeat && upload.rows_superseded > 0)
    return tell("warning", KNOWN, describeReplaced(upload.rows_superseded));
  return isRepeat ? tell("success", KNOWN, REPEATED) : tell("success", PUBLISHED, h(Onward));
}

const WITHDRAWN = t(
  "Its sales do not count, and what it had replaced counts again. To store its file again, upload it again.",
);
const ERASED = t(
  "Its report and the lines read from it were erased, too. The names of its products and stores stay in the database, and so do renames. The audit log says why.",
);
const PUBLISHED = t("The forecasts are published");
const KNOWN = t("This exact workbook was uploaded before");
const WAIT = t("This page updates itself. You may leave it; the work continues.");
const UNSENT = t("Only the email to the subscribers failed: open the run of Notify to see why.");
const REPEATED = t("Nothing has changed: its sales are stored, and the published forecasts include them.");

const describeReplaced = (count) =>
  t(
    "Nothing has changed: newer uploads replaced {count} row of it. To have it count again, withdraw those uploads.|Nothing has changed: newer uploads replaced {count} rows of it. To have them count again, withdraw those uploads.",
    { count },
  );

const Onward = () =>
  h(PageLink, { page: "forecasts", isInText: true }, t("See the forecasts of your products"));

function Question({ upload: { products, unusual, data_version: version } }) {
  const parts = [
    products.waiting.length > 0 &&
      t("One product was never seen before.|{count} products were never seen before.", {
        count: products.waiting.length,
      }),
    unusual.waiting.length > 0 &&
      t("One quantity was far above the usual.|{count} quantities were far above the usual.", {
        count: unusual.waiting.length,
      }),
  ].filter(Boolean);
  return h(
    Notice,
    { status: "warning", title: t("This upload waits for your answer") },
    `${parts.join(" ")} `,
    ...tParts("Say below what to do, or answer under Airflow's {link}.", {
      link: h(
        PlaceLink,
        { to: "/required_actions?response_received=false", isInText: true },
        t("Required Actions"),
      ),
    }),
    " ",
    version === null ? t("Nothing is stored until then.") : t("Its sales stay as they are until then."),
  );
}
