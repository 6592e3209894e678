// The tables of a product: every number of its forecast, and what was sold before.

import { Chakra, h } from "../../lib/airflow.js";
import { bandsOf } from "../../lib/facts.js";
import { capitalize, formatLongDay, formatMean, formatRange, formatUnits } from "../../lib/format.js";
import { useMeta } from "../../lib/meta.js";
import { Rows, Small } from "../../parts/pieces.js";

const { Stack } = Chakra;
const BANDS = [50, 80, 95];

/** `sold` are steps of sales, `days` the forecast (may be empty), `store` is null over all stores. */
export function Tables({ sold, days, step, store }) {
  const where = store ? `in ${store}` : "over all stores";
  const head = step === "day" ? "Day" : `${capitalize(step)} from`;
  return h(
    Stack,
    { gap: 3 },
    h(Small, null, `All numbers are units per ${step}, ${where}.`),
    days.length > 0 && h(Ahead, { days, step, head }),
    h(Rows, {
      label: `Sold by ${step}`,
      heads: [head, "Sold", "Returned"],
      numeric: [1, 2],
      rows: sold
        .toReversed()
        .map((day) => [formatLongDay(day.day), formatUnits(day.quantity), formatUnits(day.returned)]),
      maxH: "16rem",
    }),
  );
}

function Ahead({ days, step, head }) {
  // Forecasts published by an early version have no outermost quantiles.
  const bands = bandsOf(useMeta(), BANDS).filter(({ low }) => days[0][low] != null);
  return h(Rows, {
    label: `Forecast by ${step}`,
    heads: [head, "Forecast (mean)", ...bands.map(({ label }) => label)],
    numeric: [1, ...bands.map((_, place) => place + 2)],
    rows: days.map((day) => [
      formatLongDay(day.day),
      formatMean(day.mean),
      ...bands.map(({ low, high }) => formatRange(day[low], day[high])),
    ]),
    maxH: "22rem",
  });
}
