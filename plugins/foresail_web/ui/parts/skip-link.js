// A link that the keyboard alone meets: past something long, to what comes after it.

import { Chakra, h } from "../lib/airflow.js";

const { Link } = Chakra;

/** `to` is the id of an element that takes focus. */
export const SkipLink = ({ to, children }) =>
  h(
    Link,
    {
      href: `#${to}`,
      onClick: (event) => {
        // The address stays as it is: it says what is shown.
        event.preventDefault();
        // What it leads to may still be loading.
        document.getElementById(to)?.focus();
      },
      position: "absolute",
      left: "-100vw",
      top: 0,
      zIndex: 3,
      bg: "bg",
      color: "fg",
      px: 3,
      py: 1,
      borderWidth: 1,
      borderRadius: "md",
      _focus: { left: 2 },
    },
    children,
  );
