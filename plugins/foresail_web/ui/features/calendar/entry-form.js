// The form of one entry of the calendar: its days, its event, its product and its planned price.

import { Chakra, h, useId, useState } from "../../lib/airflow.js";
import { useArrival } from "../../lib/focus.js";
import { t } from "../../lib/language.js";
import { findFault, nameEntry } from "../../lib/timeline.js";
import { Confirm } from "../../parts/confirm.js";
import { Notice, Refusal, Small } from "../../parts/pieces.js";
import { ProductBox } from "../products/product-box.js";

const { Box, Button, Field, Flex, Input, Stack } = Chakra;

/** `entry` is that of the calendar, or one to add, without an id; `told` is what its event did last time. `onSave` and
 * `onRemove` may fail. */
export function EntryForm({ entry, told, onSave, onRemove, onCancel }) {
  const id = useId();
  const first = useArrival();
  const [wanted, setWanted] = useState(entry);
  const [{ isSaving, fault, error }, setState] = useState({});
  const set = (part) => setWanted((before) => ({ ...before, ...part }));
  const submit = async (event) => {
    event.preventDefault();
    const fault = findFault(wanted);
    setState({ isSaving: !fault, fault });
    if (fault) return;
    try {
      await onSave(wanted);
    } catch (error) {
      setState({ error });
    }
  };
  const input = (label, name, more) =>
    h(
      Field.Root,
      { maxW: "12rem", mt: 2 },
      h(Field.Label, null, label),
      h(Input, {
        size: "sm",
        value: wanted[name] ?? "",
        onChange: ({ target }) => set({ [name]: target.value || null }),
        ...more,
      }),
    );
  return h(
    Stack,
    {
      as: "form",
      gap: 3,
      borderWidth: 1,
      borderRadius: "md",
      p: 4,
      onSubmit: submit,
      noValidate: true,
      "aria-label": entry.id ? t("Change the entry") : t("Add an entry"),
      onKeyDown: ({ key }) => key === "Escape" && onCancel(),
    },
    h(
      Flex,
      { gap: 4, wrap: "wrap", align: "start" },
      input(t("Event"), "event", { ref: first }),
      input(t("First day"), "first_day", { type: "date" }),
      input(t("Last day"), "last_day", { type: "date" }),
      h(
        Box,
        { maxW: "12rem" },
        h(Field.Root, { mt: 2 }, h(Field.Label, { htmlFor: `${id}product` }, t("Product"))),
        h(ProductBox, {
          id: `${id}product`,
          label: t("Product, or none for all products"),
          chosen: wanted.product,
          onChoose: (product) => set({ product }),
        }),
      ),
      input(t("Unit price"), "unit_price", { type: "number", step: "any", min: 0 }),
    ),
    told && h(Small, null, `${t("Last time")}: ${told}`),
    fault && h(Notice, { status: "error", title: fault }),
    error && h(Refusal, { error }),
    h(
      Flex,
      { gap: 2, wrap: "wrap" },
      h(Button, { type: "submit", size: "xs", loading: isSaving }, entry.id ? t("Save") : t("Add")),
      h(Button, { size: "xs", variant: "outline", onClick: onCancel }, t("Cancel")),
      entry.id &&
        h(Confirm, {
          label: t("Remove"),
          subject: nameEntry(entry),
          question: t("Remove it from the calendar?"),
          onConfirmed: onRemove,
        }),
    ),
  );
}
