// Small sentences and decisions: errors compared, dates read both ways, findings in order, uploads followed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../plugins/foresail_web/ui/lib/accuracy.js";
import { readBothWays } from "../../plugins/foresail_web/ui/lib/dates.js";
import { worstFirst } from "../../plugins/foresail_web/ui/lib/findings.js";
import { describeSchedule, formatRun, knownZones } from "../../plugins/foresail_web/ui/lib/schedules.js";
import { findUnsendable, pauseAfter } from "../../plugins/foresail_web/ui/lib/uploads.js";

test("an error is compared with repeating the season before, less or more", () => {
  assert.equal(compare(0.27, 0.364, "day"), "26% less than repeating last week (36.4%)");
  assert.equal(compare(0.5, 0.4, "month"), "25% more than repeating last year (40%)");
});

test("a yardstick without an error cannot be divided by", () => {
  assert.equal(compare(0.1, 0, "week"), "repeating last year would have had no error");
});

test("a date is read with its day first and with its month first, its year of two digits, too", () => {
  const both = { "day-first": "April 3, 2024", "month-first": "March 4, 2024" };
  assert.deepEqual(readBothWays("03/04/2024"), both);
  assert.deepEqual(readBothWays("3.4.24"), both);
  assert.equal(readBothWays("1-2-85")["day-first"], "February 1, 1985");
  assert.equal(readBothWays("soon"), null);
});

test("the worst findings come first, and the most of the same severity", () => {
  const found = [
    { code: "odd-price", severity: "notice" },
    { code: "not-a-date", severity: "error" },
    { code: "no-quantity", severity: "error" },
  ];
  const counts = { "odd-price": 90, "no-quantity": 2, "not-a-date": 12, "not-loaded": 95 };
  assert.deepEqual(
    worstFirst(counts, found).map(({ code }) => code),
    ["not-a-date", "no-quantity", "not-loaded", "odd-price"],
  );
});

test("a run is told by the clocks of its own time zone", () => {
  assert.equal(formatRun("2026-11-30T06:30:00+01:00", "Europe/Berlin"), "Mon, Nov 30, 2026, 06:30 AM");
});

test("no schedule is said in words", () => {
  assert.equal(describeSchedule(null), "no schedule");
  assert.equal(describeSchedule({ cron: null, timezone: null }), "no schedule");
  assert.equal(describeSchedule({ cron: "0 5 * * *", timezone: "UTC" }), "0 5 * * * in UTC");
});

test("time zones are suggested with UTC first, and each once", () => {
  assert.equal(knownZones()[0], "UTC");
  assert.equal(new Set(knownZones()).size, knownZones().length);
  assert.ok(knownZones().includes("Europe/Berlin"));
});

test("two files at once, and one that is too large, are refused before anything is sent", () => {
  const file = (size) => ({ name: "sales.csv", size });
  assert.match(findUnsendable([file(1), file(1)], 10).message, /More than one file/);
  assert.equal(
    findUnsendable([file(200 * 2 ** 20 + 1)], 200 * 2 ** 20).message,
    "sales.csv is larger than 200 MiB.",
  );
  assert.equal(findUnsendable([file(200 * 2 ** 20)], 200 * 2 ** 20), null);
  assert.equal(findUnsendable([], 10), null);
});

test("an upload under way is asked for often, one that waits for a person seldom, one at its end never", () => {
  const now = Date.parse("2026-11-28T08:00:00Z");
  const ended = (predict, notify) => ({
    status: "published",
    runs: [{}, {}, { ended_at: predict }, { state: notify }],
  });
  assert.equal(pauseAfter({ status: "running", runs: [] }, now), 2000);
  assert.equal(pauseAfter({ status: "waiting", runs: [] }, now), 10_000);
  assert.equal(pauseAfter({ status: "failed", runs: [] }, now), 10_000);
  assert.equal(pauseAfter(ended("2026-11-28T07:59:30Z", "waiting"), now), 2000);
  assert.equal(pauseAfter(ended("2026-11-28T07:58:59Z", "waiting"), now), null);
  assert.equal(pauseAfter(ended("2026-11-28T07:00:00Z", "running"), now), 2000);
  assert.equal(pauseAfter(ended("2026-11-28T07:59:59Z", "success"), now), null);
});
