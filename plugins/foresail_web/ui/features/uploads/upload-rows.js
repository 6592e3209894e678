// Uploads as a table, each with the way to its report, and where it is long enough with all that can be done with it.

import { Chakra, h } from "../../lib/airflow.js";
import { apiAddress } from "../../lib/api.js";
import { formatCount, formatDay, formatDays, formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { PageLink, Rows } from "../../parts/pieces.js";
import { WithdrawButton } from "./withdraw.js";

const { Link } = Chakra;
/** What an upload has come to, by the names of GET /uploads. */
export const STATES = tAll({
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

/** `onWithdrawn` hears that one was; without it there is only what every upload is known by. */
export function UploadRows({ label, uploads, onWithdrawn, maxH }) {
  const columns = onWithdrawn ? [...COLUMNS, ...MORE] : COLUMNS;
  return h(Rows, {
    label,
    maxH,
    heads: columns.map(({ head }) => head),
    numeric: columns.flatMap(({ isNumber }, place) => (isNumber ? [place] : [])),
    keys: uploads.map(({ id }) => id),
    rows: uploads.map((upload) => columns.map(({ cell }) => cell(upload, onWithdrawn))),
  });
}

const COLUMNS = [
  {
    head: t("Upload"),
    cell: ({ id }) => h(PageLink, { page: "upload", parameters: { upload: id } }, t("Upload {id}", { id })),
  },
  { head: t("File"), cell: (upload) => upload.file_name },
  {
    head: t("Days"),
    cell: ({ first_day: first, last_day: last }) => (first ? formatRangeOfDays(first, last) : ""),
  },
  { head: t("Rows that count"), isNumber: true, cell: describeRows },
  { head: t("State"), cell: ({ status }) => STATES[status] },
  { head: t("By"), cell: (upload) => upload.uploaded_by },
  { head: t("When"), cell: (upload) => formatMoment(upload.uploaded_at) },
];
const MORE = [
  { head: t("Rows read"), isNumber: true, cell: (upload) => formatCount(upload.rows_read) },
  { head: t("Rejected"), isNumber: true, cell: (upload) => formatCount(upload.rows_rejected) },
  { head: t("Marked workbook"), cell: (upload) => h(Marked, upload) },
  { head: t("Undo"), cell: (upload, onWithdrawn) => h(Undo, { upload, onWithdrawn }) },
];

const Marked = ({ id, file_name: file, erased_at: erasedAt }) =>
  erasedAt === null &&
  h(
    Link,
    {
      href: apiAddress(`/uploads/${id}/workbook`),
      download: "",
      color: "fg.info",
      "aria-label": t("Download {file} with the bad cells marked", { file }),
    },
    t("Download"),
  );

function Undo({ upload, onWithdrawn }) {
  const { id, file_name: fileName, withdrawn_at: at, withdrawn_by: who, erased_by: eraser } = upload;
  if (eraser) return t("Erased by {who}", { who: eraser });
  if (at) return t("Withdrawn by {who}", { who });
  return h(WithdrawButton, { id, label: t("Withdraw"), fileName, isShort: true, onWithdrawn });
}
