// How a file was read, in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEncoding } from "../../plugins/foresail_web/ui/lib/encodings.js";
import { describeReading } from "../../plugins/foresail_web/ui/lib/readings.js";

const PLAIN = {
  sheets: ["Sales"],
  sheets_left: [],
  columns_ignored: [],
  totals_rows: 0,
  rows_left: 0,
  cells_filled: 0,
  layout: "long",
  period: "day",
  units: {},
  findings: {},
  date_order: null,
  number_format: null,
  encoding: null,
  delimiter: null,
};
const tell = (more) => describeReading({ ...PLAIN, ...more }).slice(1);

test("of a plain workbook only its sheet is told", () => {
  assert.deepEqual(describeReading(PLAIN), ["Read from sheet Sales."]);
});

test("the text of a file is told with its languages, its encoding and its delimiter", () => {
  assert.deepEqual(describeReading({ ...PLAIN, encoding: "cp1252", delimiter: "semicolon" }), [
    "Read from sheet Sales, as Western European (cp1252) text, separated by semicolons.",
  ]);
  assert.equal(describeEncoding("utf-8"), "UTF-8");
  assert.equal(describeEncoding("x-unknown"), "x-unknown");
});

test("a column per period, a pivot table and a known export are told", () => {
  assert.deepEqual(tell({ layout: "wide", period: "month" }), [
    "It has a column per month: each filled cell below one is a sale.",
    "Each date stands for a month, and is stored as its first day.",
  ]);
  assert.match(tell({ layout: "across" })[0], /a column per product or store/);
  assert.match(tell({ layout: "pivot" })[0], /pivot table/);
  assert.match(tell({ findings: { "known-export": 1 } })[0], /export of another program/);
  assert.deepEqual(tell({ period: "week" }), [
    "Each date stands for a week, and is stored as its first day.",
  ]);
});

test("the order of dates and the form of numbers are told with where they come from", () => {
  const read = { date_order: "day-first", date_order_from: "given" };
  const numbers = { number_format: "comma-decimal", number_format_from: "locale" };
  assert.deepEqual(tell({ ...read, ...numbers }), [
    "Dates were read day first, as you said.",
    "Numbers were read with a decimal comma, like 1.250,5, as its dates, headings and separators suggest.",
  ]);
});

test("units, and rows that are no sales beside totals, are counted", () => {
  assert.deepEqual(tell({ units: { kg: 1200, pcs: 1 }, totals_rows: 1, rows_left: 2, cells_filled: 3 }), [
    "Units written behind quantities: kg (1,200 rows), pcs (1 row).",
    "1 total row was left out.",
    "2 rows that are no sales were left out.",
    "3 empty cells filled in from merged cells or labels above.",
  ]);
});

test("a report of an older upload, without these facts, is told as far as it goes", () => {
  const { layout, period, units, rows_left, ...older } = PLAIN;
  assert.deepEqual(describeReading(older), ["Read from sheet Sales."]);
});
