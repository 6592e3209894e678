// The cell of a finding in its surroundings: the rows above and below it, as they stand in the workbook that was sent.

import { Chakra, h, useEffect, useRef } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { markCells } from "../../lib/findings.js";
import { useArrival } from "../../lib/focus.js";
import { t } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Waiting } from "../../parts/pieces.js";
import { SheetRows } from "./sheet-rows.js";

const { Box, Button, Flex, Heading } = Chakra;
const ROW = /\d+$/;

/** Of upload `id` the cell of `finding`, with all that was `found` there. */
export function CellInSheet({ id, finding: { sheet, cell, column }, found, onClose }) {
  const heading = useArrival();
  const frame = useRef(null);
  const load = (signal) => read(`/uploads/${id}/cells`, { sheet, cell }, signal);
  const { value, error } = useLoaded(load, [id, sheet, cell]);
  useEffect(() => {
    frame.current.querySelector("[data-found]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [value]);
  const title = t("Cell {cell} of sheet {sheet}", { cell, sheet });
  const own = found.filter((other) => other.cell === cell);
  return h(
    Box,
    { ref: frame, borderWidth: 1, borderRadius: "md", p: 3, minW: 0 },
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, mb: 2 },
      h(Heading, { as: "h4", size: "sm", ref: heading, tabIndex: -1, outline: "none" }, title),
      h(Button, { variant: "ghost", size: "xs", onClick: onClose }, t("Close")),
    ),
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Reading the workbook") }),
    value &&
      h(SheetRows, {
        label: title,
        cells: value,
        names: { [cell.replace(ROW, "")]: [column] },
        marked: markCells(own, sheet),
      }),
  );
}
