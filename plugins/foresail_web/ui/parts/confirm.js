// A button that asks once more, in its own place, before it does what cannot be undone.

import { Chakra, h, useEffect, useRef, useState } from "../lib/airflow.js";
import { lowerFirst } from "../lib/format.js";
import { t } from "../lib/language.js";
import { Refusal } from "./pieces.js";

const { Button, Flex, Stack } = Chakra;

/** `label` is the button's, `subject` what it acts on, for who cannot see the row; `onConfirmed` may fail. It is
 * only asked once it `isReady`. */
export function Confirm({ label, subject, question, isReady = true, onConfirmed }) {
  const [{ isOpen, isBusy, error }, setState] = useState({});
  const no = useRef(null);
  const first = useRef(null);
  const wasOpen = useRef(false);
  // The button that was pressed is gone: the keyboard goes to the one in its place.
  useEffect(() => {
    if (isOpen) no.current.focus();
    else if (wasOpen.current) first.current.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const confirm = async () => {
    setState({ isOpen: true, isBusy: true });
    try {
      await onConfirmed();
    } catch (error) {
      setState({ isOpen: true, error });
    }
  };
  const close = (event) => event.key === "Escape" && setState({});
  if (!isOpen)
    return h(
      Button,
      {
        ref: first,
        variant: "outline",
        size: "xs",
        "aria-label": `${label}: ${subject}`,
        onClick: () => setState({ isOpen: true }),
      },
      label,
    );
  return h(
    Stack,
    { gap: 1, fontSize: "sm", role: "group", "aria-label": `${label}: ${subject}`, onKeyDown: close },
    question,
    h(
      Flex,
      { gap: 2 },
      h(
        Button,
        { size: "xs", colorPalette: "error", onClick: confirm, loading: isBusy, disabled: !isReady },
        t("Yes, {action}", { action: lowerFirst(label) }),
      ),
      h(
        Button,
        { ref: no, size: "xs", variant: "outline", disabled: isBusy, onClick: () => setState({}) },
        t("No"),
      ),
    ),
    error && h(Refusal, { error }),
  );
}
