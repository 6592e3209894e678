// The section of products whose forecasts deserve a look: those that fell back, and those with the largest error.

import { figureOf, metricsOf } from "../../lib/accuracy.js";
import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatUnits } from "../../lib/format.js";
import { fill, t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";

const { Flex, Stack, Text } = Chakra;
const SORT = "-wape";
const SHOWN = 5;
/** What the API flags that makes a forecast weak. */
const WEAK = tAll({
  "fell-back": "{count} product fell back to a simpler method|{count} products fell back to a simpler method",
  "worse-than-naive":
    "{count} product no better than repeating last season|{count} products no better than repeating last season",
  biased:
    "{count} product forecast clearly too high or too low|{count} products forecast clearly too high or too low",
});

/** `version` changes when there may be other forecasts. */
export function WeakProducts({ version }) {
  const load = (signal) => read("/forecasts/products", { sort: SORT, limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version]);
  return h(
    Section,
    { title: t("Products to look at"), id: "foresail-weak" },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Loading the products") }),
    value && h(Stack, { gap: 3 }, h(Flagged, value), h(Worst, value)),
  );
}

function Flagged({ flags }) {
  const found = Object.keys(WEAK).filter((flag) => flags[flag] > 0);
  if (found.length === 0)
    return h(Small, null, t("No product fell back, or did worse than repeating last season."));
  return h(
    Flex,
    { as: "ul", direction: "column", gap: 1, fontSize: "sm", listStyleType: "none" },
    found.map((flag) =>
      h(
        "li",
        { key: flag },
        h(PageLink, { page: "forecasts", parameters: { flag } }, fill(WEAK[flag], { count: flags[flag] })),
      ),
    ),
  );
}

function Worst({ products }) {
  const [wape, bias] = metricsOf(useMeta());
  const known = products.filter((product) => product.wape !== null);
  if (known.length === 0) return null;
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Largest errors in the backtest"),
      heads: [t("Product"), wape.label, bias.label, t("Sold in a year")],
      numeric: [1, 2, 3],
      rows: known.map(({ name, volume, ...product }) => [
        h(PageLink, { page: "forecasts", parameters: { product: name } }, name),
        figureOf(wape, product.wape),
        figureOf(bias, product.bias),
        volume === null ? t("not known") : formatUnits(volume),
      ]),
    }),
    h(
      Text,
      { fontSize: "sm" },
      h(PageLink, { page: "forecasts", parameters: { sort: SORT } }, t("All products by their error")),
    ),
  );
}
