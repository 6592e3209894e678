// What a product never seen before can be.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as choices from "../../plugins/foresail_web/ui/lib/choices.js";

const product = (...scores) => ({ matches: scores.map((score, place) => ({ name: `Tea ${place}`, score })) });

test("the best match is proposed from the least score on, and a new product below it", () => {
  assert.deepEqual(choices.propose(product(90, 80), 90), { action: "rename", to: "Tea 0" });
  assert.deepEqual(choices.propose(product(89), 90), choices.KEEP);
  assert.deepEqual(choices.propose(product(), 90), choices.KEEP);
});

test("the best match can be taken whatever its score", () => {
  assert.deepEqual(choices.bestMatch(product(61)), { action: "rename", to: "Tea 0" });
  assert.deepEqual(choices.bestMatch(product()), choices.KEEP);
});

test("a choice survives the value of its option", () => {
  for (const value of ["keep", "drop", "other", choices.matchValue("same as Tea")])
    assert.equal(choices.writeChoice(choices.readChoice(value)), value);
});

test("another product is not whole until it is named", () => {
  assert.ok(choices.isUnnamed(choices.OTHER));
  assert.ok(!choices.isUnnamed({ ...choices.OTHER, to: "Tea" }));
  assert.ok(!choices.isUnnamed(choices.DROP));
});

test("the API hears an action, and a name only where there is one", () => {
  assert.deepEqual(choices.toAnswer({ ...choices.OTHER, to: "Tea" }), { action: "rename", to: "Tea" });
  assert.deepEqual(choices.toAnswer(choices.DROP), { action: "drop" });
});

test("what is not shown is counted by what was chosen", () => {
  const hidden = [choices.KEEP, choices.KEEP, choices.DROP];
  assert.equal(choices.describeHidden(hidden), "not shown: 2 new, 1 dropped");
});
