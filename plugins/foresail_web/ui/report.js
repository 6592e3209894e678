// The report on an upload: its progress, what the check read, how columns were understood, what is wrong.

import { Chakra, h } from "./airflow.js";
import { read } from "./api.js";
import { Findings } from "./findings.js";
import { formatBytes, formatCount, formatDay, formatMoment, formatName } from "./format.js";
import { usePolled } from "./loading.js";
import { Figure, Refusal, Rows, Section, Waiting } from "./pieces.js";
import { Outcome, Steps } from "./progress.js";

const { Button, Grid, Heading, SimpleGrid, Stack, Text } = Chakra;
const RUNNING_MS = 2000;
// Someone may clear the failed task in Airflow, and then the upload goes on.
const FAILED_MS = 10_000;
// Forecasts may be published without a mail following: so long after them nobody waits for it any more.
const MAIL_MS = 60_000;
const COLUMNS = {
  date: "Date",
  product: "Product Name",
  quantity: "Quantity",
  unit_price: "Unit Price",
  transaction_id: "Transaction ID",
  store: "Store Location",
  producer: "Producer ID",
};

/** Follows an upload to its end: its state, and the error of the last ask; `tries` changes to begin anew. */
export function useUpload(id, tries) {
  const load = (signal) => (id == null ? Promise.resolve(null) : read(`/uploads/${id}`, {}, signal));
  return usePolled(load, [id, tries], (upload) => upload && pauseAfter(upload));
}

function pauseAfter({ status, runs }) {
  if (status === "running") return RUNNING_MS;
  if (status === "failed") return FAILED_MS;
  const [predict, notify] = runs.slice(-2);
  const isMailing = notify.state === "queued" || notify.state === "running";
  const mayMail = notify.state === "waiting" && Date.now() - Date.parse(predict.ended_at ?? 0) < MAIL_MS;
  return isMailing || mayMail ? RUNNING_MS : null;
}

/** An upload as far as it has come. */
export function UploadReport({ id, upload, error, isRepeat, onClose }) {
  const close = h(Button, { variant: "ghost", size: "xs", onClick: onClose }, "Close the report");
  const title = upload ? `Upload ${id}: ${upload.file_name}` : `Upload ${id}`;
  return h(
    Section,
    { title, id: "foresail-upload", aside: onClose && close },
    error && h(Refusal, { error }),
    !upload && !error && h(Waiting, { label: "Loading the report" }),
    upload && h(Body, { upload, isRepeat }),
  );
}

function Body({ upload, isRepeat }) {
  const { report } = upload;
  return h(
    Stack,
    { gap: 5 },
    h(Outcome, { upload, isRepeat }),
    h(Steps, { runs: upload.runs }),
    h(Counts, { upload }),
    h(
      Grid,
      { templateColumns: { base: "minmax(0, 1fr)", xl: "24rem minmax(0, 1fr)" }, gap: 5 },
      h(Part, { title: "How the columns were read" }, h(ColumnMap, { report })),
      h(Part, { title: "What was found" }, h(Findings, { id: upload.id, counts: report.findings })),
    ),
  );
}

function Part({ title, children }) {
  return h(Stack, { gap: 2, minW: 0 }, h(Heading, { as: "h3", size: "sm" }, title), children);
}

function Counts({ upload }) {
  const { report } = upload;
  return h(
    Stack,
    { gap: 3 },
    h(Text, { fontSize: "sm", color: "fg.muted" }, describeOrigin(upload)),
    h(
      SimpleGrid,
      { minChildWidth: "8.5rem", gap: 4 },
      h(Figure, { label: "Rows read", value: formatCount(report.rows_read) }, blank(report.rows_blank)),
      h(Figure, { label: "Accepted", value: formatCount(report.rows_accepted) }, "stored as sales"),
      h(Figure, { label: "Rejected", value: formatCount(report.rows_rejected) }, "not stored"),
      h(Figure, { label: "Repeated", value: formatCount(report.rows_repeated) }, "stored once"),
      h(Figure, { label: "Products", value: formatCount(report.products) }),
      h(Figure, { label: "Stores", value: formatCount(report.stores) }),
      h(Figure, { label: "First day", value: formatDay(report.first_day) }),
      h(Figure, { label: "Last day", value: formatDay(report.last_day) }),
    ),
  );
}

const describeOrigin = ({ uploaded_by: who, uploaded_at: at, size_bytes: size }) =>
  `Uploaded by ${who} on ${formatMoment(at)}, ${formatBytes(size)}`;

const blank = (count) => (count ? `and ${formatCount(count)} blank` : null);

function ColumnMap({ report }) {
  const rows = Object.entries(COLUMNS).map(([field, name]) => [
    name,
    report.columns[field] ?? h(Text, { as: "span", color: "fg.muted" }, "not in the workbook"),
  ]);
  return [
    h(Rows, {
      key: "table",
      label: "How the columns were read",
      heads: ["Foresail's column", "Your column"],
      rows,
    }),
    h(Text, { key: "where", fontSize: "sm", color: "fg.muted" }, describePlace(report)),
  ];
}

function describePlace({ sheets, date_order: order }) {
  const from = `Read from ${sheets.length === 1 ? "sheet" : "sheets"} ${sheets.join(", ")}.`;
  return order ? `${from} Dates were read ${formatName(order)}.` : from;
}
