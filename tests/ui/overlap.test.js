// Days that are stored already: what is said of them, and what is sent for a choice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeMode, describeOverlap, fieldsOf, wayOf } from "../../plugins/foresail_web/ui/lib/overlap.js";

const overlap = {
  first_day: "2026-03-02",
  last_day: "2026-03-08",
  uploads: [1, 3],
  share_identical: 0.97,
  mode: "replace",
  covers: "period",
};

test("a near copy is called one, with the uploads that it repeats", () => {
  const [title, words] = describeOverlap(overlap);
  assert.equal(title, "97% of its rows are stored already");
  assert.equal(words, "It looks like a corrected copy of uploads 1 and 3.");
});

test("other days that are stored already are named", () => {
  const [title, words] = describeOverlap({ ...overlap, share_identical: 0.1, uploads: [4] });
  assert.equal(title, "Some of its days are stored already");
  assert.equal(words, "Sales of Mar 2\u2009–\u20098, 2026 came with upload 4.");
});

test("a choice is sent only where it is not what would be done anyway", () => {
  assert.deepEqual(fieldsOf({ mode: "replace", covers: "period" }, overlap), {});
  assert.deepEqual(fieldsOf({ mode: "add", covers: null }, overlap), { mode: "add", covers: null });
  assert.equal(wayOf({ mode: null, covers: null }), "transactions");
});

test("a stored upload says how many rows it replaced, how, and who said so", () => {
  const stored = { ...overlap, mode_from: "rule", rows_replaced: 354 };
  assert.equal(
    describeMode(stored),
    "It replaced 354 rows of earlier uploads (replace all sales of its days, by rule).",
  );
  assert.match(
    describeMode({ mode: "add", covers: null, mode_from: "given", rows_replaced: 0 }),
    /as you said/,
  );
  assert.equal(
    describeMode({ mode: null, covers: null, mode_from: "rule", rows_replaced: 1 }),
    "It replaced 1 row of earlier uploads.",
  );
  assert.equal(describeMode({ mode: "replace", covers: "rows", mode_from: "rule", rows_replaced: 0 }), null);
});
