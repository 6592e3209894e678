// The part of the history that a chart shows, and how much of it a screen can draw.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeProvenance } from "../../plugins/foresail_web/ui/lib/provenance.js";
import {
  firstWindow,
  fitWindow,
  moveWindow,
  spanWindow,
  thin,
  zoomWindow,
} from "../../plugins/foresail_web/ui/lib/window.js";

const ENDS = [0, 1000];

test("at first the last stretch and the whole forecast are shown", () => {
  assert.deepEqual(firstWindow(ENDS, 970, "day"), [880, 1000]);
  assert.deepEqual(firstWindow(ENDS, 50, "day"), [0, 1000]);
  assert.deepEqual(spanWindow(ENDS, 970, null), [0, 1000]);
});

test("a window stays within what there is, and is never too small", () => {
  assert.deepEqual(fitWindow([-50, 50], ENDS), [0, 100]);
  assert.deepEqual(fitWindow([995, 996], ENDS), [986, 1000]);
  assert.deepEqual(fitWindow([0, 100], [0, 5]), [0, 5]);
});

test("it moves as it is, and stops at the ends", () => {
  assert.deepEqual(moveWindow([100, 200], 50, ENDS), [150, 250]);
  assert.deepEqual(moveWindow([100, 200], -500, ENDS), [0, 100]);
  assert.deepEqual(zoomWindow([400, 600], 0.5, ENDS), [450, 550]);
});

test("more days than pixels keep the lowest and the highest of each pixel", () => {
  const rows = Array.from({ length: 5000 }, (_, day) => ({ day, quantity: day % 97 === 0 ? 99 : day % 10 }));
  const kept = thin(rows, "quantity", 100);
  assert.equal(kept.length, 200);
  assert.equal(Math.max(...kept.map(({ quantity }) => quantity)), 99);
  assert.ok(kept.every(({ day }, place) => place === 0 || day >= kept[place - 1].day));
  assert.equal(thin(rows.slice(0, 150), "quantity", 100).length, 150);
});

test("where a forecast comes from is two sentences, whatever is known of it", () => {
  const forecast = {
    as_of: "2026-03-01",
    fell_back: false,
    wape: 0.2,
    wape_seasonal_naive: 0.4,
    frequency: "day",
  };
  assert.equal(
    describeProvenance(forecast),
    "It continues the sales up to Mar 1, 2026 with the method that came closest on past sales of products like " +
      "it. Tested on past sales, it was off by 20% of the units sold, 50% less than repeating last week (40%).",
  );
  assert.match(
    describeProvenance({ ...forecast, fell_back: true, wape: null }),
    /simple method.*cannot be said yet/,
  );
  assert.match(
    describeProvenance({ ...forecast, method: "order_rhythm" }),
    /with orders on the days on which they have always come\./,
  );
});
