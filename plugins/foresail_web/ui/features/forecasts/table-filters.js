// The filters above the table of all products, and what it is called up by: words, category, demand, remarks, store.

import { Chakra, h } from "../../lib/airflow.js";
import { apiAddress, read } from "../../lib/api.js";
import { capitalize, formatCount } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { COLUMNS, FLAGS, labelOf, writeColumns } from "../../lib/table.js";
import { Choice } from "../../parts/choice.js";
import { useLoaded } from "../../parts/loading.js";
import { Words } from "../../parts/words.js";

const { Button, Flex, Menu, Portal } = Chakra;
const OFFERED = 1000;
const FORMATS = { xlsx: t("Excel workbook"), csv: "CSV", parquet: "Parquet" };

/** `wanted` are the parameters of the address, `change` sets some of them. */
export function TableFilters({ wanted, change, meta, about, columns }) {
  return h(
    Flex,
    { gap: 2, wrap: "wrap", align: "center", role: "search", "aria-label": t("Products") },
    h(Words, {
      key: wanted.search ?? "",
      label: t("Search products"),
      placeholder: t("Name, category or attribute"),
      text: wanted.search ?? "",
      onSettled: (search) => change({ search }, { replace: true }),
    }),
    h(Categories, { chosen: wanted.category, change }),
    h(Choice, {
      label: t("Demand"),
      all: t("Any demand"),
      chosen: wanted.demand_class,
      options: meta.demand_classes.map(({ name, label }) => [name, capitalize(t(label))]),
      onChoose: (name) => change({ demand_class: name }),
    }),
    h(Choice, {
      label: t("Remarks"),
      all: t("Any remarks"),
      chosen: wanted.flag,
      options: Object.entries(FLAGS).map(([name, words]) => [
        name,
        `${capitalize(words)} (${formatCount(about?.flags[name] ?? 0)})`,
      ]),
      onChoose: (name) => change({ flag: name }),
    }),
    (about?.by_store || wanted.store) && h(Stores, { chosen: wanted.store, change }),
    h(
      Flex,
      { gap: 2, ms: { md: "auto" } },
      h(ColumnMenu, { columns, about, change }),
      h(ExportMenu, { wanted }),
    ),
  );
}

/** Not there where no workbook names categories. */
function Categories({ chosen, change }) {
  const { value } = useLoaded((signal) => read("/products/attributes", {}, signal), []);
  const names = (value?.attributes ?? []).filter(({ name }) => name === "category").map((each) => each.value);
  if (chosen && !names.includes(chosen)) names.unshift(chosen);
  if (names.length === 0) return null;
  return h(Choice, {
    label: t("Category"),
    all: t("All categories"),
    chosen,
    options: names.map((name) => [name, name]),
    onChoose: (name) => change({ category: name }),
  });
}

function Stores({ chosen, change }) {
  const { value } = useLoaded((signal) => read("/stores", { limit: OFFERED }, signal), []);
  return h(Choice, {
    label: t("Store"),
    all: t("All stores together"),
    chosen,
    options: (value?.stores ?? []).map(({ name }) => [name, name]),
    onChoose: (name) => change({ store: name }),
  });
}

function ColumnMenu({ columns, about, change }) {
  const shown = columns.map(({ name }) => name);
  const toggle = (name) => {
    const next = COLUMNS.filter((column) => (column.name === name) !== shown.includes(column.name));
    change({ columns: writeColumns(next) }, { replace: true });
  };
  return h(
    Dropdown,
    { label: t("Columns"), closeOnSelect: false },
    COLUMNS.slice(1).map(({ name }) =>
      h(
        Menu.CheckboxItem,
        { key: name, value: name, checked: shown.includes(name), onCheckedChange: () => toggle(name) },
        h(Menu.ItemIndicator),
        labelOf(name, about ?? { steps: "", frequency: "step" }),
      ),
    ),
  );
}

/** What is shown, with every step of its forecast, as a file. */
function ExportMenu({ wanted }) {
  const { columns: _, sort: __, ...filter } = wanted;
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  return h(
    Dropdown,
    { label: t("Export") },
    Object.entries(FORMATS).map(([format, label]) =>
      h(
        Menu.Item,
        { key: format, value: format, asChild: true },
        h("a", { href: apiAddress("/forecasts/export", { ...given, format }), download: "" }, label),
      ),
    ),
  );
}

/** A button with a menu of `children`; `more` goes to the menu itself. */
const Dropdown = ({ label, children, ...more }) =>
  h(
    Menu.Root,
    more,
    h(Menu.Trigger, { asChild: true }, h(Button, { size: "xs", variant: "outline" }, label)),
    h(Portal, null, h(Menu.Positioner, null, h(Menu.Content, null, children))),
  );
