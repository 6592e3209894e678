// The chart of a product: its sales and its forecast with two bands, read out day by day.

import { Chakra, h, useId, useMemo, useState } from "../../lib/airflow.js";
import { bandsOf } from "../../lib/facts.js";
import { useMeta } from "../../lib/meta.js";
import { dayAfterKey, describePlot, HEIGHT, joinDays, makePlot, readOut } from "../../lib/plot.js";
import { nearest, toNumber } from "../../lib/scale.js";
import { Axes, Lines, Mark } from "../../parts/drawing.js";
import { Legend } from "../../parts/legend.js";
import { useWidth } from "../../parts/width.js";

const { Box, Text } = Chakra;
/** The bands that are drawn, in percent, and their colours. */
const BANDS = [50, 80];
const COLOURS = ["blue.emphasized", "blue.subtle"];
const LEGEND = [
  ["Sold", "fg.muted", 2],
  ["Forecast (mean)", "blue.fg", 3],
];

/** `sold` are steps of sales, `days` the forecast (may be empty), `asOf` the last step that it knows. */
export function Chart({ product, sold, days, asOf, step }) {
  const [frame, width] = useWidth();
  const [chosen, choose] = useState(null);
  const meta = useMeta();
  const bands = useMemo(() => bandsOf(meta, BANDS), [meta]);
  const points = useMemo(() => joinDays(sold, days), [sold, days]);
  const plot = useMemo(() => makePlot(points, width, bands.at(-1)), [points, width, bands]);
  const pressed = (event) => {
    if (event.key === "Escape") choose(null);
    const next = dayAfterKey(event.key, plot.numbers, chosen, toNumber(asOf ?? sold.at(-1).day));
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const moved = (event) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    choose(nearest(plot.numbers, plot.dayAt(event.clientX - left)));
  };
  const point = chosen === null ? null : points.get(chosen);
  return h(
    Box,
    null,
    h(Legend, { entries: [...LEGEND, ...bands.map(({ label }, place) => [label, COLOURS[place], 12])] }),
    h(Readout, { point, step, bands }),
    h(
      Box,
      {
        ref: frame,
        role: "group",
        tabIndex: 0,
        "aria-label": `Chart by ${step}: the left and right arrow keys read out one ${step} at a time`,
        onKeyDown: pressed,
        borderRadius: "md",
        focusVisibleRing: "outside",
        touchAction: "pan-y",
        onPointerMove: moved,
        onPointerLeave: () => choose(null),
      },
      h(Picture, { product, sold, days, asOf, plot, point, step, bands }),
    ),
  );
}

function Picture({ product, sold, days, asOf, plot, point, step, bands }) {
  const id = useId();
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
    h("title", { id: `${id}title` }, `${product}: units sold per ${step}, and the forecast`),
    h("desc", { id: `${id}desc` }, describePlot(sold, days, step, bands.at(-1))),
    h(Axes, { plot, asOf: asOf && toNumber(asOf), step }),
    h(Lines, { plot, sold, days, bands: bands.map((band, place) => ({ ...band, token: COLOURS[place] })) }),
    point && h(Mark, { plot, point }),
  );
}

function Readout({ point, step, bands }) {
  const words = point
    ? readOut(point, step, bands)
    : `Point at a ${step}, or focus the chart and press an arrow key.`;
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
