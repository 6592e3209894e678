// The headers of a workbook, and which of Foresail's columns each is.

import { t } from "./language.js";

const DESCRIPTION_MAX = 120;
const LETTER = / \(column [A-Z]+\)$/;

/** Whether a header has its column's letter because another is called the same: `Quantity (column D)`. */
export const isLettered = (header) => LETTER.test(header);

/** What columns of one name share. */
export const withoutLetter = (header) => header.replace(LETTER, "").toLowerCase();

/** A mapping without the headers of which there are several: a person says which is meant. */
export const onlyClear = (mapping) =>
  Object.fromEntries(Object.entries(mapping).filter(([, header]) => !isLettered(header)));

/** The file's own headers for each column, however they were written where the choice was made. */
export function findHeaders(headers, columns) {
  const find = (text) => headers.find(({ header }) => fold(header) === fold(text))?.header ?? "";
  return Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, find(text)]));
}

const fold = (text) =>
  text
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

/** The columns to ask for: those named, and the optional ones; a cell below a period is of no transaction. */
export const columnsToAsk = (columns, required) =>
  columns.filter((column) =>
    column.required
      ? required.includes(column.name)
      : required.includes("Date") || column.name !== "Transaction ID",
  );

/** What is wrong with a choice of headers, in words, by column. */
export function findWrong(columns, chosen) {
  const wrong = {};
  const usedBy = new Map();
  for (const { name, required } of columns) {
    const header = chosen[name];
    if (!header && required) wrong[name] = t("This column is required.");
    if (header && usedBy.has(header))
      wrong[name] = t("This is already used for {column}.", { column: usedBy.get(header) });
    if (header) usedBy.set(header, name);
  }
  return wrong;
}

/** What each column of a sheet is, by its letter: as `chosen` among its headers, and what no choice can change. */
export function nameColumns({ headers, mapping, fields = {} }, chosen) {
  const names = {};
  const add = (letter, name) => {
    names[letter] = [...(names[letter] ?? []), name];
  };
  for (const [letter, read] of Object.entries(fields))
    for (const name of read) if (!(name in mapping)) add(letter, name);
  for (const [name, header] of Object.entries(chosen)) {
    const column = header && headers.find((other) => other.header === header)?.column;
    if (column) add(column, name);
  }
  return names;
}

/** A header that stands twice is read where it stands first. */
export const firstOfEach = (headers) =>
  headers.filter(({ header }, place) => headers.findIndex((other) => other.header === header) === place);

/** A header with its column's letter and some of the values below it. */
export const describeHeader = ({ column, header, values }) =>
  [column && `${column}: `, header, values.length > 0 && ` (${values.join(", ")})`]
    .filter(Boolean)
    .join("")
    .slice(0, DESCRIPTION_MAX);

/** A saved mapping in words, in the order of Foresail's columns. */
export const describeMapping = (columns, mapping) =>
  columns
    .filter(({ name }) => mapping[name])
    .map(({ name }) => t("{column} is {header}", { column: name, header: mapping[name] }))
    .join(", ");
