// What names in workbooks stand for, as it was answered: found by a part of the name, and removed.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { read, remove } from "../../lib/api.js";
import { formatCount, formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { Confirm } from "../../parts/confirm.js";
import { useDebounced, useLoaded } from "../../parts/loading.js";
import { Done, PageLink, Refusal, Rows } from "../../parts/pieces.js";

const { Button, Field, Flex, Input, Stack, Text } = Chakra;
const PAGE = 50;

/** All aliases; `onRemoved` hears that one is gone, and that uploads are read again. */
export function Aliases({ version, onRemoved }) {
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [done, setDone] = useState(null);
  const debounced = useDebounced(search.trim());
  const load = (signal) => read("/aliases", { search: debounced, limit }, signal);
  const { value: found, error } = useLoaded(load, [debounced, limit, version, done]);
  const removeOne = async ({ id, name }) => {
    const { restored_uploads: uploads } = await remove(`/aliases/${id}`);
    setDone({ id, name, uploads });
    onRemoved();
  };
  return h(
    Stack,
    { gap: 3 },
    done && h(Removed, { key: done.id, done }),
    h(
      Field.Root,
      { maxW: "24rem" },
      h(Field.Label, null, t("Search saved products")),
      h(Input, {
        type: "search",
        size: "sm",
        placeholder: t("Part of the name"),
        value: search,
        onChange: (event) => setSearch(event.target.value),
      }),
    ),
    error && h(Refusal, { error }),
    found && h(Found, { found, search: debounced, removeOne, onMore: () => setLimit(limit + PAGE) }),
  );
}

function Removed({ done: { name, uploads } }) {
  const title = t("The answer for {name} was removed", { name });
  if (!uploads.length) return h(Done, { title }, t("No upload had used it."));
  return h(
    Done,
    { title },
    t("These uploads are read again, and may ask about it:"),
    " ",
    h(
      Flex,
      { as: "span", display: "inline-flex", gap: 2, wrap: "wrap" },
      uploads.map((id) =>
        h(
          PageLink,
          { key: id, page: "upload", parameters: { upload: id }, isInText: true },
          t("upload {id}", { id }),
        ),
      ),
    ),
  );
}

function Found({ found: { total, aliases }, search, removeOne, onMore }) {
  if (!total) {
    const words = search ? t("No saved name contains “{search}”.", { search }) : t("No product is saved.");
    return h(Text, { role: "status", fontSize: "sm", color: "fg.muted" }, words);
  }
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Saved products"),
      heads: tAll(["Name in workbooks", "What it is", "By", "When", "Uploads", "Change"]),
      numeric: [4],
      keys: aliases.map(({ id }) => id),
      rows: aliases.map((alias) => [
        alias.name,
        alias.target === null ? t("Its rows are dropped") : t("Same as {name}", { name: alias.target }),
        alias.decided_by,
        formatMoment(alias.decided_at),
        formatCount(alias.uploads),
        h(Confirm, {
          label: t("Remove"),
          subject: alias.name,
          question: describe(alias.uploads),
          onConfirmed: () => removeOne(alias),
        }),
      ]),
      maxH: "24rem",
    }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h(
        "span",
        { role: "status" },
        t("{shown} of {count}", { shown: formatCount(aliases.length), count: total }),
      ),
      aliases.length < total &&
        h(Button, { variant: "outline", size: "xs", onClick: onMore }, t("Show more")),
    ),
  );
}

function describe(uploads) {
  if (uploads === 0) return t("Remove it?");
  return t("Remove it and read one upload again?|Remove it and read {count} uploads again?", {
    count: uploads,
  });
}
