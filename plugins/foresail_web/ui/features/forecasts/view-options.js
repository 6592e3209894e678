// How a product's chart is looked at: by day, week or month, how far ahead, and what is drawn beside it.

import { Chakra, h } from "../../lib/airflow.js";
import { t } from "../../lib/language.js";
import { countSteps } from "../../lib/steps.js";
import { StepChoice } from "../../parts/step-choice.js";
import { ProductBox } from "../products/product-box.js";

const { Box, Button, Flex, NativeSelect, Popover, Portal, Stack, Text } = Chakra;
/** What forecasts can be added up by: weeks lie in two months. */
const CHOICES = { day: ["day", "week", "month"], week: ["week"], month: ["month"] };
const HORIZONS = { day: [7, 14, 28, 56, 90], week: [4, 8, 13, 26, 52], month: [3, 6, 12, 24] };
export const COMPARED_MAX = 3;

/** `view` is {by, year, past, prices, horizon, others}; `change` sets parameters of the address. `step` is that of the
 * forecasts, `reach` how many steps of them are published, `furthest` how many can be asked for. */
export function ViewOptions({ view, change, step, reach, furthest, hasPast, hasPrices }) {
  return h(
    Flex,
    { gap: 2, wrap: "wrap", align: "center" },
    h(StepChoice, {
      choices: CHOICES[step],
      by: view.by,
      choose: (value) => change({ by: value === step ? null : value, from: null, to: null }),
    }),
    reach && h(Horizon, { view, change, step, reach, furthest }),
    h(Toggle, { isOn: view.year, onChange: (isOn) => change({ year: isOn ? 1 : null }) }, t("Last year")),
    hasPast &&
      h(
        Toggle,
        { isOn: view.past, onChange: (isOn) => change({ past: isOn ? 1 : null }) },
        t("Past forecasts"),
      ),
    hasPrices &&
      h(Toggle, { isOn: view.prices, onChange: (isOn) => change({ prices: isOn ? 1 : null }) }, t("Prices")),
    h(Compare, { view, change }),
  );
}

function Horizon({ view, change, step, reach, furthest }) {
  const usual = HORIZONS[step].filter((steps) => steps < reach || steps <= furthest);
  const all = new Set([...usual, reach, Number(view.horizon ?? reach)]);
  const offered = [...all].sort((one, other) => one - other);
  return h(
    NativeSelect.Root,
    { size: "xs", width: "auto" },
    h(
      NativeSelect.Field,
      {
        "aria-label": t("How far ahead"),
        value: view.horizon ?? reach,
        onChange: ({ target }) => change({ horizon: Number(target.value) === reach ? null : target.value }),
      },
      offered.map((steps) =>
        h("option", { key: steps, value: steps }, nameHorizon(countSteps(steps, step), steps > reach)),
      ),
    ),
    h(NativeSelect.Indicator),
  );
}

const nameHorizon = (steps, isFurther) =>
  isFurther ? t("{steps} ahead (made on request)", { steps }) : t("{steps} ahead", { steps });

const Toggle = ({ isOn, onChange, children }) =>
  h(
    Button,
    {
      size: "xs",
      variant: isOn ? "subtle" : "outline",
      "aria-pressed": isOn,
      onClick: () => onChange(!isOn),
    },
    children,
  );

/** Other products in the same chart: a few, which can be taken away again. */
function Compare({ view: { others }, change }) {
  const set = (names) => change({ with: names.length ? names.join("\n") : null });
  return h(
    Popover.Root,
    null,
    h(Popover.Trigger, { asChild: true }, h(Button, { size: "xs", variant: "outline" }, t("Compare"))),
    h(
      Portal,
      null,
      h(
        Popover.Positioner,
        null,
        h(
          Popover.Content,
          { "aria-label": t("Compare with other products") },
          h(
            Popover.Body,
            null,
            h(
              Stack,
              { gap: 2 },
              others.map((name) =>
                h(
                  Flex,
                  { key: name, justify: "space-between", align: "center", gap: 2 },
                  h(Text, { fontSize: "sm", overflowWrap: "anywhere" }, name),
                  h(
                    Button,
                    {
                      size: "2xs",
                      variant: "ghost",
                      "aria-label": t("Remove {name}", { name }),
                      onClick: () => set(others.filter((other) => other !== name)),
                    },
                    t("Remove"),
                  ),
                ),
              ),
              others.length < COMPARED_MAX &&
                h(
                  Box,
                  { key: others.length },
                  h(ProductBox, {
                    id: "foresail-compared",
                    label: t("Another product"),
                    chosen: null,
                    onChoose: (name) => name && !others.includes(name) && set([...others, name]),
                  }),
                ),
            ),
          ),
        ),
      ),
    ),
  );
}
