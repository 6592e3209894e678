// What a subscriber chooses, as it is typed and as it is sent.

import { t, tAll } from "./language.js";

export const ABOUT = Object.entries(
  tAll({ products: "Products", categories: "Categories", stores: "Stores", producers: "Producers" }),
);
export const EVERYTHING = { events: ["published"], language: "en" };

/** Names as they are typed: a list is shown separated by semicolons, since names may hold commas. */
export const joinNames = (names) => (Array.isArray(names) ? names.join("; ") : (names ?? ""));

/** A choice as the API takes it: what was typed becomes lists. */
export function readChoice(choice) {
  const lists = ABOUT.map(([name]) => [
    name,
    joinNames(choice[name])
      .split(";")
      .map((part) => part.trim())
      .filter(Boolean),
  ]);
  return { events: choice.events, language: choice.language, ...Object.fromEntries(lists) };
}

/** What is wrong with an address, in a few words; none where nothing is. */
export function describeRefusals({ refusals, stopped_at: stoppedAt }, formatMoment) {
  if (stoppedAt)
    return t("No emails since {moment}: the mail server refused this address {count} times.", {
      moment: formatMoment(stoppedAt),
      count: refusals,
    });
  return refusals > 0
    ? t("Refused by the mail server, emails in a row: {count}.", { count: refusals })
    : null;
}

/** What someone gets, in a few words; `labels` are those of GET /meta. */
export function describeChoice(subscriber, labels) {
  const kinds = labels.filter(({ name }) => subscriber.events.includes(name)).map(({ label }) => t(label));
  const about = ABOUT.flatMap(([name]) => subscriber[name]);
  const told = kinds.join("; ");
  return about.length > 0 ? t("{told} (forecasts of {names})", { told, names: about.join(", ") }) : told;
}
