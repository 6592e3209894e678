// One product's forecast: its chart or its tables, and where the numbers come from.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { stepsBefore } from "../../lib/scale.js";
import { useLoaded } from "../../parts/loading.js";
import { Notice, Refusal, Waiting } from "../../parts/pieces.js";
import { Chart } from "./chart.js";
import { Origin } from "./origin.js";
import { StoreChoice } from "./store-choice.js";
import { Tables } from "./tables.js";

const { Box, Button, Flex, Heading, Stack } = Chakra;
/** How many steps of sales are shown before a forecast. */
const HISTORY_STEPS = { day: 90, week: 52, month: 36 };
const HINTS = { "unknown-product": "Search for part of its name, or choose another product in the list." };

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
  missing: "It is forecast by the next run that includes it; the Dags page shows how far that is.",
  stale: "Until then, these are the latest numbers.",
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
      h(Heading, { as: "h2", size: "md" }, sales.product),
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
