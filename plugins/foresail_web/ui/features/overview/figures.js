// The figures of the overview: how much is stored, how fresh the forecasts are and how good they were.

import { compare } from "../../lib/accuracy.js";
import { Chakra, h } from "../../lib/airflow.js";
import { bandLabel } from "../../lib/facts.js";
import {
  formatCount,
  formatDate,
  formatDay,
  formatDays,
  formatMoment,
  formatRoundShare,
  formatShare,
} from "../../lib/format.js";
import { fill, t, tAll } from "../../lib/language.js";
import { countSteps } from "../../lib/steps.js";
import { Figure, PageLink } from "../../parts/pieces.js";

const { SimpleGrid } = Chakra;
const BAND = 80;
const INSIDE = tAll({
  day: "Days inside the {band}",
  week: "Weeks inside the {band}",
  month: "Months inside the {band}",
});

/** The figures of GET /stats; `latestId` is the number of the newest upload, or null. */
export function Figures({ stats: { data, forecasts, accuracy }, latestId }) {
  const step = forecasts?.frequency ?? "day";
  return h(
    SimpleGrid,
    { minChildWidth: "7rem", gap: 4, borderWidth: 1, borderRadius: "lg", p: 4 },
    h(
      Figure,
      { label: t("Products"), value: formatCount(data.products) },
      t("in {count} store|in {count} stores", { count: data.stores }),
    ),
    h(
      Figure,
      { label: t("Rows of sales"), value: formatCount(data.rows) },
      data.first_day && formatDays(data.first_day, data.last_day),
    ),
    h(
      Figure,
      {
        label: t("Last upload"),
        value: data.last_upload_at ? formatDate(data.last_upload_at) : t("none yet"),
      },
      latestId && h(PageLink, { page: "upload", parameters: { upload: latestId } }, t("See its report")),
    ),
    h(Freshness, { forecasts }),
    h(BacktestError, { accuracy, step }),
    h(Coverage, { share: accuracy.coverage_80, percent: BAND, step }),
  );
}

function Freshness({ forecasts }) {
  if (!forecasts) return h(Figure, { label: t("Forecasts"), value: t("none yet") });
  return h(
    Figure,
    { label: t("Forecasts as of"), value: formatDay(forecasts.as_of) },
    t("{steps} ahead, published {moment}", {
      steps: countSteps(forecasts.horizon, forecasts.frequency),
      moment: formatMoment(forecasts.published_at),
    }),
  );
}

/** The error of all products together, beside that of repeating the season before. */
export function BacktestError({ accuracy: { wape, wape_seasonal_naive: naive }, step }) {
  if (wape == null) return h(Figure, { label: t("Error in the backtest"), value: t("not known yet") });
  return h(
    Figure,
    { label: t("Error in the backtest (WAPE)"), value: formatShare(wape) },
    naive != null && compare(wape, naive, step),
  );
}

/** The share of steps whose sales a band of so many percent contained. */
export function Coverage({ share, percent, step }) {
  const value = share == null ? t("not known yet") : formatShare(share);
  return h(
    Figure,
    { label: fill(INSIDE[step], { band: bandLabel(percent) }), value },
    share != null && t("target: {share}", { share: formatRoundShare(percent / 100) }),
  );
}
