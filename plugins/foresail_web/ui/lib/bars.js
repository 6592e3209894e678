// The geometry of the picture of months: two bars a month, units now and after an upload.

import { formatMonth, formatUnits } from "./format.js";
import { t } from "./language.js";
import { roomFor, scaleLinear, ticksOfUnits } from "./scale.js";

export const HEIGHT = 180;
const MARGIN = { top: 24, right: 4, bottom: 24, left: 60 };
const PIXELS_PER_LABEL = 72;
const BAR_MAX = 24;

/** Scales of the picture in a frame so many pixels wide. */
export function makeBars(months, width) {
  const most = Math.max(...months.flatMap((month) => [month.units_before, month.units_after]));
  const units = ticksOfUnits(most);
  const left = roomFor(units.map(formatUnits), MARGIN.left);
  const right = Math.max(left + 100, width - MARGIN.right);
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

/** What the picture shows, for who cannot see it; every number is in the table. */
export function describeMonths(months) {
  const sum = (name) => formatUnits(months.reduce((total, month) => total + month[name], 0));
  const [first, last] = [formatMonth(months[0].month), formatMonth(months.at(-1).month)];
  const values = { first, last, now: sum("units_before"), after: sum("units_after") };
  return first === last
    ? t("In {first}: {now} units now, {after} after the upload.", values)
    : t("From {first} to {last}: {now} units now, {after} after the upload.", values);
}
