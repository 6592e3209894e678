// The form that says which column of a file is which of Foresail's, where its header does not tell.

import { Chakra, Fragment, h, useId, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import {
  columnsToAsk,
  describeHeader,
  findHeaders,
  findWrong,
  firstOfEach,
  nameColumns,
  onlyClear,
} from "../../lib/headers.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { FORMATS, ORDERS } from "../../lib/refusals.js";
import { useLoaded } from "../../parts/loading.js";
import { SheetRows } from "../files/sheet-rows.js";

const { Badge, Box, Button, Field, Grid, Heading, Flex, Input, NativeSelect, SimpleGrid, Stack, Text } =
  Chakra;
const NOTHING = [];

/** `details` are those of the refusal, or of a check how it was read; `required` names what must be chosen, and is null
 * where no column can be; `marked` says what was found in the cells shown. `said` are the options of a file that was
 * read, whose dates and numbers can be read in another way. `onSend` hears options; `children` stand below the rows. */
export function MappingForm({ details, required, isCheck, marked, said, isSending, onSend, children }) {
  const id = useId();
  const form = useChoices(details, required);
  const [name, setName] = useState("");
  const [ways, setWays] = useState({ date_order: said?.date_order, number_format: said?.number_format });
  const submit = (event) => {
    event.preventDefault();
    const first = form.findFirstWrong();
    if (first) document.getElementById(`${id}${first.field}`).focus();
    else onSend({ columns: form.named(), save_mapping_as: name.trim(), ...(said && ways) });
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
    h(Head, { id, details }),
    h(
      Grid,
      { templateColumns: { base: "minmax(0, 1fr)", xl: "minmax(0, 1fr) 20rem" }, gap: 5 },
      h(
        Stack,
        { gap: 4, minW: 0 },
        h(SheetRows, {
          label: t("First rows of sheet {sheet}", { sheet: details.sheet }),
          cells: details.cells,
          names: nameColumns(details, form.chosen),
          headerRow: details.row,
          marked,
        }),
        children,
      ),
      h(
        Stack,
        { gap: 4 },
        required && h(Columns, { id, form, ...details }),
        said && h(Ways, { ways, setWays }),
        required && h(SaveAs, { name, setName }),
        h(
          Button,
          {
            type: "submit",
            size: "sm",
            alignSelf: "start",
            loading: isSending,
            variant: said ? "outline" : "solid",
          },
          said
            ? t("Check it again")
            : isCheck
              ? t("Check it with these columns")
              : t("Upload it with these columns"),
        ),
      ),
    ),
  );
}

/** Which header is chosen for each column, and what is wrong with the choice. */
function useChoices({ headers, mapping, suggestion, fields }, required) {
  const { columns: known, details } = useMeta();
  const columns = required ? columnsToAsk(known, required) : NOTHING;
  const more = required ? details : NOTHING;
  // What was read is known; of a refused file a person says which of several is meant.
  const first = fields ? mapping : onlyClear({ ...suggestion, ...mapping });
  const [chosen, choose] = useState(() => findHeaders(headers, first));
  const [wrong, setWrong] = useState({});
  const findFirstWrong = () => {
    const found = findWrong([...columns, ...more], chosen);
    setWrong(found);
    return [...columns, ...more].find((column) => found[column.name]);
  };
  const named = () => Object.fromEntries(Object.entries(chosen).filter(([, header]) => header));
  return { columns, more, chosen, choose, wrong, findFirstWrong, named };
}

const Head = ({ id, details: { row, sheet } }) =>
  h(
    Box,
    null,
    h(Heading, { as: "h3", id, size: "sm" }, t("Which of its columns is which?")),
    h(
      Text,
      { fontSize: "sm", color: "fg.muted" },
      t("Its column names are in row {row} of sheet {sheet}.", { row, sheet }),
    ),
  );

/** A saved mapping to take, and the columns one by one. */
function Columns({ id, form, headers, mapping, suggestion = {}, fields }) {
  const { columns, more, chosen, choose, wrong } = form;
  const choices = {
    id,
    headers,
    chosen,
    mapping,
    suggestion,
    wrong,
    isRead: Boolean(fields),
    onChoose: choose,
  };
  return h(
    Fragment,
    null,
    h(Saved, { headers, onChoose: choose }),
    h(Choices, { columns, ...choices }),
    h(
      Box,
      { as: "details", open: more.some(({ name }) => chosen[name] || wrong[name]) || undefined },
      h(Box, { as: "summary", cursor: "pointer", fontSize: "sm", mb: 3 }, t("More columns that can be kept")),
      h(Choices, { columns: more, ...choices }),
    ),
  );
}

/** How dates and numbers are written, where the file is not to tell. */
const Ways = ({ ways, setWays }) =>
  h(
    SimpleGrid,
    { columns: { base: 1, md: 2, xl: 1 }, gap: 4 },
    [
      ["date_order", t("Dates"), ORDERS],
      ["number_format", t("Numbers"), FORMATS],
    ].map(([option, label, words]) =>
      h(
        Field.Root,
        { key: option },
        h(Field.Label, null, label),
        h(
          NativeSelect.Root,
          { size: "sm" },
          h(
            NativeSelect.Field,
            {
              value: ways[option] ?? "",
              onChange: (event) => setWays({ ...ways, [option]: event.target.value }),
            },
            h("option", { value: "" }, t("As the file shows")),
            Object.entries(words).map(([way, text]) => h("option", { key: way, value: way }, text)),
          ),
          h(NativeSelect.Indicator),
        ),
      ),
    ),
  );

/** A field for each column; `onChoose` hears the whole choice. */
const Choices = ({ columns, id, headers, chosen, mapping, suggestion, wrong, isRead, onChoose }) =>
  h(
    SimpleGrid,
    { columns: { base: 1, md: 2, xl: 1 }, gap: 4 },
    columns.map((column) =>
      h(Column, {
        key: column.field,
        column,
        id: `${id}${column.field}`,
        headers,
        chosen: chosen[column.name],
        isSuggested: !mapping[column.name] && chosen[column.name] === suggestion[column.name],
        // A column that was found by itself would be found again.
        isFixed: isRead && Boolean(mapping[column.name]),
        wrong: wrong[column.name],
        onChoose: (header) => onChoose({ ...chosen, [column.name]: header }),
      }),
    ),
  );

function Column({ column, id, headers, chosen = "", isSuggested, isFixed, wrong, onChoose }) {
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
        !isFixed &&
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

function SaveAs({ name, setName }) {
  const { mapping_name_max: nameMax } = useMeta();
  return h(
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
}
