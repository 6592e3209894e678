// The section that takes a workbook: checks or uploads it, and asks what is needed to read it.

import { Chakra, Fragment, h, useEffect, useRef, useState } from "./airflow.js";
import { apiAddress, sendWorkbook } from "./api.js";
import { Check } from "./check.js";
import { DropZone, Sending } from "./dropzone.js";
import { Section } from "./pieces.js";
import { Refused } from "./refused.js";

const { Flex, Link, Stack, Switch } = Chakra;
const ONE_FILE = { message: "More than one file was dropped.", hint: "Drop one workbook at a time." };

/** Takes workbooks; `onAccepted` hears an upload, `addressOf` gives the address of an upload's report. */
export function Upload({ onAccepted, addressOf }) {
  const [isCheck, setCheck] = useState(false);
  const { sending, refused, checked, send, show } = useSending(onAccepted);
  const take = (files) => {
    if (files.length === 1) send({ file: files[0], wish: {}, isCheck });
    else if (files.length > 1) show({ refused: { error: ONE_FILE } });
  };
  const sendAgain = ({ file, wish, isCheck }, more) => send({ file, wish: { ...wish, ...more }, isCheck });
  const upload = (more) => send({ ...checked, wish: { ...checked.wish, ...more }, isCheck: false }, checked);
  return h(
    Fragment,
    null,
    h(
      Section,
      { title: "Upload sales", id: "foresail-drop" },
      h(
        Stack,
        { gap: 3 },
        sending ? h(Sending, sending) : h(DropZone, { isCheck, onFiles: take }),
        h(Aids, { isCheck, setCheck }),
        refused && h(Refused, { ...refused, onAgain: (more) => sendAgain(refused, more) }),
      ),
    ),
    checked &&
      h(Check, {
        key: checked.number,
        checked,
        isSending: Boolean(sending),
        onUpload: upload,
        onClose: () => show({}),
        addressOf,
      }),
  );
}

let checks = 0;

/** What is shown of the file at hand: `sending`, `refused` or `checked`; `send` takes {file, wish, isCheck}. */
function useSending(onAccepted) {
  const [shown, show] = useState({});
  // The page may show another product by the time the answer comes, or be left: then nobody hears it.
  const hear = useRef(null);
  useEffect(() => {
    hear.current = onAccepted;
    return () => (hear.current = null);
  });

  // `checked` is the check that stays in sight until its file is accepted.
  const send = async ({ file, wish, isCheck }, checked) => {
    const tell = (share) => show({ checked, sending: { file, share, cancel: call.cancel } });
    const call = sendWorkbook(isCheck ? "/validations" : "/uploads", file, wish, tell);
    tell(0);
    try {
      const answer = await call.answer;
      if (answer === null) show({ checked });
      else if (isCheck) show({ checked: { ...answer, file, wish, number: ++checks } });
      else {
        show({});
        hear.current?.(answer);
      }
    } catch (error) {
      show({ checked, refused: { file, wish, isCheck, error } });
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
      h(Switch.Label, null, "Check only: nothing is stored"),
    ),
    h(
      Flex,
      { gap: 4, wrap: "wrap" },
      h(Template, { isExample: false }, "Get an empty template"),
      h(Template, { isExample: true }, "Get an example"),
    ),
  );
}

const Template = ({ isExample, children }) =>
  h(
    Link,
    { href: apiAddress("/uploads/template", { example: isExample }), download: "", color: "fg.info" },
    children,
  );
