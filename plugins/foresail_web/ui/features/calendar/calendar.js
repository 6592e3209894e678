// The section of what is known in advance: promotions, events and planned prices, kept in a workbook.

import { Chakra, h, useRef, useState } from "../../lib/airflow.js";
import { apiAddress, read, sendWorkbook } from "../../lib/api.js";
import { effectKey, tellEffect } from "../../lib/effects.js";
import { formatCount, formatDay, formatPrice } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { Done, Refusal, Rows, Section, Small } from "../../parts/pieces.js";
import { FileRefusal } from "../files/file-refusal.js";
import { Planner } from "./planner.js";
import { TrainNow } from "./train-now.js";

const { Button, Flex, Link, Stack, Text } = Chakra;
const SHOWN = 50;
const EFFECTS_MAX = 1000;
const TEACHES = t(
  "The next training learns the effect of the past ones and forecasts with the upcoming ones.",
);
const NOTHING = t(
  "No promotion, event or planned price is coming up. Add past and planned ones above, or fill in the workbook and upload it: the forecasts then take them into account.",
);

/** What lies ahead of `lastDay`, the last day with sales, and the ways to change it. */
export function Calendar({ lastDay, version, refresh }) {
  const [changes, setChanges] = useState(0);
  const onChanged = () => setChanges((before) => before + 1);
  const { sending, refused, stored, send } = useSending(onChanged);
  const load = (signal) => read("/calendar", { after: lastDay, limit: SHOWN }, signal);
  const { value, error } = useLoaded(load, [version, changes]);
  const { value: effects } = useLoaded(readEffects, [version, changes]);
  return h(
    Section,
    { title: t("Known in advance"), id: "foresail-calendar", aside: h(Ways, { sending, send }) },
    h(
      Stack,
      { gap: 3 },
      stored && h(Stored, stored),
      refused && h(FileRefusal, { ...refused, onAgain: (options) => send(refused.file, options) }),
      h(Planner, { lastDay, effects, version: `${version} ${changes}`, onChanged }),
      error && h(Refusal, { error }),
      value && h(Ahead, { ...value, effects }),
      value?.may_train && h(TrainNow, { onPublished: refresh }),
    ),
  );
}

/** What each event did when it came last, in words by its key; they come later than the calendar itself. */
async function readEffects(signal) {
  const { step, events } = await read("/calendar/effects", { limit: EFFECTS_MAX }, signal);
  return new Map(events.map((event) => [effectKey(event), tellEffect(event, step)]));
}

/** `sending` while a workbook is on its way; then what is `stored`, or why it was `refused`. */
function useSending(onStored) {
  const [shown, show] = useState({});
  const send = async (file, options = {}) => {
    show({ sending: true });
    try {
      const stored = await sendWorkbook("/calendar/workbook", file, options, () => {}, "PUT").answer;
      show({ stored });
      onStored();
    } catch (error) {
      show({ refused: { file, options, error } });
    }
  };
  return { ...shown, send };
}

function Ways({ sending, send }) {
  const { file_endings: endings } = useMeta();
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
      t("Download the workbook"),
    ),
    h("input", {
      ref: input,
      type: "file",
      accept: endings.join(","),
      hidden: true,
      "aria-label": t("Workbook of the calendar"),
      onChange: choose,
    }),
    h(
      Button,
      { variant: "outline", size: "xs", loading: sending, onClick: () => input.current.click() },
      t("Upload the workbook"),
    ),
  );
}

function Stored({ total, left_out: left }) {
  return h(
    Done,
    { title: t("The calendar has {count} entry now|The calendar has {count} entries now", { count: total }) },
    TEACHES,
    left.length > 0 && h(Text, null, t("Not read: {list}.", { list: left.join("; ") })),
  );
}

function Ahead({ total, entries, effects }) {
  if (!total) return h(Small, null, NOTHING);
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("What is known in advance"),
      heads: tAll(["First day", "Last day", "Event", "Product", "Unit price", "Last time"]),
      numeric: [4],
      rows: entries.map((entry) => [
        formatDay(entry.first_day),
        formatDay(entry.last_day),
        entry.event ?? "–",
        entry.product ?? t("All products"),
        entry.unit_price === null ? "–" : formatPrice(entry.unit_price),
        effects?.get(effectKey(entry)) ?? "–",
      ]),
    }),
    h(Small, null, t("{shown} of {count} upcoming", { shown: formatCount(entries.length), count: total })),
  );
}
