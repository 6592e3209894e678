// The one sale far above all others is found, where there are enough to tell.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findOutlier } from "../../plugins/foresail_web/ui/lib/outliers.js";

const META = { outlier_times: 20, outlier_sales_min: 10 };
const rows = (...units) => units.map((quantity, place) => ({ day: `2026-03-${place + 1}`, quantity }));

test("an outlier is more than so many times the next best sale, of enough sales", () => {
  const usual = Array(11).fill(5);
  assert.equal(findOutlier(rows(...usual, 101), META).quantity, 101);
  assert.equal(findOutlier(rows(...usual, 100), META), null);
  assert.equal(findOutlier(rows(5, 5, 500), META), null);
});
