// The form that says which column of a file is which of Foresail's, where its header does not tell.

import { Chakra, h, useId, useState } from "./airflow.js";
import { read } from "./api.js";
import { COLUMNS } from "./columns.js";
import { useLoaded } from "./loading.js";

const { Badge, Box, Button, Field, Flex, Heading, Input, NativeSelect, SimpleGrid, Stack, Text } = Chakra;
const SIGNS_TOLD = 60;
const NAME_MAX = 100;

/** `details` are those of the refusal; `onSend` hears {columns, save_mapping_as}. */
export function MappingForm({ details, isCheck, onSend }) {
  const id = useId();
  const { headers, mapping, suggestion, sheet, row } = details;
  const [chosen, choose] = useState(() => findHeaders(headers, { ...suggestion, ...mapping }));
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState({});
  const submit = (event) => {
    event.preventDefault();
    const found = findWrong(chosen);
    setWrong(found);
    const first = COLUMNS.find((column) => found[column.name]);
    if (first) return document.getElementById(`${id}${first.field}`).focus();
    const columns = Object.fromEntries(Object.entries(chosen).filter(([, header]) => header));
    return onSend({ columns, save_mapping_as: name.trim() });
  };
  return h(
    Stack,
    {
      as: "form",
      gap: 4,
      borderWidth: 1,
      borderRadius: "md",
      p: 4,
      onSubmit: submit,
      "aria-labelledby": id,
      noValidate: true,
    },
    h(
      Box,
      null,
      h(Heading, { as: "h3", id, size: "sm" }, "Which of its columns is which?"),
      h(
        Text,
        { fontSize: "sm", color: "fg.muted" },
        `The headings are those in row ${row} of sheet ${sheet}.`,
      ),
    ),
    h(Saved, { headers, onChoose: choose }),
    h(
      SimpleGrid,
      { columns: { base: 1, md: 2, xl: 3 }, gap: 4 },
      COLUMNS.map((column) =>
        h(Column, {
          key: column.field,
          column,
          id: `${id}${column.field}`,
          headers,
          chosen: chosen[column.name],
          isSuggested: !mapping[column.name] && chosen[column.name] === suggestion[column.name],
          wrong: wrong[column.name],
          onChoose: (header) => choose({ ...chosen, [column.name]: header }),
        }),
      ),
    ),
    h(Remember, { name, setName }),
    h(
      Button,
      { type: "submit", size: "sm", alignSelf: "start" },
      `${isCheck ? "Check" : "Upload"} it with these columns`,
    ),
  );
}

/** What is wrong with the choice, in words, by column. */
function findWrong(chosen) {
  const wrong = {};
  const usedBy = new Map();
  for (const { name, isRequired } of COLUMNS) {
    const header = chosen[name];
    if (!header && isRequired) wrong[name] = "This one is needed.";
    if (header && usedBy.has(header)) wrong[name] = `That is ${usedBy.get(header)} already.`;
    if (header) usedBy.set(header, name);
  }
  return wrong;
}

function Column({ column, id, headers, chosen = "", isSuggested, wrong, onChoose }) {
  const values = new Set(headers.find(({ header }) => header === chosen)?.values);
  return h(
    Field.Root,
    { id, required: column.isRequired, invalid: Boolean(wrong) },
    h(
      Flex,
      { gap: 2, align: "center" },
      h(Field.Label, null, column.name, h(Needed, { isRequired: column.isRequired })),
      chosen && isSuggested && h(Badge, { size: "xs", colorPalette: "warning" }, "suggested: check it"),
    ),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        { value: chosen, onChange: (event) => onChoose(event.target.value) },
        h("option", { value: "" }, column.isRequired ? "Choose a column" : "Not in this file"),
        unique(headers).map((header) =>
          h("option", { key: header.column, value: header.header }, describe(header)),
        ),
      ),
      h(NativeSelect.Indicator),
    ),
    h(Field.ErrorText, null, wrong),
    values.size > 0 && h(Field.HelperText, null, `Holds ${[...values].join(", ")}`),
  );
}

const Needed = ({ isRequired }) =>
  h(Text, { as: "span", color: "fg.muted", fontWeight: "normal" }, isRequired ? "(needed)" : "(optional)");

const describe = ({ column, header, values }) =>
  `${column}: ${header}${values.length ? ` (${values.join(", ")})` : ""}`.slice(0, 2 * SIGNS_TOLD);

/** A header that stands twice is read where it stands first. */
const unique = (headers) =>
  headers.filter(({ header }, place) => headers.findIndex((other) => other.header === header) === place);

function Saved({ headers, onChoose }) {
  const { value } = useLoaded((signal) => read("/mappings", { limit: 1000 }, signal), []);
  if (!value?.total) return null;
  const take = (event) => {
    const saved = value.mappings.find(({ name }) => name === event.target.value);
    if (saved) onChoose(findHeaders(headers, saved.columns));
  };
  return h(
    Field.Root,
    { maxW: "24rem" },
    h(Field.Label, null, "Choose as remembered"),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        { onChange: take, defaultValue: "" },
        h("option", { value: "" }, "Choose a name"),
        value.mappings.map(({ name }) => h("option", { key: name, value: name }, name)),
      ),
      h(NativeSelect.Indicator),
    ),
  );
}

/** The file's own headers for each column, however they were written where the choice was made. */
function findHeaders(headers, columns) {
  const find = (text) => headers.find(({ header }) => fold(header) === fold(text))?.header ?? "";
  return Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, find(text)]));
}

const fold = (text) =>
  text
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

const Remember = ({ name, setName }) =>
  h(
    Field.Root,
    { maxW: "24rem" },
    h(Field.Label, null, "Remember this as ", h(Needed, { isRequired: false })),
    h(Input, {
      size: "sm",
      maxLength: NAME_MAX,
      value: name,
      onChange: (event) => setName(event.target.value),
    }),
    h(Field.HelperText, null, "Such as the name of the program that writes these files."),
  );
