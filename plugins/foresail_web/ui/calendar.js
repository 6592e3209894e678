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
  "No promotion, event or planned price is known. Get the workbook, fill in what has been and what is planned, " +
  "and send it back: forecasts then know of it.";

/** What lies ahead of `lastDay`, the last day with sales, and the ways to change it. */
export function Calendar({ lastDay, version }) {
  const [changes, setChanges] = useState(0);
  const { sending, refused, stored, send } = useSending(() => setChanges(changes + 1));
  const load = (signal) => read("/calendar", {}, signal);
  const { value, error } = useLoaded(load, [version, changes]);
  return h(
    Section,
    { title: "Known ahead", id: "foresail-calendar", aside: h(Ways, { sending, send }) },
    h(
      Stack,
      { gap: 3 },
      stored != null && h(Done, { title: `The calendar has ${formatCount(stored)} entries now` }, TEACHES),
      refused && h(Refused, { ...refused, onAgain: (wish) => send(refused.file, wish) }),
      error && h(Refusal, { error }),
      value && h(Entries, { entries: value.entries, lastDay }),
    ),
  );
}

/** `sending` while a workbook is on its way; then how many entries are `stored`, or why it was `refused`. */
function useSending(onStored) {
  const [shown, show] = useState({});
  const send = async (file, wish = {}) => {
    show({ sending: true });
    try {
      const { total } = await sendWorkbook("/calendar/workbook", file, wish, () => {}, "PUT").answer;
      show({ stored: total });
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

function Entries({ entries, lastDay }) {
  if (!entries.length) return h(Muted, null, NOTHING);
  const ahead = entries.filter(({ last_day: last }) => last > lastDay);
  const past = entries.length - ahead.length;
  const shown = ahead.slice(0, SHOWN);
  const told = [
    ahead.length ? `${formatCount(shown.length)} of ${formatCount(ahead.length)} ahead` : "Nothing is known ahead",
    `${formatCount(past)} past`,
  ];
  return h(
    Stack,
    { gap: 2 },
    shown.length > 0 &&
      h(Rows, {
        label: "What is known ahead",
        heads: ["First day", "Last day", "Event", "Product", "Unit price"],
        numeric: [4],
        rows: shown.map((entry) => [
          formatDay(entry.first_day),
          formatDay(entry.last_day),
          entry.event ?? "–",
          entry.product ?? "All products",
          entry.unit_price === null ? "–" : formatPrice(entry.unit_price),
        ]),
      }),
    h(Muted, null, `${told.join(", ")}.`),
  );
}

const Muted = ({ children }) => h(Text, { fontSize: "sm", color: "fg.muted" }, children);
