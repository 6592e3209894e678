// A box to choose one of the known products by a part of its name.

import { Chakra, h, useMemo, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useDebounced, useLoaded } from "../../parts/loading.js";

const { Combobox, createListCollection, Field, Portal } = Chakra;
const FOUND = 200;

async function findProducts(search, signal) {
  const { products } = await read("/products", { search, limit: FOUND }, signal);
  return { search, names: products.map(({ name }) => name) };
}

/** `onChoose` hears the product's name, null while there is none; `id` is the input's. */
export function ProductBox({ id, label, chosen, wrong, onChoose }) {
  const [search, setSearch] = useState(chosen ?? "");
  const debounced = useDebounced(search.trim());
  const { value: found, error } = useLoaded((signal) => findProducts(debounced, signal), [debounced]);
  // What was found for other letters is not offered: who types fast would choose it.
  const isCurrent = found?.search === search.trim();
  const collection = useMemo(() => {
    // The chosen one is always there, else Chakra empties the box.
    const names = new Set([...(isCurrent ? found.names : []), ...(chosen ? [chosen] : [])]);
    return createListCollection({ items: [...names] });
  }, [found, isCurrent, chosen]);
  return h(
    Field.Root,
    { id, invalid: Boolean(wrong), mt: 2 },
    h(
      Combobox.Root,
      {
        collection,
        ids: { input: id },
        size: "sm",
        openOnClick: true,
        defaultInputValue: chosen ?? "",
        defaultValue: chosen ? [chosen] : [],
        onInputValueChange: ({ inputValue }) => setSearch(inputValue),
        onValueChange: ({ value: [name] }) => onChoose(name ?? null),
      },
      h(
        Combobox.Control,
        null,
        h(Combobox.Input, { "aria-label": label, placeholder: t("Part of its name") }),
        h(Combobox.IndicatorGroup, null, h(Combobox.ClearTrigger), h(Combobox.Trigger)),
      ),
      h(
        Portal,
        null,
        h(
          Combobox.Positioner,
          null,
          h(
            Combobox.Content,
            null,
            h(
              Combobox.Empty,
              null,
              error?.message ?? (isCurrent ? t("No product name contains that.") : t("Searching …")),
            ),
            collection.items.map((name) =>
              h(Combobox.Item, { key: name, item: name }, name, h(Combobox.ItemIndicator)),
            ),
          ),
        ),
      ),
    ),
    h(Field.ErrorText, null, wrong),
  );
}
