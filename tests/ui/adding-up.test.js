// Days added up to weeks and months: sums of means, bands between the two extremes, whole weeks only.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addUpForecast,
  addUpSold,
  addUpWhole,
  beginOf,
  joinErrors,
  measureLikeness,
  moveYear,
} from "../../plugins/foresail_web/ui/lib/adding-up.js";
import { toDay, toNumber } from "../../plugins/foresail_web/ui/lib/scale.js";

const BANDS = [{ low: "q10", high: "q90" }];
const days = (first, count, row) =>
  Array.from({ length: count }, (_, place) => ({ day: toDay(toNumber(first) + place), ...row(place) }));
const sold = (first, count, units = () => 2) =>
  days(first, count, (place) => ({ quantity: units(place), returned: 1, stock: null }));
const ahead = (first, count) => days(first, count, () => ({ mean: 10, q10: 6, q90: 16 }));

test("a week begins on its Monday, a month on its first", () => {
  assert.equal(beginOf("2026-03-01", "week"), "2026-02-23");
  assert.equal(beginOf("2026-03-02", "week"), "2026-03-02");
  assert.equal(beginOf("2026-03-31", "month"), "2026-03-01");
  assert.equal(beginOf("2026-03-31", "day"), "2026-03-31");
});

test("what was sold adds up, and lines beside it leave out what is not whole", () => {
  const weeks = addUpSold(sold("2026-02-27", 10), "week");
  assert.deepEqual(
    weeks.map(({ day, quantity, days: count }) => [day, quantity, count]),
    [
      ["2026-02-23", 6, 3],
      ["2026-03-02", 14, 7],
    ],
  );
  assert.deepEqual(
    addUpWhole(sold("2026-02-27", 10), "week").map(({ day }) => day),
    ["2026-03-02"],
  );
});

test("the mean of a week is the sum of its days, what was sold in it counted in; part of one is left out", () => {
  const weeks = addUpForecast(ahead("2026-03-04", 14), BANDS, "week", 0, sold("2026-02-23", 9));
  assert.deepEqual(
    weeks.map(({ day, mean }) => [day, mean]),
    [
      ["2026-03-02", 2 * 2 + 5 * 10],
      ["2026-03-09", 70],
    ],
  );
  const [month] = addUpForecast(ahead("2026-03-01", 40), BANDS, "month", 0, []);
  assert.deepEqual([month.day, month.mean], ["2026-03-01", 310]);
});

test("a band added up lies between days that miss each on its own and days that miss alike", () => {
  const [alone] = addUpForecast(ahead("2026-03-02", 7), BANDS, "week", 0, []);
  const [alike] = addUpForecast(ahead("2026-03-02", 7), BANDS, "week", 1, []);
  const [between] = addUpForecast(ahead("2026-03-02", 7), BANDS, "week", 0.5, []);
  assert.ok(Math.abs(alone.q90 - (70 + 6 * Math.sqrt(7))) < 1e-9);
  assert.ok(Math.abs(alike.q90 - 7 * 16) < 1e-9 && Math.abs(alike.q10 - 7 * 6) < 1e-9);
  assert.ok(alone.q90 < between.q90 && between.q90 < alike.q90);
  assert.equal(joinErrors([3], 0.4), 3);
});

test("a band that a day lacks is not made up for a week", () => {
  const rows = ahead("2026-03-02", 7);
  rows[3].q90 = null;
  assert.equal(addUpForecast(rows, BANDS, "week", 0, [])[0].q90, null);
});

test("days are alike where high ones follow high ones, weekdays set aside; too few say nothing", () => {
  const weekly = sold("2026-01-01", 140, (place) => (place % 7 === 2 ? 50 : 5) + (place % 70 < 35 ? 4 : 0));
  assert.ok(measureLikeness(weekly) > 0.8);
  const chance = sold("2026-01-01", 140, (place) => ((place * 7919) % 13) + (place % 7));
  assert.ok(measureLikeness(chance) < 0.3);
  assert.equal(measureLikeness(sold("2026-01-01", 20)), 1);
});

test("last year lies on the same weekday, or in the same month", () => {
  assert.equal(moveYear([{ day: "2025-03-03", quantity: 1 }], "day")[0].day, "2026-03-02");
  assert.equal(moveYear([{ day: "2025-03-01", quantity: 1 }], "month")[0].day, "2026-03-01");
});
