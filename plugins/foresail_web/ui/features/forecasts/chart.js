// The chart of a product: its sales and its forecast with two bands, zoomed, moved, and read out step by step.

import { Chakra, h, useEffect, useId, useMemo, useRef, useState } from "../../lib/airflow.js";
import { bandsOf } from "../../lib/facts.js";
import { formatPrice, lowerFirst } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { findOutlier } from "../../lib/outliers.js";
import { dayAfterKey, describePlot, HEIGHT, joinDays, makePlot, readOut } from "../../lib/plot.js";
import { nearest, toNumber } from "../../lib/scale.js";
import { nameStep } from "../../lib/steps.js";
import { firstWindow, fitWindow, SPANS, spanWindow, zoomWindow } from "../../lib/window.js";
import { Axes, Lines, Mark, Selection } from "../../parts/drawing.js";
import { Legend } from "../../parts/legend.js";
import { useWidth } from "../../parts/width.js";
import { Events, Outlier, OutOfStock } from "./marks.js";
import { Prices } from "./prices.js";
import { Strip } from "./strip.js";

const { Box, Button, Flex, Text } = Chakra;
/** The bands that are drawn, in percent, and their colours. */
export const BANDS = [80, 95];
const COLOURS = ["blue.emphasized", "blue.subtle"];
const LEGEND = [
  [t("Sold"), "fg.muted", 2],
  [t("Forecast (mean)"), "blue.fg", 3],
];
const LEAST_DRAG_PX = 8;
const FAR_ABOVE = t("far above every other, so check it");

/** `sold` are steps of sales, `days` the forecast (may be empty), `asOf` the last day of sales that it knows; `others` are
 * lines of {key, label, rows, token, dash}, `events` those of the calendar, `prices` what a unit cost (may be empty); `shown` is the window, null at first,
 * `onShown` hears of another one. */
export function Chart({ product, sold, days, asOf, step, others, events, prices, shown, onShown }) {
  const [frame, width] = useWidth();
  const [chosen, choose] = useState(null);
  const meta = useMeta();
  const bands = useMemo(() => bandsOf(meta, BANDS), [meta]);
  const points = useMemo(
    () => joinDays(sold, days, Object.fromEntries(others.map(({ key, rows }) => [key, rows]))),
    [sold, days, others],
  );
  const outlier = useMemo(() => findOutlier(sold, meta), [sold, meta]);
  const ends = [toNumber(sold[0].day), toNumber((days.at(-1) ?? sold.at(-1)).day)];
  const border = toNumber(sold.at(-1).day);
  const [window, setWindow] = useWindow(shown, ends, border, step);
  const plot = useMemo(
    () =>
      makePlot(
        points,
        width,
        bands.at(-1),
        window,
        prices.map(({ price }) => formatPrice(price)),
      ),
    [points, width, bands, window[0], window[1], prices],
  );
  const go = (next) => {
    setWindow(next);
    onShown(next);
  };
  const pressed = (event) => {
    if (event.key === "Escape") choose(null);
    if (event.key === "+") go(zoomWindow(window, 0.5, ends));
    if (event.key === "-") go(zoomWindow(window, 2, ends));
    const next = dayAfterKey(event.key, plot.numbers, chosen, border);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const drag = useSelection(plot, (from, to) => go(fitWindow([from, to], ends)), choose);
  const point = chosen === null ? null : points.get(chosen);
  const drawn = others.map(({ key, label, isProduct }) => [key, isProduct ? label : lowerFirst(label)]);
  return h(
    Box,
    { minW: 0 },
    h(
      Flex,
      { justify: "space-between", gap: 3, wrap: "wrap", align: "center" },
      h(Legend, {
        entries: [
          ...LEGEND,
          ...bands.map(({ label }, place) => [label, COLOURS[place], 12]),
          ...others.map(({ label, token }) => [label, token, 2]),
        ],
      }),
      h(Spans, { ends, border, window, go }),
    ),
    h(Readout, {
      point,
      step,
      bands,
      others: drawn,
      outlier,
      price: point && prices.find(({ day }) => day === point.day),
    }),
    h(
      Box,
      {
        ref: frame,
        role: "group",
        tabIndex: 0,
        "aria-label": t(
          "Chart by {step}: the left and right arrow keys read out one after the other, plus and minus zoom",
          {
            step: nameStep(step),
          },
        ),
        onKeyDown: pressed,
        borderRadius: "md",
        focusVisibleRing: "outside",
        touchAction: "pan-y",
        cursor: "crosshair",
        ...drag.listeners,
      },
      h(Picture, {
        product,
        sold,
        days,
        asOf,
        plot,
        point,
        step,
        bands,
        others,
        events,
        outlier,
        selected: drag.selected,
      }),
      prices.length > 0 && h(Prices, { plot, prices, step }),
    ),
    h(Strip, { sold, days, ends, window, left: plot.left, width, onChange: setWindow, onSettle: onShown }),
  );
}

/** The window that is shown: that of the address, until it is moved; anew where other steps are shown. */
function useWindow(shown, ends, border, step) {
  const [state, setState] = useState(null);
  const own = state?.step === step ? state.window : shown;
  const window = own ? fitWindow(own, ends) : firstWindow(ends, border, step);
  return [window, (next) => setState({ step, window: next })];
}

/** Drawing across the chart chooses the days to show; pointing alone reads a day out. */
function useSelection(plot, onSelected, choose) {
  const start = useRef(null);
  const [selected, select] = useState(null);
  useEffect(() => select(null), [plot]);
  const at = (event) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const ended = (event) => {
    const from = start.current;
    start.current = null;
    if (from === null || !selected) return;
    select(null);
    const days = [from, at(event)]
      .map((x) => Math.round(plot.dayAt(x)))
      .toSorted((one, other) => one - other);
    onSelected(...days);
  };
  return {
    selected,
    listeners: {
      onPointerDown: (event) => {
        if (event.pointerType === "mouse" && event.button === 0) start.current = at(event);
      },
      onPointerMove: (event) => {
        if (plot.numbers.length) choose(nearest(plot.numbers, plot.dayAt(at(event))));
        if (start.current !== null && Math.abs(at(event) - start.current) > LEAST_DRAG_PX)
          select([start.current, at(event)].toSorted((one, other) => one - other));
      },
      onPointerUp: ended,
      onPointerLeave: () => {
        start.current = null;
        select(null);
        choose(null);
      },
    },
  };
}

const Spans = ({ ends, border, window, go }) =>
  h(
    Flex,
    { gap: 1, role: "group", "aria-label": t("How much is shown") },
    SPANS.map(([label, days]) => {
      const [from, to] = spanWindow(ends, border, days);
      const isShown = window[0] === from && window[1] === to;
      const look = { size: "2xs", variant: isShown ? "subtle" : "ghost", "aria-pressed": isShown };
      return h(Button, { key: label, ...look, onClick: () => go([from, to]) }, label);
    }),
  );

function Picture({ product, sold, days, asOf, plot, point, step, bands, others, events, outlier, selected }) {
  const id = useId();
  const clip = `url(#${CSS.escape(id)}clip)`;
  return h(
    "svg",
    {
      role: "img",
      "aria-labelledby": `${id}title ${id}desc`,
      width: "100%",
      height: HEIGHT,
      // Else the browser shows the title as a tip over the very day that is pointed at.
      style: { display: "block", pointerEvents: "none" },
    },
    h(
      "title",
      { id: `${id}title` },
      t("{product}: units sold per {step}, and the forecast", { product, step: nameStep(step) }),
    ),
    h("desc", { id: `${id}desc` }, describePlot(sold, days, step, bands.at(-1))),
    h(
      "clipPath",
      { id: `${id}clip` },
      h("rect", { x: plot.left, y: 0, width: plot.right - plot.left, height: HEIGHT }),
    ),
    h(Events, { plot, events, clip }),
    h(Axes, { plot, asOf, at: days.length > 0 ? borderOf(sold, days) : null, step }),
    h(Lines, {
      plot,
      sold,
      days,
      others,
      clip,
      bands: bands.map((band, place) => ({ ...band, token: COLOURS[place] })),
    }),
    h(OutOfStock, { plot, sold }),
    h(Outlier, { plot, outlier }),
    selected && h(Selection, { plot, selected }),
    point && h(Mark, { plot, point }),
  );
}

/** Half way from the last step that was sold to the first that is forecast. */
const borderOf = (sold, days) => (toNumber(sold.at(-1).day) + toNumber(days[0].day)) / 2;

function Readout({ point, step, bands, others, outlier, price }) {
  const words = point
    ? readOut(point, step, bands, others, price) + (outlier && point.sold === outlier ? `; ${FAR_ABOVE}` : "")
    : t("Point at the chart to read it, draw across it to zoom; or focus it and press an arrow key.");
  return h(
    Text,
    {
      "aria-live": "polite",
      fontSize: "sm",
      minH: "2.6em",
      my: 1,
      color: point ? "fg" : "fg.muted",
      lineHeight: 1.3,
    },
    words,
  );
}
