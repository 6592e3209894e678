// The panel on Airflow's own dashboard: how fresh and how good the forecasts are, and what waits.

import { addressOf } from "../../lib/addresses.js";
import { Chakra, h, RouterLink } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount, formatDay, formatMoment, formatShare } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink } from "../../parts/pieces.js";
import { useAttention } from "../overview/attention.js";

const { Badge, Box, Flex, Heading, Link, Text } = Chakra;
const NEW_MS = 60_000;

// Airflow asks for its own figures all the time; this is asked for once a minute at most.
const kept = {};

async function readStats(signal) {
  if (kept.at > Date.now() - NEW_MS) return kept.stats;
  kept.stats = await read("/stats", {}, signal);
  kept.at = Date.now();
  return kept.stats;
}

/** Not there for who may not see forecasts, nor before there is anything to tell. */
export function Panel() {
  const { value: stats } = useLoaded(readStats, [], kept.stats);
  const { rows } = useAttention([]);
  if (!stats || !rows) return null;
  return h(
    Box,
    { as: "section", "aria-labelledby": "foresail-panel", order: 3 },
    h(
      Heading,
      { as: "h2", id: "foresail-panel", size: "xs", mb: 2 },
      h(
        Link,
        { asChild: true, color: "fg.muted", textDecoration: "none", _hover: { textDecoration: "underline" } },
        h(RouterLink, { to: addressOf("overview") }, t("Forecasts")),
      ),
    ),
    h(
      Flex,
      { borderWidth: 1, borderRadius: "md", p: 4, columnGap: 8, rowGap: 3, wrap: "wrap" },
      h(Fact, { label: t("Fresh") }, describeFreshness(stats)),
      h(Fact, { label: t("Error in the backtest") }, describeError(stats)),
      h(Fact, { label: t("Needs a person") }, h(Waits, { rows })),
    ),
  );
}

const Fact = ({ label, children }) =>
  h(
    Box,
    { fontSize: "sm" },
    h(Text, { color: "fg.muted" }, label),
    h(Box, { fontWeight: "medium" }, children),
  );

function describeFreshness({ data, forecasts }) {
  if (forecasts)
    return t("as of {day}, published {moment}", {
      day: formatDay(forecasts.as_of),
      moment: formatMoment(forecasts.published_at),
    });
  return data.rows > 0
    ? t("no forecasts yet")
    : h(PageLink, { page: "upload" }, t("Upload a first workbook"));
}

const describeError = ({ accuracy: { wape } }) => (wape == null ? t("not known yet") : formatShare(wape));

/** How many things wait, with the first of them. */
function Waits({ rows }) {
  if (rows.length === 0) return t("nothing");
  const palette = rows[0].severity === "error" ? "red" : "orange";
  return h(
    Flex,
    { gap: 2, align: "center", wrap: "wrap" },
    h(Badge, { colorPalette: palette, variant: "solid" }, formatCount(rows.length)),
    h(PageLink, { page: "overview" }, rows[0].title),
    rows.length > 1 && t("and {count} more", { count: rows.length - 1 }),
  );
}
