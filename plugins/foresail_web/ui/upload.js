// The drop zone: takes a workbook, sends it, shows how far that is and what was refused.

import { Chakra, Fragment, h, useEffect, useRef, useState } from "./airflow.js";
import { sendWorkbook } from "./api.js";
import { formatBytes, formatRoundShare } from "./format.js";
import { Bar, Refusal } from "./pieces.js";

const { Box, Button, Flex, Spinner, Stack, Text, VisuallyHidden } = Chakra;
const FORMATS = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv";
const ONE_FILE = { message: "More than one file was dropped.", hint: "Drop one workbook at a time." };
const ORDERS = [
  ["day-first", "Day first: 31/12/2026"],
  ["month-first", "Month first: 12/31/2026"],
];
const FOCUS = {
  "&:has(:focus-visible)": { outline: "2px solid", outlineColor: "brand.focusRing", outlineOffset: "2px" },
};

/** Where a workbook is dropped or chosen; `onAccepted` hears the upload that the API answered with. */
export function UploadZone({ onAccepted }) {
  const [sending, setSending] = useState(null);
  const [refused, setRefused] = useState(null);
  // The page may show another product by the time the answer comes, or be left: then nobody hears it.
  const hear = useRef(null);
  useEffect(() => {
    hear.current = onAccepted;
    return () => (hear.current = null);
  });

  const send = async (file, dateOrder) => {
    setRefused(null);
    const call = sendWorkbook(file, dateOrder, (share) => setSending({ file, share, cancel: call.cancel }));
    setSending({ file, share: 0, cancel: call.cancel });
    try {
      const upload = await call.answer;
      if (upload) hear.current?.(upload);
    } catch (error) {
      setRefused({ file, error });
    }
    setSending(null);
  };
  const take = (files) => {
    if (files.length === 1) send(files[0]);
    else if (files.length > 1) setRefused({ error: ONE_FILE });
  };
  return h(
    Stack,
    { gap: 3 },
    sending ? h(Sending, sending) : h(DropZone, { onFiles: take }),
    refused && h(Refused, { ...refused, onOrder: (order) => send(refused.file, order) }),
  );
}

function DropZone({ onFiles }) {
  const [isOver, setOver] = useState(false);
  const over = (event) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const choose = (event) => {
    onFiles([...event.target.files]);
    // The same file, corrected, can be chosen again only if the input forgets it.
    event.target.value = "";
  };
  const frame = isOver ? { borderColor: "brand.solid", bg: "brand.subtle" } : { borderColor: "fg.subtle" };
  return h(
    Box,
    {
      as: "label",
      display: "block",
      borderWidth: 2,
      borderStyle: "dashed",
      borderRadius: "md",
      ...frame,
      _hover: { borderColor: "brand.solid" },
      css: FOCUS,
      cursor: "pointer",
      p: 5,
      textAlign: "center",
      onDragOver: over,
      onDragLeave: () => setOver(false),
      onDrop: drop,
    },
    h(VisuallyHidden, { asChild: true }, h("input", { type: "file", accept: FORMATS, onChange: choose })),
    h(
      Text,
      { fontWeight: "semibold" },
      isOver ? "Drop it to upload it" : ["Drop a workbook of sales here, or ", h(Choose, { key: "choose" })],
    ),
    h(
      Text,
      { color: "fg.muted", fontSize: "sm" },
      "Excel, OpenDocument or CSV. Every row is checked before it is stored.",
    ),
  );
}

const Choose = () => h(Text, { as: "span", color: "fg.info", textDecoration: "underline" }, "choose a file");

function Sending({ file, share, cancel }) {
  const isSent = share >= 1;
  return h(
    Box,
    { borderWidth: 1, borderRadius: "md", p: 4 },
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, mb: 2 },
      h(
        Flex,
        { role: "status", gap: 2, align: "center", minW: 0 },
        isSent && h(Spinner, { size: "sm" }),
        h(
          Text,
          { truncate: true },
          isSent
            ? `Checking every row of ${file.name} …`
            : `Sending ${file.name} (${formatBytes(file.size)}): ${formatRoundShare(share)}`,
        ),
      ),
      !isSent && h(Button, { variant: "outline", size: "xs", onClick: cancel }, "Cancel"),
    ),
    h(Bar, { label: `Upload of ${file.name}`, share: isSent ? null : share, colorPalette: "brand" }),
  );
}

function Refused({ file, error, onOrder }) {
  // The API's hint is to name the order in the next call: here that is a button.
  const isOpen = error.code === "undecidable-dates";
  return h(
    Refusal,
    { error, hint: isOpen ? null : error.hint },
    file && h(Text, null, `Nothing of ${file.name} was stored.`),
    isOpen &&
      h(
        Fragment,
        null,
        h(Text, { mt: 2 }, "Say how its dates are written, and it is sent once more:"),
        h(
          Flex,
          { gap: 2, mt: 1, wrap: "wrap" },
          ORDERS.map(([order, words]) =>
            h(Button, { key: order, size: "xs", variant: "outline", onClick: () => onOrder(order) }, words),
          ),
        ),
      ),
  );
}
