// What every method would have missed on one product, the published forecast first.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { bandLabel } from "../../lib/facts.js";
import { formatShare } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { MethodRows } from "../../parts/method-rows.js";
import { Refusal, Small, Waiting } from "../../parts/pieces.js";

const { Box, Button, Stack } = Chakra;
const NUMBERS = t(
  "For the published forecast, WAPE is that of the median; bias and RMSSE are those of the mean.",
);

/** A button, and behind it the leaderboard of a product (in a store) as its forecast was published. */
export function Leaderboard({ product, store, runId }) {
  const [isOpen, setOpen] = useState(false);
  return h(
    Stack,
    { gap: 2, mt: 3 },
    h(
      Box,
      null,
      h(
        Button,
        { variant: "outline", size: "xs", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen) },
        isOpen ? t("Hide the methods") : t("Compare the methods"),
      ),
    ),
    isOpen && h(Compared, { product, store, runId }),
  );
}

function Compared({ product, store, runId }) {
  const of = store ? { product, store } : { product };
  const load = (signal) => read("/forecasts/backtest", of, signal);
  const { value, error } = useLoaded(load, [product, store, runId]);
  if (error) return h(Refusal, { error });
  if (!value) return h(Waiting, { label: t("Loading the backtest") });
  if (value.methods.length === 0)
    return h(
      Small,
      null,
      t("Nothing to compare: there were too few sales, or an older version made this forecast."),
    );
  return h(
    Stack,
    { gap: 2 },
    h(MethodRows, { label: t("Methods in the backtest"), methods: value.methods }),
    h(Held, { chosen: value.methods[0] }),
  );
}

function Held({ chosen: { coverage_80: c80, coverage_95: c95 } }) {
  if (c80 == null) return h(Small, null, NUMBERS);
  return h(
    Small,
    null,
    NUMBERS,
    " ",
    t("In the latest test window, the {inner} contained {c80} of this product's sales, the {outer} {c95}.", {
      inner: bandLabel(80),
      outer: bandLabel(95),
      c80: formatShare(c80),
      c95: formatShare(c95),
    }),
  );
}
