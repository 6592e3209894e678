// What a person can answer to the refusal of a file: the readings that it offers, and what its columns lack.

import { readBothWays } from "./dates.js";
import { nameEncoding } from "./encodings.js";
import { capitalize } from "./format.js";
import { isLettered, withoutLetter } from "./headers.js";
import { LANGUAGE, t, tAll } from "./language.js";
import { sayNumber } from "./number-words.js";

/** How dates and numbers can be written, by what the API calls it. */
export const ORDERS = tAll({
  "day-first": "Day first: 31/12/2026",
  "month-first": "Month first: 12/31/2026",
});
export const FORMATS = tAll({ "point-decimal": "Like 1,250.5", "comma-decimal": "Like 1.250,5" });
const YEARS = 5;
const READERS = {
  "undecidable-dates": readDates,
  "undecidable-encoding": readEncodings,
  "undecidable-numbers": readNumbers,
};

/** The question that buttons answer: `text`, and per answer its `words` and the `options` it adds; null
 * where the refusal asks none. `thisYear` is the year now. */
export function questionOf({ code, details }, thisYear) {
  if (READERS[code]) return READERS[code](details ?? {});
  if (code !== "unmapped-header" || !details) return null;
  if (details.asks === "year") return askYear(details, thisYear);
  if (details.asks === "join") return askJoin(details);
  return details.asks ? null : askColumn(details);
}

function readDates({ example }) {
  const readings = example ? readBothWays(example) : null;
  const text = readings
    ? t("Is {example} {one} or {other}?", {
        example,
        one: readings["day-first"],
        other: readings["month-first"],
      })
    : t("How are its dates written?");
  const answers = Object.entries(readings ?? ORDERS);
  return { text, answers: answers.map(([order, words]) => ({ words, options: { date_order: order } })) };
}

function readEncodings({ readings = [] }) {
  const answers = readings.map(({ encoding, examples }) => ({
    words: `${capitalize(nameEncoding(encoding))}: ${examples.join(", ")}`,
    options: { encoding },
  }));
  return answers.length ? { text: t("Which of these is spelled right?"), answers } : null;
}

function readNumbers({ example, readings = FORMATS }) {
  const answers = Object.entries(readings).map(([format, number]) => ({
    words: example ? describeNumber(number) : number,
    options: { number_format: format },
  }));
  return {
    text: example ? t("What does {example} mean?", { example }) : t("How are its numbers written?"),
    answers,
  };
}

/** In English in words, else written without thousands apart: nobody can mistake its decimals for them. */
function describeNumber(number) {
  const words = LANGUAGE === "en" && sayNumber(number);
  if (words) return `${capitalize(words)} (${number})`;
  const [whole, decimals] = number.split(".");
  return decimals === undefined
    ? t("{number}, without decimals", { number })
    : t("{whole} with the decimals {decimals}", { whole, decimals });
}

function askYear({ mapping }, thisYear) {
  const years = Array.from({ length: YEARS }, (_, back) => String(thisYear - YEARS + 2 + back));
  return {
    text: mapping.Date
      ? t("Of which year are the dates in {column}?", { column: mapping.Date })
      : t("Of which year are its sales?"),
    answers: years.map((year) => ({ words: year, options: { columns: { Date: year } } })),
  };
}

/** Whether a column that is missing is taken from another sheet. */
const askJoin = ({ headers, missing: [name] }) => ({
  text: t("Where is {column} to be taken from? Choose, and the file is sent again:", { column: name }),
  answers: headers
    .filter(({ column }) => !column)
    .map(({ header }) => ({ words: header, options: { columns: { [name]: header } } })),
});

/** One column is missing, and few may be it: those called the same, or what stands above the columns. */
function askColumn({ headers, missing, mapping }) {
  if (missing.length !== 1) return null;
  const [name] = missing;
  const found = new Set(Object.values(mapping).map(withoutLetter));
  const labels = headers.filter(({ column }) => !column);
  // Those called like a column that was found are of that one, and asked about next.
  const twice = headers.filter(({ header }) => isLettered(header) && !found.has(withoutLetter(header)));
  const names = new Set(twice.map(({ header }) => withoutLetter(header)));
  // Where no column is known at all the headings are dates, and none of those can be another column.
  const isOne = names.size === 1 && found.size > 0;
  const offered = labels.length ? labels : isOne ? twice : [];
  if (!offered.length) return null;
  return {
    text:
      offered.length === 1
        ? t("Are they units after all? If not, send a sheet of units.")
        : t("Which of these is {column}?", { column: name }),
    answers: offered.map((header) => ({
      words:
        offered.length === 1
          ? t("They are units: {column}", { column: describeOffer(header) })
          : describeOffer(header),
      options: { columns: { [name]: header.header } },
    })),
  };
}

function describeOffer({ column, header, values }) {
  if (!column) return header;
  const named = t("Column {column}", { column });
  return values.length ? `${named}: ${values.join(", ")}, …` : named;
}

/** The names of the columns that a form must ask for; null where no choice among the headers helps: there
 * are too few of them, the dates are headings themselves, or only a year is missing. */
export function requiredOf({ code, details }, columns) {
  if (code === "no-usable-rows" && details?.headers) return editableOf(details, columns);
  if (code !== "unmapped-header" || !details?.headers || details.asks) return null;
  const { headers, mapping, missing } = details;
  const required = columns.filter((column) => column.required).map(({ name }) => name);
  const isWide = required.some((name) => !missing.includes(name) && !mapping[name]);
  if (!isWide) return headers.length >= required.length ? required : null;
  return missing.includes("Product Name") ? ["Product Name"] : null;
}

/** The names of the columns that a form must ask for where a file was read: a date that is a heading is none. */
export function editableOf({ mapping }, columns) {
  const required = columns.filter((column) => column.required).map(({ name }) => name);
  const mapped = required.filter((name) => mapping[name]);
  return mapped.includes("Product Name") ? mapped : null;
}

/** The options of a file sent again: what is said now goes before what was said, column by column. */
export const addOptions = (before = {}, more) => ({
  ...before,
  ...more,
  ...(before.columns && more.columns && { columns: { ...before.columns, ...more.columns } }),
});
