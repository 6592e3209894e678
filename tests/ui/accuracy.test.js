// The picture of how good forecasts were over time: where what stands, and what it says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { figureOf, makeMeasure, nameScore, readMeasure } from "../../plugins/foresail_web/ui/lib/accuracy.js";

const BIAS = { name: "bias", label: "Bias", kind: "signed_share" };
const MASE = { name: "mase", label: "MASE", kind: "ratio" };
const PERIODS = [
  { day: "2026-03-02", bias: -0.2, bias_seasonal_naive: 0.1, mase: null },
  { day: "2026-03-09", bias: null, bias_seasonal_naive: 0.05, mase: 0.8 },
];

test("zero lies in the picture, and what is below it is drawn below", () => {
  const { y, units, bottom, top } = makeMeasure(PERIODS, "bias", 400);
  assert.ok(units.includes(0));
  assert.ok(y(-0.2) > y(0) && y(0) > y(0.1));
  assert.ok(y(-0.2) <= bottom && y(0.1) >= top);
});

test("seasonal naive is not in the picture of what it has not", () => {
  assert.equal(makeMeasure(PERIODS, "mase", 400).units[0], 0);
  assert.equal(
    readMeasure(PERIODS[1], MASE, { by: "week", step: "day" }),
    "Week from Mar 9, 2026: MASE 0.80",
  );
});

test("a period says its figure beside that of repeating the season before, and what is not known", () => {
  const told = readMeasure(PERIODS[1], BIAS, { by: "month", step: "month" });
  assert.equal(told, "Mar 2026: Bias not known; Repeating last year +5.0%");
  assert.equal(figureOf(MASE, null), "not known");
});

test("a week or month of which not every day was compared says so", () => {
  const told = (steps, by, step) => readMeasure({ ...PERIODS[1], steps }, MASE, { by, step });
  assert.equal(told(1, "week", "day"), "Week from Mar 9, 2026 (only 1 day): MASE 0.80");
  assert.equal(told(7, "week", "day"), "Week from Mar 9, 2026: MASE 0.80");
  assert.equal(told(30, "month", "day"), "Mar 2026 (only 30 days): MASE 0.80");
  assert.equal(told(1, "week", "week"), "Week from Mar 9, 2026: MASE 0.80");
});

test("a score says how many steps ahead it is, which model, or which demand", () => {
  const meta = { demand_classes: [{ name: "smooth", label: "steady" }] };
  assert.equal(nameScore({ number: 7 }, "lead", { meta, step: "day" }), "7 days ahead");
  assert.equal(nameScore({ number: 3 }, "model", { meta, step: "day" }), "Model 3");
  assert.equal(nameScore({ name: "smooth" }, "class", { meta, step: "day" }), "Steady");
  assert.equal(nameScore({ name: "Berlin" }, "store", { meta, step: "day" }), "Berlin");
});
