// The table of all products as it is drawn: only the rows in view are there, whatever there are.

import { Chakra, h, memo, useEffect, useLayoutEffect, useRef, useState } from "../../lib/airflow.js";
import { classLabel } from "../../lib/facts.js";
import {
  formatCount,
  formatMean,
  formatRoundShare,
  formatSignedMean,
  formatSignedRoundShare,
} from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { directionOf, drawnRows, FLAGS, labelOf, MEANINGS, ROW_PX, sortAfter } from "../../lib/table.js";
import { Sparkline } from "../../parts/sparkline.js";

const { Box } = Chakra;
const LINE_PX = 120;
const ARROWS = { ascending: " ↑", descending: " ↓", none: "" };
const share = (value) => (value == null ? "–" : formatRoundShare(value));
const signed = (value) => (value == null ? "–" : formatSignedRoundShare(value));
const units = (value) => (value == null ? "–" : formatMean(value));
/** What a cell shows. */
const CELLS = {
  recent: ({ recent }) => h(Sparkline, { recent, width: LINE_PX }),
  category: ({ category }) => category ?? "",
  units_ahead: (row) => units(row.units_ahead),
  units_next: (row) => units(row.units_next),
  sold_before: (row) => (row.sold_before == null ? "–" : formatCount(row.sold_before)),
  trend: (row) => signed(row.trend),
  volume: (row) => (row.volume == null ? "–" : formatCount(row.volume)),
  moved: (row) => (row.moved == null ? "–" : formatSignedMean(row.moved)),
  wape: (row) => share(row.wape),
  bias: (row) => signed(row.bias),
  flags: ({ flags }) => flags.map((flag) => FLAGS[flag]).join(", "),
};
// Plain elements with one style for all: a component a cell would cost more than the browser's whole frame.
const LOOK = {
  borderWidth: 1,
  borderRadius: "md",
  overflow: "auto",
  position: "relative",
  fontSize: "sm",
  h: "max(20rem, calc(100dvh - 19rem))",
  focusVisibleRing: "outside",
  "& [role=row]": {
    display: "grid",
    alignItems: "center",
    height: `${ROW_PX}px`,
    borderBottomWidth: "1px",
    borderColor: "border",
  },
  "& .head": { position: "sticky", top: 0, zIndex: 2, background: "bg.muted" },
  "& .head > [role=row]": { background: "bg.muted" },
  "& .body > [role=row]": { position: "absolute", left: 0, right: 0, background: "bg" },
  "& .body > [role=row]:hover": { background: "bg.subtle" },
  "& [role=row] > *": {
    padding: "0 0.5rem",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  // Only where the table is wider than its frame: what sticks is drawn apart by the browser, row by row.
  "&.wide [role=row] > *:first-child": { position: "sticky", left: 0, background: "inherit", zIndex: 1 },
  "& .number": { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  "& a": { color: "fg.info" },
  "& a:hover": { textDecoration: "underline" },
  "& button": { fontWeight: "medium", cursor: "pointer" },
};

// Where each state of the table was scrolled to, for who comes back to it.
const places = new Map();

/** `rows` as useRows gives them; `state` names what is shown; a product's address begins with `address`, and `onOpen`
 * hears its name. */
export function ProductGrid({ rows, columns, meta, sort, state, onSort, address, onOpen }) {
  const { about, rowAt, show, isLoading } = rows;
  const frame = useRef(null);
  const [range, setRange] = useState(() => drawnRows(places.get(state) ?? 0, 600, about.total));
  const template = columns.map(({ width, grows = 1 }) => `minmax(${width}rem, ${grows}fr)`).join(" ");
  const minWidth = `${columns.reduce((sum, { width }) => sum + width, 0)}rem`;
  const look = () => {
    const { scrollTop, clientHeight, clientWidth, scrollWidth, classList } = frame.current;
    classList.toggle("wide", scrollWidth > clientWidth);
    places.set(state, scrollTop);
    const [first, last] = drawnRows(scrollTop, clientHeight, about.total);
    setRange((was) => (was[0] === first && was[1] === last ? was : [first, last]));
  };
  useLayoutEffect(() => {
    frame.current.scrollTop = places.get(state) ?? 0;
    look();
  }, [state, about.total]);
  useEffect(() => show(range), [range[0], range[1], state]);
  const drawn = [];
  for (let place = range[0]; place < range[1]; place += 1) drawn.push(place);
  return h(
    Box,
    {
      ref: frame,
      role: "table",
      "aria-label": t("Products with forecasts"),
      "aria-rowcount": about.total + 1,
      "aria-busy": isLoading,
      opacity: isLoading ? 0.6 : 1,
      tabIndex: 0,
      onScroll: look,
      css: LOOK,
    },
    h(Head, { columns, about, sort, onSort, template, minWidth }),
    h(
      "div",
      {
        className: "body",
        role: "rowgroup",
        style: { height: about.total * ROW_PX, position: "relative", minWidth },
        onClick: follow(onOpen),
      },
      drawn.map((place) => {
        const row = rowAt(place);
        return h(Row, { key: place, row, address, columns, meta, place, template });
      }),
    ),
  );
}

/** A plain click on a product's link turns the page here; with a key held the browser does as it always does. A link
 * of the router a row would cost more than the row. */
const follow = (onOpen) => (event) => {
  const link = event.target.closest("a");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  onOpen(link.title);
};

const Head = ({ columns, about, sort, onSort, template, minWidth }) =>
  h(
    "div",
    { className: "head", role: "rowgroup", style: { minWidth } },
    h(
      "div",
      { role: "row", "aria-rowindex": 1, style: { gridTemplateColumns: template } },
      columns.map((column) => {
        const { name, isNumber, isUnsorted } = column;
        const label = labelOf(name, about);
        const direction = directionOf(column, sort);
        const look = {
          key: name,
          role: "columnheader",
          title: MEANINGS[name],
          className: isNumber ? "number" : undefined,
        };
        if (isUnsorted) return h("div", look, label);
        return h(
          "div",
          { ...look, "aria-sort": direction },
          h(
            "button",
            { type: "button", onClick: () => onSort(sortAfter(column, sort)) },
            label,
            ARROWS[direction],
          ),
        );
      }),
    ),
  );

const Row = memo(({ row, address, columns, meta, place, template }) =>
  h(
    "div",
    {
      role: "row",
      "aria-rowindex": place + 2,
      style: { gridTemplateColumns: template, top: place * ROW_PX },
    },
    columns.map(({ name, isNumber }) =>
      h(
        "div",
        { key: name, role: "cell", className: isNumber ? "number" : undefined },
        row ? cell(name, row, address, meta) : name === "name" ? "…" : null,
      ),
    ),
  ),
);

function cell(name, row, address, meta) {
  if (name === "name")
    return h("a", { href: address + encodeURIComponent(row.name), title: row.name }, row.name);
  if (name === "demand_class") return classLabel(meta, row.demand_class);
  return CELLS[name](row);
}
