// The report of a check: what is in the file and what uploading it would change. Nothing is stored.

import { Chakra, h } from "../../lib/airflow.js";
import { useArrival } from "../../lib/focus.js";
import { formatBytes } from "../../lib/format.js";
import { t, tParts } from "../../lib/language.js";
import { fieldsOf } from "../../lib/overlap.js";
import { Notice, PageLink, Part, Section } from "../../parts/pieces.js";
import { FindingsAtHand } from "../files/findings.js";
import { Answers, useAnswers } from "../products/answers.js";
import { Changes } from "./changes.js";
import { FirstRows } from "./first-rows.js";
import { Lookalikes } from "./lookalikes.js";
import { Alarming, Overlap, useWay } from "./overlap.js";
import { UnusualList } from "./quantities.js";
import { ColumnMap, Counts } from "./reading.js";

const { Box, Button, Grid, Stack, Text } = Chakra;

/** `checked` is the answer of POST /validations with its file; `onUpload` hears {products}, the answers, `onAgain` how
 * to read it instead. */
export function Check({ checked, isSending, onUpload, onAgain, onClose }) {
  const { file, report, changes } = checked;
  const place = useArrival();
  const answers = useAnswers(changes.products_unseen);
  const chosen = useWay(changes.overlap);
  const way = chosen.choice ? fieldsOf(chosen.choice, changes.overlap) : {};
  const upload = () => answers.isComplete() && onUpload({ products: answers.byName(), ...way });
  return h(
    Section,
    {
      title: t("Check of {file}", { file: file.name }),
      id: "foresail-check",
      headingRef: place,
      aside: h(Button, { variant: "ghost", size: "xs", onClick: onClose }, t("Close the check")),
    },
    h(
      Stack,
      { gap: 5 },
      h(State, { file, uploadId: changes.upload_id }),
      changes.overlap && h(Overlap, { overlap: changes.overlap, chosen }),
      changes.products_changed.length > 0 && h(Alarming, { products: changes.products_changed }),
      h(Counts, { report, fate: t("would be stored") }),
      h(FirstRows, {
        firstRows: checked.first_rows,
        findings: checked.findings,
        options: checked.options,
        isSending,
        onAgain,
      }),
      h(Part, { title: t("What uploading it would change") }, h(Changes, { changes })),
      h(
        Grid,
        { templateColumns: { base: "minmax(0, 1fr)", xl: "24rem minmax(0, 1fr)" }, gap: 5 },
        h(Part, { title: t("How the columns were read") }, h(ColumnMap, { report })),
        h(
          Part,
          { title: t("What was found") },
          h(FindingsAtHand, {
            found: checked.findings,
            total: checked.findings_total,
            counts: report.findings,
          }),
        ),
      ),
      changes.near_duplicates.length > 0 &&
        h(Part, { title: t("Names that look alike") }, h(Lookalikes, { pairs: changes.near_duplicates })),
      changes.unusual.length > 0 &&
        h(Part, { title: t("Unusual quantities") }, h(UnusualList, { unusual: changes.unusual })),
      changes.products_unseen.length > 0 && h(Part, { title: t("New products") }, h(Answers, { answers })),
      h(
        Box,
        null,
        h(
          Button,
          { size: "sm", onClick: upload, loading: isSending, loadingText: t("Uploading") },
          t("Upload it now"),
        ),
      ),
    ),
  );
}

function State({ file, uploadId }) {
  if (uploadId == null)
    return h(
      Notice,
      { status: "info", title: t("Nothing is stored yet") },
      t("{file} ({size}) was only checked.", { file: file.name, size: formatBytes(file.size) }),
    );
  const report = h(
    PageLink,
    { page: "upload", parameters: { upload: uploadId }, isInText: true },
    t("upload {id}", { id: uploadId }),
  );
  return h(
    Notice,
    { status: "warning", title: t("This exact file was uploaded before") },
    h(Text, null, ...tParts("It is {upload}. Uploading it again changes nothing.", { upload: report })),
  );
}
