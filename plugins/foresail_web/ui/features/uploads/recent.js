// The newest uploads, each with the way to its report.

import { h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount, formatDay, formatMoment, formatName } from "../../lib/format.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small } from "../../parts/pieces.js";

const SHOWN = 10;
const formatRangeOfDays = (first, last) =>
  first === last ? formatDay(first) : `${formatDay(first)} – ${formatDay(last)}`;

/** How many of an upload's rows count: others were replaced by newer uploads. */
function describeRows({ rows_stored: counted, rows_superseded: replaced }) {
  if (counted === null) return "";
  return replaced ? `${formatCount(counted)} of ${formatCount(counted + replaced)}` : formatCount(counted);
}

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
        heads: ["Upload", "File", "Days", "Rows that count", "State", "By", "When"],
        numeric: [3],
        rows: value.uploads.map((upload) => [
          h(PageLink, { page: "upload", parameters: { upload: upload.id } }, `Upload ${upload.id}`),
          upload.file_name,
          upload.first_day ? formatRangeOfDays(upload.first_day, upload.last_day) : "",
          describeRows(upload),
          formatName(upload.status),
          upload.uploaded_by,
          formatMoment(upload.uploaded_at),
        ]),
        maxH: "24rem",
      }),
  );
}
