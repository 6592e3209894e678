// How numbers, days and times are written for people in the United States.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../plugins/foresail_web/ui/lib/format.js";

test("counts have their thousands apart and no decimals", () => {
  assert.equal(format.formatCount(112061), "112,061");
});

test("estimates have one decimal even where it is zero, so that columns line up", () => {
  assert.equal(format.formatMean(12), "12.0");
  assert.equal(format.formatRange(9.04, 1238), "9.0 – 1,238.0");
  assert.equal(format.formatUnits(12), "12");
});

test("prices have two decimals, and up to four where they need them", () => {
  assert.equal(format.formatPrice(2.5), "2.50");
  assert.equal(format.formatPrice(0.12345), "0.1235");
});

test("shares are percents, and a deviation shows on which side it lies", () => {
  assert.equal(format.formatShare(0.2), "20%");
  assert.equal(format.formatEvenShare(0.2), "20.0%");
  assert.equal(format.formatSignedShare(0.0071), "+0.7%");
  assert.equal(format.formatSignedShare(-0.028), "-2.8%");
  assert.equal(format.formatSignedShare(0), "0.0%");
});

test("the smallest file has a kilobyte, and a large one is told in megabytes", () => {
  assert.equal(format.formatBytes(10), "1 kB");
  assert.equal(format.formatBytes(999_400), "999 kB");
  assert.equal(format.formatBytes(1_250_000), "1.3 MB");
});

test("a day stays the day it is in every time zone", () => {
  assert.equal(format.formatDay("2026-10-31"), "Oct 31, 2026");
  assert.equal(format.formatLongDay("2026-10-31"), "Sat, Oct 31, 2026");
  assert.equal(format.formatFullDay(Date.UTC(2024, 3, 3)), "April 3, 2024");
  assert.equal(format.formatMonth("2026-10"), "Oct 2026");
});

test("days in a row are told by their ends, and names as a list", () => {
  assert.equal(format.formatDays("2026-03-02", "2026-03-08"), "Mar 2\u2009–\u20098, 2026");
  assert.equal(format.listAll([1, 2, 3]), "1, 2, and 3");
});

test("names of the code are read as words", () => {
  assert.equal(format.formatName("seasonal_naive"), "seasonal naive");
  assert.equal(format.formatName("not-a-date"), "not a date");
  assert.equal(format.capitalize("week"), "Week");
});
