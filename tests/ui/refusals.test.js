// What a person can answer to a refusal: the buttons that it offers, and when a form of columns helps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sayNumber } from "../../plugins/foresail_web/ui/lib/number-words.js";
import {
  addOptions,
  editableOf,
  questionOf,
  requiredOf,
} from "../../plugins/foresail_web/ui/lib/refusals.js";

const COLUMNS = [
  { name: "Date", required: true },
  { name: "Product Name", required: true },
  { name: "Quantity", required: true },
  { name: "Unit Price", required: false },
];
const header = (column, text, ...values) => ({ column, header: text, values });
const unmapped = (headers, mapping, missing, more = {}) => ({
  code: "unmapped-header",
  details: { headers, mapping, missing, suggestion: {}, sheet: "Sales", row: 1, ...more },
});
const SALES = [header("A", "Day", "2026-01-02"), header("B", "Item", "Tea")];
const TWICE = unmapped(
  [...SALES, header("C", "Quantity (column C)", "3"), header("D", "quantity (column D)", "4", "6")],
  { Date: "Day", "Product Name": "Item" },
  ["Quantity"],
);
const MONTHS = [header("A", "Item", "Tea"), header("B", "Jan", "3"), header("C", "Feb", "4")];

test("numbers are said in words, so that no sign can be mistaken", () => {
  assert.equal(sayNumber("1250"), "one thousand two hundred and fifty");
  assert.equal(sayNumber("1.25"), "one point two five");
  assert.equal(sayNumber("1005"), "one thousand and five");
  assert.equal(sayNumber("-30000"), "minus thirty thousand");
  assert.equal(sayNumber("999121"), "nine hundred and ninety-nine thousand one hundred and twenty-one");
  assert.equal(sayNumber("0.013"), "zero point zero one three");
  assert.equal(sayNumber("1000000"), null);
  assert.equal(sayNumber("1e+09"), null);
});

test("numbers that can be read two ways are asked with both in words", () => {
  const details = { example: "1,250", readings: { "point-decimal": "1250", "comma-decimal": "1.25" } };
  const { text, answers } = questionOf({ code: "undecidable-numbers", details }, 2026);
  assert.equal(text, "What does 1,250 mean?");
  assert.deepEqual(answers, [
    { words: "One thousand two hundred and fifty (1250)", options: { number_format: "point-decimal" } },
    { words: "One point two five (1.25)", options: { number_format: "comma-decimal" } },
  ]);
});

test("letters that can be read several ways are asked with the languages and the words", () => {
  const readings = [
    { encoding: "cp1252", examples: ["Crème brûlée", "Pâté"] },
    { encoding: "x-unknown", examples: ["CrŠme"] },
  ];
  const { answers } = questionOf({ code: "undecidable-encoding", details: { readings } }, 2026);
  assert.deepEqual(answers, [
    { words: "Western European: Crème brûlée, Pâté", options: { encoding: "cp1252" } },
    { words: "X-unknown: CrŠme", options: { encoding: "x-unknown" } },
  ]);
});

test("dates are asked with an example where there is one, and in general where not", () => {
  const ask = (details) => questionOf({ code: "undecidable-dates", details }, 2026);
  assert.equal(ask({ example: "03/04/2024" }).text, "Is 03/04/2024 April 3, 2024 or March 4, 2024?");
  for (const details of [null, { example: "soon" }])
    assert.deepEqual(ask(details).answers[0], {
      words: "Day first: 31/12/2026",
      options: { date_order: "day-first" },
    });
});

test("of two columns with one name each is offered with what it holds, and the form as well", () => {
  const { text, answers } = questionOf(TWICE, 2026);
  assert.equal(text, "Which of these is Quantity?");
  assert.deepEqual(answers, [
    { words: "Column C: 3, …", options: { columns: { Quantity: "Quantity (column C)" } } },
    { words: "Column D: 4, 6, …", options: { columns: { Quantity: "quantity (column D)" } } },
  ]);
  assert.deepEqual(requiredOf(TWICE, COLUMNS), ["Date", "Product Name", "Quantity"]);
});

test("of several names that stand twice each is asked about on its own", () => {
  const days = [header("A", "Date (column A)", "2026-01-02"), header("E", "Date (column E)", "2026-01-05")];
  const found = { "Product Name": "Item", Quantity: "Quantity (column C)" };
  const error = unmapped([...days, ...TWICE.details.headers.slice(1)], found, ["Date"]);
  assert.deepEqual(
    questionOf(error, 2026).answers.map(({ options }) => options.columns.Date),
    ["Date (column A)", "Date (column E)"],
  );
});

test("of two measures of a wide sheet one is chosen, and a form that insists on a date does not come up", () => {
  const error = unmapped([...MONTHS, header("", "Gross"), header("", "Net")], {}, ["Quantity"]);
  assert.deepEqual(
    questionOf(error, 2026).answers.map(({ options }) => options.columns),
    [{ Quantity: "Gross" }, { Quantity: "Net" }],
  );
  assert.equal(requiredOf(error, COLUMNS), null);
});

test("a title that speaks of money can be told to be units", () => {
  const error = unmapped([...MONTHS, header("", "Revenue in EUR")], {}, ["Quantity"]);
  const { text, answers } = questionOf(error, 2026);
  assert.equal(text, "Are they units after all? If not, send a sheet of units.");
  assert.deepEqual(answers, [
    { words: "They are units: Revenue in EUR", options: { columns: { Quantity: "Revenue in EUR" } } },
  ]);
});

test("a wide sheet whose product is not clear asks for that alone", () => {
  assert.deepEqual(requiredOf(unmapped(MONTHS, {}, ["Product Name"]), COLUMNS), ["Product Name"]);
});

test("periods without a year are asked for one, the next year to three years ago", () => {
  const error = unmapped(MONTHS, {}, ["Date"], { asks: "year" });
  const { text, answers } = questionOf(error, 2026);
  assert.equal(text, "Of which year are its sales?");
  assert.deepEqual(
    answers.map(({ words }) => words),
    ["2023", "2024", "2025", "2026", "2027"],
  );
  assert.deepEqual(answers[2].options, { columns: { Date: "2025" } });
  assert.equal(requiredOf(error, COLUMNS), null);
});

test("what no choice among the headers mends has neither buttons nor a form", () => {
  const same = unmapped([header("B", "Jan (column B)"), header("C", "Jan (column C)")], {}, ["Quantity"]);
  const few = unmapped(SALES, {}, ["Date", "Product Name", "Quantity"]);
  for (const error of [same, few, { code: "unmapped-header", details: null }, { code: "empty-workbook" }]) {
    assert.equal(questionOf(error, 2026), null);
    assert.equal(requiredOf(error, COLUMNS), null);
  }
});

test("a header that is not understood is mapped in the form, as before", () => {
  const error = unmapped([...SALES, header("C", "Wie viel")], {}, ["Date", "Product Name", "Quantity"]);
  assert.equal(questionOf(error, 2026), null);
  assert.equal(requiredOf(error, COLUMNS).length, 3);
});

test("what was said before about a file stays said, column by column", () => {
  const before = { encoding: "cp1252", columns: { Date: "Day", Quantity: "Qty" } };
  assert.deepEqual(addOptions(before, { columns: { Quantity: "Qty (column D)" }, date_order: "day-first" }), {
    encoding: "cp1252",
    date_order: "day-first",
    columns: { Date: "Day", Quantity: "Qty (column D)" },
  });
  assert.deepEqual(addOptions(undefined, { encoding: "cp1250" }), { encoding: "cp1250" });
});

test("a column of another sheet is offered as it is, also where it is the only one", () => {
  const offered = header("", "Order Date from Orders by Order ID");
  const refusal = unmapped([...SALES, offered], {}, ["Date"], { asks: "join" });
  const { text, answers } = questionOf(refusal, 2026);
  assert.match(text, /Where is Date to be taken from/);
  assert.deepEqual(answers, [{ words: offered.header, options: { columns: { Date: offered.header } } }]);
  assert.equal(requiredOf(refusal, COLUMNS), null);
});

test("what only a setting or the file can say is no question", () => {
  for (const asks of ["fiscal-year", "days"])
    assert.equal(questionOf(unmapped(SALES, {}, ["Date"], { asks }), 2026), null);
});

test("a file that was read, or none of whose rows can be, lets the columns be chosen that are columns", () => {
  const names = { Date: "Day", "Product Name": "Item", Quantity: "Sold" };
  const ask = (mapping) => editableOf({ mapping }, COLUMNS);
  assert.deepEqual(ask(names), ["Date", "Product Name", "Quantity"]);
  assert.deepEqual(ask({ "Product Name": "Item" }), ["Product Name"]);
  assert.equal(ask({ Date: "Day" }), null);
  const details = { headers: SALES, mapping: names };
  assert.deepEqual(requiredOf({ code: "no-usable-rows", details }, COLUMNS), Object.keys(names));
  assert.equal(requiredOf({ code: "no-usable-rows", details: { findings: [] } }, COLUMNS), null);
});
