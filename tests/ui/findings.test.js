// What was found in the cells of a sheet.

import assert from "node:assert/strict";
import { test } from "node:test";
import { markCells } from "../../plugins/foresail_web/ui/lib/findings.js";

test("a cell is marked with all that was found in it, and those of another sheet are not", () => {
  const found = [
    { sheet: "Sales", cell: "A2", message: "No date." },
    { sheet: "Sales", cell: "A2", message: "Too long." },
    { sheet: "Notes", cell: "B2", message: "No date." },
  ];
  assert.deepEqual(markCells(found, "Sales"), { A2: "No date. Too long." });
});
