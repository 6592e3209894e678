// The strip of the calendar: each entry a bar over its days, moved and stretched by dragging or by the arrow keys.

import { Chakra, h, useEffect, useRef, useState } from "../../lib/airflow.js";
import { effectKey, nameDays } from "../../lib/effects.js";
import { formatShortDay } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { ticksOfDays, toDay, toNumber } from "../../lib/scale.js";
import { dragEntry, nameEntry, placeBars } from "../../lib/timeline.js";

const { Box } = Chakra;
const [HEAD_PX, LANE_PX, EDGE_PX, LETTER_PX, LABEL_PX_MAX] = [26, 30, 8, 7, 180];
const LANES_MIN = 3;
const SETTLED_MS = 700;
const KEYS = { ArrowLeft: -1, ArrowRight: 1 };

/** What an entry that is added begins with, but for its days. */
export const NEW = { event: null, product: null, unit_price: null };

/** `window` are the numbers of the first and the last day shown, `effects` what events did by their key. `onMove` hears of
 * an entry that has other days and may fail, `onOpen` of one that is chosen, or to add. */
export function Timeline({
  entries,
  window: [first, last],
  width,
  lastDay,
  effects,
  mayEdit,
  onMove,
  onOpen,
}) {
  const days = last - first + 1;
  const { shown, listeners, press, flush, open } = useDragging({ entries, first, days, onMove, onOpen });
  const share = (number) => `${(100 * number) / days}%`;
  const room = (entry) => (Math.min(LABEL_PX_MAX, LETTER_PX * nameEntry(entry).length) * days) / width;
  const bars = placeBars(shown, [first, last], room);
  // One lane is always free to draw on.
  const lanes = Math.max(LANES_MIN, ...bars.map(({ lane }) => lane + 2));
  const line = (number, look, label) =>
    h(
      Box,
      {
        key: label,
        position: "absolute",
        h: "full",
        pl: 1,
        fontSize: "xs",
        color: "fg.muted",
        pointerEvents: "none",
        borderLeftWidth: 1,
        ...look,
        style: { left: share(number - first) },
      },
      label,
    );
  return h(
    Box,
    {
      ...(mayEdit && { ...listeners, cursor: "crosshair" }),
      role: "group",
      "aria-label": t("Entries of the calendar by their days"),
      position: "relative",
      overflow: "hidden",
      borderWidth: 1,
      borderRadius: "md",
      h: `${HEAD_PX + lanes * LANE_PX}px`,
      userSelect: "none",
      touchAction: "pan-y",
    },
    ticksOfDays(first, last, width).map((number) => line(number, {}, formatShortDay(toDay(number)))),
    line(toNumber(lastDay) + 1, { borderStyle: "dashed", borderColor: "fg" }),
    bars.map(({ entry, lane, from, to }) => {
      const words = { name: nameEntry(entry), days: nameDays(entry.first_day, entry.last_day) };
      return h(
        Box,
        {
          key: entry.id ?? "new",
          ...(mayEdit
            ? {
                as: "button",
                type: "button",
                onClick: () => open(entry),
                onKeyDown: press(entry),
                onBlur: flush,
                cursor: "grab",
                "aria-label": t(
                  "{name}, {days}: the arrow keys move it by a day, with Shift its last day; Enter opens it",
                  words,
                ),
              }
            : { role: "img", "aria-label": `${words.name}, ${words.days}` }),
          "data-place": shown.indexOf(entry),
          title: [words.name, words.days, effects?.get(effectKey(entry))].filter(Boolean).join("\n"),
          position: "absolute",
          h: `${LANE_PX - 6}px`,
          px: 1,
          borderWidth: 1,
          borderColor: "border.emphasized",
          borderRadius: "sm",
          bg: entry.product ? "blue.subtle" : "orange.subtle",
          fontSize: "xs",
          textAlign: "start",
          whiteSpace: "nowrap",
          touchAction: "none",
          focusVisibleRing: "outside",
          style: { left: share(from - first), width: share(to - from + 1), top: HEAD_PX + lane * LANE_PX },
        },
        // Beyond a short bar its name is no part of it.
        h(
          Box,
          { maxW: `max(100%, ${LABEL_PX_MAX}px)`, w: "max-content", truncate: true, pointerEvents: "none" },
          words.name,
        ),
      );
    }),
  );
}

/** What is dragged or pressed is `shown` at once, and told once it stays. */
function useDragging({ entries, first, days, onMove, onOpen }) {
  const [draft, setDraft] = useState(null);
  const [held, waiting, wasDragged, known] = [useRef(null), useRef(null), useRef(false), useRef(entries)];
  known.current = entries;
  useEffect(() => {
    if (!waiting.current && !held.current) setDraft(null);
  }, [entries]);
  const settle = (entry) => {
    const { version } = known.current.find(({ id }) => id === entry.id) ?? entry;
    onMove({ ...entry, version }).catch(() => setDraft(null));
  };
  const flush = () => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    settle(waiting.current.moved);
    waiting.current = null;
  };
  const shown = entries.map((entry) => (entry.id === draft?.id ? draft : entry));
  if (draft && !draft.id) shown.push(draft);
  const dayAt = ({ currentTarget, clientX }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return first + Math.floor(((clientX - left) / width) * days);
  };
  const grab = (event) => {
    const bar = event.target.closest("[data-place]");
    if (event.button || (!bar && event.pointerType !== "mouse")) return;
    const from = dayAt(event);
    wasDragged.current = false;
    held.current = bar
      ? { entry: shown[bar.dataset.place], part: partAt(bar, event), from }
      : { entry: { ...NEW, first_day: toDay(from), last_day: toDay(from) }, from };
  };
  const drag = (event) => {
    if (!held.current) return;
    const { entry, from, part } = held.current;
    const shift = dayAt(event) - from;
    if (!shift && !wasDragged.current) return;
    wasDragged.current = true;
    held.current.moved = dragEntry(entry, part ?? (shift < 0 ? "first" : "last"), shift);
    setDraft(held.current.moved);
  };
  const drop = () => {
    const { entry, moved } = held.current ?? {};
    held.current = null;
    if (moved?.id) settle(moved);
    else if (entry && !entry.id) {
      setDraft(null);
      onOpen(moved ?? entry);
    }
  };
  const press = (entry) => (event) => {
    wasDragged.current = false;
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    const moved = dragEntry(entry, event.shiftKey ? "last" : "both", move);
    setDraft(moved);
    clearTimeout(waiting.current?.timer);
    waiting.current = { moved, timer: setTimeout(flush, SETTLED_MS) };
  };
  // The click that ends a drag opens nothing.
  const open = (entry) => wasDragged.current || onOpen(entry);
  const listeners = { onPointerDown: grab, onPointerMove: drag, onPointerUp: drop, onPointerLeave: drop };
  return { shown, listeners, press, flush, open };
}

/** Which part of a bar a pointer is on. */
function partAt(bar, { clientX }) {
  const { left, right } = bar.getBoundingClientRect();
  const edge = Math.min(EDGE_PX, (right - left) / 3);
  if (clientX > right - edge) return "last";
  return clientX < left + edge ? "first" : "both";
}
