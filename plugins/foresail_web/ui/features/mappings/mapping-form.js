// The form that says which column of a file is which of Foresail's, where its header does not tell.

import { Chakra, h, useId, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import {
  columnsToAsk,
  describeHeader,
  findHeaders,
  findWrong,
  firstOfEach,
  onlyClear,
} from "../../lib/headers.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";

const { Badge, Box, Button, Field, Flex, Heading, Input, NativeSelect, SimpleGrid, Stack, Text } = Chakra;

/** `details` are those of the refusal, `required` names what must be chosen; `onSend` hears
 * {columns, save_mapping_as}. */
export function MappingForm({ details, required, isCheck, onSend }) {
  const id = useId();
  const { columns: known, details: more, mapping_name_max: nameMax } = useMeta();
  const columns = columnsToAsk(known, required);
  const { headers, mapping, suggestion, sheet, row } = details;
  const [chosen, choose] = useState(() => findHeaders(headers, onlyClear({ ...suggestion, ...mapping })));
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState({});
  const submit = (event) => {
    event.preventDefault();
    const found = findWrong([...columns, ...more], chosen);
    setWrong(found);
    const first = [...columns, ...more].find((column) => found[column.name]);
    if (first) {
      document.getElementById(`${id}${first.field}`).focus();
      return;
    }
    const named = Object.entries(chosen).filter(([, header]) => header);
    onSend({ columns: Object.fromEntries(named), save_mapping_as: name.trim() });
  };
  const choices = { id, headers, chosen, mapping, suggestion, wrong, onChoose: choose };
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
      h(Heading, { as: "h3", id, size: "sm" }, t("Which of its columns is which?")),
      h(
        Text,
        { fontSize: "sm", color: "fg.muted" },
        t("Its column names are in row {row} of sheet {sheet}.", { row, sheet }),
      ),
    ),
    h(Saved, { headers, onChoose: choose }),
    h(Choices, { columns, ...choices }),
    h(
      Box,
      { as: "details", open: more.some(({ name }) => chosen[name] || wrong[name]) || undefined },
      h(Box, { as: "summary", cursor: "pointer", fontSize: "sm", mb: 3 }, t("More columns that can be kept")),
      h(Choices, { columns: more, ...choices }),
    ),
    h(SaveAs, { name, setName, nameMax }),
    h(
      Button,
      { type: "submit", size: "sm", alignSelf: "start" },
      isCheck ? t("Check it with these columns") : t("Upload it with these columns"),
    ),
  );
}

/** A field for each column; `onChoose` hears the whole choice. */
const Choices = ({ columns, id, headers, chosen, mapping, suggestion, wrong, onChoose }) =>
  h(
    SimpleGrid,
    { columns: { base: 1, md: 2, xl: 3 }, gap: 4 },
    columns.map((column) =>
      h(Column, {
        key: column.field,
        column,
        id: `${id}${column.field}`,
        headers,
        chosen: chosen[column.name],
        isSuggested: !mapping[column.name] && chosen[column.name] === suggestion[column.name],
        wrong: wrong[column.name],
        onChoose: (header) => onChoose({ ...chosen, [column.name]: header }),
      }),
    ),
  );

function Column({ column, id, headers, chosen = "", isSuggested, wrong, onChoose }) {
  const values = new Set(headers.find(({ header }) => header === chosen)?.values);
  return h(
    Field.Root,
    { id, required: column.required, invalid: Boolean(wrong) },
    h(
      Flex,
      { gap: 2, align: "center" },
      h(Field.Label, null, column.name, h(Needed, { isRequired: column.required })),
      chosen && isSuggested && h(Badge, { size: "xs", colorPalette: "warning" }, t("suggested: check it")),
    ),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        { value: chosen, onChange: (event) => onChoose(event.target.value) },
        h("option", { value: "" }, column.required ? t("Choose a column") : t("Not in this file")),
        firstOfEach(headers).map((header) =>
          h("option", { key: header.column, value: header.header }, describeHeader(header)),
        ),
      ),
      h(NativeSelect.Indicator),
    ),
    h(Field.ErrorText, null, wrong),
    values.size > 0 && h(Field.HelperText, null, t("Contains {values}", { values: [...values].join(", ") })),
  );
}

const Needed = ({ isRequired }) =>
  h(
    Text,
    { as: "span", color: "fg.muted", fontWeight: "normal" },
    isRequired ? t("(required)") : t("(optional)"),
  );

function Saved({ headers, onChoose }) {
  const { list_max: most } = useMeta();
  const { value } = useLoaded((signal) => read("/mappings", { limit: most }, signal), []);
  if (!value?.total) return null;
  const take = (event) => {
    const saved = value.mappings.find(({ name }) => name === event.target.value);
    if (saved) onChoose(findHeaders(headers, saved.columns));
  };
  return h(
    Field.Root,
    { maxW: "24rem" },
    h(Field.Label, null, t("Use a saved mapping")),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        { onChange: take, defaultValue: "" },
        h("option", { value: "" }, t("Choose one")),
        value.mappings.map(({ name }) => h("option", { key: name, value: name }, name)),
      ),
      h(NativeSelect.Indicator),
    ),
  );
}

const SaveAs = ({ name, setName, nameMax }) =>
  h(
    Field.Root,
    { maxW: "24rem" },
    h(Field.Label, null, t("Save this mapping as"), " ", h(Needed, { isRequired: false })),
    h(Input, {
      size: "sm",
      maxLength: nameMax,
      value: name,
      onChange: (event) => setName(event.target.value),
    }),
    h(Field.HelperText, null, t("For example, the name of the program that writes these files.")),
  );
