// The overview at the top: how much is stored, how fresh the forecasts are and how good they were.

import { Chakra, h, RouterLink } from "./airflow.js";
import { formatCount, formatDate, formatDay, formatMoment, formatRoundShare, formatShare } from "./format.js";
import { Figure } from "./pieces.js";

const { Link, SimpleGrid } = Chakra;

/** The figures of GET /stats; `lastUpload` is the address of the newest upload's report, or null. */
export function Overview({ stats: { data, forecasts, accuracy }, lastUpload }) {
  const step = forecasts?.frequency ?? "day";
  return h(
    SimpleGrid,
    { minChildWidth: "11rem", gap: 4, borderWidth: 1, borderRadius: "lg", p: 4 },
    h(
      Figure,
      { label: "Products", value: formatCount(data.products) },
      `in ${formatCount(data.stores)} ${data.stores === 1 ? "store" : "stores"}`,
    ),
    h(
      Figure,
      { label: "Rows of sales", value: formatCount(data.rows) },
      data.first_day && `${formatDay(data.first_day)} – ${formatDay(data.last_day)}`,
    ),
    h(LastUpload, { at: data.last_upload_at, address: lastUpload }),
    h(Freshness, { forecasts }),
    h(Accuracy, { accuracy, step }),
    h(Coverage, { coverage: accuracy.coverage_80, step }),
  );
}

function LastUpload({ at, address }) {
  const report =
    address && h(Link, { asChild: true, color: "fg.info" }, h(RouterLink, { to: address }, "See its report"));
  return h(Figure, { label: "Last upload", value: at ? formatDate(at) : "none yet" }, report);
}

function Freshness({ forecasts }) {
  if (!forecasts) return h(Figure, { label: "Forecasts", value: "none yet" });
  return h(
    Figure,
    { label: "Forecasts as of", value: formatDay(forecasts.as_of) },
    `${formatCount(forecasts.horizon)} ${forecasts.frequency}s ahead, published ${formatMoment(forecasts.published_at)}`,
  );
}

function Accuracy({ accuracy: { wape, wape_seasonal_naive: naive }, step }) {
  if (wape == null) return h(Figure, { label: "Error in the backtest", value: "not known yet" });
  return h(
    Figure,
    { label: "Error in the backtest (WAPE)", value: formatShare(wape) },
    naive && compare(wape, naive, step),
  );
}

/** How an error stands against repeating the last week (of days) or year, the yardstick that costs nothing. */
export function compare(wape, naive, step) {
  const last = `last ${step === "day" ? "week" : "year"}`;
  if (naive === 0) return `repeating ${last} would have had none`;
  const less = 1 - wape / naive;
  const than = `than repeating ${last} (${formatShare(naive)})`;
  return `${formatRoundShare(Math.abs(less))} ${less < 0 ? "more" : "less"} ${than}`;
}

function Coverage({ coverage, step }) {
  const value = coverage == null ? "not known yet" : formatShare(coverage);
  return h(
    Figure,
    { label: `${step[0].toUpperCase()}${step.slice(1)}s inside the ${formatRoundShare(0.8)} band`, value },
    coverage == null ? null : `${formatRoundShare(0.8)} is the aim`,
  );
}
