// What a product never seen before can be: proposed by its likely matches, chosen in a list, told to the API.

import { fill, t } from "./language.js";

export const KEEP = { action: "keep" };
export const DROP = { action: "drop" };
/** Another product, which is still to be named. */
export const OTHER = { action: "rename", to: null, isOther: true };
const sameAs = (name) => ({ action: "rename", to: name });
const MATCH = "same as ";

/** What is proposed: the best match where its score is at least `least`, else a new product. */
export const propose = ({ matches }, least) => (matches[0]?.score >= least ? sameAs(matches[0].name) : KEEP);

/** The best match, whatever its score; a new product where there is none. */
export const bestMatch = ({ matches }) => (matches.length > 0 ? sameAs(matches[0].name) : KEEP);

/** Whether a choice says "another product" and not yet which. */
export const isUnnamed = ({ action, to }) => action === "rename" && !to;

/** A choice as the API takes it. */
export const toAnswer = ({ action, to }) => (action === "rename" ? { action, to } : { action });

/** A choice from the value of its option, and the other way round. */
export const readChoice = (value) =>
  ({ keep: KEEP, drop: DROP, other: OTHER })[value] ?? sameAs(value.slice(MATCH.length));
export const writeChoice = ({ action, to, isOther }) =>
  isOther ? "other" : action === "rename" ? MATCH + to : action;
export const matchValue = (name) => MATCH + name;

/** How many of each choice there are among those that are not shown, in words. */
export function describeHidden(choices) {
  const count = (action) => choices.filter((choice) => choice.action === action).length;
  const told = [
    [count("keep"), t("{count} new")],
    [count("rename"), t("{count} same as another product")],
    [count("drop"), t("{count} dropped")],
  ];
  const parts = told.filter(([number]) => number).map(([number, words]) => fill(words, { count: number }));
  return t("not shown: {list}", { list: parts.join(", ") });
}
