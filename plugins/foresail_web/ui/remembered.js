// The section of what is remembered from answers before: what names stand for, and mappings of columns.

import { Chakra, h, useId, useState } from "./airflow.js";
import { Aliases } from "./aliases.js";
import { read } from "./api.js";
import { formatCount } from "./format.js";
import { useLoaded } from "./loading.js";
import { Mappings } from "./mappings.js";
import { Part, Section } from "./pieces.js";

const { Box, Button, Stack } = Chakra;

/** Closed at first, and not there at all where nothing is remembered; `onTakenBack` hears of a changed answer. */
export function Remembered({ version, addressOf, onTakenBack }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [changes, setChanges] = useState(0);
  const keys = [version, changes];
  const { value: aliases } = useLoaded((signal) => read("/aliases", { limit: 1 }, signal), keys);
  const { value: mappings } = useLoaded((signal) => read("/mappings", { limit: 1000 }, signal), keys);
  const [answers, named] = [aliases?.total ?? 0, mappings?.total ?? 0];
  // It stays while it is open, to say what became of the last one.
  if (!answers && !named && !isOpen) return null;
  return h(
    Section,
    {
      title: "Remembered answers",
      id: "foresail-remembered",
      aside: h(
        Button,
        {
          variant: "outline",
          size: "xs",
          "aria-expanded": isOpen,
          "aria-controls": id,
          onClick: () => setOpen(!isOpen),
        },
        isOpen ? "Hide" : `Show ${formatCount(answers + named)}`,
      ),
    },
    h(
      Box,
      { id },
      isOpen &&
        h(
          Stack,
          { gap: 5 },
          h(Part, { title: "Products" }, h(Aliases, { version, addressOf, onTakenBack })),
          h(
            Part,
            { title: "Columns" },
            h(Mappings, { saved: mappings?.mappings ?? [], onRemoved: () => setChanges(changes + 1) }),
          ),
        ),
    ),
  );
}
