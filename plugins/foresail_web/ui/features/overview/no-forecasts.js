// What a page shows before the first forecasts: what to do, or how far the first upload is.

import { Fragment, h } from "../../lib/airflow.js";
import { nameColumns } from "../../lib/facts.js";
import { t, tAll, tParts } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Empty, PageLink } from "../../parts/pieces.js";
import { useRefresh, useUpload } from "../uploads/report.js";

const HELD_UP = tAll({
  failed: "The upload failed; its report says what to do: {link}.",
  waiting: "The upload is waiting for your answer: {link}.",
});
const BEING_MADE = tAll(
  "The sales are stored and the forecasts are being made; they appear by themselves: {link}.",
);

/** `refresh` is called as soon as the newest upload has got further. */
export function NoForecasts({ stats, latestId, refresh }) {
  const { upload } = useUpload(latestId, 0);
  useRefresh(upload, refresh);
  const report =
    latestId && h(PageLink, { page: "upload", parameters: { upload: latestId } }, t("open its report"));
  const isUnderWay = upload?.status === "running";
  if (stats.data.rows > 0)
    return h(
      Empty,
      { title: t("No forecasts yet") },
      ...tParts(HELD_UP[upload?.status] ?? BEING_MADE, { link: report }),
    );
  if (isUnderWay)
    return h(
      Empty,
      { title: t("The sales are being stored") },
      ...tParts("The forecasts appear here by themselves: {link}.", { link: report }),
    );
  return h(NoSales, {
    report:
      HELD_UP[upload?.status] && h(Fragment, null, ...tParts(HELD_UP[upload.status], { link: report }), " "),
  });
}

function NoSales({ report }) {
  const meta = useMeta();
  return h(
    Empty,
    { title: t("No sales yet") },
    report,
    ...tParts(
      "{link}: its forecasts appear here within minutes. It needs a header row with {required}. {optional} are used where it has them.",
      {
        link: h(PageLink, { page: "upload" }, t("Upload a workbook")),
        required: nameColumns(meta, true),
        optional: nameColumns(meta, false),
      },
    ),
  );
}
