// The geometry and the words of the chart of a product and of the picture of months.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeMonths, makeBars } from "../../plugins/foresail_web/ui/lib/bars.js";
import {
  dayAfterKey,
  describePlot,
  joinDays,
  makePlot,
  readOut,
} from "../../plugins/foresail_web/ui/lib/plot.js";
import { toNumber } from "../../plugins/foresail_web/ui/lib/scale.js";

const OUTER = { low: "q10", high: "q90", label: "80% band" };
const SOLD = [
  { day: "2026-10-30", quantity: 4, returned: 0 },
  { day: "2026-10-31", quantity: 6, returned: 1 },
];
const AHEAD = [{ day: "2026-11-01", mean: 5, q10: 2, q90: 9 }];

test("the plot holds every day once, from the first sold to the last forecast", () => {
  const points = joinDays(SOLD, [...AHEAD, { day: "2026-10-31", mean: 1, q10: 0, q90: 2 }]);
  assert.equal(points.size, 3);
  const both = points.get(toNumber("2026-10-31"));
  assert.deepEqual([both.sold.quantity, both.forecast.mean], [6, 1]);
});

test("the axis of units reaches above the band, and days run from side to side", () => {
  const plot = makePlot(joinDays(SOLD, AHEAD), 800, OUTER);
  assert.ok(plot.units.at(-1) >= 9);
  assert.equal(plot.x(toNumber("2026-10-30")), plot.left);
  assert.equal(plot.x(toNumber("2026-11-01")), plot.right);
  assert.equal(plot.dayAt(plot.right), toNumber("2026-11-01"));
  assert.equal(plot.y(0), plot.bottom);
});

test("a frame that is too narrow still has a plot", () => {
  const plot = makePlot(joinDays(SOLD, []), 0, OUTER);
  assert.ok(plot.right > plot.left);
});

test("arrow keys go a day on and stop at the ends; other keys go nowhere", () => {
  assert.equal(dayAfterKey("ArrowRight", [1, 2, 3], 2, 1), 3);
  assert.equal(dayAfterKey("ArrowRight", [1, 2, 3], 3, 1), 3);
  assert.equal(dayAfterKey("ArrowLeft", [1, 2, 3], null, 2), 1);
  assert.equal(dayAfterKey("Home", [1, 2, 3], 3, 1), 1);
  assert.equal(dayAfterKey("Tab", [1, 2, 3], 2, 1), null);
});

test("a day is read out with what was sold, what came back and what is forecast", () => {
  assert.equal(
    readOut({ day: "2026-10-31", sold: SOLD[1], forecast: AHEAD[0] }, "day", [OUTER]),
    "Sat, Oct 31, 2026: 6 units sold; 1 returned; forecast 5.0 units; 80% band 2.0 – 9.0",
  );
  assert.equal(
    readOut({ day: "2026-10-26", sold: SOLD[0] }, "week", []),
    "Week from Oct 26, 2026: 4 units sold",
  );
});

test("the chart is described in averages, without a forecast, too", () => {
  assert.equal(
    describePlot(SOLD, AHEAD, "day", OUTER),
    "From Oct 30, 2026 to Oct 31, 2026, 5 units were sold per day. From Nov 1, 2026 to Nov 1, 2026, " +
      "5 units per day are forecast; the 80% band is 2 to 9 on average.",
  );
  assert.match(describePlot(SOLD, [], "day", OUTER), /There is no forecast\.$/);
});

test("months have two bars each, and as many labels as there is room for", () => {
  const months = Array.from({ length: 12 }, (_, number) => ({
    month: `2026-${String(number + 1).padStart(2, "0")}`,
    units_before: 10,
    units_after: number,
  }));
  const bars = makeBars(months, 400);
  assert.equal(bars.labelEvery, 3);
  assert.ok(bars.bar >= 1 && bars.bar <= 24);
  assert.equal(describeMonths(months), "From Jan 2026 to Dec 2026: 120 units now, 66 after the upload.");
  assert.equal(describeMonths(months.slice(0, 1)), "In Jan 2026: 10 units now, 0 after the upload.");
});

test("the words of the axis have room, however long they are", () => {
  const sold = SOLD.map((row) => ({ ...row, quantity: 2_000_000 * row.quantity }));
  const [few, many] = [SOLD, sold].map((rows) => makePlot(joinDays(rows, []), 800, OUTER));
  // "10,000,000" in DejaVu Sans, whose digits are 7.64 pixels wide at 12.
  assert.ok(many.left >= 8 * 7.64 + 2 * 3.82 + 8);
  assert.ok(few.left < many.left);
  assert.ok(makePlot(joinDays(SOLD, []), 800, OUTER, null, ["12,345,678.90"]).left > many.left);
  assert.equal(many.right, few.right);
});
