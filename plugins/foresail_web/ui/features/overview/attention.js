// What needs a person today, each thing with its action; nothing at all is said in one line.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { describeAttention } from "../../lib/attention.js";
import { t, tAll } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, PlaceLink, Refusal, RunLink, Section, Waiting } from "../../parts/pieces.js";

const { Box, Flex, Stack, Status, Text } = Chakra;
const PALETTES = { error: "red", warning: "orange" };
const URGENCY = tAll({ error: "Urgent", warning: "To look at" });

/** `keys` change when there may be something else. */
export function useAttention(keys) {
  const { value, error } = useLoaded((signal) => read("/attention", {}, signal), keys);
  return { rows: value && describeAttention(value.items), error };
}

/** The section. */
export function Attention({ version }) {
  const { rows, error } = useAttention([version]);
  return h(
    Section,
    { title: t("Needs you today"), id: "foresail-attention" },
    error && h(Refusal, { error }),
    !rows && !error && h(Waiting, { label: t("Looking") }),
    rows?.length === 0 &&
      h(
        Text,
        { fontSize: "sm", color: "fg.muted" },
        t("Nothing: no upload waits, nothing failed, and the forecasts are up to date."),
      ),
    rows?.length > 0 &&
      h(
        Stack,
        { as: "ul", gap: 0, listStyleType: "none", "aria-labelledby": "foresail-attention" },
        rows.map((row) => h(Row, { key: `${row.title} ${row.to.runId ?? ""}`, row })),
      ),
  );
}

function Row({ row: { severity, title, words, label, to } }) {
  return h(
    Flex,
    {
      as: "li",
      justify: "space-between",
      align: { base: "start", sm: "center" },
      direction: { base: "column", sm: "row" },
      gap: { base: 1, sm: 4 },
      py: 2,
      borderTopWidth: 1,
      _first: { borderTopWidth: 0, pt: 0 },
      _last: { pb: 0 },
    },
    h(
      Flex,
      { gap: 2, minW: 0, align: "baseline" },
      h(
        Status.Root,
        { colorPalette: PALETTES[severity], size: "md" },
        h(Status.Indicator, { role: "img", "aria-label": URGENCY[severity] }),
      ),
      h(
        Box,
        { minW: 0 },
        h(Text, { fontWeight: "medium", overflowWrap: "anywhere" }, title),
        h(Text, { fontSize: "sm", color: "fg.muted" }, words),
      ),
    ),
    h(Box, { flexShrink: 0, fontSize: "sm", ps: { base: 4, sm: 0 } }, h(Action, { to, title }, label)),
  );
}

/** The way to where it is dealt with; read out, it says what for. */
function Action({ to: { page, parameters, dagId, runId }, title, children }) {
  const label = { "aria-label": `${children}: ${title}` };
  if (page) return h(PageLink, { page, parameters, ...label }, children);
  if (runId) return h(RunLink, { dagId, runId, ...label }, children);
  return h(PlaceLink, { to: `/dags/${dagId}`, ...label }, children);
}
