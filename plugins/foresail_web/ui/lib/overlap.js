// What an upload does where its days are stored already, in words.

import { formatCount, formatDay, formatMany, formatRoundShare } from "./format.js";

/** From this share of identical rows on, a file is a copy of what is stored, or nearly one. */
const COPY_SHARE = 0.5;
const WAYS = {
  "replace period": ["Replace all sales of its days", "the file is the whole truth for its days and stores"],
  "replace products": ["Replace the sales of its products", "other products stay as they are"],
  "replace rows": ["Replace only the rows it lists", "everything else stays as it is"],
  add: ["Add it to what is stored", "for a second till or another channel"],
  "new-days": ["Take only its new days", "days that have sales stay as they are"],
  transactions: ["Replace its transactions", "every other sale stays as it is"],
};

/** One key for a mode and what it covers. */
export const wayOf = ({ mode, covers }) =>
  mode === null ? "transactions" : mode === "replace" ? `replace ${covers}` : mode;

/** What a way is called, and what it means. */
export const describeWay = (choice) => WAYS[wayOf(choice)];

/** The form's fields for a choice: nothing where it is what would be done anyway. */
export const fieldsOf = (choice, overlap) =>
  wayOf(choice) === wayOf(overlap) || choice.mode === null
    ? {}
    : { mode: choice.mode, covers: choice.covers };

/** What a planner must know first of a file whose days are stored already. */
export function describeOverlap({ share_identical: share, uploads, first_day: first, last_day: last }) {
  const days = first === last ? formatDay(first) : `${formatDay(first)} to ${formatDay(last)}`;
  const names = uploads.length > 3 ? `${formatCount(uploads.length)} uploads` : nameUploads(uploads);
  if (share >= COPY_SHARE)
    return [
      `${formatRoundShare(share)} of its rows are stored already`,
      `It looks like a corrected copy of ${names}.`,
    ];
  return ["Some of its days are stored already", `Sales of ${days} came with ${names}.`];
}

const nameUploads = (uploads) =>
  `upload${uploads.length === 1 ? "" : "s"} ${new Intl.ListFormat("en").format(uploads.map(String))}`;

/** What a stored upload did where its days were stored already; null where it met nothing. */
export function describeMode({ mode, covers, mode_from: from, rows_replaced: replaced }) {
  const rows = replaced ? `It replaced ${formatMany(replaced, "row")} of earlier uploads` : null;
  const isWorthIt = mode && (from === "given" || replaced);
  if (!isWorthIt) return rows && `${rows}.`;
  const how = `${WAYS[wayOf({ mode, covers })][0].toLowerCase()}, ${from === "given" ? "as you said" : "by rule"}`;
  return rows ? `${rows} (${how}).` : `Where its days were stored already: ${how}.`;
}
