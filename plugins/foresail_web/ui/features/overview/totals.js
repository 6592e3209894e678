// What all products together sold and are forecast to sell, by week or month, against the year before.

import { colour, Fragment, h, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { nameStep, SUMS } from "../../lib/steps.js";
import { describeTotals, formatTick, linesOf, makeTotals, readTotal } from "../../lib/totals.js";
import { UnitAxis, WORDS } from "../../parts/drawing.js";
import { useLoaded } from "../../parts/loading.js";
import { PeriodPicture } from "../../parts/period-picture.js";
import { Refusal, Section, Small, Waiting } from "../../parts/pieces.js";
import { StepChoice } from "../../parts/step-choice.js";

const COLOURS = { sold: "fg.subtle", forecast: "blue.solid", yearAgo: "orange.fg" };
const LEGEND = [
  [t("Sold"), COLOURS.sold, 12],
  [t("Forecast (mean)"), COLOURS.forecast, 12],
];
const YEAR_AGO = [t("A year before"), COLOURS.yearAgo, 2];

/** `step` is that of the forecasts. */
export function Totals({ step, version }) {
  const choices = SUMS[step];
  const [by, choose] = useState(choices[0]);
  const { value, error } = useLoaded((signal) => read("/forecasts/totals", { by }, signal), [by, version]);
  return h(
    Section,
    {
      title: t("All products together"),
      id: "foresail-totals",
      aside: h(StepChoice, { choices, by, choose }),
    },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Adding up") }),
    value?.periods.length === 0 && h(Small, null, t("Shown from the next run of forecasts on.")),
    value?.periods.length > 0 && h(Picture, value),
  );
}

const Picture = ({ periods, by }) =>
  h(PeriodPicture, {
    periods,
    legend: periods.some(({ year_ago: before }) => before != null) ? [...LEGEND, YEAR_AGO] : LEGEND,
    title: t("Units of all products per {step}", { step: nameStep(by) }),
    description: describeTotals(periods, by),
    make: (width) => makeTotals(periods, width),
    tell: (period) => readTotal(period, by),
    draw: (plot) =>
      h(
        Fragment,
        null,
        h(UnitAxis, { plot, label: t("Units per {step}", { step: nameStep(by) }) }),
        periods.map((period, place) => h(Bars, { key: period.day, period, place, plot, by })),
        linesOf(periods, "year_ago", plot).map((points) =>
          h("polyline", {
            key: points,
            points,
            fill: "none",
            stroke: colour(COLOURS.yearAgo),
            strokeWidth: 2,
            strokeLinejoin: "round",
          }),
        ),
      ),
  });

/** What was sold, and above it what is forecast of the same week or month. */
function Bars({ period: { day, sold, forecast, until }, place, plot, by }) {
  const { y, bottom, bar } = plot;
  const x = plot.at(place) - bar / 2;
  const [middle, top] = [y(sold ?? 0), y((sold ?? 0) + (forecast ?? 0))];
  return h(
    Fragment,
    null,
    h("rect", { x, width: bar, y: middle, height: bottom - middle, fill: colour(COLOURS.sold) }),
    h("rect", {
      x,
      width: bar,
      y: top,
      height: middle - top,
      fill: colour(COLOURS.forecast),
      // Paler where only a part of it is forecast.
      opacity: until ? 0.45 : 1,
    }),
    place % plot.labelEvery === 0 &&
      h("text", { ...WORDS, x: plot.at(place), y: bottom + 18, textAnchor: "middle" }, formatTick(day, by)),
  );
}
