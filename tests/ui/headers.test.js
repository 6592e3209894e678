// The headers of a workbook, and which of Foresail's columns each is.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as headers from "../../plugins/foresail_web/ui/lib/headers.js";

const COLUMNS = [
  { name: "Date", required: true },
  { name: "Quantity", required: true },
  { name: "Unit Price", required: false },
];
const HEADERS = [
  { column: "A", header: "Invoice_Date", values: ["2026-01-02"] },
  { column: "B", header: "Menge", values: [] },
  { column: "C", header: "Menge", values: ["7"] },
];

test("a header is found however it was written where the choice was made", () => {
  assert.deepEqual(headers.findHeaders(HEADERS, { Date: "invoice date", Quantity: "STÜCK" }), {
    Date: "Invoice_Date",
    Quantity: "",
  });
});

test("a required column must be chosen, and an optional one need not", () => {
  assert.deepEqual(headers.findWrong(COLUMNS, { Date: "Invoice_Date" }), {
    Quantity: "This column is required.",
  });
});

test("a form asks for the required columns that it is told, and for the optional ones", () => {
  const names = headers.columnsToAsk(COLUMNS, ["Date"]).map(({ name }) => name);
  assert.deepEqual(names, ["Date", "Unit Price"]);
  const transaction = { name: "Transaction ID", required: false };
  const ask = (required) => headers.columnsToAsk([...COLUMNS, transaction], required).length;
  assert.deepEqual([ask(["Date"]), ask(["Quantity"])], [3, 2]);
});

test("a column is not taken as found where another is called the same", () => {
  const mapping = { Date: "Day", Quantity: "Quantity (column C)" };
  assert.deepEqual(headers.onlyClear(mapping), { Date: "Day" });
});

test("no header can be two columns", () => {
  const wrong = headers.findWrong(COLUMNS, { Date: "Menge", Quantity: "Menge" });
  assert.deepEqual(wrong, { Quantity: "This is already used for Date." });
});

test("a header that stands twice is offered once, where it stands first", () => {
  assert.deepEqual(
    headers.firstOfEach(HEADERS).map(({ column }) => column),
    ["A", "B"],
  );
});

test("a header is described by its column and what is below it", () => {
  assert.equal(headers.describeHeader(HEADERS[0]), "A: Invoice_Date (2026-01-02)");
  assert.equal(headers.describeHeader(HEADERS[1]), "B: Menge");
  assert.equal(headers.describeHeader({ column: "A", header: "x".repeat(500), values: [] }).length, 120);
});

test("a saved mapping is told in the order of the columns", () => {
  const mapping = { Quantity: "Menge", Date: "Datum" };
  assert.equal(headers.describeMapping(COLUMNS, mapping), "Date is Datum, Quantity is Menge");
});

test("a column of the sheet is named as chosen, and by what headings say where nothing can be chosen", () => {
  const details = {
    headers: HEADERS,
    mapping: { "Product Name": "Menge" },
    fields: { B: ["Product Name"], C: ["Quantity", "Date"] },
  };
  const named = headers.nameColumns(details, { "Product Name": "Invoice_Date", "Store Location": "" });
  assert.deepEqual(named, { A: ["Product Name"], C: ["Quantity", "Date"] });
});
