// A forecasting method as planners read it, with the name that the code and the API use.

import { Chakra, h } from "../lib/airflow.js";
import { methodLabel } from "../lib/facts.js";

const { Text } = Chakra;

/** `of` is anything with a `method` and, where the API tells it, a `method_label`. */
export function Method({ of, remark }) {
  return h(
    "span",
    null,
    h("span", null, methodLabel(of)),
    remark && ` ${remark}`,
    // Without a label of its own it is shown by its code name already.
    of.method_label &&
      of.method_label !== of.method &&
      h(Text, { as: "span", color: "fg.muted", fontSize: "xs", ml: 2, wordBreak: "break-word" }, of.method),
  );
}
