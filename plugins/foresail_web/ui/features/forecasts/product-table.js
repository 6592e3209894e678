// All products with a forecast, as a table that is filtered, sorted and scrolled; its state is in the address.

import { Chakra, h } from "../../lib/airflow.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { columnsOf } from "../../lib/table.js";
import { Refusal, Waiting } from "../../parts/pieces.js";
import { SkipLink } from "../../parts/skip-link.js";
import { ProductGrid } from "./grid.js";
import { TableFilters } from "./table-filters.js";
import { useRows } from "./use-rows.js";

const { Box, Stack, Text, useBreakpointValue } = Chakra;
const FILTERS = ["search", "category", "demand_class", "flag", "store"];
const USUAL_SORT = "-volume";
const AFTER = "foresail-after-products";

/** `parameters` are those of the page's address. */
export function ProductTable({ parameters, version }) {
  const meta = useMeta();
  const isNarrow = useBreakpointValue({ base: true, md: false });
  const filter = Object.fromEntries(
    FILTERS.map((name) => [name, parameters.get(name)]).filter(([, value]) => value),
  );
  const sort = parameters.get("sort") ?? USUAL_SORT;
  const columns = columnsOf(parameters.get("columns"), isNarrow);
  const query = { ...filter, sort };
  const rows = useRows(query, version);
  const { about, error } = rows;
  return h(
    Stack,
    { gap: 2, minW: 0 },
    h(TableFilters, { wanted: filter, change: parameters.change, meta, about, columns }),
    h(
      Text,
      { role: "status", fontSize: "sm", color: "fg.muted", minH: "1.5em" },
      about && describeFound(about, filter),
    ),
    error && h(Refusal, { error }),
    !about && !error && h(Waiting, { label: t("Loading the products") }),
    about &&
      h(
        Box,
        { position: "relative" },
        h(SkipLink, { to: AFTER }, t("Skip the table")),
        h(ProductGrid, {
          rows,
          columns,
          meta,
          sort,
          state: JSON.stringify(query),
          onSort: (next) => parameters.change({ sort: next === USUAL_SORT ? null : next }),
          address: `${globalThis.location.pathname}${linkTo(parameters)}`,
          onOpen: (name) => parameters.change({ product: name }),
        }),
        h("div", { id: AFTER, tabIndex: -1 }),
      ),
  );
}

/** The query of a product's address up to its name. */
function linkTo(parameters) {
  const others = parameters.with({ product: null });
  return `${others}${others === "?" ? "" : "&"}product=`;
}

function describeFound({ total, is_guessed: isGuessed }, { search, ...others }) {
  if (isGuessed)
    return t(
      "No product has the words “{search}”. This one is most alike:|No product has the words “{search}”. These {count} are most alike:",
      { search, count: total },
    );
  if (total === 0)
    return search ? t("No product has the words “{search}”.", { search }) : t("No product is like that.");
  const isAll = !search && Object.keys(others).length === 0;
  return isAll
    ? t("{count} product|{count} products", { count: total })
    : t("{count} product found|{count} products found", { count: total });
}
