// The report on an upload: its progress, what waits for an answer, what the check read, what is wrong.

import { Chakra, h, useEffect } from "../../lib/airflow.js";
import { apiAddress, read } from "../../lib/api.js";
import { formatBytes, formatMoment } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { describeMode } from "../../lib/overlap.js";
import { pauseAfter } from "../../lib/uploads.js";
import { usePolled } from "../../parts/loading.js";
import { Part, Refusal, Section, Waiting } from "../../parts/pieces.js";
import { Findings } from "../files/findings.js";
import { Decisions, Questions } from "../products/decisions.js";
import { Erase } from "./erase.js";
import { Lookalikes } from "./lookalikes.js";
import { Outcome, Steps } from "./progress.js";
import { QuantityDecisions, UnusualQuestions } from "./quantities.js";
import { ColumnMap, Counts } from "./reading.js";
import { Withdraw } from "./withdraw.js";

const { Button, Grid, Link, Stack, Text } = Chakra;

/** Follows an upload to its end: its state, and the error of the last ask; `tries` changes to begin again. */
export function useUpload(id, tries) {
  const load = (signal) => (id == null ? Promise.resolve(null) : read(`/uploads/${id}`, {}, signal));
  const { value, error } = usePolled(load, [id, tries], (upload) => upload && pauseAfter(upload, Date.now()));
  // The upload that was shown before is not this one.
  return { upload: value?.id === Number(id) ? value : undefined, error };
}

/** Once an upload has got further, everything else on the page may have changed. */
export function useRefresh(upload, refresh) {
  const state = upload && `${upload.id} ${upload.status} ${upload.data_version}`;
  useEffect(() => {
    if (state) refresh();
  }, [state]);
}

/** An upload as far as it has come; `onAnswered` hears that its products have been answered. */
export function UploadReport({ id, upload, error, isRepeat, onAnswered, onWithdrawn, onClose }) {
  const close = h(Button, { variant: "ghost", size: "xs", onClick: onClose }, t("Close the report"));
  const name = t("Upload {id}", { id });
  const title = upload ? `${name}: ${upload.file_name}` : name;
  return h(
    Section,
    { title, id: "foresail-upload", aside: onClose && close },
    error && h(Refusal, { error }),
    !upload && !error && h(Waiting, { label: t("Loading the report") }),
    upload && h(Body, { upload, isRepeat, onAnswered, onWithdrawn }),
  );
}

function Body({ upload, isRepeat, onAnswered, onWithdrawn }) {
  const { id, report } = upload;
  if (!report) return h(Outcome, { upload });
  const { waiting, decided, near_duplicates: pairs } = upload.products;
  return h(
    Stack,
    { gap: 5 },
    h(Outcome, { upload, isRepeat }),
    upload.status === "waiting" &&
      upload.unusual.waiting.length > 0 &&
      h(
        Part,
        { title: t("Unusual quantities") },
        h(UnusualQuestions, { id, waiting: upload.unusual.waiting, onAnswered }),
      ),
    upload.status === "waiting" &&
      waiting.length > 0 &&
      h(Part, { title: t("New products") }, h(Questions, { id, waiting, onAnswered })),
    h(Steps, { upload }),
    h(Text, { fontSize: "sm", color: "fg.muted" }, describeOrigin(upload), " ", describeMode(upload)),
    h(Counts, { report, fate: fateOf(upload) }),
    h(
      Grid,
      { templateColumns: { base: "minmax(0, 1fr)", xl: "24rem minmax(0, 1fr)" }, gap: 5 },
      h(Part, { title: t("How the columns were read") }, h(ColumnMap, { report })),
      h(
        Part,
        { title: t("What was found"), aside: h(MarkedWorkbook, { id, counts: report.findings }) },
        h(Findings, { id, counts: report.findings }),
      ),
    ),
    pairs.length > 0 && h(Part, { title: t("Names that look alike") }, h(Lookalikes, { pairs })),
    decided.length > 0 &&
      h(Part, { title: t("What was answered about new products") }, h(Decisions, { decided })),
    upload.unusual.decided.length > 0 &&
      h(
        Part,
        { title: t("What was answered about unusual quantities") },
        h(QuantityDecisions, { decided: upload.unusual.decided }),
      ),
    onWithdrawn &&
      upload.may_erase &&
      h(Part, { title: t("Erase") }, h(Erase, { id, fileName: upload.file_name, onErased: onWithdrawn })),
    onWithdrawn &&
      upload.withdrawn_at === null &&
      h(Part, { title: t("Undo") }, h(Withdraw, { id, fileName: upload.file_name, onWithdrawn })),
  );
}

function fateOf({ withdrawn_at: withdrawn, data_version: version, rows_superseded: replaced }) {
  if (withdrawn) return t("no longer counted");
  if (version === null) return t("to be stored");
  return replaced ? t("{count} replaced by newer uploads", { count: replaced }) : t("stored as sales");
}

const describeOrigin = ({ uploaded_by: who, uploaded_at: at, size_bytes: size }) =>
  t("Uploaded by {who} on {moment}, {size}.", { who, moment: formatMoment(at), size: formatBytes(size) });

function MarkedWorkbook({ id, counts }) {
  if (Object.keys(counts).length === 0) return null;
  return h(
    Link,
    { href: apiAddress(`/uploads/${id}/workbook`), download: "", color: "fg.info", fontSize: "sm" },
    t("Download your workbook with the bad cells marked"),
  );
}
