// The products with the most units forecast next, each with the way to its forecast.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { classLabel } from "../../lib/facts.js";
import { formatMean } from "../../lib/format.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Waiting } from "../../parts/pieces.js";

const { Text } = Chakra;
const SHOWN = 10;

/** `step` is that of the forecasts: what is summed up is the next week, or the next month. */
export function Largest({ step, version }) {
  const meta = useMeta();
  const load = (signal) => read("/products", { sort: "-units", limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version]);
  const ahead = step === "month" ? "month" : "week";
  return h(
    Section,
    {
      title: `Most units next ${ahead}`,
      id: "foresail-largest",
      aside: h(Text, { fontSize: "sm" }, h(PageLink, { page: "forecasts" }, "All forecasts")),
    },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: "Loading the products" }),
    value &&
      h(Rows, {
        label: `Products with the most units next ${ahead}`,
        heads: ["Product", "Units (mean)", "Demand"],
        numeric: [1],
        rows: value.products
          .filter(({ units_ahead: units }) => units != null)
          .map(({ name, units_ahead: units, demand_class: kind }) => [
            h(PageLink, { page: "forecasts", parameters: { product: name } }, name),
            formatMean(units),
            classLabel(meta, kind),
          ]),
      }),
  );
}
