// What GET /meta tells, looked up: columns, bands and the labels of metrics and demand classes.

import { formatEvenShare, formatName, formatRatio, formatRoundShare, formatSignedShare } from "./format.js";

const FORMATS = { share: formatEvenShare, signed_share: formatSignedShare, ratio: formatRatio };

/** The bands of so many percent, in this order, each with the label that people read. */
export const bandsOf = (meta, percents) =>
  percents.map((percent) => {
    const band = meta.bands.find((other) => other.percent === percent);
    return { ...band, label: bandLabel(percent) };
  });

export const bandLabel = (percent) => `${formatRoundShare(percent / 100)} band`;

/** A metric by its name. */
export const metricOf = (meta, name) => meta.metrics.find((metric) => metric.name === name);

/** A figure of a metric, in words where there is none: what was not sold has no error to take a share of. */
export const formatFigure = ({ kind }, figure) => (figure == null ? "nothing sold" : FORMATS[kind](figure));

/** A demand class as people read it; what is none, as a stretch of steps ahead, stays as it is. */
export const classLabel = (meta, name) =>
  meta.demand_classes.find((known) => known.name === name)?.label ?? name;

/** The names of the columns that a workbook needs, or of those that it may have, as a list in words. */
export function nameColumns(meta, isRequired) {
  const names = meta.columns.filter(({ required }) => required === isRequired).map(({ name }) => name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** A method as planners read it: the label that the API gives it, else its code name in words. */
export const methodLabel = ({ method, method_label: label }) => label ?? formatName(method);
