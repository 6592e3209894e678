// The section of what is known ahead: promotions, events and planned prices, which come and go as a workbook.

import { Chakra, h, useRef, useState } from "./airflow.js";
import { apiAddress, read, sendWorkbook } from "./api.js";
import { FORMATS } from "./dropzone.js";
import { formatCount, formatDay, formatPrice } from "./format.js";
import { useLoaded } from "./loading.js";
import { Done, Refusal, Rows, Section } from "./pieces.js";
import { Refused } from "./refused.js";

const { Button, Flex, Link, Stack, Text } = Chakra;
const SHOWN = 8;
const TEACHES = "The next training learns what the past ones did and forecasts with those ahead.";
const NOTHING =
  "No promotion, event or planned price is known ahead. Get the workbook, fill in what has been and what is " +
  "planned, and send it back: forecasts then know of it.";

/** What lies ahead of `lastDay`, the last day with sales, and the ways to change it. */
export function Calendar({ lastDay, version }) {
  const [changes, setChanges] = useState(0);
  const { sending, refused, stored, send } = useSending(() => setChanges(changes + 1));
  const load = (signal) => read("/calendar", { after: lastDay, limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version, changes]);
  return h(
    Section,
    { title: "Known ahead", id: "foresail-calendar", aside: h(Ways, { sending, send }) },
    h(
      Stack,
      { gap: 3 },
      stored && h(Stored, stored),
      refused && h(Refused, { ...refused, onAgain: (wish) => send(refused.file, wish) }),
      error && h(Refusal, { error }),
      value && h(Ahead, value),
    ),
  );
}

/** `sending` while a workbook is on its way; then what is `stored`, or why it was `refused`. */
function useSending(onStored) {
  const [shown, show] = useState({});
  const send = async (file, wish = {}) => {
    show({ sending: true });
    try {
      const stored = await sendWorkbook("/calendar/workbook", file, wish, () => {}, "PUT").answer;
      show({ stored });
      onStored();
    } catch (error) {
      show({ refused: { file, error } });
    }
  };
  return { ...shown, send };
}

function Ways({ sending, send }) {
  const input = useRef(null);
  const choose = (event) => {
    if (event.target.files.length) send(event.target.files[0]);
    // The same file, corrected, can be chosen again only if the input forgets it.
    event.target.value = "";
  };
  return h(
    Flex,
    { gap: 4, align: "center", wrap: "wrap", fontSize: "sm" },
    h(
      Link,
      { href: apiAddress("/calendar/workbook"), download: "", color: "fg.info" },
      "Get it as a workbook",
    ),
    h("input", {
      ref: input,
      type: "file",
      accept: FORMATS,
      hidden: true,
      "aria-label": "Workbook of the calendar",
      onChange: choose,
    }),
    h(
      Button,
      { variant: "outline", size: "xs", loading: sending, onClick: () => input.current.click() },
      "Send it back",
    ),
  );
}

function Stored({ total, left_out: left }) {
  return h(
    Done,
    { title: `The calendar has ${formatCount(total)} ${total === 1 ? "entry" : "entries"} now` },
    TEACHES,
    left.length > 0 && h(Text, null, `Not read: ${left.join("; ")}.`),
  );
}

function Ahead({ total, entries }) {
  if (!total) return h(Muted, null, NOTHING);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: "What is known ahead",
      heads: ["First day", "Last day", "Event", "Product", "Unit price"],
      numeric: [4],
      rows: entries.map((entry) => [
        formatDay(entry.first_day),
        formatDay(entry.last_day),
        entry.event ?? "–",
        entry.product ?? "All products",
        entry.unit_price === null ? "–" : formatPrice(entry.unit_price),
      ]),
    }),
    h(Muted, null, `${formatCount(entries.length)} of ${formatCount(total)} ahead.`),
  );
}

const Muted = ({ children }) => h(Text, { fontSize: "sm", color: "fg.muted" }, children);
