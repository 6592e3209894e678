// What the chart of a product asks the API for.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { readCompared } from "../../plugins/foresail_web/ui/features/forecasts/reading.js";

const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
});

/** The days of sales that are asked for of a product compared with one whose steps are these. */
async function daysAsked(first, last, by) {
  const asked = [];
  globalThis.fetch = async (address) => {
    const { pathname, searchParams } = new URL(address);
    const isSales = pathname.endsWith("/sales");
    if (isSales) asked.push([searchParams.get("since"), searchParams.get("until")]);
    return new Response(JSON.stringify(isSales ? { days: [] } : { forecasts: [{ days: [] }] }));
  };
  await readCompared(["Tea"], { store: null, days: [{ day: first }, { day: last }] }, by);
  return asked;
}

test("another product is compared on whole steps, the last one to its last day", async () => {
  assert.deepEqual(await daysAsked("2026-01-01", "2026-02-01", "month"), [["2026-01-01", "2026-02-28"]]);
  assert.deepEqual(await daysAsked("2026-01-05", "2026-02-02", "week"), [["2026-01-05", "2026-02-08"]]);
  assert.deepEqual(await daysAsked("2026-01-05", "2026-02-02", "day"), [["2026-01-05", "2026-02-02"]]);
});
