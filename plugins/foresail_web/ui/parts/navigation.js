// The links to Foresail's pages.

import { addressOf } from "../lib/addresses.js";
import { Chakra, h, RouterLink } from "../lib/airflow.js";

const { Flex, Link } = Chakra;

/** `pages` are the entries in order, `current` the name of the one that is shown. */
export const Navigation = ({ pages, current }) =>
  h(
    Flex,
    {
      as: "nav",
      "aria-label": "Foresail",
      borderBottomWidth: 1,
      mb: 4,
      columnGap: 1,
      overflowX: "auto",
      overflowY: "hidden",
    },
    pages.map(({ name, title }) => h(Entry, { key: name, name, title, isCurrent: name === current })),
  );

function Entry({ name, title, isCurrent }) {
  const look = isCurrent
    ? { color: "fg", fontWeight: "semibold", borderColor: "brand.solid" }
    : { color: "fg.muted", borderColor: "transparent", _hover: { color: "fg" } };
  return h(
    Link,
    {
      asChild: true,
      fontSize: "sm",
      px: 2,
      py: 2,
      flexShrink: 0,
      borderBottomWidth: 2,
      borderRadius: 0,
      textDecoration: "none",
      focusVisibleRing: "inside",
      ...look,
    },
    h(RouterLink, { to: addressOf(name), "aria-current": isCurrent ? "page" : undefined }, title),
  );
}
