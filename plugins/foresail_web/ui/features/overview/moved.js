// The products whose forecast changed most since the run before, each with the way to it.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatMean, formatSignedMean } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { nameNext } from "../../lib/steps.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";
import { Sparkline } from "../../parts/sparkline.js";

const { Text, useBreakpointValue } = Chakra;
const SHOWN = 8;
const FIRST = t("Nothing to compare yet: the next forecasts will be compared with these.");
const UNCHANGED = t("Nothing: every product is forecast as the run before did.");

/** `step` is that of the forecasts: what is compared is the next week, or the next month. */
export function Moved({ step, version }) {
  const load = (signal) => read("/forecasts/products", { sort: "-moved_by", limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version]);
  const isWide = useBreakpointValue({ base: false, md: true });
  const ahead = nameNext(step);
  const compared = value?.products.filter(({ moved }) => moved != null);
  const moved = compared?.filter(({ moved }) => moved !== 0);
  return h(
    Section,
    {
      title: t("Changed most since the last run"),
      id: "foresail-moved",
      aside: h(
        Text,
        { fontSize: "sm" },
        h(PageLink, { page: "forecasts", parameters: { sort: "-moved_by" } }, t("All forecasts")),
      ),
    },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Loading the products") }),
    moved?.length === 0 && h(Small, null, compared.length > 0 ? UNCHANGED : FIRST),
    moved?.length > 0 &&
      h(Rows, {
        label: t("Products whose forecast changed most"),
        heads: [t("Product"), ahead, t("Changed by"), ...(isWide ? [t("Sold and forecast")] : [])],
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
