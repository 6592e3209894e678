// The report on an upload: its progress, what waits for an answer, what the check read, what is wrong.

import { Chakra, h } from "./airflow.js";
import { apiAddress, read } from "./api.js";
import { Decisions, Questions } from "./decisions.js";
import { Findings } from "./findings.js";
import { formatBytes, formatMoment } from "./format.js";
import { usePolled } from "./loading.js";
import { Lookalikes } from "./lookalikes.js";
import { Part, Refusal, Section, Waiting } from "./pieces.js";
import { Outcome, Steps } from "./progress.js";
import { ColumnMap, Counts } from "./reading.js";

const { Button, Grid, Link, Stack, Text } = Chakra;
const RUNNING_MS = 2000;
// A person takes longer, be it to answer or to clear the failed task in Airflow; then the upload goes on.
const PERSON_MS = 10_000;
// Forecasts may be published without a mail following: so long after them nobody waits for it any more.
const MAIL_MS = 60_000;

/** Follows an upload to its end: its state, and the error of the last ask; `tries` changes to begin anew. */
export function useUpload(id, tries) {
  const load = (signal) => (id == null ? Promise.resolve(null) : read(`/uploads/${id}`, {}, signal));
  const { value, error } = usePolled(load, [id, tries], (upload) => upload && pauseAfter(upload));
  // The upload that was shown before is not this one.
  return { upload: value?.id === Number(id) ? value : undefined, error };
}

function pauseAfter({ status, runs }) {
  if (status === "running") return RUNNING_MS;
  if (status === "failed" || status === "waiting") return PERSON_MS;
  const [predict, notify] = runs.slice(-2);
  const isMailing = notify.state === "queued" || notify.state === "running";
  const mayMail = notify.state === "waiting" && Date.now() - Date.parse(predict.ended_at ?? 0) < MAIL_MS;
  return isMailing || mayMail ? RUNNING_MS : null;
}

/** An upload as far as it has come; `onAnswered` hears that its products have been settled. */
export function UploadReport({ id, upload, error, isRepeat, onAnswered, onClose }) {
  const close = h(Button, { variant: "ghost", size: "xs", onClick: onClose }, "Close the report");
  const title = upload ? `Upload ${id}: ${upload.file_name}` : `Upload ${id}`;
  return h(
    Section,
    { title, id: "foresail-upload", aside: onClose && close },
    error && h(Refusal, { error }),
    !upload && !error && h(Waiting, { label: "Loading the report" }),
    upload && h(Body, { upload, isRepeat, onAnswered }),
  );
}

function Body({ upload, isRepeat, onAnswered }) {
  const { id, report } = upload;
  const { waiting, decided, near_duplicates: pairs } = upload.products;
  return h(
    Stack,
    { gap: 5 },
    h(Outcome, { upload, isRepeat }),
    upload.status === "waiting" &&
      h(Part, { title: "Products never seen before" }, h(Questions, { id, waiting, onAnswered })),
    h(Steps, { upload }),
    h(Text, { fontSize: "sm", color: "fg.muted" }, describeOrigin(upload)),
    h(Counts, { report, fate: upload.data_version === null ? "to be stored" : "stored as sales" }),
    h(
      Grid,
      { templateColumns: { base: "minmax(0, 1fr)", xl: "24rem minmax(0, 1fr)" }, gap: 5 },
      h(Part, { title: "How the columns were read" }, h(ColumnMap, { report })),
      h(
        Part,
        { title: "What was found", aside: h(MarkedWorkbook, { id, counts: report.findings }) },
        h(Findings, { id, counts: report.findings }),
      ),
    ),
    pairs.length > 0 && h(Part, { title: "These look alike" }, h(Lookalikes, { pairs })),
    decided.length > 0 &&
      h(Part, { title: "What was answered about new products" }, h(Decisions, { decided })),
  );
}

const describeOrigin = ({ uploaded_by: who, uploaded_at: at, size_bytes: size }) =>
  `Uploaded by ${who} on ${formatMoment(at)}, ${formatBytes(size)}`;

function MarkedWorkbook({ id, counts }) {
  if (Object.keys(counts).length === 0) return null;
  return h(
    Link,
    { href: apiAddress(`/uploads/${id}/workbook`), download: "", color: "fg.info", fontSize: "sm" },
    "Download your workbook with the bad cells marked",
  );
}
