// The findings of an upload: counted by code with their words, then cell by cell.

import { Chakra, Fragment, h, useEffect, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { worstFirst } from "../../lib/findings.js";
import { formatCount, formatName } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { Choice } from "../../parts/choice.js";
import { Refusal, Rows, Waiting } from "../../parts/pieces.js";
import { CellInSheet } from "./cell-in-sheet.js";

const { Badge, Button, Code, Flex, Stack, Text } = Chakra;
const PAGE = 1000;
const SEVERITIES = tAll({ error: "error", confirm: "to confirm", warning: "warning", notice: "notice" });
const FIRST = 10;
const MORE = 50;
const PALETTES = { error: "error", confirm: "orange", warning: "warning", notice: "info" };

/** All findings of an upload, or those of a kind that is chosen; `counts` is how many there are of each code. */
export function Findings({ id, counts }) {
  const [code, choose] = useState(null);
  const all = useFindings(id);
  const own = useFindings(code === null ? null : id, code);
  const kinds = worstFirst(counts, all.found).map(({ code: value, finding }) => [
    value,
    finding ? t(finding.message) : formatName(value),
  ]);
  const choice =
    kinds.length > 1 &&
    h(Choice, {
      label: t("Kind of finding"),
      all: t("Every kind"),
      chosen: code,
      options: kinds,
      onChoose: choose,
    });
  return h(FindingsAtHand, { ...all, id, counts, choice, shown: code === null ? all : { ...own, code } });
}

/** Findings that are at hand: the first of `total`, and how to load more where that can be done. Cell by cell there
 * are those that are `shown`, by a `choice`; those of upload `id` can be seen in the sheet. */
export function FindingsAtHand({ id, choice, shown, counts, ...all }) {
  if (Object.keys(counts).length === 0) return h(Text, null, t("Nothing is wrong with this workbook."));
  const { code, found, total, error, isLoading, loadMore } = shown ?? all;
  return h(
    Fragment,
    null,
    h(Rows, {
      label: t("Findings counted by kind"),
      heads: tAll(["Times", "What is wrong", "What to do"]),
      numeric: [0],
      rows: worstFirst(counts, all.found).map(({ code, count, finding }) => [
        formatCount(count),
        h(Kind, { code, finding }),
        finding?.remedy ? t(finding.remedy) : t("See its cells."),
      ]),
    }),
    choice,
    error && h(Refusal, { error }),
    found.length > 0 && h(Cells, { key: code, id, found, total, loadMore, isLoading }),
    found.length === 0 && isLoading && h(Waiting, { label: t("Loading the cells") }),
  );
}

/** Of an upload, or of none while its number is null; of a code, or all. */
function useFindings(id, code = null) {
  const [state, setState] = useState({ found: [], total: 0, isLoading: true });
  const load = (offset, before) => {
    setState((was) => ({ ...was, found: before, error: undefined, isLoading: true }));
    const wanted = { limit: PAGE, offset, ...(code && { code }) };
    return read(`/uploads/${id}/findings`, wanted).then(
      ({ total, findings }) => ({ found: [...before, ...findings], total, isLoading: false }),
      (error) => ({ found: before, total: before.length, error, isLoading: false }),
    );
  };
  useEffect(() => {
    if (id === null) return undefined;
    let isCurrent = true;
    load(0, []).then((loaded) => isCurrent && setState(loaded));
    return () => {
      isCurrent = false;
    };
  }, [id, code]);
  return { ...state, loadMore: () => load(state.found.length, state.found).then(setState) };
}

function Kind({ code, finding }) {
  if (!finding) return formatName(code);
  return h(
    Flex,
    { gap: 2, align: "baseline" },
    h(Severity, { severity: finding.severity }),
    h("span", { title: code }, t(finding.message)),
  );
}

const Severity = ({ severity }) =>
  h(
    Badge,
    { colorPalette: PALETTES[severity], variant: "subtle", size: "xs", flexShrink: 0 },
    SEVERITIES[severity] ?? severity,
  );

/** Findings cell by cell; those that are not at hand are loaded, or left out where that cannot be done. */
export function Cells({ id, found, total, loadMore, isLoading }) {
  const [shown, setShown] = useState(FIRST);
  const [looked, look] = useState(null);
  const close = () => {
    looked.button.focus();
    look(null);
  };
  const showMore = () => {
    if (shown + MORE > found.length && found.length < total) loadMore?.();
    setShown(shown + MORE);
  };
  const visible = found.slice(0, shown);
  const left = Math.min(MORE, (loadMore ? total : found.length) - visible.length);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Findings cell by cell"),
      heads: tAll(["Cell", "Column", "Value", "What is wrong"]),
      rows: visible.map((finding) => describe(finding, id && ((button) => look({ finding, button })))),
      maxH: "30rem",
    }),
    looked && h(CellInSheet, { key: visible.indexOf(looked.finding), id, found, ...looked, onClose: close }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h(
        "span",
        { role: "status" },
        t("{shown} of {count} cell|{shown} of {count} cells", {
          shown: formatCount(visible.length),
          count: total,
        }),
      ),
      left > 0 &&
        h(
          Button,
          { variant: "outline", size: "xs", onClick: showMore, loading: isLoading },
          t("Show {count} more", { count: left }),
        ),
    ),
  );
}

/** `onLook` hears the button of a cell that is to be seen in its sheet. */
function describe({ sheet, cell, column, value, message, severity }, onLook) {
  return [
    h(
      Flex,
      { direction: "column", align: "start" },
      cell && onLook
        ? h(
            Button,
            {
              variant: "plain",
              size: "2xs",
              px: 0,
              "aria-label": t("{cell}: show it in the sheet", { cell }),
              onClick: (event) => onLook(event.currentTarget),
            },
            h(Code, { size: "sm", textDecoration: "underline", cursor: "pointer" }, cell),
          )
        : h(Code, { size: "sm" }, cell || "–"),
      h(Muted, null, sheet),
    ),
    column,
    value == null
      ? h(Muted, null, t("empty"))
      : h(Text, { as: "span", lineClamp: 3, wordBreak: "break-word" }, value),
    h(Flex, { gap: 2, align: "baseline" }, h(Severity, { severity }), t(message)),
  ];
}

const Muted = ({ children }) => h(Text, { as: "span", color: "fg.muted", fontSize: "xs" }, children);
