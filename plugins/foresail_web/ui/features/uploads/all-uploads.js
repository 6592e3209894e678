// All uploads, newest first: found by file name, state and sender, a page at a time; each state has its address.

import { Chakra, h, RouterLink, useState } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { useArrival } from "../../lib/focus.js";
import { capitalize, formatCount } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { Choice } from "../../parts/choice.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Section, Small, Waiting } from "../../parts/pieces.js";
import { Words } from "../../parts/words.js";
import { STATES, UploadRows } from "./upload-rows.js";

const { Flex, Link, Stack, Text } = Chakra;
const PAGE = 50;
const FILTERS = ["search", "status", "who"];

/** `parameters` are those of the page's address. */
export function AllUploads({ parameters, version, refresh }) {
  const heading = useArrival();
  const [withdrawn, setWithdrawn] = useState(0);
  const wanted = Object.fromEntries(
    FILTERS.map((name) => [name, parameters.get(name)]).filter(([, value]) => value),
  );
  const page = Math.max(1, Number.parseInt(parameters.get("page") ?? "1", 10) || 1);
  const query = { ...wanted, limit: PAGE, offset: PAGE * (page - 1) };
  const load = (signal) => read("/uploads", query, signal);
  const { value, error } = useLoaded(load, [JSON.stringify(query), version, withdrawn]);
  const onWithdrawn = () => {
    setWithdrawn(withdrawn + 1);
    refresh();
  };
  return h(
    Section,
    {
      title: t("All uploads"),
      id: "foresail-all-uploads",
      headingRef: heading,
      aside: h(Text, { fontSize: "sm" }, h(PageLink, { page: "upload" }, t("Back to Upload"))),
    },
    h(
      Stack,
      { gap: 3 },
      h(Filters, { wanted, change: parameters.change }),
      error && h(Refusal, { error }),
      !value && !error && h(Waiting, { label: t("Loading the uploads") }),
      value && h(Found, { ...value, page, addressOf: parameters.with, onWithdrawn }),
    ),
  );
}

/** Another filter begins on the first page. */
const Filters = ({ wanted, change }) =>
  h(
    Flex,
    { gap: 2, wrap: "wrap", align: "center", role: "search", "aria-label": t("Uploads") },
    h(Words, {
      key: wanted.search ?? "",
      label: t("Search uploads"),
      placeholder: t("Part of the file name"),
      text: wanted.search ?? "",
      onSettled: (search) => change({ search, page: null }, { replace: true }),
    }),
    h(Choice, {
      label: t("State"),
      all: t("Any state"),
      chosen: wanted.status,
      options: Object.entries(STATES).map(([name, words]) => [name, capitalize(words)]),
      onChoose: (status) => change({ status, page: null }),
    }),
    wanted.who &&
      h(Choice, {
        label: t("By"),
        all: t("Anyone"),
        chosen: wanted.who,
        options: [[wanted.who, wanted.who]],
        onChoose: (who) => change({ who, page: null }),
      }),
  );

function Found({ total, uploads, page, addressOf, onWithdrawn }) {
  const first = PAGE * (page - 1);
  const told =
    uploads.length > 0
      ? t("{first} to {last} of {count}", {
          first: formatCount(first + 1),
          last: formatCount(first + uploads.length),
          count: total,
        })
      : t("No upload is like that.");
  const turn = (to, words) =>
    h(Link, { asChild: true, color: "fg.info" }, h(RouterLink, { to: addressOf({ page: to }) }, words));
  return h(
    Stack,
    { gap: 2 },
    uploads.length > 0 && h(UploadRows, { label: t("All uploads"), uploads, onWithdrawn }),
    h(
      Flex,
      { gap: 4, fontSize: "sm", align: "center" },
      h(Small, { role: "status" }, told),
      page > 1 && turn(page > 2 ? page - 1 : null, t("← Newer")),
      first + uploads.length < total && uploads.length > 0 && turn(page + 1, t("Older →")),
    ),
  );
}
