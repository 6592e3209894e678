// The page Overview: how much is stored, how fresh the forecasts are, what seems to be missing.

import { Figures } from "../features/overview/figures.js";
import { Gaps } from "../features/overview/gaps.js";
import { Largest } from "../features/overview/largest.js";
import { NoForecasts } from "../features/overview/no-forecasts.js";
import { Chakra, h } from "../lib/airflow.js";

const { Stack } = Chakra;

export const page = {
  name: "overview",
  title: "Overview",
  about: "Demand forecasts from your sales workbooks",
  needsStats: true,
  Page: Overview,
};

function Overview({ stats, latestId, version, refresh }) {
  const { data, forecasts } = stats;
  return h(
    Stack,
    { gap: 4 },
    data.rows > 0 && h(Figures, { stats, latestId }),
    forecasts && h(Gaps, { gaps: forecasts.gaps, step: forecasts.frequency }),
    forecasts
      ? h(Largest, { step: forecasts.frequency, version })
      : h(NoForecasts, { stats, latestId, refresh }),
  );
}
