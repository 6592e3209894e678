// The page Overview: what needs a person today, what changed, what all products together sell, and how much there is.

import { Attention } from "../features/overview/attention.js";
import { Figures } from "../features/overview/figures.js";
import { Moved } from "../features/overview/moved.js";
import { NoForecasts } from "../features/overview/no-forecasts.js";
import { Totals } from "../features/overview/totals.js";
import { Chakra, h } from "../lib/airflow.js";
import { t } from "../lib/language.js";

const { Stack } = Chakra;

export const page = {
  name: "overview",
  title: t("Overview"),
  about: t("What needs you today, what changed, and how much is sold and forecast"),
  needsStats: true,
  needsLatest: true,
  Page: Overview,
};

function Overview({ stats, latestId, version, refresh }) {
  const { data, forecasts } = stats;
  const step = forecasts?.frequency;
  return h(
    Stack,
    { gap: 4 },
    !forecasts && h(NoForecasts, { stats, latestId, refresh }),
    (forecasts || data.rows > 0) && h(Attention, { version }),
    forecasts && h(Moved, { step, version }),
    forecasts && h(Totals, { step, version }),
    data.rows > 0 && h(Figures, { stats, latestId }),
  );
}
