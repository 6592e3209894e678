// What needs a person, in words and with the way to where it is dealt with.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeAttention } from "../../plugins/foresail_web/ui/lib/attention.js";

const about = (item) => describeAttention([{ severity: "warning", ...item }]);

test("an upload that waits leads to its questions", () => {
  const [row] = about({ kind: "products-waiting", count: 2, upload_id: 7, file_name: "may.xlsx" });
  assert.equal(row.title, "2 new products to resolve in may.xlsx");
  assert.deepEqual(row.to, { page: "upload", parameters: { upload: 7 } });
  const [one] = about({ kind: "quantities-waiting", count: 1, upload_id: 7, file_name: "may.xlsx" });
  assert.match(one.title, /^One unusual quantity to confirm/);
});

test("a run that failed leads to the run, and what cannot run to its Dag", () => {
  const run = { dag_id: "foresail_train", dag_run_id: "r", at: "2026-03-02T10:00:00+00:00" };
  assert.deepEqual(about({ kind: "run-failed", ...run })[0].to, { dagId: "foresail_train", runId: "r" });
  assert.deepEqual(about({ kind: "dag-paused", dag_id: "d" })[0].to, { dagId: "d" });
  assert.match(about({ kind: "run-late", dag_id: "d", at: run.at })[0].words, /^It was due /);
});

test("a bias says on which side it lies", () => {
  const [high] = about({ kind: "biased", share: 0.17, day: "2026-03-02" });
  assert.match(`${high.title} ${high.words}`, /too high .* 17% above/);
  const [low] = about({ kind: "biased", share: -0.2, day: "2026-03-02" });
  assert.match(`${low.title} ${low.words}`, /too low .* 20% below/);
});

test("accuracy that fell is told beside what was expected, and a stale forecast by its reason", () => {
  const figures = { share: 0.5, expected: 0.25, day: "2026-03-02" };
  assert.match(about({ kind: "accuracy-fell", ...figures })[0].words, /50%, where 25% was expected/);
  const [old] = about({ kind: "forecasts-stale", reason: "It ended in the past." });
  assert.deepEqual([old.words, old.to], ["It ended in the past.", { page: "upload" }]);
  const [behind] = about({ kind: "forecasts-stale", reason: "Newer sales.", dag_id: "foresail_predict" });
  assert.deepEqual(behind.to, { dagId: "foresail_predict" });
});

test("missing sales are as many rows as there are gaps, each with the way to upload them", () => {
  const stores = [{ name: "North", last_day: "2026-02-01" }];
  const gaps = { not_sent: 2, spans: [["2026-01-01", "2026-01-02"]], partial: null, late_stores: stores };
  const rows = about({ kind: "sales-missing", step: "day", gaps });
  assert.deepEqual(
    rows.map(({ to }) => to.page),
    ["upload", "upload"],
  );
});
