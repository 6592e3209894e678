// The section that takes a workbook: checks or uploads it, and asks what is needed to read it.

import { Chakra, Fragment, h, useEffect, useRef, useState } from "../../lib/airflow.js";
import { apiAddress, sendWorkbook } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { addOptions } from "../../lib/refusals.js";
import { findUnsendable } from "../../lib/uploads.js";
import { Section } from "../../parts/pieces.js";
import { DropZone, Sending } from "../files/dropzone.js";
import { FileRefusal } from "../files/file-refusal.js";
import { Check } from "./check.js";

const { Flex, Link, Stack, Switch } = Chakra;

/** Takes workbooks; `onAccepted` hears an upload. */
export function SendSales({ onAccepted }) {
  const [isCheck, setCheck] = useState(false);
  const { sending, refused, checked, send, show } = useSending(onAccepted);
  const { upload_max_bytes: most } = useMeta();
  const take = (files) => {
    const error = findUnsendable(files, most);
    if (error) show({ refused: { error } });
    else if (files.length) send({ file: files[0], options: {}, isCheck });
  };
  const sendAgain = ({ file, isCheck }, options) => send({ file, options, isCheck });
  const upload = (more) =>
    send({ ...checked, options: { ...checked.options, ...more }, isCheck: false }, checked);
  return h(
    Fragment,
    null,
    h(
      Section,
      { title: t("Upload sales"), id: "foresail-drop" },
      h(
        Stack,
        { gap: 3 },
        sending ? h(Sending, sending) : h(DropZone, { isCheck, onFiles: take }),
        h(Aids, { isCheck, setCheck }),
        refused && h(FileRefusal, { ...refused, onAgain: (options) => sendAgain(refused, options) }),
      ),
    ),
    checked &&
      h(Check, {
        key: checked.number,
        checked,
        isSending: Boolean(sending),
        onUpload: upload,
        onAgain: (more) =>
          send({ ...checked, options: addOptions(checked.options, more), isCheck: true }, checked),
        onClose: () => show({}),
      }),
  );
}

let checks = 0;

/** What is shown of the file at hand: `sending`, `refused` or `checked`; `send` takes {file, options, isCheck}. */
function useSending(onAccepted) {
  const [shown, show] = useState({});
  // The page may show another product by the time the answer comes, or be left: then nobody hears it.
  const hear = useRef(null);
  useEffect(() => {
    hear.current = onAccepted;
    return () => {
      hear.current = null;
    };
  });

  // `checked` is the check that stays in sight until its file is accepted.
  const send = async ({ file, options, isCheck }, checked) => {
    const tell = (share) => show({ checked, sending: { file, share, cancel: call.cancel } });
    const call = sendWorkbook(isCheck ? "/validations" : "/uploads", file, options, tell);
    tell(0);
    try {
      const answer = await call.answer;
      if (answer === null) show({ checked });
      else if (isCheck) show({ checked: { ...answer, file, options, number: ++checks } });
      else {
        show({});
        hear.current?.(answer);
      }
    } catch (error) {
      // A refusal that shows the rows takes the place of the check that was to be made in another way.
      show({
        checked: error.details?.cells ? undefined : checked,
        refused: { file, options, isCheck, error },
      });
    }
  };
  return { ...shown, send, show };
}

/** What helps before a file is sent: to only check it, and workbooks to begin with. */
function Aids({ isCheck, setCheck }) {
  return h(
    Flex,
    { justify: "space-between", gap: 3, wrap: "wrap", fontSize: "sm" },
    h(
      Switch.Root,
      { size: "sm", checked: isCheck, onCheckedChange: ({ checked }) => setCheck(checked) },
      h(Switch.HiddenInput),
      h(Switch.Control),
      h(Switch.Label, null, t("Check only: nothing is stored")),
    ),
    h(
      Flex,
      { gap: 4, wrap: "wrap" },
      h(Template, { isExample: false }, t("Download an empty template")),
      h(Template, { isExample: true }, t("Download an example")),
    ),
  );
}

const Template = ({ isExample, children }) =>
  h(
    Link,
    { href: apiAddress("/uploads/template", { example: isExample }), download: "", color: "fg.info" },
    children,
  );
