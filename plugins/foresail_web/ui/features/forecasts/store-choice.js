// The choice of a store, where forecasts are by store: all together, or one of those that forecast the product.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";

const { NativeSelect } = Chakra;
const OFFERED = 1000;

/** Not there where no store has a forecast of the product; `onStore` hears its name, null for all together. */
export function StoreChoice({ product, store, version, onStore }) {
  const load = (signal) => read("/stores", { product, sort: "-units", limit: OFFERED }, signal);
  const { value } = useLoaded(load, [product, version]);
  const names = (value?.stores ?? []).map(({ name }) => name);
  if (store && !names.includes(store)) names.unshift(store);
  if (names.length === 0) return null;
  return h(
    NativeSelect.Root,
    { size: "xs", width: "auto", maxW: "14rem", alignSelf: "flex-end" },
    h(
      NativeSelect.Field,
      {
        "aria-label": t("Store"),
        value: store ?? "",
        onChange: (event) => onStore(event.target.value || null),
      },
      h("option", { value: "" }, t("All stores")),
      names.map((name) => h("option", { key: name, value: name }, name)),
    ),
    h(NativeSelect.Indicator),
  );
}
