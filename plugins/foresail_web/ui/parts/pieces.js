// The small pieces every part of the page is made of: sections, figures, notices, empty states, tables.

import { addressOf } from "../lib/addresses.js";
import { Chakra, h, RouterLink } from "../lib/airflow.js";
import { loginAddress } from "../lib/api.js";
import { useArrival } from "../lib/focus.js";
import { t } from "../lib/language.js";

const { Alert, Box, EmptyState, Flex, Heading, Link, Progress, Spinner, Stack, Stat, Table, Text } = Chakra;

/** A framed part of the page with its heading, which can be gone to; `aside` stands at the heading's end. */
export function Section({ title, id, headingRef, aside, children }) {
  return h(
    Box,
    { as: "section", "aria-labelledby": id, borderWidth: 1, borderRadius: "lg", p: 4 },
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, mb: 3, wrap: "wrap" },
      h(Heading, { as: "h2", id, ref: headingRef, size: "md", tabIndex: -1, outline: "none" }, title),
      aside,
    ),
    children,
  );
}

/** A part of a section with its own heading; `aside` stands at the heading's end. */
export function Part({ title, aside, children }) {
  return h(
    Stack,
    { gap: 2, minW: 0 },
    h(
      Flex,
      { justify: "space-between", align: "baseline", gap: 3, wrap: "wrap" },
      h(Heading, { as: "h3", size: "sm" }, title),
      aside,
    ),
    children,
  );
}

/** One figure with its label, and what it means below it. */
export function Figure({ label, value, children }) {
  return h(
    Stat.Root,
    { size: "sm" },
    h(Stat.Label, { color: "fg.muted" }, label),
    h(Stat.ValueText, { fontSize: "xl", fontVariantNumeric: "tabular-nums" }, value),
    // A list of definitions holds nothing but its terms and what they mean.
    children && h(Stat.HelpText, { as: "dd", color: "fg.muted", m: 0 }, children),
  );
}

/** Something to know: `status` is info, success, warning or error. */
export function Notice({ status, title, children }) {
  return h(
    Alert.Root,
    { status, role: status === "error" ? "alert" : "status" },
    h(Alert.Indicator),
    h(
      Alert.Content,
      null,
      h(Alert.Title, null, title),
      children && h(Alert.Description, { as: "div" }, children),
    ),
  );
}

/** Something was done, and what was pressed for it is gone: the keyboard goes here. */
export function Done({ title, children }) {
  const place = useArrival();
  return h(
    Box,
    { ref: place, tabIndex: -1, outline: "none" },
    h(Notice, { status: "success", title }, children),
  );
}

/** What the API refused, and what to do: `hint` where the page has an easier way than the API's. */
export function Refusal({ error, hint = error.hint, children }) {
  return h(
    Notice,
    { status: "error", title: error.message },
    hint,
    error.status === 401 &&
      h(Box, null, h(Link, { href: loginAddress(), textDecoration: "underline" }, t("Log in again"))),
    children,
  );
}

/** What to do where there is nothing to show. */
export function Empty({ title, children }) {
  return h(
    EmptyState.Root,
    { size: "sm" },
    h(
      EmptyState.Content,
      null,
      h(EmptyState.Title, { as: "p", textAlign: "center" }, title),
      h(EmptyState.Description, { textAlign: "center", maxW: "lg" }, children),
    ),
  );
}

const IN_TEXT = { display: "inline", color: "inherit", textDecoration: "underline" };

/** A link to a place in Airflow; it looks like the text around it where `isInText`. */
export function PlaceLink({ to, isInText, children, ...more }) {
  const look = isInText ? IN_TEXT : { color: "fg.info" };
  return h(Link, { asChild: true, ...look }, h(RouterLink, { to, ...more }, children));
}

/** A link to one of Foresail's pages. */
export const PageLink = ({ page, parameters, ...more }) =>
  h(PlaceLink, { to: addressOf(page, parameters), ...more });

/** A link to a run of a Dag in Airflow. */
export const RunLink = ({ dagId, runId, ...more }) =>
  h(PlaceLink, { to: `/dags/${dagId}/runs/${encodeURIComponent(runId)}`, ...more });

/** A remark in small letters. */
export const Small = ({ children, ...more }) =>
  h(Text, { fontSize: "sm", color: "fg.muted", ...more }, children);

/** Something is on its way. */
export function Waiting({ label }) {
  return h(
    Flex,
    { role: "status", align: "center", gap: 2, color: "fg.muted", py: 4 },
    h(Spinner, { size: "sm" }),
    label,
  );
}

/** A bar of progress; no `share` where nobody knows how far it is. */
export function Bar({ label, share, ...look }) {
  return h(
    Progress.Root,
    { value: share === null ? null : Math.round(100 * share), size: "xs", ...look },
    h(Progress.Track, { "aria-label": label }, h(Progress.Range)),
  );
}

// On a narrow screen a table with many columns scrolls: squeezed, it could not be read.
const widthOf = (heads) => (heads.length > 3 ? `${5.5 * heads.length}rem` : undefined);

/** A table: `heads` are texts, `rows` are arrays of cells; `numeric` names the columns that align right. By its key, one of
 * `keys`, a row that is asked about keeps its question wherever it comes to stand. */
export function Rows({ label, heads, rows, keys, numeric = [], maxH }) {
  const align = (column) =>
    numeric.includes(column) ? { textAlign: "end", fontVariantNumeric: "tabular-nums" } : {};
  return h(
    Table.ScrollArea,
    // What scrolls is reached with the keyboard, too; it is no landmark beside the section that it lies in.
    {
      borderWidth: 1,
      borderRadius: "md",
      maxH,
      whiteSpace: "normal",
      tabIndex: 0,
      role: "group",
      "aria-label": label,
    },
    h(
      Table.Root,
      { size: "sm", stickyHeader: Boolean(maxH), "aria-label": label, minW: widthOf(heads) },
      h(
        Table.Header,
        null,
        h(
          Table.Row,
          { bg: "bg.muted" },
          heads.map((head, column) =>
            h(Table.ColumnHeader, { key: head, scope: "col", ...align(column) }, head),
          ),
        ),
      ),
      h(
        Table.Body,
        null,
        rows.map((cells, row) =>
          h(
            Table.Row,
            { key: keys?.[row] ?? row },
            cells.map((cell, column) =>
              h(Table.Cell, { key: heads[column], verticalAlign: "top", ...align(column) }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
