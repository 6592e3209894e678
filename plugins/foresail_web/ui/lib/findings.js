// The findings of a file, counted by their code, and where they are.

import { t } from "./language.js";

const SEVERITIES = ["error", "confirm", "warning", "notice"];

/** The codes with their counts, the worst first; the words of a code come with its first finding. */
export function worstFirst(counts, found) {
  const words = new Map(found.map((finding) => [finding.code, finding]));
  const rank = ({ finding }) => SEVERITIES.indexOf(finding?.severity ?? "notice");
  return Object.entries(counts)
    .map(([code, count]) => ({ code, count, finding: words.get(code) }))
    .sort((one, other) => rank(one) - rank(other) || other.count - one.count);
}

/** What was found in each cell of a sheet, in words, by the cell's name. */
export function markCells(found, sheet) {
  const marked = {};
  for (const { cell, message } of found.filter((finding) => finding.sheet === sheet))
    marked[cell] = marked[cell] ? `${marked[cell]} ${t(message)}` : t(message);
  return marked;
}
