// A leaderboard: how every method did in a backtest, with the published forecast by its own name.

import { h } from "../lib/airflow.js";
import { formatFigure, metricOf } from "../lib/facts.js";
import { t } from "../lib/language.js";
import { useMeta } from "../lib/meta.js";
import { Method } from "./method.js";
import { Rows } from "./pieces.js";

const CHOSEN = "chosen";
const SHOWN = ["wape", "bias", "rmsse"];

/** `methods` are rows of {method, method_label, wape, bias, rmsse}. */
export function MethodRows({ label, methods, maxH }) {
  const meta = useMeta();
  const metrics = SHOWN.map((name) => metricOf(meta, name));
  return h(Rows, {
    label,
    maxH,
    heads: [t("Method"), ...metrics.map((metric) => metric.label)],
    numeric: metrics.map((_, place) => place + 1),
    rows: methods.map((row) => [
      row.method === CHOSEN ? t("Published forecast") : h(Method, { of: row }),
      ...metrics.map((metric) => formatFigure(metric, row[metric.name])),
    ]),
  });
}
