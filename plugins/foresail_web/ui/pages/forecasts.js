// The page Forecasts: a table of all products, and each of them with its sales and its forecast.

import { Forecast, HEADING } from "../features/forecasts/forecast.js";
import { ProductList } from "../features/forecasts/product-list.js";
import { ProductTable } from "../features/forecasts/product-table.js";
import { NoForecasts } from "../features/overview/no-forecasts.js";
import { Chakra, h, RouterLink } from "../lib/airflow.js";
import { t } from "../lib/language.js";
import { useMeta } from "../lib/meta.js";
import { useParameters } from "../lib/parameters.js";
import { SkipLink } from "../parts/skip-link.js";

const { Box, Grid, Link, Stack } = Chakra;

export const page = {
  name: "forecasts",
  title: t("Forecasts"),
  about: t("What each product sold, what is forecast for it, and why"),
  needsStats: true,
  Page: Forecasts,
};

function Forecasts({ stats, latestId, version, refresh }) {
  const parameters = useParameters();
  if (!stats.forecasts) return h(NoForecasts, { stats, latestId, refresh });
  const product = parameters.get("product");
  const mayChooseStore = stats.data.stores > 1;
  return product
    ? h(OneProduct, { stats, product, parameters, version, mayChooseStore })
    : h(ProductTable, { parameters, version });
}

function OneProduct({ stats, product, parameters, version, mayChooseStore }) {
  const { horizon_max: most } = useMeta();
  return h(
    Stack,
    { gap: 3 },
    h(
      Link,
      { asChild: true, color: "fg.info", fontSize: "sm", alignSelf: "start" },
      h(RouterLink, { to: parameters.with({ product: null }) }, t("← All products")),
    ),
    h(
      Grid,
      {
        templateColumns: { base: "minmax(0, 1fr)", lg: "16rem minmax(0, 1fr)" },
        gap: 5,
        alignItems: "start",
      },
      h(
        Box,
        { hideBelow: "lg", minW: 0, position: "relative" },
        h(SkipLink, { to: HEADING }, t("Skip the list of products")),
        h(ProductList, {
          product,
          version,
          step: stats.forecasts.frequency,
          addressOf: (name) => parameters.with({ product: name }),
        }),
      ),
      h(Forecast, {
        product,
        parameters,
        mayChooseStore,
        lastDay: stats.data.last_day,
        reach: stats.forecasts.horizon,
        furthest: stats.may_forecast ? most : 0,
        version,
      }),
    ),
  );
}
