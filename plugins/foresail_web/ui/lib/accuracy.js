// How good forecasts were over time, and how an error stands against the yardstick that costs nothing: repeating the season before.

import { lengthOf } from "./adding-up.js";
import { classLabel, formatFigure, metricOf } from "./facts.js";
import { capitalize, formatRoundShare, formatShare } from "./format.js";
import { fill, t, tAll } from "./language.js";
import { scaleLinear, ticksBetween } from "./scale.js";
import { countSteps } from "./steps.js";
import { makeFrame, namePeriod } from "./totals.js";

const NO_ERROR = tAll({
  week: "repeating last week would have had no error",
  year: "repeating last year would have had no error",
});
const LESS = tAll({
  week: "{share} less than repeating last week ({naive})",
  year: "{share} less than repeating last year ({naive})",
});
const MORE = tAll({
  week: "{share} more than repeating last week ({naive})",
  year: "{share} more than repeating last year ({naive})",
});

/** An error beside that of repeating the last week (of days) or year, in words. */
export function compare(wape, naive, step) {
  const season = step === "day" ? "week" : "year";
  if (naive === 0) return NO_ERROR[season];
  const less = 1 - wape / naive;
  const values = { share: formatRoundShare(Math.abs(less)), naive: formatShare(naive) };
  return fill((less < 0 ? MORE : LESS)[season], values);
}

/** What can be drawn over time, and what seasonal naive has of it, by the names of GET /monitoring. */
export const MEASURES = ["wape", "bias", "mase", "coverage_80"];
const NAIVE = { wape: "wape_seasonal_naive", bias: "bias_seasonal_naive" };
export const naiveOf = (measure) => NAIVE[measure] ?? null;

const REPEATED = tAll({ week: "Repeating last week", year: "Repeating last year" });
/** What seasonal naive is called, for forecasts of a step. */
export const nameNaive = (step) => REPEATED[step === "day" ? "week" : "year"];

/** A figure of a metric, in words where it was not measured. */
export const figureOf = (metric, figure) => (figure == null ? t("not known") : formatFigure(metric, figure));

/** Scales of the picture of a measure over `periods` in a frame so many pixels wide; zero is always in it. */
export function makeMeasure(periods, measure, width) {
  const known = periods.flatMap((period) => [period[measure], period[naiveOf(measure)]]);
  const values = known.filter((value) => value != null);
  const units = ticksBetween(Math.min(0, ...values), Math.max(0, ...values));
  const frame = makeFrame(periods.length, width);
  return { ...frame, units, y: scaleLinear(units[0], units.at(-1), frame.bottom, frame.top) };
}

/** How many days of a week or month were compared, where those are not all; `step` is that of the forecasts. */
export const describePart = ({ day, steps }, { by, step }) =>
  step === "day" && steps < lengthOf(day, by)
    ? ` (${t("only {span}", { span: countSteps(steps, step) })})`
    : "";

/** One period of the picture in words. */
export function readMeasure(period, metric, { by, step }) {
  const naive = period[naiveOf(metric.name)];
  const parts = [`${metric.label} ${figureOf(metric, period[metric.name])}`];
  if (naive != null) parts.push(`${nameNaive(step)} ${formatFigure(metric, naive)}`);
  return `${namePeriod(period.day, by)}${describePart(period, { by, step })}: ${parts.join("; ")}`;
}

/** What scores can be told by, and the filter of the table of products that each is. */
export const GROUPS = {
  lead: [t("Lead time"), null],
  class: [t("Demand"), "demand_class"],
  category: [t("Category"), "category"],
  store: [t("Store"), "store"],
  model: [t("Model"), null],
};

/** What a score is of, in words; `step` is that of the forecasts. */
export function nameScore({ number, name }, of, { meta, step }) {
  if (of === "lead") return t("{span} ahead", { span: countSteps(number, step) });
  if (of === "model") return t("Model {id}", { id: number });
  return of === "class" ? capitalize(classLabel(meta, name)) : name;
}

/** What is drawn, with the labels that people read. */
export const metricsOf = (meta) => MEASURES.map((name) => metricOf(meta, name));
