// One product's forecast: its chart or its table, and where the numbers come from.

import { Chakra, h, useState } from "./airflow.js";
import { read } from "./api.js";
import { Chart } from "./chart.js";
import {
  formatDay,
  formatLongDay,
  formatMean,
  formatMoment,
  formatName,
  formatRange,
  formatRoundShare,
  formatShare,
  formatUnits,
} from "./format.js";
import { Leaderboard } from "./leaderboard.js";
import { useLoaded } from "./loading.js";
import { compare } from "./overview.js";
import { Notice, Refusal, Rows, Waiting } from "./pieces.js";
import { stepsBefore } from "./scale.js";
import { StoreChoice } from "./storechoice.js";

const { Box, Button, DataList, Flex, Heading, Stack, Text } = Chakra;
/** How many steps of sales are shown before a forecast. */
const HISTORY_STEPS = { day: 90, week: 52, month: 36 };
const HINTS = { "unknown-product": "Search for it by a part of its name, or choose another in the list." };

/** The forecast of a product (in a store), where there is one, and its last steps of sales before it; raises Refused. */
async function readProduct(of, lastDay, signal) {
  const [found] = (await read("/forecasts", of, signal)).forecasts;
  const forecast = found.status === "missing" ? null : found;
  const by = forecast?.frequency ?? "day";
  const since = stepsBefore(forecast?.as_of ?? lastDay, by, HISTORY_STEPS[by] - 1);
  const sales = await read("/sales", { ...of, since, until: lastDay, by }, signal);
  return { sales, forecast, status: found };
}

/** The chosen product, over all stores (null) or in one; `lastDay` is the last day of all sales. */
export function Forecast({ product, store, mayChooseStore, onStore, lastDay, version }) {
  const of = store ? { product, store } : { product };
  const load = (signal) => readProduct(of, lastDay, signal);
  const { value, error, isLoading } = useLoaded(load, [product, store, lastDay, version]);
  const choice = (mayChooseStore || store) && h(StoreChoice, { product, store, version, onStore });
  // The choice stays where it is, whatever comes: the keyboard is in it.
  return h(
    Stack,
    { gap: 2, minW: 0 },
    choice,
    error && h(Refusal, { error, hint: HINTS[error.code] }),
    !value && !error && h(Waiting, { label: `Loading ${product}` }),
    value && !error && h(Box, { opacity: isLoading ? 0.5 : 1, "aria-busy": isLoading }, h(Shown, value)),
  );
}

const titleOf = ({ product, store }) => (store ? `${product} in ${store}` : product);

const NEXT = {
  missing: "It is forecast as soon as a run holds it; the Dags page shows how far that is.",
  stale: "Until then, these are the newest numbers there are.",
};

function Shown({ sales, forecast, status }) {
  const [isTable, setTable] = useState(false);
  const days = forecast?.days ?? [];
  const step = forecast?.frequency ?? "day";
  return h(
    Stack,
    { gap: 3 },
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3 },
      h(Heading, { as: "h3", size: "md" }, sales.product),
      h(
        Button,
        { variant: "outline", size: "xs", flexShrink: 0, onClick: () => setTable(!isTable) },
        isTable ? "Show as chart" : "Show as table",
      ),
    ),
    status.status !== "fresh" &&
      h(Notice, { status: "info", title: status.status_reason }, NEXT[status.status]),
    isTable
      ? h(Tables, { sold: sales.days, days, step, store: sales.store })
      : h(Chart, { product: titleOf(sales), sold: sales.days, days, asOf: forecast?.as_of, step }),
    forecast && h(Origin, { forecast }),
  );
}

function Tables({ sold, days, step, store }) {
  const where = store ? `in ${store}` : "over all stores";
  const head = step === "day" ? "Day" : `${formatName(step)} from`;
  const ahead = days.map((day) => [
    formatLongDay(day.day),
    formatMean(day.mean),
    formatRange(day.q25, day.q75),
    formatRange(day.q10, day.q90),
  ]);
  const past = sold
    .toReversed()
    .map((day) => [formatLongDay(day.day), formatUnits(day.quantity), formatUnits(day.returned)]);
  return h(
    Stack,
    { gap: 3 },
    h(Text, { fontSize: "sm", color: "fg.muted" }, `All numbers are units a ${step}, ${where}.`),
    ahead.length > 0 &&
      h(Rows, {
        label: "Forecast by day",
        heads: [head, "Forecast (mean)", `${formatRoundShare(0.5)} band`, `${formatRoundShare(0.8)} band`],
        numeric: [1, 2, 3],
        rows: ahead,
        maxH: "22rem",
      }),
    h(Rows, {
      label: "Sold by day",
      heads: [head, "Sold", "Returned"],
      numeric: [1, 2],
      rows: past,
      maxH: "16rem",
    }),
  );
}

const UNMEASURED = { zero: "zero is forecast", standing_order: "it has repeated itself for as long as that is looked at" };

function Origin({ forecast }) {
  const { wape, wape_seasonal_naive: naive } = forecast;
  const error = wape == null ? "not known: it was not backtested" : formatShare(wape);
  const against = wape != null && naive != null ? `, ${compare(wape, naive, forecast.frequency)}` : "";
  const { run_id: run, model_id: model, data_version: data } = forecast;
  const { coverage_80: c80, coverage_95: c95 } = forecast;
  const unmeasured = UNMEASURED[forecast.method] ?? "there was too little to measure them on";
  const bands =
    c80 == null
      ? `not known: ${unmeasured}`
      : `the 80 % band held ${formatShare(c80)}, the 95 % band ${formatShare(c95)}, for products like this one`;
  const numbers = `run ${run}, model ${model}, data version ${data}`;
  const facts = [
    ["Method", formatName(forecast.method) + (forecast.fell_back ? " (fell back)" : "")],
    ["Demand", formatName(forecast.demand_class)],
    ["Why", forecast.reason.replaceAll("_", " ")],
    ["Error in the backtest (WAPE)", error + against],
    ["Bands in the backtest", bands],
    ["As of", `${formatDay(forecast.as_of)}, the last ${forecast.frequency} of sales it knows`],
    ["Published", `${formatMoment(forecast.published_at)}, ${numbers}`],
  ];
  return h(
    Box,
    { borderTopWidth: 1, pt: 3 },
    h(Heading, { as: "h4", size: "sm", mb: 2 }, "Where these numbers come from"),
    h(
      DataList.Root,
      { orientation: "horizontal", size: "md", gap: 2 },
      facts.map(([label, value]) =>
        h(
          DataList.Item,
          { key: label, alignItems: "baseline" },
          h(DataList.ItemLabel, { minW: "14rem", color: "fg.muted" }, label),
          h(DataList.ItemValue, { minW: 0 }, value),
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
