// The picture of what an upload would change: two bars a month, units now and after it.

import { Chakra, colour, Fragment, h, useId } from "../../lib/airflow.js";
import { describeMonths, HEIGHT, makeBars } from "../../lib/bars.js";
import { formatMonth, lowerFirst } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { nameStep } from "../../lib/steps.js";
import { UnitAxis, WORDS } from "../../parts/drawing.js";
import { Legend } from "../../parts/legend.js";
import { useWidth } from "../../parts/width.js";

const { Box } = Chakra;
const BEFORE = "fg.muted";
const AFTER = "blue.fg";

/** `months` are {month, units_before, units_after}, at least one; `after` names the change. */
export function MonthsPicture({ months, after }) {
  const id = useId();
  const [frame, width] = useWidth();
  const plot = makeBars(months, width);
  return h(
    Box,
    { ref: frame },
    h(Legend, {
      entries: [
        [t("Now"), BEFORE, 12],
        [after, AFTER, 12],
      ],
    }),
    h(
      "svg",
      {
        role: "img",
        "aria-labelledby": `${id}title ${id}desc`,
        width: "100%",
        height: HEIGHT,
        style: { display: "block" },
      },
      h(
        "title",
        { id: `${id}title` },
        t("Units sold by month: now, and {after}", { after: lowerFirst(after) }),
      ),
      h("desc", { id: `${id}desc` }, describeMonths(months)),
      h(UnitAxis, { plot, label: t("Units per {step}", { step: nameStep("month") }) }),
      months.map((month, place) => h(Month, { key: month.month, month, place, plot })),
    ),
  );
}

function Month({ month, place, plot }) {
  const middle = plot.at(place);
  return h(
    Fragment,
    null,
    h(Bar, { plot, x: middle - plot.bar - 1, units: month.units_before, token: BEFORE }),
    h(Bar, { plot, x: middle + 1, units: month.units_after, token: AFTER }),
    place % plot.labelEvery === 0 &&
      h("text", { ...WORDS, x: middle, y: plot.bottom + 18, textAnchor: "middle" }, formatMonth(month.month)),
  );
}

const Bar = ({ plot: { y, bottom, bar }, x, units, token }) =>
  h("rect", { x, width: bar, y: y(units), height: bottom - y(units), fill: colour(token) });
