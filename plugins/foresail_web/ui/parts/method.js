// A forecasting method as planners read it, with the name that the code and the API use.

import { Chakra, h } from "../lib/airflow.js";
import { methodLabel } from "../lib/facts.js";

const { Text } = Chakra;

/** `of` is anything with a `method` and, where the API tells it, a `method_label`. */
export function Method({ of, remark }) {
  const label = methodLabel(of);
  return h(
    "span",
    null,
    h("span", null, label),
    remark && ` ${remark}`,
    label !== of.method &&
      h(Text, { as: "span", color: "fg.muted", fontSize: "xs", ml: 2, wordBreak: "break-word" }, of.method),
  );
}
