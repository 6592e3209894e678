// What GET /meta tells, looked up.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as facts from "../../plugins/foresail_web/ui/lib/facts.js";

const META = {
  columns: [
    { name: "Date", field: "date", required: true },
    { name: "Product Name", field: "product", required: true },
    { name: "Quantity", field: "quantity", required: true },
    { name: "Unit Price", field: "unit_price", required: false },
  ],
  bands: [
    { percent: 50, low: "q25", high: "q75" },
    { percent: 80, low: "q10", high: "q90" },
  ],
  metrics: [{ name: "bias", label: "Bias", kind: "signed_share" }],
  demand_classes: [{ name: "not-yet", label: "not sold yet", is_active: false }],
};

test("bands come in the order asked for, with their quantiles and a label", () => {
  assert.deepEqual(facts.bandsOf(META, [80, 50]), [
    { percent: 80, low: "q10", high: "q90", label: "80% band" },
    { percent: 50, low: "q25", high: "q75", label: "50% band" },
  ]);
});

test("a figure is written as its metric's kind says", () => {
  assert.equal(facts.formatFigure(facts.metricOf(META, "bias"), 0.05), "+5.0%");
  assert.equal(facts.formatFigure({ kind: "share" }, 0.05), "5.0%");
  assert.equal(facts.formatFigure({ kind: "ratio" }, 0.666), "0.67");
});

test("where nothing was sold there is no figure, and zero is one", () => {
  assert.equal(facts.formatFigure({ kind: "share" }, null), "nothing sold");
  assert.equal(facts.formatFigure({ kind: "share" }, undefined), "nothing sold");
  assert.equal(facts.formatFigure({ kind: "share" }, 0), "0.0%");
});

test("a demand class has its label, and a stretch of steps stays as it is", () => {
  assert.equal(facts.classLabel(META, "not-yet"), "not sold yet");
  assert.equal(facts.classLabel(META, "steps 1-7"), "steps 1-7");
});

test("columns are listed in words", () => {
  assert.equal(facts.nameColumns(META, true), "Date, Product Name, and Quantity");
  assert.equal(facts.nameColumns(META, false), "Unit Price");
});

test("a method is shown by its label, else by its name in words", () => {
  assert.equal(
    facts.methodLabel({ method: "boosted", method_label: "gradient boosting" }),
    "gradient boosting",
  );
  assert.equal(facts.methodLabel({ method: "ses_seasonal", method_label: null }), "ses seasonal");
});
