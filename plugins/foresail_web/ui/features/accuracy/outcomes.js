// The section of outcomes: what was sold since, beside what had been forecast.

import { describePart, figureOf, MEASURES, metricsOf, nameNaive } from "../../lib/accuracy.js";
import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatDay, formatUnits } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useParameters } from "../../lib/parameters.js";
import { SUMS } from "../../lib/steps.js";
import { formatPeriod } from "../../lib/totals.js";
import { Choice } from "../../parts/choice.js";
import { useLoaded } from "../../parts/loading.js";
import { Notice, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";
import { StepChoice } from "../../parts/step-choice.js";
import { OverTime } from "./over-time.js";

const { Flex, Stack } = Chakra;
const DRAWN = 104;
const SHOWN = 12;
const NOTHING = t(
  "Nothing to compare yet. As soon as newer sales are uploaded, they are compared with what had been forecast.",
);

/** `step` is that of the forecasts; `version` changes when there may be more to compare. */
export function Outcomes({ step, version }) {
  const parameters = useParameters();
  const choices = SUMS[step];
  const by = choices.find((name) => name === parameters.get("by")) ?? choices[0];
  const { value, error } = useLoaded((signal) => read("/monitoring", { by }, signal), [by, version]);
  return h(
    Section,
    {
      title: t("Compared with sales since"),
      id: "foresail-outcomes",
      aside: h(StepChoice, { choices, by, choose: (name) => parameters.change({ by: name }) }),
    },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Comparing") }),
    value &&
      (value.periods.length > 0 ? h(Periods, { ...value, step, parameters }) : h(Small, null, NOTHING)),
  );
}

/** What foresail_monitor found to have changed in the sales; errors are told by `drift`. */
const Changes = ({ changes }) =>
  h(
    Notice,
    { status: "info", title: t("What has changed in the sales") },
    h(
      "ul",
      { "aria-label": t("Changes in the sales") },
      changes.map(({ reason, found_on: day }) =>
        h("li", { key: reason + day }, `${reason} ${t("Found on {day}.", { day: formatDay(day) })}`),
      ),
    ),
  );

function Periods({ periods, by, drift, changes, step, parameters }) {
  const ofSales = changes.filter(({ signal }) => signal !== "wape" && signal !== "bias");
  const metrics = metricsOf(useMeta());
  const measure = MEASURES.find((name) => name === parameters.get("measure")) ?? MEASURES[0];
  const metric = metrics.find(({ name }) => name === measure);
  return h(
    Stack,
    { gap: 3 },
    drift.status === "drifting"
      ? h(Notice, { status: "warning", title: t("The forecasts have become less accurate") }, drift.reason)
      : h(Small, null, drift.reason),
    ofSales.length > 0 && h(Changes, { changes: ofSales.slice(0, SHOWN) }),
    h(
      Flex,
      { justify: "flex-end" },
      h(Choice, {
        label: t("Measure"),
        chosen: measure,
        options: metrics.map(({ name, label }) => [name, label]),
        onChoose: (name) => parameters.change({ measure: name }),
      }),
    ),
    h(OverTime, { periods: periods.slice(-DRAWN), metric, by, step }),
    h(Numbers, { periods: periods.slice(-SHOWN).toReversed(), metrics, by, step }),
  );
}

function Numbers({ periods, metrics: [wape, ...others], by, step }) {
  return h(Rows, {
    label: by === "month" ? t("Forecast and sold by month") : t("Forecast and sold by week"),
    heads: [
      by === "month" ? t("Month") : t("Week from"),
      t("Sold"),
      t("Forecast (mean)"),
      wape.label,
      `${wape.label}: ${nameNaive(step)}`,
      ...others.map(({ label }) => label),
    ],
    numeric: [1, 2, 3, 4, 5, 6, 7],
    maxH: "24rem",
    rows: periods.map((period) => [
      formatPeriod(period.day, by) + describePart(period, { by, step }),
      formatUnits(period.sold),
      formatUnits(period.forecast),
      figureOf(wape, period.wape),
      figureOf(wape, period.wape_seasonal_naive),
      ...others.map((metric) => figureOf(metric, period[metric.name])),
    ]),
  });
}
