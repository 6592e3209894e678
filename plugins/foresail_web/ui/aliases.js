// What names in workbooks stand for, as it was answered: found by a part of the name, and taken back.

import { Chakra, h, RouterLink, useState } from "./airflow.js";
import { read, remove } from "./api.js";
import { Confirm } from "./confirm.js";
import { formatCount, formatMoment } from "./format.js";
import { useLoaded, useSettled } from "./loading.js";
import { Done, Refusal, Rows } from "./pieces.js";

const { Button, Field, Flex, Input, Link, Stack, Text } = Chakra;
const PAGE = 50;

/** All aliases; `onTakenBack` hears that one is gone, and that uploads are read anew. */
export function Aliases({ version, addressOf, onTakenBack }) {
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [done, setDone] = useState(null);
  const settled = useSettled(search.trim());
  const load = (signal) => read("/aliases", { search: settled, limit }, signal);
  const { value: found, error } = useLoaded(load, [settled, limit, version, done]);
  const takeBack = async ({ id, name }) => {
    const { restored_uploads: uploads } = await remove(`/aliases/${id}`);
    setDone({ id, name, uploads });
    onTakenBack();
  };
  return h(
    Stack,
    { gap: 3 },
    done && h(TakenBack, { key: done.id, done, addressOf }),
    h(
      Field.Root,
      { maxW: "24rem" },
      h(Field.Label, null, "Search remembered products"),
      h(Input, {
        type: "search",
        size: "sm",
        placeholder: "A part of the name",
        value: search,
        onChange: (event) => setSearch(event.target.value),
      }),
    ),
    error && h(Refusal, { error }),
    found && h(Found, { found, search: settled, takeBack, onMore: () => setLimit(limit + PAGE) }),
  );
}

function TakenBack({ done: { name, uploads }, addressOf }) {
  const title = `What ${name} is was taken back`;
  if (!uploads.length) return h(Done, { title }, "No upload went by it.");
  return h(
    Done,
    { title },
    "Read anew, and may ask again: ",
    h(
      Flex,
      { as: "span", display: "inline-flex", gap: 2, wrap: "wrap" },
      uploads.map((id) =>
        h(
          Link,
          { key: id, asChild: true, color: "inherit", textDecoration: "underline" },
          h(RouterLink, { to: addressOf(id) }, `upload ${id}`),
        ),
      ),
    ),
  );
}

function Found({ found: { total, aliases }, search, takeBack, onMore }) {
  if (!total) {
    const words = search ? `No remembered name holds “${search}”.` : "No product is remembered.";
    return h(Text, { role: "status", fontSize: "sm", color: "fg.muted" }, words);
  }
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: "Remembered products",
      heads: ["Name in workbooks", "What it is", "By", "When", "Uploads", "Change"],
      numeric: [4],
      rows: aliases.map((alias) => [
        alias.name,
        alias.target === null ? "Its rows are dropped" : `Same as ${alias.target}`,
        alias.decided_by,
        formatMoment(alias.decided_at),
        formatCount(alias.uploads),
        h(Confirm, {
          key: alias.id,
          label: "Take back",
          subject: alias.name,
          question: describe(alias.uploads),
          onConfirmed: () => takeBack(alias),
        }),
      ]),
      maxH: "24rem",
    }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h("span", { role: "status" }, `${formatCount(aliases.length)} of ${formatCount(total)}`),
      aliases.length < total && h(Button, { variant: "outline", size: "xs", onClick: onMore }, "Show more"),
    ),
  );
}

function describe(uploads) {
  if (uploads === 0) return "Take it back?";
  return `Take it back and read ${uploads === 1 ? "one upload" : `${formatCount(uploads)} uploads`} anew?`;
}
