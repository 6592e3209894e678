// The pictures of totals and of single products: where what stands, and what they say.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSparkline } from "../../plugins/foresail_web/ui/lib/sparkline.js";
import { describeTotals, linesOf, makeTotals, readTotal } from "../../plugins/foresail_web/ui/lib/totals.js";

const PERIODS = [
  { day: "2026-02-23", sold: 10, forecast: null, year_ago: null },
  { day: "2026-03-02", sold: 4, forecast: 6, year_ago: 8 },
  { day: "2026-03-09", sold: null, forecast: 20, year_ago: 12, until: "2026-03-12" },
];

test("a period says what was sold, what is forecast, how far, and what was sold a year before", () => {
  assert.equal(
    readTotal(PERIODS[1], "week"),
    "Week from Mar 2, 2026: 4 units sold, 6 forecast, 8 a year before",
  );
  assert.match(readTotal(PERIODS[2], "week"), /20 forecast up to Mar 12, 2026 only/);
  assert.match(describeTotals(PERIODS, "month"), /14 units sold, 26 forecast/);
});

test("the axis holds the highest bar, and a pointer finds the bar that it is over", () => {
  const plot = makeTotals(PERIODS, 400);
  assert.ok(plot.units.at(-1) >= 20);
  assert.equal(plot.placeAt(plot.at(1)), 1);
  assert.equal(plot.placeAt(-50), 0);
  assert.equal(plot.placeAt(5000), 2);
});

test("the line of the year before has no point where nothing is known", () => {
  const plot = makeTotals(PERIODS, 400);
  const [line, ...others] = linesOf(PERIODS, "year_ago", plot);
  assert.equal(line.split(" ").length, 2);
  assert.deepEqual(others, []);
});

test("the line of the forecast begins where that of the sales ends", () => {
  const { sold, forecast } = makeSparkline({ sold: [1, 2, 3], forecast: [4] }, 90, 24);
  assert.equal(forecast.split(" ")[0], sold.split(" ").at(-1));
  assert.ok(!makeSparkline({ sold: [0, 0], forecast: [0] }, 90, 24).sold.includes("NaN"));
});
