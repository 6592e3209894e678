// What is said of sales that were not sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeGaps } from "../../plugins/foresail_web/ui/lib/gaps.js";

const NONE = { not_sent: 0, spans: [], partial: null, late_stores: [] };

test("nothing is said where nothing is missing, or nothing was counted", () => {
  assert.deepEqual(describeGaps(NONE, "day"), []);
  assert.deepEqual(describeGaps(null, "day"), []);
});

test("the newest three spans are told, and how many lie before them", () => {
  const spans = ["2025-01", "2025-02", "2025-03", "2025-04"].map((month) => [`${month}-01`, `${month}-03`]);
  const [{ title, words }] = describeGaps({ ...NONE, not_sent: 12, spans }, "day");
  assert.equal(title, "Sales of 12 days seem to be missing");
  assert.match(words, /Feb 1, 2025 – Feb 3, 2025, .*Apr 1, 2025 – Apr 3, 2025, and 1 earlier\./);
});

test("a span of weeks ends on the last day of its last week, and one of months names months", () => {
  const weeks = describeGaps({ ...NONE, not_sent: 1, spans: [["2026-01-05", "2026-01-05"]] }, "week");
  assert.equal(weeks[0].title, "Sales of one week seem to be missing");
  assert.match(weeks[0].words, /Jan 5, 2026 – Jan 11, 2026\./);
  const months = describeGaps({ ...NONE, not_sent: 1, spans: [["2026-01-01", "2026-01-01"]] }, "month");
  assert.match(months[0].words, /then: Jan 2026\./);
});

test("a part of the sales is told with how many products are usual", () => {
  const partial = { since: "2026-02-20", products: 1, usual_products: 45 };
  const [{ title, words }] = describeGaps({ ...NONE, partial }, "day");
  assert.equal(title, "Only part of the sales since Feb 20, 2026 seems to be here");
  assert.match(words, /^Products with sales: 1, where 45 is usual\./);
});

test("an unfinished month is named with its units, and a week by its first day", () => {
  const unfinished = { step: "2026-11-01", units: 1200, usual_units: 3600 };
  const [{ title, words }] = describeGaps({ ...NONE, unfinished }, "month");
  assert.equal(title, "Nov 2026 was not over yet and is left out");
  assert.match(words, /^It has 1,200 units so far, where about 3,600 are usual\./);
  const [week] = describeGaps({ ...NONE, unfinished: { ...unfinished, step: "2026-11-23" } }, "week");
  assert.equal(week.title, "The week from Nov 23, 2026 was not over yet and is left out");
});

test("five late stores are named and the others counted", () => {
  const late = Array.from({ length: 7 }, (_, number) => ({
    name: `Store ${number}`,
    last_day: "2026-02-10",
  }));
  const [{ title, words }] = describeGaps({ ...NONE, late_stores: late }, "day");
  assert.equal(title, "7 stores do not seem to have sent the latest sales");
  assert.match(words, /Store 4 after Feb 10, 2026, and 2 more\./);
  const [one] = describeGaps({ ...NONE, late_stores: late.slice(0, 1) }, "day");
  assert.equal(one.title, "One store does not seem to have sent the latest sales");
});
