// The whole history in small, below the chart: the part that the chart shows is moved and stretched on it.

import { Chakra, colour, h, memo, useRef } from "../../lib/airflow.js";
import { formatDay } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { scaleLinear, toDay, toNumber } from "../../lib/scale.js";
import { fitWindow, moveWindow, thin } from "../../lib/window.js";

const { Box } = Chakra;
const HEIGHT = 44;
const RIGHT = 12;
const HANDLE = 10;
const KEYS = { ArrowLeft: -7, ArrowRight: 7, PageUp: -91, PageDown: 91 };

/** `ends` are the first and the last day there are, `window` those that are shown, all as numbers; `left` is
 * where the chart above begins; `onChange` hears of another window, `onSettle` once it stays. */
export function Strip({ sold, days, ends, window, left, width, onChange, onSettle }) {
  const held = useRef(null);
  const right = Math.max(left + 100, width - RIGHT);
  const x = scaleLinear(ends[0], ends[1], left, right);
  const dayAt = scaleLinear(left, right, ends[0], ends[1]);
  const grab = (part) => (event) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { part, from: event.clientX, window };
  };
  const drag = (event) => {
    if (!held.current) return;
    const { part, from, window: was } = held.current;
    const shift = Math.round(dayAt(event.clientX) - dayAt(from));
    if (part === "both") onChange(moveWindow(was, shift, ends));
    else if (part === "from") onChange(fitWindow([Math.min(was[0] + shift, was[1] - 14), was[1]], ends));
    else onChange(fitWindow([was[0], Math.max(was[1] + shift, was[0] + 14)], ends));
  };
  const drop = () => {
    if (held.current) onSettle(window);
    held.current = null;
  };
  const listeners = { onPointerMove: drag, onPointerUp: drop, onPointerCancel: drop };
  const [from, to] = [x(window[0]), x(window[1])];
  const keys = (place) => (event) => {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    const next = [...window];
    next[place] += move;
    onChange(fitWindow(next, ends));
    onSettle(fitWindow(next, ends));
  };
  return h(
    Box,
    { position: "relative", h: `${HEIGHT}px`, mt: 1, touchAction: "none" },
    h(Picture, { sold, days, first: ends[0], last: ends[1], left, right }),
    h(Box, {
      ...listeners,
      position: "absolute",
      top: 0,
      bottom: 0,
      cursor: "grab",
      borderWidth: 1,
      borderColor: "brand.solid",
      opacity: 0.9,
      style: { left: from, width: Math.max(1, to - from) },
      _before: { content: '""', position: "absolute", inset: 0, bg: "brand.solid", opacity: 0.12 },
      onPointerDown: grab("both"),
    }),
    ["from", "to"].map((part, place) =>
      h(Box, {
        ...listeners,
        key: part,
        role: "slider",
        tabIndex: 0,
        "aria-label": place ? t("The last day shown") : t("The first day shown"),
        "aria-valuemin": ends[0],
        "aria-valuemax": ends[1],
        "aria-valuenow": window[place],
        "aria-valuetext": formatDay(toDay(window[place])),
        position: "absolute",
        top: "8px",
        bottom: "8px",
        w: `${HANDLE}px`,
        bg: "brand.solid",
        borderRadius: "sm",
        cursor: "ew-resize",
        focusVisibleRing: "outside",
        style: { left: (place ? to : from) - HANDLE / 2 },
        onPointerDown: grab(part),
        onKeyDown: keys(place),
      }),
    ),
  );
}

const Picture = memo(({ sold, days, first, last, left, right }) => {
  const x = scaleLinear(first, last, left, right);
  const most = Math.max(1, ...sold.map(({ quantity }) => quantity), ...days.map(({ mean }) => mean));
  const y = scaleLinear(0, most, HEIGHT - 2, 2);
  const line = (rows, name) =>
    thin(rows, name, Math.round(right - left)).map((row) => `${x(toNumber(row.day))},${y(row[name])}`);
  const look = { fill: "none", strokeWidth: 1 };
  return h(
    "svg",
    { width: "100%", height: HEIGHT, "aria-hidden": true, style: { display: "block" } },
    h("polyline", { ...look, stroke: colour("fg.subtle"), points: line(sold, "quantity").join(" ") }),
    h("polyline", { ...look, stroke: colour("blue.fg"), points: line(days, "mean").join(" ") }),
  );
});
