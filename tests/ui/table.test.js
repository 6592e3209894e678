// The table of all products: its columns in the address, how heads sort, which rows are drawn and asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CHUNK,
  COLUMNS,
  columnsOf,
  directionOf,
  drawnRows,
  pagesOf,
  ROW_PX,
  sortAfter,
  writeColumns,
} from "../../plugins/foresail_web/ui/lib/table.js";

const names = (columns) => columns.map(({ name }) => name);
const column = (wanted) => COLUMNS.find(({ name }) => name === wanted);

test("columns come back from the address in their own order, the name always first", () => {
  assert.deepEqual(names(columnsOf("wape,category")), ["name", "category", "wape"]);
  assert.equal(writeColumns(columnsOf("wape,category")), "name,category,wape");
  assert.equal(writeColumns(columnsOf(null)), null);
  assert.ok(columnsOf(null, true).length < columnsOf(null).length);
});

test("a figure is sorted from the largest at first, a text from A, and then the other way round", () => {
  assert.equal(sortAfter(column("volume"), "name"), "-volume");
  assert.equal(sortAfter(column("volume"), "-volume"), "volume");
  assert.equal(sortAfter(column("name"), "-volume"), "name");
  assert.equal(sortAfter(column("name"), "name"), "-name");
  assert.equal(directionOf(column("name"), "-name"), "descending");
  assert.equal(directionOf(column("name"), "volume"), "none");
});

test("rows are drawn in chunks around those in view, and never beyond the ends", () => {
  assert.deepEqual(drawnRows(0, 360, 50_000), [0, 2 * CHUNK]);
  const [first, last] = drawnRows(40_000 * ROW_PX, 360, 50_000);
  assert.ok(first <= 40_000 - CHUNK && last >= 40_010 + CHUNK && last - first <= 4 * CHUNK);
  assert.deepEqual(drawnRows(0, 360, 3), [0, 3]);
  // Within a chunk nothing is drawn anew.
  assert.deepEqual(drawnRows(21 * ROW_PX, 100, 999), drawnRows(23 * ROW_PX, 100, 999));
});

test("the pages asked for are those that the rows lie on", () => {
  assert.deepEqual(pagesOf([0, 60]), [0]);
  assert.deepEqual(pagesOf([180, 240]), [1, 2]);
});
