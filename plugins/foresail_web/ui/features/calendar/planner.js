// The calendar to look through and to change: a strip of its entries, and the form of the one that is chosen.

import { Chakra, h, useMemo, useRef, useState } from "../../lib/airflow.js";
import { post, put, read, remove } from "../../lib/api.js";
import { effectKey, nameDays } from "../../lib/effects.js";
import { formatDays } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { toDay, toNumber } from "../../lib/scale.js";
import { nameEntry } from "../../lib/timeline.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Small } from "../../parts/pieces.js";
import { useWidth } from "../../parts/width.js";
import { EntryForm } from "./entry-form.js";
import { NEW, Timeline } from "./timeline.js";

const { Box, Button, Flex, Stack } = Chakra;
const ENTRIES_MAX = 1000;
const DAYS_BEFORE = 7;
const [WIDE_PX, WIDE_DAYS, NARROW_DAYS] = [600, 84, 28];

/** `effects` is what events did by their key; `onChanged` hears that an entry is another, `version` changes then. */
export function Planner({ lastDay, effects, version, onChanged }) {
  const [frame, width] = useWidth();
  const days = width < WIDE_PX ? NARROW_DAYS : WIDE_DAYS;
  const [first, setFirst] = useState(toNumber(lastDay) - DAYS_BEFORE);
  const window = [first, first + days - 1];
  const load = (signal) => read("/calendar", { after: toDay(first - 1), limit: ENTRIES_MAX }, signal);
  const { value, error } = useLoaded(load, [first, version]);
  const { entries, keep } = useSaved(value);
  const [chosen, choose] = useState(null);
  const [{ said, refused }, setState] = useState({});
  const add = useRef(null);
  const close = () => {
    choose(null);
    add.current?.focus();
  };
  const tell = (entry, said) => {
    setState({ said: said(entry) });
    onChanged();
  };
  const change = async (entry) => {
    const saved = await save(entry);
    keep(saved);
    tell(saved, saySaved);
  };
  const move = async (entry) => {
    try {
      await change(entry);
    } catch (refused) {
      setState({ refused });
      onChanged();
      throw refused;
    }
  };
  return h(
    Stack,
    { gap: 2 },
    h(
      Flex,
      { gap: 2, wrap: "wrap", align: "center" },
      [
        [t("Earlier"), -1],
        [t("Later"), 1],
      ].map(([label, sign]) =>
        h(
          Button,
          { key: sign, size: "xs", variant: "outline", onClick: () => setFirst(first + (sign * days) / 2) },
          label,
        ),
      ),
      h(Small, null, formatDays(...window.map(toDay))),
      value?.may_edit &&
        h(
          Button,
          {
            ref: add,
            size: "xs",
            variant: "outline",
            ms: "auto",
            onClick: () =>
              choose({
                ...NEW,
                first_day: toDay(toNumber(lastDay) + 1),
                last_day: toDay(toNumber(lastDay) + 1),
              }),
          },
          t("Add an entry"),
        ),
    ),
    h(
      Box,
      { ref: frame },
      value &&
        h(Timeline, {
          entries,
          window,
          width,
          lastDay,
          effects,
          mayEdit: value.may_edit,
          onMove: move,
          onOpen: choose,
        }),
    ),
    value?.may_edit && h(Small, null, HOW),
    h(Small, { "aria-live": "polite" }, said),
    refused && h(Refusal, { error: refused, hint: HINTS[refused.code] }),
    error && h(Refusal, { error }),
    chosen &&
      h(EntryForm, {
        key: JSON.stringify(chosen),
        entry: chosen,
        told: effects?.get(effectKey(chosen)),
        onCancel: close,
        onSave: async (entry) => {
          await change(entry);
          close();
        },
        onRemove: async () => {
          await remove(`/calendar/entries/${chosen.id}`, chosen.version);
          tell(chosen, sayRemoved);
          close();
        },
      }),
  );
}

/** The entries as they were loaded, or saved since: whoever goes on at once changes what was just saved. */
function useSaved(value) {
  const loaded = useRef(value);
  loaded.current = value;
  const [saved, setSaved] = useState({});
  const keep = (entry) =>
    setSaved(({ of, entries }) => ({
      of: loaded.current,
      entries: { ...(of === loaded.current && entries), [entry.id]: entry },
    }));
  const entries = useMemo(() => {
    const since = saved.of === value ? saved.entries : {};
    return value?.entries.map((entry) => since?.[entry.id] ?? entry);
  }, [value, saved]);
  return { entries, keep };
}

const HOW = t(
  "Drag a bar to move it, its end to change its last day; draw over empty days to add an entry. The dashed line is where the sales end.",
);
const HINTS = { "entry-changed": t("It is shown as it is now: make your change again.") };
const wordsOf = (entry) => ({ name: nameEntry(entry), days: nameDays(entry.first_day, entry.last_day) });
const saySaved = (entry) => t("Saved: {name}, {days}.", wordsOf(entry));
const sayRemoved = (entry) => t("Removed: {name}, {days}.", wordsOf(entry));

/** Keep an entry, or add one that has no number; the API says what is wrong with it. */
function save({ id, version, event, product, first_day, last_day, unit_price: price }) {
  const entry = { event, product, first_day, last_day, unit_price: price === null ? null : Number(price) };
  return id ? put(`/calendar/entries/${id}`, entry, version) : post("/calendar/entries", entry);
}
