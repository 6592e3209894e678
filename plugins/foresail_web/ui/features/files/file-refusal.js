// A file that was refused: why, and what a person can say so that it is read after all.

import { Chakra, h } from "../../lib/airflow.js";
import { markCells } from "../../lib/findings.js";
import { useArrival } from "../../lib/focus.js";
import { nameColumns } from "../../lib/headers.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { addOptions, questionOf, requiredOf } from "../../lib/refusals.js";
import { Refusal } from "../../parts/pieces.js";
import { MappingForm } from "../mappings/mapping-form.js";
import { Cells } from "./findings.js";
import { SheetRows } from "./sheet-rows.js";

const { Box, Button, Flex, Stack, Text } = Chakra;
const MAP = t("Say which of its columns is which. Your file is not changed.");
const OTHER_YEAR = t(
  "If it is none of these years, write it into the headings of the file, above them, or into the sheet's name.",
);

/** The refusal of a file that was sent with `options`; `onAgain` hears all options to send it with again. */
export function FileRefusal({ file, options, isCheck, error, onAgain }) {
  const place = useArrival();
  const question = questionOf(error, new Date().getFullYear());
  const required = requiredOf(error, useMeta().columns);
  const { details } = error;
  const answer = (more) => onAgain(addOptions(options, more));
  return h(
    Stack,
    {
      ref: place,
      tabIndex: -1,
      outline: "none",
      gap: 3,
      role: "group",
      "aria-label": t("The file was refused"),
    },
    h(
      Refusal,
      // The API's hint is for programs: here its way is a form or a button.
      { error, hint: hintOf(error, question, required) },
      file && h(Text, null, t("Nothing from {file} was stored.", { file: file.name })),
      question && h(Question, { question, onAnswer: answer }),
    ),
    required && h(MappingForm, { details, required, isCheck, marked: markedIn(details), onSend: answer }),
    !required && details?.cells && h(Rows, details),
    details?.findings && h(Cells, { found: details.findings, total: details.total }),
  );
}

function hintOf({ code, hint, details }, question, required) {
  if (question) return details?.asks ? OTHER_YEAR : null;
  return required && code === "unmapped-header" ? MAP : hint;
}

const markedIn = ({ findings = [], sheet }) => markCells(findings, sheet);

/** The rows that a question is about. */
const Rows = ({ sheet, row, cells, mapping, headers, fields }) =>
  h(SheetRows, {
    label: t("First rows of sheet {sheet}", { sheet }),
    cells,
    headerRow: row,
    names: nameColumns({ headers, mapping, fields }, mapping),
  });

function Question({ question: { text, answers }, onAnswer }) {
  return h(
    Box,
    { mt: 2 },
    h(Text, null, answers.length > 1 ? `${text} ${t("Choose one, and the file is sent again:")}` : text),
    h(
      Flex,
      { gap: 2, mt: 1, wrap: "wrap" },
      answers.map(({ words, options }) =>
        h(
          Button,
          {
            key: words,
            size: "xs",
            variant: "outline",
            // A long reading is wrapped, not cut.
            h: "auto",
            minH: 8,
            py: 1,
            maxW: "full",
            whiteSpace: "normal",
            textAlign: "start",
            onClick: () => onAnswer(options),
          },
          words,
        ),
      ),
    ),
  );
}
