// The addresses of the pages, and where old ones lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, changeQuery, findMoved, pageOf } from "../../plugins/foresail_web/ui/lib/addresses.js";

test("an address names its page and holds what is shown, whatever signs a name has", () => {
  assert.equal(addressOf("overview"), "/plugin/foresail/overview");
  const address = addressOf("forecasts", { product: "Salt & Pepper 1/2 + more", store: null });
  const { pathname, searchParams } = new URL(address, "http://airflow");
  assert.equal(pageOf(pathname), "forecasts");
  assert.deepEqual([...searchParams], [["product", "Salt & Pepper 1/2 + more"]]);
});

test("the name of the page is the part below the root, with or without a slash behind it", () => {
  assert.equal(pageOf("/plugin/foresail/upload"), "upload");
  assert.equal(pageOf("/plugin/foresail/upload/"), "upload");
  assert.equal(pageOf("/plugin/foresail"), null);
});

test("the bare address leads to the overview", () => {
  assert.equal(findMoved("/plugin/foresail", ""), "/plugin/foresail/overview");
  assert.equal(findMoved("/plugin/foresail/", ""), "/plugin/foresail/overview");
});

test("an old address of a product, or of a store, leads to its forecast", () => {
  assert.equal(
    findMoved("/plugin/foresail", "?product=Rye+Bread&store=North"),
    "/plugin/foresail/forecasts?product=Rye+Bread&store=North",
  );
  assert.equal(findMoved("/plugin/foresail", "?store=North"), "/plugin/foresail/forecasts?store=North");
});

test("an old address of an upload leads to its report, whatever product was shown beside it", () => {
  assert.equal(findMoved("/plugin/foresail", "?upload=3&product=Tea"), "/plugin/foresail/upload?upload=3");
});

test("a page's own address stays", () => {
  assert.equal(findMoved("/plugin/foresail/forecasts", "?product=Tea"), null);
  assert.equal(findMoved("/plugin/foresail/nowhere", ""), null);
});

test("a query keeps what is not changed, and null takes a name away", () => {
  assert.equal(changeQuery("product=Tea&store=North", { store: null }), "product=Tea");
  assert.equal(changeQuery("product=Tea", { product: "Rye Bread" }), "product=Rye+Bread");
});
