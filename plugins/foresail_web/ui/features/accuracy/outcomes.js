// The section of outcomes: what was sold since, beside what had been forecast.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatFigure, metricOf } from "../../lib/facts.js";
import { formatDay, formatUnits } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { Notice, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";

const { Stack } = Chakra;
const SHOWN = 12;
const METRICS = ["wape", "bias", "coverage_80"];
const NOTHING = t(
  "Nothing to compare yet. As soon as newer sales are uploaded, they are compared with what had been forecast.",
);

/** `version` changes when there may be more to compare. */
export function Outcomes({ version }) {
  const { value, error } = useLoaded((signal) => read("/monitoring", { by: "week" }, signal), [version]);
  return h(
    Section,
    { title: t("Compared with sales since"), id: "foresail-outcomes" },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Comparing") }),
    value && (value.periods.length > 0 ? h(Weeks, value) : h(Small, null, NOTHING)),
  );
}

/** What foresail_monitor found to have changed in the sales; errors are told by `drift`. */
const Changes = ({ changes }) =>
  h(
    Notice,
    { status: "info", title: t("What has changed in the sales") },
    h(
      "ul",
      { "aria-label": t("Changes in the sales") },
      changes.map(({ reason, found_on: day }) =>
        h("li", { key: reason + day }, `${reason} ${t("Found on {day}.", { day: formatDay(day) })}`),
      ),
    ),
  );

function Weeks({ periods, drift, changes }) {
  const ofSales = changes.filter(({ signal }) => signal !== "wape" && signal !== "bias");
  const meta = useMeta();
  const metrics = METRICS.map((name) => metricOf(meta, name));
  return h(
    Stack,
    { gap: 3 },
    drift.status === "drifting"
      ? h(Notice, { status: "warning", title: t("The forecasts have become less accurate") }, drift.reason)
      : h(Small, null, drift.reason),
    ofSales.length > 0 && h(Changes, { changes: ofSales.slice(0, SHOWN) }),
    h(Rows, {
      label: t("Forecast and sold by week"),
      heads: [t("Week from"), t("Sold"), t("Forecast (mean)"), ...metrics.map(({ label }) => label)],
      numeric: [1, 2, 3, 4, 5],
      rows: periods
        .slice(-SHOWN)
        .toReversed()
        .map((period) => [
          formatDay(period.day),
          formatUnits(period.sold),
          formatUnits(period.forecast),
          ...metrics.map((metric) => formatFigure(metric, period[metric.name])),
        ]),
    }),
  );
}
