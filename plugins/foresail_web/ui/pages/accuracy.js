// The page Accuracy: how good the forecasts were, in the backtest and since, and the models they come from.

import { Backtest } from "../features/accuracy/backtest.js";
import { Models } from "../features/accuracy/models.js";
import { Outcomes } from "../features/accuracy/outcomes.js";
import { Scores } from "../features/accuracy/scores.js";
import { WeakProducts } from "../features/accuracy/weak-products.js";
import { NoForecasts } from "../features/overview/no-forecasts.js";
import { Chakra, h } from "../lib/airflow.js";
import { t } from "../lib/language.js";

const { Stack } = Chakra;

export const page = {
  name: "accuracy",
  title: t("Accuracy"),
  about: t("How good the forecasts are: tested on past sales, and compared with what was sold since"),
  needsStats: true,
  Page: Accuracy,
};

function Accuracy({ stats, latestId, version, refresh }) {
  const { forecasts } = stats;
  if (!forecasts) return h(NoForecasts, { stats, latestId, refresh });
  return h(
    Stack,
    { gap: 4 },
    h(Backtest, { stats }),
    h(Outcomes, { step: forecasts.frequency, version }),
    h(Scores, { step: forecasts.frequency, version }),
    h(WeakProducts, { version }),
    h(Models, { publishedId: forecasts.model_id, version, onPublished: refresh }),
  );
}
