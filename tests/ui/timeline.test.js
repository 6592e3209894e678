// The strip of the calendar: bars never cover each other, and a drag keeps a day at least.

import assert from "node:assert/strict";
import { test } from "node:test";
import { toNumber } from "../../plugins/foresail_web/ui/lib/scale.js";
import { dragEntry, findFault, placeBars } from "../../plugins/foresail_web/ui/lib/timeline.js";

const entry = (first, last) => ({ id: first, first_day: `2026-03-${first}`, last_day: `2026-03-${last}` });
const days = (...numbers) => numbers.map((day) => toNumber(`2026-03-${day}`));

test("bars lie in the lowest lane that is free, also of the name that a short one has beside it", () => {
  const bars = placeBars(
    [entry("20", "21"), entry("10", "14"), entry("12", "12"), entry("16", "16")],
    days(8, 25),
    () => 6,
  );
  assert.deepEqual(
    bars.map(({ entry: { id }, lane }) => [id, lane]),
    [
      ["10", 0],
      ["12", 1],
      ["16", 2],
      ["20", 0],
    ],
  );
});

test("what reaches beyond the window is cut off, and what lies outside is left out", () => {
  const [bar, ...others] = placeBars([entry("02", "12"), entry("26", "28")], days(10, 20), () => 0);
  assert.deepEqual([bar.from, bar.to], days(10, 12));
  assert.equal(others.length, 0);
});

test("an entry is moved whole, or by one end, which does not pass the other", () => {
  const fair = { ...entry("10", "12"), event: "Fair" };
  const told = (part, by) => {
    const { event, first_day: first, last_day: last } = dragEntry(fair, part, by);
    return [event, first, last];
  };
  assert.deepEqual(told("both", -10), ["Fair", "2026-02-28", "2026-03-02"]);
  assert.deepEqual(told("last", 3), ["Fair", "2026-03-10", "2026-03-15"]);
  assert.deepEqual(told("last", -9), ["Fair", "2026-03-10", "2026-03-10"]);
  assert.deepEqual(told("first", 9), ["Fair", "2026-03-12", "2026-03-12"]);
});

test("what an entry lacks is said before it is sent", () => {
  const fair = { ...entry("10", "12"), event: "Fair", product: null, unit_price: null };
  assert.equal(findFault(fair), null);
  assert.equal(findFault({ ...fair, event: null, product: "Tea", unit_price: "2.5" }), null);
  assert.match(findFault({ ...fair, last_day: null }), /first and the last day/);
  assert.match(findFault({ ...fair, last_day: "2026-03-09" }), /before the first/);
  assert.match(findFault({ ...fair, event: null }), /Name the event/);
  assert.match(findFault({ ...fair, unit_price: "2.5" }), /product that the price is for/);
  assert.match(findFault({ ...fair, product: "Tea", unit_price: "0" }), /above zero/);
});
