// The head of a page: its title, which the keyboard and the window's title follow, and what the page is for.

import { Chakra, h, useEffect, useRef } from "../lib/airflow.js";

const { Heading, Text } = Chakra;

// Airflow builds a plugin anew for every path: which page was shown before is known only here.
let shown = null;

/** The entry of a page, as the shell knows it. */
export function PageHead({ name, title, about }) {
  const heading = useRef(null);
  // Who turns to another page begins at its top; who has just come is left where the browser put them.
  useEffect(() => {
    if (shown !== null && shown !== name) heading.current.focus();
    shown = name;
  }, [name]);
  useEffect(() => {
    const before = document.title;
    document.title = `${title} - Foresail`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return [
    h(Heading, { key: "title", as: "h1", ref: heading, tabIndex: -1, outline: "none", size: "xl" }, title),
    h(Text, { key: "about", color: "fg.muted", mb: 4 }, about),
  ];
}
