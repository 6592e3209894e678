// The newest uploads, each with the way to its report.

import { h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount, formatMoment, formatName } from "../../lib/format.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small } from "../../parts/pieces.js";

const SHOWN = 10;

/** Not there before the first upload; `keys` change when there may be another. */
export function RecentUploads({ keys }) {
  const { value, error } = useLoaded((signal) => read("/uploads", { limit: SHOWN }, signal), keys);
  if (!error && !value?.total) return null;
  return h(
    Section,
    {
      title: "Recent uploads",
      id: "foresail-recent",
      aside: value && h(Small, null, `${formatCount(value.uploads.length)} of ${formatCount(value.total)}`),
    },
    error && h(Refusal, { error }),
    value &&
      h(Rows, {
        label: "Recent uploads",
        heads: ["Upload", "File", "State", "By", "When"],
        rows: value.uploads.map(({ id, file_name: file, status, uploaded_by: who, uploaded_at: at }) => [
          h(PageLink, { page: "upload", parameters: { upload: id } }, `Upload ${id}`),
          file,
          formatName(status),
          who,
          formatMoment(at),
        ]),
        maxH: "24rem",
      }),
  );
}
