// The section of models: which one forecasts and why, how the others did, and the way back to any of them.

import { compare } from "../../lib/accuracy.js";
import { Chakra, h, useEffect, useId, useState } from "../../lib/airflow.js";
import { post, read } from "../../lib/api.js";
import { formatCount, formatDay, formatMoment, formatMonth, formatShare } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { nameWeek } from "../../lib/steps.js";
import { Confirm } from "../../parts/confirm.js";
import { useLoaded, usePolled } from "../../parts/loading.js";
import { Done, Refusal, Rows, RunLink, Section } from "../../parts/pieces.js";

const { Badge, Button, Flex, Stack, Text } = Chakra;
const PAGE = 50;
const POLL_MS = 3000;
const PATIENCE_MS = 30 * 60_000;
const HEADS = tAll([
  "Model",
  "Sales up to",
  "Trained",
  "Error in its backtest (WAPE)",
  "Compared with the model before",
  "Use",
]);
const STAYS = t("It stays in use until training produces a model that is at least as good.");

/** `publishedId` is the model of the published forecasts; `onPublished` hears that another one's are published. */
export function Models({ publishedId, version, onPublished }) {
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
      title: t("Models"),
      id: "foresail-models",
      aside:
        value && h(Button, toggle, isOpen ? t("Hide the models") : t("Show {count}", { count: value.total })),
    },
    h(
      Stack,
      { gap: 3, id },
      error && h(Refusal, { error }),
      isStill && h(Promoted, { key: promoted.dag_run_id, promoted, publishedId, onPublished }),
      value && h(InUse, { model: champion }),
      isOpen && value && h(All, { found: value, use, onMore: () => setLimit(limit + PAGE) }),
    ),
  );
}

function InUse({ model }) {
  const { dags } = useMeta();
  if (!model) return null;
  const { promoted_by: who, verdict_reason: reason } = model;
  const why = who && who !== dags.train ? t("It was put in use by {who}.", { who }) : (reason ?? "");
  const words = `${t("Model {id} is in use.", { id: model.model_id })} ${why}`;
  return h(Text, { fontSize: "sm", color: "fg.muted" }, words);
}

function Promoted({ promoted: { model_id: model, dag_id: dag, dag_run_id: run }, publishedId, onPublished }) {
  const isPublished = publishedId === model;
  const load = (signal) => read("/stats", {}, signal);
  const [since] = useState(Date.now);
  const { value } = usePolled(load, [run], ({ forecasts }) =>
    forecasts?.model_id === model || Date.now() - since > PATIENCE_MS ? null : POLL_MS,
  );
  const isNews = value?.forecasts?.model_id === model;
  useEffect(() => {
    if (isNews) onPublished();
  }, [isNews]);
  return h(
    Done,
    { title: t("Model {id} is in use", { id: model }) },
    isPublished
      ? t("The published forecasts are from this model.")
      : t("Its forecasts are being made and will be published by themselves."),
    ` ${STAYS} `,
    h(RunLink, { dagId: dag, runId: run, isInText: true }, t("Open the run")),
  );
}

const All = ({ found: { total, models }, use, onMore }) =>
  h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Models"),
      heads: HEADS,
      keys: models.map(({ model_id: id }) => id),
      rows: models.map((model) => toRow(model, use)),
      maxH: "24rem",
    }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h(
        "span",
        { role: "status" },
        t("{shown} of {count}", { shown: formatCount(models.length), count: total }),
      ),
      models.length < total &&
        h(Button, { variant: "outline", size: "xs", onClick: onMore }, t("Show more models")),
    ),
  );

function toRow(model, use) {
  const { model_id: id, as_of: asOf, registered_at: at, wape, wape_seasonal_naive: naive, frequency } = model;
  const error = wape == null ? t("not known") : formatShare(wape);
  return [
    id,
    formatStep(asOf, frequency),
    formatMoment(at),
    naive ? `${error}, ${compare(wape, naive, frequency)}` : error,
    model.verdict_reason ?? "–",
    h(Use, { model, use }),
  ];
}

/** A step by its first day. */
function formatStep(day, frequency) {
  if (frequency === "month") return formatMonth(day);
  return frequency === "week" ? nameWeek(formatDay(day)) : formatDay(day);
}

function Use({ model, use }) {
  if (model.is_champion) return h(Badge, { colorPalette: "success", variant: "solid" }, t("in use"));
  return h(Confirm, {
    label: t("Use it"),
    subject: t("model {id}", { id: model.model_id }),
    question: t("Forecast with model {id} from now on?", { id: model.model_id }),
    onConfirmed: () => use(model),
  });
}
