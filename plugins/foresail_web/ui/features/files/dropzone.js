// The drop zone: takes a workbook, and shows how far it is on its way.

import { Chakra, Fragment, h, useState } from "../../lib/airflow.js";
import { formatBytes, formatLimit, formatRoundShare } from "../../lib/format.js";
import { t, tParts } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Bar } from "../../parts/pieces.js";

const { Box, Button, Flex, Spinner, Text, VisuallyHidden } = Chakra;
const FOCUS = {
  "&:has(:focus-visible)": { outline: "2px solid", outlineColor: "brand.focusRing", outlineOffset: "2px" },
};

/** Where a workbook is dropped or chosen; `onFiles` hears the files. */
export function DropZone({ isCheck, onFiles }) {
  const { file_endings: endings, upload_max_bytes: most } = useMeta();
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
    h(
      VisuallyHidden,
      { asChild: true },
      h("input", { type: "file", accept: endings.join(","), onChange: choose }),
    ),
    h(
      Text,
      { fontWeight: "semibold" },
      isOver
        ? isCheck
          ? t("Drop it to check it")
          : t("Drop it to upload it")
        : h(Fragment, null, ...tParts("Drop a workbook of sales here, or {choose}", { choose: h(Choose) })),
    ),
    h(
      Text,
      { color: "fg.muted", fontSize: "sm" },
      t("Excel, OpenDocument or CSV, up to {limit}.", { limit: formatLimit(most) }),
      " ",
      isCheck ? t("You see what it would change.") : t("Every row is checked before it is stored."),
    ),
  );
}

const Choose = () =>
  h(Text, { as: "span", color: "fg.info", textDecoration: "underline" }, t("choose a file"));

/** How far a file is: being sent, then being checked. */
export function Sending({ file, share, cancel }) {
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
            ? t("Checking every row of {file} …", { file: file.name })
            : t("Sending {file} ({size}): {share}", {
                file: file.name,
                size: formatBytes(file.size),
                share: formatRoundShare(share),
              }),
        ),
      ),
      !isSent && h(Button, { variant: "outline", size: "xs", onClick: cancel }, t("Cancel")),
    ),
    h(Bar, {
      label: t("Upload of {file}", { file: file.name }),
      share: isSent ? null : share,
      colorPalette: "brand",
    }),
  );
}
