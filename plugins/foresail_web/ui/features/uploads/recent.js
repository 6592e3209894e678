// The newest uploads, each with the way to its report.

import { h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount, formatDay, formatDays, formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { PageLink, Refusal, Rows, Section, Small } from "../../parts/pieces.js";

const SHOWN = 10;
const STATES = tAll({
  received: "received",
  waiting: "waiting",
  stored: "stored",
  published: "published",
  withdrawn: "withdrawn",
});
const formatRangeOfDays = (first, last) => (first === last ? formatDay(first) : formatDays(first, last));

/** How many of an upload's rows count: others were replaced by newer uploads. */
function describeRows({ rows_stored: counted, rows_superseded: replaced }) {
  if (counted === null) return "";
  return replaced
    ? t("{shown} of {count}", { shown: formatCount(counted), count: counted + replaced })
    : formatCount(counted);
}

/** Not there before the first upload; `keys` change when there may be another. */
export function RecentUploads({ keys }) {
  const { value, error } = useLoaded((signal) => read("/uploads", { limit: SHOWN }, signal), keys);
  if (!error && !value?.total) return null;
  return h(
    Section,
    {
      title: t("Recent uploads"),
      id: "foresail-recent",
      aside:
        value &&
        h(
          Small,
          null,
          t("{shown} of {count}", { shown: formatCount(value.uploads.length), count: value.total }),
        ),
    },
    error && h(Refusal, { error }),
    value &&
      h(Rows, {
        label: t("Recent uploads"),
        heads: tAll(["Upload", "File", "Days", "Rows that count", "State", "By", "When"]),
        numeric: [3],
        rows: value.uploads.map((upload) => [
          h(PageLink, { page: "upload", parameters: { upload: upload.id } }, t("Upload {id}", upload)),
          upload.file_name,
          upload.first_day ? formatRangeOfDays(upload.first_day, upload.last_day) : "",
          describeRows(upload),
          STATES[upload.status],
          upload.uploaded_by,
          formatMoment(upload.uploaded_at),
        ]),
        maxH: "24rem",
      }),
  );
}
