// The progress of an upload: the four Dags that carry it to forecasts, and what its state means in words.

import { Chakra, h, RouterLink } from "./airflow.js";
import { goTo } from "./focus.js";
import { formatCount, formatName } from "./format.js";
import { Bar, Notice } from "./pieces.js";

const { Badge, Box, Flex, Link, SimpleGrid, Text } = Chakra;
const STEPS = {
  foresail_ingest: ["Store", "the sales"],
  foresail_train: ["Train", "choose how to forecast"],
  foresail_predict: ["Predict", "forecast every product"],
  foresail_notify: ["Notify", "mail the subscribers"],
};
// Airflow's theme has a palette for each state of a run, under the state's own name.
const ASKING = "foresail_ingest";
const WAITING = "waiting for your answer";
const PALETTES = {
  success: "success",
  failed: "failed",
  running: "running",
  queued: "queued",
  [WAITING]: "warning",
};
const FAILED = {
  foresail_ingest:
    "Nothing of this workbook was stored. Open the run of Store to see why; upload it again to retry.",
  foresail_train:
    "The sales are stored. Open the run of Train to see why, and clear its failed task to retry.",
  foresail_predict:
    "The sales are stored. Open the run of Predict to see why, and clear its failed task to retry.",
};

/** The four steps of an upload, each with its state and its run. */
export function Steps({ upload: { status, runs } }) {
  // The run that stores it waits, however Airflow calls that.
  const stateOf = (run) => (status === "waiting" && run.dag_id === ASKING ? WAITING : run.state);
  return h(
    SimpleGrid,
    { as: "ol", columns: { base: 1, sm: 2, lg: 4 }, gap: 3, listStyleType: "none" },
    runs.map((run) => h(Step, { key: run.dag_id, run, state: stateOf(run) })),
  );
}

function Step({ run, state }) {
  const [name, purpose] = STEPS[run.dag_id];
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
        { colorPalette: palette, variant: palette === "none" ? "subtle" : "solid" },
        formatName(state),
      ),
    ),
    h(Text, { fontSize: "sm", color: "fg.muted" }, purpose),
    h(Bar, { label: `Tasks of ${name}`, share, colorPalette: palette, my: 2 }),
    h(
      Flex,
      { justify: "space-between", fontSize: "sm", gap: 2 },
      h(Text, { color: "fg.muted" }, countTasks(run)),
      run.dag_run_id && h(RunLink, { run, name }),
    ),
  );
}

function countTasks({ tasks_done: done, tasks_total: total }) {
  return total ? `${formatCount(done)} of ${formatCount(total)} tasks` : "not started";
}

function RunLink({ run, name }) {
  const address = `/dags/${run.dag_id}/runs/${encodeURIComponent(run.dag_run_id)}`;
  return h(
    Link,
    { asChild: true, color: "fg.info" },
    h(RouterLink, { to: address, "aria-label": `Open the run of ${name} in Airflow` }, "Open the run"),
  );
}

/** What the upload's state means, and what to do next. */
export function Outcome({ upload, isRepeat }) {
  const [notify, failed] = [upload.runs.at(-1), upload.runs.find((run) => run.state === "failed")];
  const tell = (status, title, words) => h(Notice, { status, title }, words);
  if (upload.status === "failed")
    return tell("error", "This upload did not get through", FAILED[failed.dag_id]);
  if (upload.status === "waiting") return h(Question, { upload });
  if (upload.status === "running") return tell("info", isRepeat ? KNOWN : "Accepted, and on its way", WAIT);
  if (notify.state === "failed") return tell("warning", PUBLISHED, UNSENT);
  return isRepeat ? tell("success", KNOWN, REPEATED) : tell("success", PUBLISHED, h(Onward));
}

const PUBLISHED = "The forecasts are published";
const KNOWN = "Exactly this workbook was uploaded before";
const WAIT = "This page follows by itself. You may leave it; the work goes on without it.";
const UNSENT = "Only the mail to the subscribers failed: open the run of Notify to see why.";
const REPEATED = "Nothing has changed: its sales are stored, and the published forecasts hold them.";

const Onward = () =>
  h(
    Link,
    { href: "#foresail-forecasts", onClick: goToForecasts, color: "inherit", textDecoration: "underline" },
    "See the forecasts of your products",
  );

// Airflow's page has a <base>, so a plain #fragment would leave the page.
function goToForecasts(event) {
  event.preventDefault();
  goTo("foresail-forecasts");
}

function Question({
  upload: {
    products: { waiting },
    data_version: version,
  },
}) {
  const count = waiting.length;
  const products = count === 1 ? "One product" : `${formatCount(count)} products`;
  return h(
    Notice,
    { status: "warning", title: "This upload waits for your answer" },
    `${products} of its workbook ${count === 1 ? "was" : "were"} never seen before. Say below what `,
    `${count === 1 ? "it is" : "they are"}; it can also be answered under Airflow's `,
    h(
      Link,
      { asChild: true, color: "inherit", textDecoration: "underline" },
      h(RouterLink, { to: "/required_actions?response_received=false" }, "Required Actions"),
    ),
    version === null ? ". Nothing of it is stored until then." : ". Its sales stay as they are until then.",
  );
}
