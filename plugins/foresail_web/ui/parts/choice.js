// One choice of several, in a small list.

import { Chakra, h } from "../lib/airflow.js";

const { NativeSelect } = Chakra;

/** `options` are [value, words]; `onChoose` hears a value, or null for `all`, which stands before them where given. */
export function Choice({ label, all, chosen, options, onChoose }) {
  return h(
    NativeSelect.Root,
    { size: "xs", width: "auto", maxW: "13rem" },
    h(
      NativeSelect.Field,
      { "aria-label": label, value: chosen ?? "", onChange: (event) => onChoose(event.target.value || null) },
      all && h("option", { value: "" }, all),
      options.map(([value, words]) => h("option", { key: value, value }, words)),
    ),
    h(NativeSelect.Indicator),
  );
}
