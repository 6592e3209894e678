// What the words on the pages mean, each in one sentence; the metrics are those of the API.

import { Chakra, Fragment, h } from "../../lib/airflow.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Section } from "../../parts/pieces.js";

const { Box, Grid } = Chakra;
const TERMS = tAll([
  ["Forecast (mean)", "The quantity that is expected on average; means of products and days add up."],
  ["Median", "The quantity that sales exceed as often as they fall short of it."],
  [
    "Band",
    "The range in which that share of steps is expected to lie, such as eight of ten for the 80% band.",
  ],
  ["Quantile", "An edge of a band: sales stay below the 90% quantile on nine of ten steps."],
  ["Step", "What is forecast one by one: a day, a week or a month."],
  ["Horizon", "How many steps ahead is forecast."],
  [
    "Lead time",
    "How many steps lie between the last sales that a forecast knew and the step that it is for.",
  ],
  ["Series", "The sales of one product, or of one product in one store, step by step."],
  [
    "Method",
    "A way of calculating forecasts; each kind of demand gets the one that did best in the backtest.",
  ],
  [
    "Backtest",
    "A test on past sales: forecasts are made as if the last weeks were not known, and compared with them.",
  ],
  ["Model", "What a training has learned; the one in use makes the forecasts."],
  ["Champion", "The model in use; a new one takes its place unless it is clearly worse."],
  ["Seasonal naive", "Repeating the same weekday or month of last time: what any method has to beat."],
  ["Fallback", "A simple method that is used where there are too few sales to choose a better one."],
  [
    "Outlier",
    "One step on which a product sold far more than on any other: perhaps a mistake, perhaps a bulk order.",
  ],
  ["Stock-out", "A step at whose end nothing was left: more might have been sold."],
  [
    "Drift",
    "Forecasts that have become less accurate, or sales that have changed, for more than a few days.",
  ],
  ["Smooth demand", "Sales on most steps, in quantities that change little."],
  ["Erratic demand", "Sales on most steps, in quantities that change a lot."],
  ["Intermittent demand", "Sales on few steps, in quantities that change little."],
  ["Lumpy demand", "Sales on few steps, in quantities that change a lot."],
]);

/** The section. */
export function Glossary() {
  const { metrics } = useMeta();
  const terms = [...TERMS, ...metrics.map(({ label, meaning }) => [t(label), t(meaning)])];
  return h(
    Section,
    { title: t("Glossary"), id: "foresail-glossary" },
    h(
      Grid,
      {
        as: "dl",
        templateColumns: { base: "1fr", md: "14rem 1fr" },
        columnGap: 4,
        rowGap: { md: 2 },
        fontSize: "sm",
      },
      terms
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([term, meaning]) =>
          h(
            Fragment,
            { key: term },
            h(Box, { as: "dt", fontWeight: "medium" }, term),
            h(Box, { as: "dd", mb: { base: 2, md: 0 } }, meaning),
          ),
        ),
    ),
  );
}
