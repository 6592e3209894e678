// What events did in words: units and shares, and what cannot be said.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tellEffect } from "../../plugins/foresail_web/ui/lib/effects.js";

const last = { first_day: "2024-03-29", last_day: "2024-04-01", sold: 2340, usual: 1100, beside: [] };
const easter = { came: 3, since: "2022-04-15", last };

test("an event tells its units, its times and its share of the usual, and how often it came", () => {
  assert.equal(
    tellEffect(easter, "day").replaceAll("\u2009", " "),
    "Mar 29 – Apr 1, 2024: +1,240 units against the usual 1,100 (+113%: 2.1 times as many). 3 occurrences since Apr 15, 2022.",
  );
});

test("one that sold less says so, and what else was on and what was counted is named", () => {
  const told = tellEffect(
    { ...easter, came: 1, last: { ...last, sold: 1097.5, beside: ["Fair", "Sale"] } },
    "week",
  );
  assert.match(told, /: -2\.5 units against the usual 1,100 \(0%\)\. Counted in whole weeks\./);
  assert.match(told, /On the same days: Fair and Sale\. One occurrence so far\.$/);
});

test("what is not known is said, and nothing is divided by zero", () => {
  assert.match(tellEffect({ came: 0, since: null, last: null }, "day"), /^Has not come yet/);
  assert.match(
    tellEffect({ ...easter, last: { ...last, usual: null } }, "day"),
    /2,340 units sold; too little was known/,
  );
  assert.match(
    tellEffect({ ...easter, last: { ...last, usual: 0 } }, "day"),
    /: \+2,340 units, where usually none/,
  );
});
