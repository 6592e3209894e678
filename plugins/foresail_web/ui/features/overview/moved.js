// The products whose forecast changed most since the run before, each with the way to it.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatMean, formatSignedMean } from "../../lib/format.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";
import { Sparkline } from "../../parts/sparkline.js";

const { Text, useBreakpointValue } = Chakra;
const SHOWN = 8;
const FIRST = "Nothing to compare yet: the next run of forecasts is held against this one.";
const UNCHANGED = "Nothing: every product is forecast as the run before did.";

/** `step` is that of the forecasts: what is compared is the next week, or the next month. */
export function Moved({ step, version }) {
  const load = (signal) => read("/forecasts/products", { sort: "-moved_by", limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version]);
  const isWide = useBreakpointValue({ base: false, md: true });
  const ahead = step === "month" ? "month" : "week";
  const compared = value?.products.filter(({ moved }) => moved != null);
  const moved = compared?.filter(({ moved }) => moved !== 0);
  return h(
    Section,
    {
      title: "Changed most since the last run",
      id: "foresail-moved",
      aside: h(
        Text,
        { fontSize: "sm" },
        h(PageLink, { page: "forecasts", parameters: { sort: "-moved_by" } }, "All forecasts"),
      ),
    },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: "Loading the products" }),
    moved?.length === 0 && h(Small, null, compared.length > 0 ? UNCHANGED : FIRST),
    moved?.length > 0 &&
      h(Rows, {
        label: `Products whose forecast of the next ${ahead} changed most`,
        heads: ["Product", `Next ${ahead}`, "Change", ...(isWide ? ["Sold and forecast"] : [])],
        numeric: [1, 2],
        rows: moved.map(({ name, recent, units_ahead: units, moved: change }) => [
          h(PageLink, { page: "forecasts", parameters: { product: name } }, name),
          formatMean(units),
          formatSignedMean(change),
          ...(isWide ? [h(Sparkline, { recent, width: 120 })] : []),
        ]),
      }),
  );
}
