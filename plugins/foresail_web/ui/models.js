// The section of models: which one forecasts and why, how the others did, and the way back to any of them.

import { Chakra, h, RouterLink, useEffect, useId, useState } from "./airflow.js";
import { post, read } from "./api.js";
import { Confirm } from "./confirm.js";
import { formatCount, formatDay, formatMoment, formatMonth, formatShare } from "./format.js";
import { useLoaded, usePolled } from "./loading.js";
import { compare } from "./overview.js";
import { Done, Refusal, Rows, Section } from "./pieces.js";

const { Badge, Button, Flex, Link, Stack, Text } = Chakra;
const PAGE = 50;
const POLL_MS = 3000;
const PATIENCE_MS = 30 * 60_000;
const HEADS = ["Model", "Newest sales it knows", "Trained", "Error in its backtest (WAPE)", "Against the model before", "Use"];
/** Who promotes a model that wins. */
const TRAINING = "foresail_train";
const STAYS = "It stays in use until a newer one that does not lose to it is trained.";

/** `runs` is the model of the published forecasts; `onPublished` hears that another one's are published. */
export function Models({ runs, version, onPublished }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  const [promoted, setPromoted] = useState(null);
  const load = (signal) => read("/models", { limit }, signal);
  const { value, error } = useLoaded(load, [limit, version, promoted]);
  const use = async ({ model_id: model }) => setPromoted(await post(`/models/${model}/promote`, {}));
  if (value?.total === 0) return null;
  const champion = value?.models.find((model) => model.is_champion);
  // Once another one has come, nothing is told of it any more.
  const isStill = promoted && champion?.model_id === promoted.model_id;
  const toggle = {
    variant: "outline",
    size: "xs",
    "aria-expanded": isOpen,
    "aria-controls": id,
    onClick: () => setOpen(!isOpen),
  };
  return h(
    Section,
    {
      title: "Models",
      id: "foresail-models",
      aside: value && h(Button, toggle, isOpen ? "Hide the models" : `Show ${formatCount(value.total)}`),
    },
    h(
      Stack,
      { gap: 3, id },
      error && h(Refusal, { error }),
      isStill && h(Promoted, { key: promoted.dag_run_id, promoted, runs, onPublished }),
      value && h(InUse, { model: champion }),
      isOpen && value && h(All, { found: value, use, onMore: () => setLimit(limit + PAGE) }),
    ),
  );
}

function InUse({ model }) {
  if (!model) return null;
  const { promoted_by: who, verdict_reason: reason } = model;
  const why = who && who !== TRAINING ? `It was put in use by ${who}.` : (reason ?? "");
  const words = `Model ${model.model_id} is in use. ${why}`;
  return h(Text, { fontSize: "sm", color: "fg.muted" }, words);
}

function Promoted({ promoted: { model_id: model, dag_id: dag, dag_run_id: run }, runs, onPublished }) {
  const isPublished = runs === model;
  const load = (signal) => read("/stats", {}, signal);
  const [since] = useState(Date.now);
  const { value } = usePolled(load, [run], ({ forecasts }) =>
    forecasts?.model_id === model || Date.now() - since > PATIENCE_MS ? null : POLL_MS,
  );
  const isNews = value?.forecasts?.model_id === model;
  useEffect(() => {
    if (isNews) onPublished();
  }, [isNews]);
  const address = `/dags/${dag}/runs/${encodeURIComponent(run)}`;
  const open = h(
    Link,
    { asChild: true, color: "inherit", textDecoration: "underline" },
    h(RouterLink, { to: address }, "Open the run"),
  );
  return h(
    Done,
    { title: `Model ${model} is in use` },
    isPublished ? "The forecasts on this page are its own. " : "Its forecasts are being made; they appear by themselves. ",
    `${STAYS} `,
    open,
  );
}

const All = ({ found: { total, models }, use, onMore }) =>
  h(
    Stack,
    { gap: 2 },
    h(Rows, { label: "Models", heads: HEADS, rows: models.map((model) => toRow(model, use)), maxH: "24rem" }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h("span", { role: "status" }, `${formatCount(models.length)} of ${formatCount(total)}`),
      models.length < total && h(Button, { variant: "outline", size: "xs", onClick: onMore }, "Show more models"),
    ),
  );

function toRow(model, use) {
  const { model_id: id, as_of: asOf, registered_at: at, wape, wape_seasonal_naive: naive, frequency } = model;
  const error = wape == null ? "not known" : formatShare(wape);
  return [
    id,
    formatStep(asOf, frequency),
    formatMoment(at),
    naive ? `${error}, ${compare(wape, naive, frequency)}` : error,
    model.verdict_reason ?? "–",
    h(Use, { key: id, model, use }),
  ];
}

/** A step by its first day. */
function formatStep(day, frequency) {
  if (frequency === "month") return formatMonth(day);
  return frequency === "week" ? `Week from ${formatDay(day)}` : formatDay(day);
}

function Use({ model, use }) {
  if (model.is_champion) return h(Badge, { colorPalette: "success", variant: "solid" }, "in use");
  return h(Confirm, {
    label: "Use it",
    subject: `model ${model.model_id}`,
    question: `Forecast with model ${model.model_id} from now on?`,
    onConfirmed: () => use(model),
  });
}
