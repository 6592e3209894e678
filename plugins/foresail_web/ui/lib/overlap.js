// What an upload does where its days are stored already, in words.

import { formatDay, formatDays, formatRoundShare, listAll, lowerFirst } from "./format.js";
import { fill, t, tAll } from "./language.js";

/** From this share of identical rows on, a file is a copy of what is stored, or nearly one. */
const COPY_SHARE = 0.5;
const REPLACED = tAll(
  "It replaced {count} row of earlier uploads.|It replaced {count} rows of earlier uploads.",
);
const REPLACED_HOW = tAll(
  "It replaced {count} row of earlier uploads ({how}).|It replaced {count} rows of earlier uploads ({how}).",
);
const WAYS = tAll({
  "replace period": ["Replace all sales of its days", "the file is the whole truth for its days and stores"],
  "replace products": ["Replace the sales of its products", "other products stay as they are"],
  "replace rows": ["Replace only the rows it lists", "everything else stays as it is"],
  add: ["Add it to what is stored", "for a second till or another channel"],
  "new-days": ["Take only its new days", "days that have sales stay as they are"],
  transactions: ["Replace its transactions", "every other sale stays as it is"],
});

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
  const days = first === last ? formatDay(first) : formatDays(first, last);
  const count = uploads.length;
  const names =
    count > 3
      ? t("{count} uploads", { count })
      : t("upload {ids}|uploads {ids}", { count, ids: listAll(uploads) });
  if (share >= COPY_SHARE)
    return [
      t("{share} of its rows are stored already", { share: formatRoundShare(share) }),
      t("It looks like a corrected copy of {uploads}.", { uploads: names }),
    ];
  return [
    t("Some of its days are stored already"),
    t("Sales of {days} came with {uploads}.", { days, uploads: names }),
  ];
}

/** What a stored upload did where its days were stored already; null where it met nothing. */
export function describeMode({ mode, covers, mode_from: from, rows_replaced: replaced }) {
  const isWorthIt = mode && (from === "given" || replaced);
  if (!isWorthIt) return replaced ? fill(REPLACED, { count: replaced }) : null;
  const way = lowerFirst(WAYS[wayOf({ mode, covers })][0]);
  const how = from === "given" ? t("{way}, as you said", { way }) : t("{way}, by rule", { way });
  return replaced
    ? fill(REPLACED_HOW, { count: replaced, how })
    : t("Where its days were stored already: {how}.", { how });
}
