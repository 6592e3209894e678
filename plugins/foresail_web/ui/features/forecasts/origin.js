// Where a forecast's numbers come from: in two sentences, and behind a button the method, its backtest and its run.

import { compare } from "../../lib/accuracy.js";
import { Chakra, Fragment, h, useId, useState } from "../../lib/airflow.js";
import { bandLabel, classLabel } from "../../lib/facts.js";
import { formatDay, formatMoment, formatName, formatShare } from "../../lib/format.js";
import { useMeta } from "../../lib/meta.js";
import { describeProvenance } from "../../lib/provenance.js";
import { Method } from "../../parts/method.js";
import { Leaderboard } from "./leaderboard.js";

const { Box, Button, Grid, Heading, Stack, Text } = Chakra;
const BANDS = [80, 95];
/** Why a method's bands were not measured, where it is not for want of sales. */
const UNMEASURED = {
  zero: "the forecast is zero",
  repeating_demand: "the same quantity has repeated all along",
  order_rhythm: "its orders have kept to their days all along",
};

/** `forecast` as GET /forecasts tells it; `remark` says what else was done to the numbers that are shown. */
export function Origin({ forecast, remark }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return h(
    Stack,
    { borderTopWidth: 1, pt: 3, gap: 2 },
    h(Heading, { as: "h3", size: "sm" }, "Where these numbers come from"),
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
        isOpen ? "Hide the details" : "How it was made",
      ),
    ),
    h(Box, { id }, isOpen && h(Details, { forecast })),
  );
}

function Details({ forecast }) {
  const { run_id: run, model_id: model, data_version: data } = forecast;
  const facts = [
    ["Method", h(Method, { of: forecast, remark: forecast.fell_back ? "(fallback)" : null })],
    ["Demand", classLabel(useMeta(), forecast.demand_class)],
    ["Why", formatName(forecast.reason)],
    ["Error in the backtest (WAPE)", describeError(forecast)],
    ["Bands in the backtest", describeBands(forecast)],
    ["As of", `${formatDay(forecast.as_of)}, the last ${forecast.frequency} of sales it includes`],
    ["Published", `${formatMoment(forecast.published_at)}, run ${run}, model ${model}, data version ${data}`],
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
  if (wape == null) return "not known: it was not backtested";
  return naive == null ? formatShare(wape) : `${formatShare(wape)}, ${compare(wape, naive, frequency)}`;
}

function describeBands(forecast) {
  if (forecast.coverage_80 == null)
    return `not known: ${UNMEASURED[forecast.method] ?? "there were too few sales to measure them"}`;
  const held = BANDS.map(
    (percent) => `the ${bandLabel(percent)} contained ${formatShare(forecast[`coverage_${percent}`])}`,
  );
  return `${held.join(", ")} of the sales of products like this one`;
}
