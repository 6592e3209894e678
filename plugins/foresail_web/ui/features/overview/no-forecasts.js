// What a page shows before the first forecasts: what to do, or how far the first upload is.

import { Fragment, h } from "../../lib/airflow.js";
import { nameColumns } from "../../lib/facts.js";
import { useMeta } from "../../lib/meta.js";
import { Empty, PageLink } from "../../parts/pieces.js";
import { useRefresh, useUpload } from "../uploads/report.js";

const HELD_UP = {
  failed: "The upload failed; its report says what to do: ",
  waiting: "The upload is waiting for your answer: ",
};

/** `refresh` is called as soon as the newest upload has got further. */
export function NoForecasts({ stats, latestId, refresh }) {
  const { upload } = useUpload(latestId, 0);
  useRefresh(upload, refresh);
  const report =
    latestId && h(PageLink, { page: "upload", parameters: { upload: latestId } }, "open its report");
  const isUnderWay = upload?.status === "running";
  if (stats.data.rows > 0)
    return h(
      Empty,
      { title: "No forecasts yet" },
      HELD_UP[upload?.status] ??
        "The sales are stored and the forecasts are being made; they appear by themselves: ",
      report,
    );
  if (isUnderWay)
    return h(
      Empty,
      { title: "The sales are being stored" },
      "The forecasts appear here by themselves: ",
      report,
    );
  return h(NoSales, {
    report: HELD_UP[upload?.status] && h(Fragment, null, HELD_UP[upload.status], report, ". "),
  });
}

function NoSales({ report }) {
  const meta = useMeta();
  return h(
    Empty,
    { title: "No sales yet" },
    report,
    h(PageLink, { page: "upload" }, "Upload a workbook"),
    ": its forecasts appear here within minutes. ",
    `It needs a header row with ${nameColumns(meta, true)}. `,
    `${nameColumns(meta, false)} are used where it has them.`,
  );
}
