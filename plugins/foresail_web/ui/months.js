// The picture of what an upload would change: two bars a month, units now and after it.

import { Chakra, colour, Fragment, h, useId } from "./airflow.js";
import { UnitAxis, WORDS } from "./drawing.js";
import { formatMonth, formatUnits } from "./format.js";
import { Legend } from "./legend.js";
import { scaleLinear, ticksOfUnits } from "./scale.js";
import { useWidth } from "./width.js";

const { Box } = Chakra;
const HEIGHT = 180;
const MARGIN = { top: 24, right: 4, bottom: 24, left: 60 };
const BEFORE = "fg.muted";
const AFTER = "blue.fg";
const LEGEND = [
  ["Now", BEFORE, 12],
  ["After the upload", AFTER, 12],
];
const PIXELS_PER_LABEL = 72;
const BAR_MAX = 24;

/** `months` are {month, units_before, units_after}, at least one. */
export function MonthsPicture({ months }) {
  const id = useId();
  const [frame, width] = useWidth();
  const plot = makePlot(months, width);
  return h(
    Box,
    { ref: frame },
    h(Legend, { entries: LEGEND }),
    h(
      "svg",
      {
        role: "img",
        "aria-labelledby": `${id}title ${id}desc`,
        width: "100%",
        height: HEIGHT,
        style: { display: "block" },
      },
      h("title", { id: `${id}title` }, "Units sold by month, now and after the upload"),
      h("desc", { id: `${id}desc` }, describe(months)),
      h(UnitAxis, { plot, label: "Units a month" }),
      months.map((month, place) => h(Month, { key: month.month, month, place, plot })),
    ),
  );
}

/** What the picture shows, for who cannot see it; every number is in the table. */
function describe(months) {
  const sum = (name) => formatUnits(months.reduce((total, month) => total + month[name], 0));
  const [first, last] = [formatMonth(months[0].month), formatMonth(months.at(-1).month)];
  const span = first === last ? `In ${first}` : `From ${first} to ${last}`;
  return `${span}: ${sum("units_before")} units now, ${sum("units_after")} after the upload.`;
}

function Month({ month, place, plot }) {
  const middle = plot.at(place);
  return h(
    Fragment,
    null,
    h(Bar, { plot, x: middle - plot.bar - 1, units: month.units_before, token: BEFORE }),
    h(Bar, { plot, x: middle + 1, units: month.units_after, token: AFTER }),
    place % plot.labelEvery === 0 &&
      h("text", { ...WORDS, x: middle, y: plot.bottom + 18, textAnchor: "middle" }, formatMonth(month.month)),
  );
}

const Bar = ({ plot: { y, bottom, bar }, x, units, token }) =>
  h("rect", { x, width: bar, y: y(units), height: bottom - y(units), fill: colour(token) });

function makePlot(months, width) {
  const most = Math.max(...months.flatMap((month) => [month.units_before, month.units_after]));
  const units = ticksOfUnits(most);
  const [left, right] = [MARGIN.left, Math.max(MARGIN.left + 100, width - MARGIN.right)];
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const share = (right - left) / months.length;
  return {
    left,
    right,
    bottom,
    units,
    y: scaleLinear(0, units.at(-1), bottom, top),
    at: (place) => left + share * (place + 0.5),
    bar: Math.max(1, Math.min(BAR_MAX, share / 2 - 2)),
    labelEvery: Math.ceil(PIXELS_PER_LABEL / share),
  };
}
