// The figures of the overview: how much is stored, how fresh the forecasts are and how good they were.

import { compare } from "../../lib/accuracy.js";
import { Chakra, h } from "../../lib/airflow.js";
import { bandLabel } from "../../lib/facts.js";
import {
  capitalize,
  formatCount,
  formatDate,
  formatDay,
  formatMoment,
  formatRoundShare,
  formatShare,
} from "../../lib/format.js";
import { Figure, PageLink } from "../../parts/pieces.js";

const { SimpleGrid } = Chakra;
const BAND = 80;

/** The figures of GET /stats; `latestId` is the number of the newest upload, or null. */
export function Figures({ stats: { data, forecasts, accuracy }, latestId }) {
  const step = forecasts?.frequency ?? "day";
  return h(
    SimpleGrid,
    { minChildWidth: "7rem", gap: 4, borderWidth: 1, borderRadius: "lg", p: 4 },
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
    h(
      Figure,
      { label: "Last upload", value: data.last_upload_at ? formatDate(data.last_upload_at) : "none yet" },
      latestId && h(PageLink, { page: "upload", parameters: { upload: latestId } }, "See its report"),
    ),
    h(Freshness, { forecasts }),
    h(BacktestError, { accuracy, step }),
    h(Coverage, { share: accuracy.coverage_80, percent: BAND, step }),
  );
}

function Freshness({ forecasts }) {
  if (!forecasts) return h(Figure, { label: "Forecasts", value: "none yet" });
  return h(
    Figure,
    { label: "Forecasts as of", value: formatDay(forecasts.as_of) },
    `${formatCount(forecasts.horizon)} ${forecasts.frequency}s ahead, published ${formatMoment(forecasts.published_at)}`,
  );
}

/** The error of all products together, beside that of repeating the season before. */
export function BacktestError({ accuracy: { wape, wape_seasonal_naive: naive }, step }) {
  if (wape == null) return h(Figure, { label: "Error in the backtest", value: "not known yet" });
  return h(
    Figure,
    { label: "Error in the backtest (WAPE)", value: formatShare(wape) },
    naive != null && compare(wape, naive, step),
  );
}

/** The share of steps whose sales a band of so many percent contained. */
export function Coverage({ share, percent, step }) {
  const value = share == null ? "not known yet" : formatShare(share);
  return h(
    Figure,
    { label: `${capitalize(step)}s inside the ${bandLabel(percent)}`, value },
    share != null && `target: ${formatRoundShare(percent / 100)}`,
  );
}
