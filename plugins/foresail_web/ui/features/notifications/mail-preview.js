// The email about new forecasts as it would be now: shown, and not sent.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { useArrival } from "../../lib/focus.js";
import { t } from "../../lib/language.js";
import { readChoice } from "../../lib/subscribers.js";
import { useLoaded } from "../../parts/loading.js";
import { Empty, Refusal, Small, Waiting } from "../../parts/pieces.js";

const { Box, Button, Flex, Heading, Stack, Text } = Chakra;
const NOT_PUBLISHED = "nothing-to-forecast";

/** `choice` is {language, products, ...}; `name` says whose email it is. */
export function MailPreview({ choice, name, onClose }) {
  const heading = useArrival();
  const { events: _, ...wanted } = readChoice(choice);
  const pairs = Object.entries(wanted).flatMap(([key, values]) => [values].flat().map((one) => [key, one]));
  const load = (signal) => read("/subscribers/preview", pairs, signal);
  const { value, error } = useLoaded(load, [JSON.stringify(pairs)]);
  return h(
    Stack,
    { as: "section", "aria-label": name, borderWidth: 1, borderRadius: "md", p: 4, gap: 2 },
    h(
      Flex,
      { justify: "space-between", align: "baseline", gap: 3, wrap: "wrap" },
      h(Heading, { as: "h3", size: "sm", ref: heading, tabIndex: -1, outline: "none" }, name),
      h(Button, { variant: "ghost", size: "xs", onClick: onClose }, t("Close the preview")),
    ),
    h(Small, null, t("As it would be now. Nothing is sent.")),
    error && (error.code === NOT_PUBLISHED ? h(NotYet) : h(Refusal, { error })),
    !value && !error && h(Waiting, { label: t("Writing the email") }),
    value && h(Mail, value),
  );
}

const NotYet = () =>
  h(
    Empty,
    { title: t("No forecasts are published yet") },
    t("The first email follows the first forecasts: upload a workbook of sales."),
  );

/** In a frame that runs no script, opens nothing, and knows no one. */
const Mail = ({ subject, html }) =>
  h(
    Box,
    null,
    h(Text, { fontSize: "sm", fontWeight: "semibold", mb: 2 }, subject),
    h("iframe", {
      title: subject,
      srcDoc: html,
      sandbox: "",
      style: { width: "100%", height: "32rem", border: 0, borderRadius: "4px", background: "white" },
    }),
  );
