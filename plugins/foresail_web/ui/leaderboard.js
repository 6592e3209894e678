// What every method would have missed on one product, the published forecast first.

import { Chakra, h, useState } from "./airflow.js";
import { read } from "./api.js";
import {
  formatEvenShare,
  formatName,
  formatRatio,
  formatRoundShare,
  formatShare,
  formatSignedShare,
} from "./format.js";
import { useLoaded } from "./loading.js";
import { Refusal, Rows, Waiting } from "./pieces.js";

const { Box, Button, Stack, Text } = Chakra;
const CHOSEN = "chosen";
const HEADS = ["Method", "Error, of the units sold (WAPE)", "Too much or too little (bias)", "RMSSE"];
const NUMBERS = "Of the published forecast WAPE is that of the median, bias and RMSSE are those of the mean.";

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
        isOpen ? "Hide the methods" : "Compare the methods",
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
  if (!value) return h(Waiting, { label: "Loading the backtest" });
  if (value.methods.length === 0)
    return h(Small, null, "Nothing to compare: too little of it was known, or it was forecast by an older version.");
  const rows = value.methods.map(toRow);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, { label: "Methods in the backtest", heads: HEADS, numeric: [1, 2, 3], rows }),
    h(Held, { chosen: value.methods[0] }),
  );
}

function toRow({ method, wape, bias, rmsse }) {
  const name = method === CHOSEN ? "Published forecast" : formatName(method);
  return [name, tell(wape, formatEvenShare), tell(bias, formatSignedShare), formatRatio(rmsse)];
}

function Held({ chosen: { coverage_80: c80, coverage_95: c95 } }) {
  if (c80 == null) return h(Small, null, NUMBERS);
  const [low, high] = [`${formatRoundShare(0.8)} band`, `${formatRoundShare(0.95)} band`];
  return h(
    Small,
    null,
    `${NUMBERS} On the newest window, this product's ${low} held ${formatShare(c80)}, its ${high} ${formatShare(c95)}.`,
  );
}

const Small = ({ children }) => h(Text, { fontSize: "sm", color: "fg.muted" }, children);

const tell = (figure, format) => (figure == null ? "nothing sold" : format(figure));
