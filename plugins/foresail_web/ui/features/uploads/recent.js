// The newest uploads, each with the way to its report.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Section } from "../../parts/pieces.js";
import { UploadRows } from "./upload-rows.js";

const { Text } = Chakra;
const SHOWN = 10;

/** Not there before the first upload; `keys` change when there may be another. */
export function RecentUploads({ keys }) {
  const { value, error } = useLoaded((signal) => read("/uploads", { limit: SHOWN }, signal), keys);
  if (!error && !value?.total) return null;
  return h(
    Section,
    {
      title: t("Recent uploads"),
      id: "foresail-recent",
      aside: value && h(All, value),
    },
    error && h(Refusal, { error }),
    value && h(UploadRows, { label: t("Recent uploads"), uploads: value.uploads, maxH: "24rem" }),
  );
}

const All = ({ total }) =>
  h(
    Text,
    { fontSize: "sm" },
    h(
      PageLink,
      { page: "upload", parameters: { list: "all" } },
      t("All uploads ({count})", { count: total }),
    ),
  );
