// The tables of a product: every number of its forecast, and what was sold before.

import { Chakra, h } from "../../lib/airflow.js";
import { bandsOf } from "../../lib/facts.js";
import { formatLongDay, formatMean, formatRange, formatUnits } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { nameStep } from "../../lib/steps.js";
import { Rows, Small } from "../../parts/pieces.js";

const { Stack } = Chakra;
const BANDS = [50, 80, 95];
const HEADS = tAll({ day: "Day", week: "Week from", month: "Month from" });

/** `sold` are steps of sales, `days` the forecast (may be empty), `store` is null over all stores. */
export function Tables({ sold, days, step, store }) {
  const head = HEADS[step];
  const name = nameStep(step);
  return h(
    Stack,
    { gap: 3 },
    h(
      Small,
      null,
      store
        ? t("All numbers are units per {step}, in {store}.", { step: name, store })
        : t("All numbers are units per {step}, over all stores.", { step: name }),
    ),
    days.length > 0 && h(Ahead, { days, step, head }),
    h(Rows, {
      label: t("Sold by {step}", { step: name }),
      heads: [head, t("Sold"), t("Returned")],
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
    label: t("Forecast by {step}", { step: nameStep(step) }),
    heads: [head, t("Forecast (mean)"), ...bands.map(({ label }) => label)],
    numeric: [1, ...bands.map((_, place) => place + 2)],
    rows: days.map((day) => [
      formatLongDay(day.day),
      formatMean(day.mean),
      ...bands.map(({ low, high }) => formatRange(day[low], day[high])),
    ]),
    maxH: "22rem",
  });
}
