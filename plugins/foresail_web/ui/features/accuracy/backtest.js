// The section of the backtest: how the model in use did on past sales, all products together.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { classLabel, formatFigure, metricOf } from "../../lib/facts.js";
import { capitalize } from "../../lib/format.js";
import { t, tParts } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Choice } from "../../parts/choice.js";
import { useLoaded } from "../../parts/loading.js";
import { MethodRows } from "../../parts/method-rows.js";
import { Figure, PageLink, Refusal, Section, Small, Waiting } from "../../parts/pieces.js";
import { BacktestError, Coverage } from "../overview/figures.js";

const { Flex, SimpleGrid, Stack, Text } = Chakra;
const EVERYTHING = "all";
const BANDS = [80, 95];

/** `stats` as GET /stats tells them, with published forecasts. */
export function Backtest({ stats: { accuracy, forecasts } }) {
  const { frequency: step, model_id: id } = forecasts;
  return h(
    Section,
    { title: t("In the backtest"), id: "foresail-backtest" },
    h(
      Stack,
      { gap: 4 },
      h(
        SimpleGrid,
        { minChildWidth: "7rem", gap: 4 },
        h(BacktestError, { accuracy, step }),
        h(Bias, { accuracy }),
        BANDS.map((percent) =>
          h(Coverage, { key: percent, share: accuracy[`coverage_${percent}`], percent, step }),
        ),
      ),
      h(Leaderboard, { id }),
      h(
        Text,
        { fontSize: "sm" },
        ...tParts("Each product has a comparison of its own: {link}.", {
          link: h(PageLink, { page: "forecasts" }, t("choose it under Forecasts")),
        }),
      ),
    ),
  );
}

function Bias({ accuracy: { bias } }) {
  const metric = metricOf(useMeta(), "bias");
  return h(
    Figure,
    { label: metric.label, value: bias == null ? t("not known yet") : formatFigure(metric, bias) },
    bias != null && t("of the units sold"),
  );
}

function Leaderboard({ id }) {
  const meta = useMeta();
  const [segment, choose] = useState(EVERYTHING);
  const { value, error } = useLoaded((signal) => read(`/models/${id}`, {}, signal), [id]);
  if (error) return h(Refusal, { error });
  if (!value) return h(Waiting, { label: t("Loading the methods") });
  const segments = [...new Set(value.leaderboard.map((row) => row.segment))];
  const methods = value.leaderboard.filter((row) => row.segment === segment);
  if (methods.length === 0) return h(Small, null, t("There were too few sales to test on."));
  const label = (name) => (name === EVERYTHING ? t("All products") : capitalize(classLabel(meta, name)));
  return h(
    Stack,
    { gap: 2 },
    h(
      Flex,
      { justify: "flex-end" },
      h(Choice, {
        label: t("Products or steps ahead"),
        chosen: segment,
        options: segments.map((name) => [name, label(name)]),
        onChoose: choose,
      }),
    ),
    h(MethodRows, { label: t("Methods of the model in use"), methods, maxH: "24rem" }),
  );
}
