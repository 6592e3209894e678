// The legend above a picture.

import { Chakra, colour, h } from "../lib/airflow.js";

const { Box, Flex } = Chakra;

/** `entries` are (label, colour, thickness in pixels). */
export function Legend({ entries }) {
  return h(
    Flex,
    { gap: 4, wrap: "wrap", fontSize: "sm", color: "fg.muted", "aria-hidden": true },
    entries.map(([label, token, thickness]) =>
      h(
        Flex,
        { key: label, align: "center", gap: 1.5 },
        h(Box, { w: 5, h: `${thickness}px`, style: { background: colour(token) } }),
        label,
      ),
    ),
  );
}
