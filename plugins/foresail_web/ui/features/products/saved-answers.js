// The section of answers that later uploads use: what names stand for, and which columns are which.

import { Chakra, h, useId, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { Part, Section } from "../../parts/pieces.js";
import { SavedMappings } from "../mappings/saved-mappings.js";
import { Aliases } from "./aliases.js";

const { Box, Button, Stack } = Chakra;

/** Closed at first, and not there at all where nothing is saved; `onRemoved` hears that an answer is gone. */
export function SavedAnswers({ version, onRemoved }) {
  const id = useId();
  const { list_max: most } = useMeta();
  const [isOpen, setOpen] = useState(false);
  const [changes, setChanges] = useState(0);
  const keys = [version, changes];
  const { value: aliases } = useLoaded((signal) => read("/aliases", { limit: 1 }, signal), keys);
  const { value: mappings } = useLoaded((signal) => read("/mappings", { limit: most }, signal), keys);
  const [answers, named] = [aliases?.total ?? 0, mappings?.total ?? 0];
  // It stays while it is open, to say what became of the last one.
  if (!answers && !named && !isOpen) return null;
  return h(
    Section,
    {
      title: t("Saved answers"),
      id: "foresail-saved",
      aside: h(
        Button,
        {
          variant: "outline",
          size: "xs",
          "aria-expanded": isOpen,
          "aria-controls": id,
          onClick: () => setOpen(!isOpen),
        },
        isOpen ? t("Hide") : t("Show {count}", { count: answers + named }),
      ),
    },
    h(
      Box,
      { id },
      isOpen &&
        h(
          Stack,
          { gap: 5 },
          h(Part, { title: t("Products") }, h(Aliases, { version, onRemoved })),
          h(
            Part,
            { title: t("Columns") },
            h(SavedMappings, { saved: mappings?.mappings ?? [], onRemoved: () => setChanges(changes + 1) }),
          ),
        ),
    ),
  );
}
