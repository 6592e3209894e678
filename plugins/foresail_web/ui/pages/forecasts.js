// The page Forecasts: a product is chosen in a list, and its sales and forecast are shown.

import { Forecast } from "../features/forecasts/forecast.js";
import { ProductList } from "../features/forecasts/product-list.js";
import { Gaps } from "../features/overview/gaps.js";
import { NoForecasts } from "../features/overview/no-forecasts.js";
import { Chakra, h } from "../lib/airflow.js";
import { useParameters } from "../lib/parameters.js";

const { Grid, Stack } = Chakra;

export const page = {
  name: "forecasts",
  title: "Forecasts",
  about: "What each product sold, what is forecast for it, and why",
  needsStats: true,
  Page: Forecasts,
};

function Forecasts({ stats, latestId, version, refresh }) {
  const parameters = useParameters();
  if (!stats.forecasts) return h(NoForecasts, { stats, latestId, refresh });
  const [product, store] = [parameters.get("product"), parameters.get("store")];
  return h(
    Stack,
    { gap: 4 },
    h(Gaps, { gaps: stats.forecasts.gaps, step: stats.forecasts.frequency }),
    h(
      Grid,
      {
        templateColumns: { base: "minmax(0, 1fr)", lg: "16rem minmax(0, 1fr)" },
        gap: 5,
        alignItems: "start",
      },
      h(ProductList, {
        product,
        version,
        step: stats.forecasts.frequency,
        addressOf: (name) => parameters.with({ product: name }),
        onFirst: (name) => parameters.change({ product: name }, { replace: true }),
      }),
      product &&
        h(Forecast, {
          product,
          store,
          mayChooseStore: stats.data.stores > 1,
          onStore: (name) => parameters.change({ store: name }),
          lastDay: stats.data.last_day,
          version,
        }),
    ),
  );
}
