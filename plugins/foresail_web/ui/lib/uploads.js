// Uploads before they are sent, which can be told from the files alone, and how each is followed to its end.

import { formatLimit } from "./format.js";
import { t } from "./language.js";

const RUNNING_MS = 2000;
// A person takes longer, be it to answer or to clear the failed task in Airflow; then the upload goes on.
const PERSON_MS = 10_000;
// Forecasts may be published without a mail following: so long after them nobody waits for it any more.
const MAIL_MS = 60_000;

/** Why files need not even be sent, in words; null where they can be. */
export function findUnsendable(files, mostBytes) {
  if (files.length > 1)
    return { message: t("More than one file was dropped."), hint: t("Drop one workbook at a time.") };
  if (files.length === 1 && files[0].size > mostBytes)
    return {
      message: t("{file} is larger than {limit}.", { file: files[0].name, limit: formatLimit(mostBytes) }),
      hint: t("Split it by month or store, and upload one part after the other."),
    };
  return null;
}

/** The pause before an upload is asked for again, null once nothing of it will change. */
export function pauseAfter({ status, runs }, nowMs) {
  if (status === "running") return RUNNING_MS;
  if (status === "failed" || status === "waiting" || status === "withdrawn") return PERSON_MS;
  const [predict, notify] = runs.slice(-2);
  const isMailing = notify.state === "queued" || notify.state === "running";
  const mayMail = notify.state === "waiting" && nowMs - Date.parse(predict.ended_at ?? 0) < MAIL_MS;
  return isMailing || mayMail ? RUNNING_MS : null;
}
