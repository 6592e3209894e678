// From days and units to pixels, and where the ticks of the axes stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  nearest,
  scaleLinear,
  stepsBefore,
  ticksBetween,
  ticksOfDays,
  ticksOfMonths,
  ticksOfUnits,
  toDay,
  toNumber,
} from "../../plugins/foresail_web/ui/lib/scale.js";

test("a day becomes a number that grows by one a day, and comes back", () => {
  assert.equal(toNumber("2026-03-01") - toNumber("2026-02-28"), 1);
  assert.equal(toDay(toNumber("2024-02-29")), "2024-02-29");
});

test("steps before a day are days, weeks, or the firsts of months", () => {
  assert.equal(stepsBefore("2026-03-02", "day", 3), "2026-02-27");
  assert.equal(stepsBefore("2026-03-02", "week", 1), "2026-02-23");
  assert.equal(stepsBefore("2026-01-01", "month", 2), "2025-11-01");
  assert.equal(stepsBefore("2026-03-02", "day", -6), "2026-03-08");
});

test("the nearest of some numbers is found, the earlier one where two are as near", () => {
  assert.equal(nearest([1, 5, 9], 6), 5);
  assert.equal(nearest([1, 5, 9], 100), 9);
  assert.equal(nearest([1, 5, 9], 3), 1);
});

test("a scale runs from end to end, and does not break where both ends are one", () => {
  const scale = scaleLinear(0, 10, 100, 300);
  assert.deepEqual([0, 5, 10].map(scale), [100, 200, 300]);
  assert.equal(scaleLinear(4, 4, 0, 100)(4), 0);
});

test("ticks of units are about five round numbers that reach the most", () => {
  assert.deepEqual(ticksOfUnits(323), [0, 100, 200, 300, 400]);
  assert.deepEqual(ticksOfUnits(7), [0, 2, 4, 6, 8]);
  assert.deepEqual(ticksOfUnits(0), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
});

test("ticks of days stand on Mondays, as far apart as there is room", () => {
  const [first, last] = [toNumber("2026-08-03"), toNumber("2026-11-28")];
  const wide = ticksOfDays(first, last, 1440).map(toDay);
  assert.deepEqual(wide.slice(0, 3), ["2026-08-03", "2026-08-10", "2026-08-17"]);
  const narrow = ticksOfDays(first, last, 400).map(toDay);
  assert.deepEqual(narrow, ["2026-08-03", "2026-08-31", "2026-09-28", "2026-10-26", "2026-11-23"]);
  assert.ok([...wide, ...narrow].every((day) => new Date(day).getUTCDay() === 1));
});

test("ticks of months stand on their firsts, none named twice, as far apart as there is room", () => {
  const [first, last] = [toNumber("2025-11-09"), toNumber("2026-12-05")];
  const wide = ticksOfMonths(first, last, 1440).map(toDay);
  assert.deepEqual(wide.slice(0, 2), ["2025-12-01", "2026-01-01"]);
  assert.equal(wide.at(-1), "2026-12-01");
  assert.equal(wide.length, 13);
  assert.deepEqual(ticksOfMonths(first, last, 300).map(toDay), ["2026-01-01", "2026-07-01"]);
  assert.deepEqual(ticksOfMonths(toNumber("2020-01-01"), last, 300).map(toDay).slice(0, 2), [
    "2020-01-01",
    "2025-01-01",
  ]);
});

test("ticks between two numbers are round, hold both, and zero where they lie on either side of it", () => {
  const ticks = ticksBetween(-0.12, 0.31);
  assert.ok(ticks[0] <= -0.12 && ticks.at(-1) >= 0.31 && ticks.includes(0));
  assert.ok(ticks.length <= 8);
  assert.equal(ticksBetween(0, 0).length, 6);
});
