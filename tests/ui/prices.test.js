// Prices on the steps of a chart: paid, weighed by what they were paid for, and planned ahead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readOut } from "../../plugins/foresail_web/ui/lib/plot.js";
import { joinPrices } from "../../plugins/foresail_web/ui/lib/prices.js";

const paid = (day, quantity, price) => ({ day, quantity, returned: 0, stock: null, price });
const sold = [paid("2026-03-02", 3, 2), paid("2026-03-03", 1, 4), paid("2026-03-04", 0, null)];
const days = [5, 6, 7].map((day) => ({ day: `2026-03-0${day}`, mean: 4 }));
const planned = (first, last, price) => ({
  first_day: first,
  last_day: last,
  unit_price: price,
  event: null,
});

test("each step has the price that was paid or that is planned, and none where neither is known", () => {
  const entries = [planned("2026-03-06", "2026-03-07", 3), planned("2026-03-07", "2026-03-20", 5)];
  assert.deepEqual(
    joinPrices(sold, days, entries, "day", "day"),
    [
      ["2026-03-02", 2, false],
      ["2026-03-03", 4, false],
      ["2026-03-06", 3, true],
      ["2026-03-07", 5, true],
    ].map(([day, price, isPlanned]) => ({ day, price, isPlanned })),
  );
});

test("a week's price is the mean of its units, and a week is planned where an entry touches it", () => {
  const [week] = joinPrices(sold, days, [planned("2026-03-05", "2026-03-05", 10)], "day", "week");
  assert.deepEqual(week, { day: "2026-03-02", price: (3 * 2 + 4 + 4 * 10) / 8, isPlanned: true });
  const weeks = [{ day: "2026-03-09", mean: 0 }];
  const [ahead] = joinPrices([], weeks, [planned("2026-03-11", "2026-03-12", 7)], "week", "week");
  assert.deepEqual(ahead, { day: "2026-03-09", price: 7, isPlanned: true });
});

test("events without a price, and sales of before there were prices, are no prices", () => {
  const bare = sold.map(({ price: _, ...row }) => row);
  assert.deepEqual(joinPrices(bare, days, [planned("2026-03-05", "2026-03-07", null)], "day", "day"), []);
});

test("a day that is read out tells its price", () => {
  const point = { day: "2026-03-02", sold: sold[0] };
  assert.match(readOut(point, "day", [], [], { price: 2, isPlanned: false }), /3 units sold; price 2\.00$/);
  assert.match(readOut(point, "day", [], [], { price: 2, isPlanned: true }), /planned price 2\.00$/);
});
