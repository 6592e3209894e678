// One product's forecast: its chart or its tables, and where the numbers come from.

import { addUpForecast, addUpSold, addUpWhole, measureLikeness, moveYear } from "../../lib/adding-up.js";
import { Chakra, h, useMemo, useState } from "../../lib/airflow.js";
import { bandsOf } from "../../lib/facts.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { joinPrices } from "../../lib/prices.js";
import { toDay, toNumber } from "../../lib/scale.js";
import { useLoaded } from "../../parts/loading.js";
import { Notice, Refusal, Waiting } from "../../parts/pieces.js";
import { BANDS, Chart } from "./chart.js";
import { Further } from "./further.js";
import { Origin } from "./origin.js";
import { readCompared, readPast, readProduct } from "./reading.js";
import { StoreChoice } from "./store-choice.js";
import { Tables } from "./tables.js";
import { ViewOptions } from "./view-options.js";

const { Box, Button, Flex, Heading, Stack } = Chakra;
const HINTS = { "unknown-product": t("Search for part of its name, or choose another product in the list.") };
export const HEADING = "foresail-product";
const COMPARED = ["purple.fg", "teal.fg", "pink.fg"];
const ADDED_UP = t(
  "Bands of weeks and months are narrower than those of their days added up: they allow for days that miss in both directions, as far as this product's days have done so.",
);

const NOT_WHOLE = tAll({ week: "No whole week is forecast", month: "No whole month is forecast" });
const FURTHER = t("Look at shorter steps, or choose to see further ahead.");

/** The product in the address, over all stores or in one; `lastDay` is the last day of all sales, `reach` how many
 * steps ahead are published, `furthest` how many the reader may ask for. */
export function Forecast({ product, parameters, mayChooseStore, lastDay, reach, furthest, version }) {
  const store = parameters.get("store");
  const horizon = parameters.get("horizon");
  const load = (signal) => readProduct({ product, store, horizon }, lastDay, signal);
  const [made, setMade] = useState(null);
  const { value, error, isLoading } = useLoaded(load, [product, store, horizon, lastDay, version, made]);
  const onStore = (name) => parameters.change({ store: name });
  const choice = (mayChooseStore || store) && h(StoreChoice, { product, store, version, onStore });
  // The choice stays where it is, whatever comes: the keyboard is in it.
  return h(
    Stack,
    { gap: 2, minW: 0 },
    choice,
    error && h(Refusal, { error, hint: HINTS[error.code] }),
    !value && !error && h(Waiting, { label: t("Loading {product}", { product }) }),
    value &&
      !error &&
      h(
        Box,
        { opacity: isLoading ? 0.5 : 1, "aria-busy": isLoading },
        h(Shown, { ...value, reach, furthest, parameters, version, onMade: () => setMade(Date.now()) }),
      ),
  );
}

const titleOf = ({ product, store }) => (store ? t("{product} in {store}", { product, store }) : product);

const NEXT = tAll({
  missing: "It is forecast by the next run that includes it; the Dags page shows how far that is.",
  stale: "Until then, these are the latest numbers.",
});

function Shown({ sales, forecast, status, events, further, reach, furthest, parameters, version, onMade }) {
  const [isTable, setTable] = useState(false);
  const step = forecast?.frequency ?? "day";
  const view = readView(parameters, step);
  const { sold, days } = useAddedUp(sales.days, forecast, view.by);
  const others = useOthers({ sales, view, step, version });
  const prices = usePrices(sales.days, forecast, events, step, view.by);
  const shown = parameters.get("from") && [parameters.get("from"), parameters.get("to")].map(toNumber);
  const keep = ([from, to]) => parameters.change({ from: toDay(from), to: toDay(to) }, { replace: true });
  return h(
    Stack,
    { gap: 3 },
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3 },
      h(Heading, { as: "h2", id: HEADING, tabIndex: -1, outline: "none", size: "md" }, sales.product),
      h(
        Button,
        { variant: "outline", size: "xs", flexShrink: 0, onClick: () => setTable(!isTable) },
        isTable ? t("Show as chart") : t("Show as table"),
      ),
    ),
    status.status !== "fresh" &&
      h(Notice, { status: "info", title: status.status_reason }, NEXT[status.status]),
    h(ViewOptions, {
      view,
      change: parameters.change,
      step,
      reach,
      furthest,
      hasPast: forecast && !sales.store,
      hasPrices: prices.length > 0,
    }),
    forecast && days.length === 0 && h(Notice, { status: "info", title: NOT_WHOLE[view.by] }, FURTHER),
    further && h(Further, { key: parameters.get("horizon"), ...further, step, reach, onMade }),
    isTable
      ? h(Tables, { sold, days, step: view.by, store: sales.store })
      : h(Chart, {
          product: titleOf(sales),
          sold,
          days,
          asOf: forecast?.as_of,
          step: view.by,
          others,
          events,
          prices: view.prices ? prices : [],
          shown: shown || null,
          onShown: keep,
        }),
    forecast && h(Origin, { forecast, remark: view.by !== step && ADDED_UP }),
  );
}

function readView(parameters, step) {
  return {
    by: parameters.get("by") ?? step,
    year: Boolean(parameters.get("year")),
    prices: Boolean(parameters.get("prices")),
    past: Boolean(parameters.get("past")),
    horizon: parameters.get("horizon"),
    others: parameters.get("with")?.split("\n") ?? [],
  };
}

/** Sales and forecast by the day, week or month; a week that has begun belongs to the forecast. */
function useAddedUp(history, forecast, by) {
  const meta = useMeta();
  return useMemo(() => {
    const ahead = forecast?.days ?? [];
    const bands = bandsOf(meta, [50, ...BANDS]);
    const days = addUpForecast(ahead, bands, by, measureLikeness(history), history);
    const first = days[0]?.day;
    const sold = addUpSold(history, by).filter(({ day }) => !first || day < first);
    return { days, sold: sold.length > 0 ? sold : addUpSold(history, by) };
  }, [history, forecast, by, meta]);
}

const usePrices = (history, forecast, events, step, by) =>
  useMemo(
    () => joinPrices(history, forecast?.days ?? [], events, step, by),
    [history, forecast, events, step, by],
  );

/** The other lines of the chart: a year before, past forecasts, other products. */
function useOthers({ sales, view, step, version }) {
  const { by, year, past, others } = view;
  const compared = others.join("\n");
  const { value: told } = useLoaded(
    (signal) => readCompared(others, sales, step, signal),
    [compared, sales, version],
  );
  const { value: before } = useLoaded(
    (signal) => (past ? readPast(sales.product, signal) : Promise.resolve(null)),
    [past, sales, version],
  );
  return useMemo(
    () =>
      [
        year && {
          key: "year",
          label: t("A year before"),
          token: "orange.fg",
          dash: "4 3",
          rows: moveYear(addUpWhole(sales.days, by), by),
        },
        past &&
          before && {
            key: "past",
            label: t("Forecast then"),
            token: "blue.fg",
            dash: "2 3",
            rows: addUpWhole(before, by),
          },
        ...(told ?? []).map(({ name, rows }, place) => ({
          key: `product ${name}`,
          label: name,
          isProduct: true,
          token: COMPARED[place],
          rows: addUpWhole(rows, by),
        })),
      ].filter(Boolean),
    [sales, by, year, past, before, told],
  );
}
