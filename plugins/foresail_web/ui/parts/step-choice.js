// What numbers are added up by: days, weeks or months.

import { Chakra, h } from "../lib/airflow.js";
import { t, tAll } from "../lib/language.js";

const { SegmentGroup } = Chakra;
const LABELS = tAll({ day: "Days", week: "Weeks", month: "Months" });

/** `choices` are steps, `by` the chosen one; nothing where there is no choice. */
export const StepChoice = ({ choices, by, choose }) =>
  choices.length > 1 &&
  h(
    SegmentGroup.Root,
    { size: "xs", value: by, "aria-label": t("Added up by"), onValueChange: ({ value }) => choose(value) },
    h(SegmentGroup.Indicator),
    choices.map((name) =>
      h(
        SegmentGroup.Item,
        { key: name, value: name },
        h(SegmentGroup.ItemText, null, LABELS[name]),
        h(SegmentGroup.ItemHiddenInput),
      ),
    ),
  );
