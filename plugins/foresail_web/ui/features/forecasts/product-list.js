// The list of products to choose from: the largest first, or those whose name holds what is searched.

import { Chakra, h, RouterLink, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useDebounced, useLoaded } from "../../parts/loading.js";
import { Refusal } from "../../parts/pieces.js";

const { Box, Field, Input, Link, Stack, Text } = Chakra;
const SHOWN = 20;
const BY_UNITS = tAll({ week: "most units next week first", month: "most units next month first" });

/** Products by size; those without a forecast come last, by name. */
const findProducts = (search, signal) => read("/products", { search, sort: "-units", limit: SHOWN }, signal);

/** The search box and what it finds; `addressOf` gives a product's address. */
export function ProductList({ product, version, step, addressOf }) {
  const [search, setSearch] = useState("");
  const debounced = useDebounced(search.trim());
  const { value: found, error } = useLoaded(
    (signal) => findProducts(debounced, signal),
    [debounced, version],
  );
  return h(
    Stack,
    { gap: 2, minW: 0 },
    h(
      Field.Root,
      null,
      h(Field.Label, null, t("Search products")),
      h(Input, {
        type: "search",
        size: "sm",
        placeholder: t("Part of the name"),
        value: search,
        onChange: (event) => setSearch(event.target.value),
      }),
    ),
    error ? h(Refusal, { error }) : found && h(Found, { found, product, step, addressOf, search: debounced }),
  );
}

function Found({ found: { total, products }, product, step, addressOf, search }) {
  if (total === 0)
    return h(
      Text,
      { role: "status" },
      t("No product name contains “{search}”. Try a shorter part of it.", { search }),
    );
  const sorted = products[0]?.units_ahead != null ? BY_UNITS[step === "month" ? step : "week"] : t("by name");
  const values = { shown: formatCount(products.length), count: total, sorted };
  return h(
    Stack,
    { gap: 1 },
    h(
      Text,
      { role: "status", fontSize: "sm", color: "fg.muted" },
      total > products.length
        ? t("{shown} of {count}, {sorted}: type to find the others", values)
        : t("{shown} of {count}, {sorted}", values),
    ),
    h(
      Box,
      { as: "nav", "aria-label": t("Products"), maxH: { base: "12rem", lg: "30rem" }, overflowY: "auto" },
      h(
        Stack,
        { as: "ul", gap: 0, listStyleType: "none" },
        products.map(({ name }) =>
          h(
            "li",
            { key: name },
            h(ProductLink, { name, isChosen: name === product, address: addressOf(name) }),
          ),
        ),
      ),
    ),
  );
}

function ProductLink({ name, isChosen, address }) {
  const look = isChosen
    ? { bg: "brand.solid", color: "white" }
    : { color: "fg", _hover: { bg: "brand.subtle" } };
  return h(
    Link,
    {
      asChild: true,
      display: "block",
      fontSize: "sm",
      px: 2,
      py: 1,
      borderRadius: "sm",
      textDecoration: "none",
      focusVisibleRing: "inside",
      ...look,
    },
    h(RouterLink, { to: address, "aria-current": isChosen ? "true" : undefined }, name),
  );
}
