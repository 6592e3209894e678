// The section of scores: how good all forecasts were that have come due, by lead time, demand, category, store, model.

import { figureOf, GROUPS, metricsOf, nameNaive, nameScore } from "../../lib/accuracy.js";
import { h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatUnits } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useParameters } from "../../lib/parameters.js";
import { Choice } from "../../parts/choice.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";

const FIRST = "lead";

/** `step` is that of the forecasts; `version` changes when there may be more to compare. */
export function Scores({ step, version }) {
  const parameters = useParameters();
  const asked = parameters.get("of");
  const of = Object.hasOwn(GROUPS, asked ?? "") ? asked : FIRST;
  const { value, error } = useLoaded((signal) => read("/monitoring/scores", { of }, signal), [of, version]);
  return h(
    Section,
    {
      title: t("Accuracy in detail"),
      id: "foresail-scores",
      aside: h(Choice, {
        label: t("Compared by"),
        chosen: of,
        options: Object.entries(GROUPS).map(([name, [label]]) => [name, label]),
        onChoose: (name) => parameters.change({ of: name }),
      }),
    },
    h(Small, { mb: 2 }, t("Every forecast whose period is over, compared with what was sold.")),
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Comparing") }),
    value &&
      (value.scores.length > 0
        ? h(Table, { ...value, step })
        : h(Small, null, of === "category" ? UNNAMED : NOTHING)),
  );
}

const NOTHING = t("Nothing to compare yet.");
const UNNAMED = t("Nothing to compare yet, or no workbook names categories.");

function Table({ scores, of, step }) {
  const meta = useMeta();
  const [wape, ...others] = metricsOf(meta);
  const [label, filter] = GROUPS[of];
  const name = (score) => nameScore(score, of, { meta, step });
  return h(Rows, {
    label: t("Accuracy in detail"),
    heads: [
      label,
      t("Sold"),
      wape.label,
      `${wape.label}: ${nameNaive(step)}`,
      ...others.map((metric) => metric.label),
    ],
    numeric: [1, 2, 3, 4, 5, 6],
    maxH: "24rem",
    rows: scores.map((score) => [
      filter
        ? h(PageLink, { page: "forecasts", parameters: { [filter]: score.name } }, name(score))
        : name(score),
      formatUnits(score.sold),
      figureOf(wape, score.wape),
      figureOf(wape, score.wape_seasonal_naive),
      ...others.map((metric) => figureOf(metric, score[metric.name])),
    ]),
  });
}
