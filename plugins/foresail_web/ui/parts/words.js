// Words to search by. They stay as they are typed; what follows from them waits until they stay the same for a moment.

import { Chakra, h, useEffect, useState } from "../lib/airflow.js";
import { useDebounced } from "./loading.js";

const { Input } = Chakra;
const ID = "foresail-words";

/** `onSettled` hears the words, null for none. */
export function Words({ label, placeholder, text, onSettled }) {
  const [typed, setTyped] = useState(text);
  const settled = useDebounced(typed.trim());
  useEffect(() => {
    if (settled !== text) onSettled(settled || null);
  }, [settled]);
  return h(Input, {
    type: "search",
    size: "xs",
    w: { base: "full", sm: "15rem" },
    autoFocus: document.activeElement?.id === ID,
    id: ID,
    placeholder,
    "aria-label": label,
    value: typed,
    onChange: (event) => setTyped(event.target.value),
  });
}
