// What GET /meta tells, looked up: columns, bands and the labels of metrics and demand classes.

import {
  formatEvenShare,
  formatName,
  formatRatio,
  formatRoundShare,
  formatSignedShare,
  listAll,
} from "./format.js";
import { t } from "./language.js";

const FORMATS = { share: formatEvenShare, signed_share: formatSignedShare, ratio: formatRatio };

/** The bands of so many percent, in this order, each with the label that people read. */
export const bandsOf = (meta, percents) =>
  percents.map((percent) => {
    const band = meta.bands.find((other) => other.percent === percent);
    return { ...band, label: bandLabel(percent) };
  });

export const bandLabel = (percent) => t("{percent} band", { percent: formatRoundShare(percent / 100) });

/** A metric by its name. */
export function metricOf(meta, name) {
  const metric = meta.metrics.find((other) => other.name === name);
  return { ...metric, label: t(metric.label) };
}

/** A figure of a metric, in words where there is none: what was not sold has no error to take a share of. */
export const formatFigure = ({ kind }, figure) =>
  figure == null ? t("nothing sold") : FORMATS[kind](figure);

/** A demand class as people read it, or a stretch of steps ahead, `steps 1-7`. */
export function classLabel(meta, name) {
  const known = meta.demand_classes.find((other) => other.name === name);
  if (known) return t(known.label);
  const [, range] = /^steps (.*)$/.exec(name) ?? [];
  return range ? t("steps {range}", { range }) : name;
}

/** The names of the columns that a workbook needs, or of those that it may have, as a list in words. */
export function nameColumns(meta, isRequired) {
  const names = meta.columns.filter(({ required }) => required === isRequired).map(({ name }) => name);
  return listAll(names);
}

/** A method as planners read it: the label that the API gives it, else its code name in words. */
export const methodLabel = ({ method, method_label: label }) => (label ? t(label) : formatName(method));
