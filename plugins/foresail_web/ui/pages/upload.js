// The page Upload: takes a workbook, follows it to its forecasts, and keeps the answers given on the way.

import { SavedAnswers } from "../features/products/saved-answers.js";
import { AllUploads } from "../features/uploads/all-uploads.js";
import { RecentUploads } from "../features/uploads/recent.js";
import { UploadReport, useRefresh, useUpload } from "../features/uploads/report.js";
import { SendSales } from "../features/uploads/send-sales.js";
import { Chakra, h, useEffect, useRef, useState } from "../lib/airflow.js";
import { goTo } from "../lib/focus.js";
import { t } from "../lib/language.js";
import { useParameters } from "../lib/parameters.js";

const { Stack } = Chakra;

export const page = {
  name: "upload",
  title: t("Upload"),
  about: t("Send a workbook of sales, see what was found in it, and follow it to its forecasts"),
  needsStats: true,
  needsLatest: true,
  Page: Upload,
};

/** The list of all uploads, or else the page with the one that is followed. */
function Upload(shared) {
  const parameters = useParameters();
  const isList = parameters.get("list") === "all";
  const wasList = useRef(isList);
  useEffect(() => {
    wasList.current = isList;
  }, [isList]);
  if (isList) return h(AllUploads, { ...shared, parameters });
  return h(OneUpload, { ...shared, parameters, isFromList: wasList.current });
}

function OneUpload({ stats, latestId, version, refresh, parameters, isFromList }) {
  const named = parameters.get("upload");
  const [accepted, setAccepted] = useState({ tries: 0 });
  // The upload whose report comes up, or changes, by what was done on the page or the list: the keyboard goes to it.
  const arriving = useRef(isFromList ? Number(named) : null);
  // Before the first forecasts, who comes back to the page sees how they come on.
  const id = named ?? (stats.forecasts ? null : latestId);
  const { upload, error } = useUpload(id, accepted.tries);
  useRefresh(upload, refresh);
  const follow = (changes) => setAccepted((was) => ({ ...was, ...changes, tries: was.tries + 1 }));
  const accept = ({ id: upload, already_uploaded: isRepeat }) => {
    // The same workbook has the same number, and may have been started again: it is followed again.
    follow({ upload, isRepeat });
    arriving.current = upload;
    parameters.change({ upload });
    refresh();
  };
  const answered = () => {
    follow({});
    arriving.current = Number(id);
  };
  const removed = () => {
    follow({});
    refresh();
  };
  useEffect(() => {
    if (arriving.current !== Number(id)) return;
    arriving.current = null;
    goTo("foresail-upload");
  });
  const isRepeat = accepted.isRepeat && Number(id) === accepted.upload;
  const close = named && (() => parameters.change({ upload: null }));
  return h(
    Stack,
    { gap: 4 },
    h(SendSales, { onAccepted: accept }),
    id != null &&
      h(UploadReport, {
        key: id,
        id,
        upload,
        error,
        isRepeat,
        onAnswered: answered,
        onWithdrawn: answered,
        onClose: close,
      }),
    h(RecentUploads, { keys: [version, upload?.status, accepted.tries] }),
    h(SavedAnswers, { version, onRemoved: removed }),
  );
}
