// The picture of totals: a bar a week or month, sold and forecast, with the year before as a line.

import { formatDay, formatMonth, formatShortDay, formatUnits } from "./format.js";
import { t } from "./language.js";
import { roomFor, scaleLinear, ticksOfUnits } from "./scale.js";
import { nameWeek } from "./steps.js";

export const HEIGHT = 220;
const MARGIN = { top: 24, right: 4, bottom: 24, left: 60 };
const PIXELS_PER_LABEL = 64;
const GAP_SHARE = 0.25;

/** Scales of the picture in a frame so many pixels wide; `periods` are those of GET /forecasts/totals. */
export function makeTotals(periods, width) {
  const most = Math.max(...periods.flatMap(({ year_ago: before, ...now }) => [whole(now), before ?? 0]));
  const units = ticksOfUnits(most);
  const frame = makeFrame(periods.length, width, units.map(formatUnits));
  return { ...frame, units, y: scaleLinear(0, units.at(-1), frame.bottom, frame.top) };
}

/** Where so many periods lie beside each other in a frame so many pixels wide, right of the `words` of its axis. */
export function makeFrame(count, width, words = []) {
  const left = roomFor(words, MARGIN.left);
  const right = Math.max(left + 100, width - MARGIN.right);
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const share = (right - left) / count;
  return {
    left,
    right,
    top,
    bottom,
    share,
    at: (place) => left + share * (place + 0.5),
    placeAt: (x) => Math.min(count - 1, Math.max(0, Math.floor((x - left) / share))),
    bar: Math.max(1, share * (1 - GAP_SHARE)),
    labelEvery: Math.ceil(PIXELS_PER_LABEL / share),
  };
}

const whole = ({ sold, forecast }) => (sold ?? 0) + (forecast ?? 0);

/** The stretches of periods of which something is known, `name`, as points of lines. */
export function linesOf(periods, name, { at, y }) {
  const lines = [[]];
  periods.forEach(({ [name]: value }, place) => {
    if (value == null) lines.push([]);
    else lines.at(-1).push(`${at(place)},${y(value)}`);
  });
  return lines.filter(({ length }) => length > 1).map((points) => points.join(" "));
}

export const formatPeriod = (day, by) => (by === "month" ? formatMonth(day) : formatDay(day));

/** The same below the picture, which says the year of months alone. */
export const formatTick = (day, by) => (by === "month" ? formatMonth(day) : formatShortDay(day));

/** One period in words. */
export function readTotal(period, by) {
  const { day, sold, forecast, year_ago: before, until } = period;
  const parts = [];
  if (sold != null) parts.push(t("{units} units sold", { units: formatUnits(sold) }));
  if (forecast != null)
    parts.push(
      until
        ? t("{units} forecast up to {day} only", { units: formatUnits(forecast), day: formatDay(until) })
        : t("{units} forecast", { units: formatUnits(forecast) }),
    );
  if (before != null) parts.push(t("{units} a year before", { units: formatUnits(before) }));
  return `${namePeriod(day, by)}: ${parts.join(", ")}`;
}

/** A week by its first day, or a month. */
export const namePeriod = (day, by) => (by === "month" ? formatMonth(day) : nameWeek(formatDay(day)));

/** What the picture shows, for who cannot see it. */
export function describeTotals(periods, by) {
  const sum = (name) => formatUnits(periods.reduce((total, period) => total + (period[name] ?? 0), 0));
  return t("From {from} to {to}: {sold} units sold, {forecast} forecast.", {
    from: formatPeriod(periods[0].day, by),
    to: formatPeriod(periods.at(-1).day, by),
    sold: sum("sold"),
    forecast: sum("forecast"),
  });
}
