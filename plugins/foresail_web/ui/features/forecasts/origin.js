// Where a forecast's numbers come from: in two sentences, and behind a button the method, its backtest and its run.

import { compare } from "../../lib/accuracy.js";
import { Chakra, Fragment, h, useId, useState } from "../../lib/airflow.js";
import { bandLabel, classLabel } from "../../lib/facts.js";
import { formatDay, formatMoment, formatShare } from "../../lib/format.js";
import { fill, t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { describeProvenance } from "../../lib/provenance.js";
import { Method } from "../../parts/method.js";
import { Leaderboard } from "./leaderboard.js";

const { Box, Button, Grid, Heading, Stack, Text } = Chakra;
const LAST = tAll({
  day: "{day}, the last day of sales it includes",
  week: "{day}, the last week of sales it includes",
  month: "{day}, the last month of sales it includes",
});
/** Why a method's bands were not measured, where it is not for want of sales. */
const UNMEASURED = tAll({
  zero: "the forecast is zero",
  repeating_demand: "the same quantity has repeated all along",
  order_rhythm: "its orders have kept to their days all along",
});

/** `forecast` as GET /forecasts tells it; `remark` says what else was done to the numbers that are shown. */
export function Origin({ forecast, remark }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return h(
    Stack,
    { borderTopWidth: 1, pt: 3, gap: 2 },
    h(Heading, { as: "h3", size: "sm" }, t("Where these numbers come from")),
    h(Text, { fontSize: "sm", maxW: "70ch" }, describeProvenance(forecast), remark && ` ${remark}`),
    h(
      Box,
      null,
      h(
        Button,
        {
          variant: "outline",
          size: "xs",
          "aria-expanded": isOpen,
          "aria-controls": id,
          onClick: () => setOpen(!isOpen),
        },
        isOpen ? t("Hide the details") : t("How it was made"),
      ),
    ),
    h(Box, { id }, isOpen && h(Details, { forecast })),
  );
}

function Details({ forecast }) {
  const { run_id: run, model_id: model, data_version: data } = forecast;
  const facts = [
    [t("Method"), h(Method, { of: forecast, remark: forecast.fell_back ? t("(fallback)") : null })],
    [t("Demand"), classLabel(useMeta(), forecast.demand_class)],
    [t("Why"), forecast.reason],
    [t("Error in the backtest (WAPE)"), describeError(forecast)],
    [t("Bands in the backtest"), describeBands(forecast)],
    [t("As of"), fill(LAST[forecast.frequency], { day: formatDay(forecast.as_of) })],
    [
      t("Published"),
      t("{moment}, run {run}, model {model}, data version {data}", {
        moment: formatMoment(forecast.published_at),
        run,
        model,
        data,
      }),
    ],
  ];
  return h(
    Box,
    null,
    h(
      Grid,
      {
        as: "dl",
        templateColumns: { base: "1fr", md: "14rem 1fr" },
        columnGap: 4,
        rowGap: { md: 2 },
        fontSize: "sm",
      },
      facts.map(([label, value]) =>
        h(
          Fragment,
          { key: label },
          h(Box, { as: "dt", color: "fg.muted" }, label),
          h(Box, { as: "dd", minW: 0, mb: { base: 2, md: 0 } }, value),
        ),
      ),
    ),
    h(Leaderboard, {
      key: `${forecast.product} ${forecast.store}`,
      product: forecast.product,
      store: forecast.store,
      runId: run,
    }),
  );
}

function describeError({ wape, wape_seasonal_naive: naive, frequency }) {
  if (wape == null) return t("not known: it was not backtested");
  return naive == null ? formatShare(wape) : `${formatShare(wape)}, ${compare(wape, naive, frequency)}`;
}

function describeBands(forecast) {
  if (forecast.coverage_80 == null)
    return t("not known: {reason}", {
      reason: UNMEASURED[forecast.method] ?? t("there were too few sales to measure them"),
    });
  return t("the {inner} contained {c80}, the {outer} {c95} of the sales of products like this one", {
    inner: bandLabel(80),
    outer: bandLabel(95),
    c80: formatShare(forecast.coverage_80),
    c95: formatShare(forecast.coverage_95),
  });
}
