// Everyone who is mailed, and when: found by a part of the address, added and removed.
// Addresses are searched here: a search that the server did would have them in its access log.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { put, read, remove } from "../../lib/api.js";
import { formatCount, formatMoment } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { describeChoice, describeRefusals, readChoice } from "../../lib/subscribers.js";
import { Confirm } from "../../parts/confirm.js";
import { useLoaded } from "../../parts/loading.js";
import { Done, Empty, Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";
import { MailPreview } from "./mail-preview.js";
import { SubscriberForm } from "./subscriber-form.js";

const { Button, Field, Flex, Input, Stack } = Chakra;
const PAGE = 50;
const MOST_AT_ONCE = 1000;
const ABOUT = t(
  "With new forecasts comes an email with the main figures and a workbook; other events are one short email each.",
);

async function readEveryone(signal, before = []) {
  const asked = { limit: MOST_AT_ONCE, offset: before.length, sort: "email" };
  const { total, subscribers } = await read("/subscribers", asked, signal);
  const all = [...before, ...subscribers];
  return subscribers.length && all.length < total ? readEveryone(signal, all) : all;
}

/** The section of subscribers. */
export function Subscribers() {
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [done, setDone] = useState({ changes: 0 });
  const [changed, setChanged] = useState(null);
  const [previewed, setPreviewed] = useState(null);
  const { value, error } = useLoaded(readEveryone, [done]);
  const tell = (title) => setDone(({ changes }) => ({ title, changes: changes + 1 }));
  const removeOne = async ({ id, email }) => {
    await remove(`/subscribers/${encodeURIComponent(id)}`);
    tell(t("{email} gets no more emails", { email }));
  };
  const sendAgain = async (subscriber) => {
    const wanted = { email: subscriber.email, ...readChoice(subscriber) };
    await put(`/subscribers/${encodeURIComponent(subscriber.id)}`, wanted);
    tell(t("{email} gets the next email", subscriber));
  };
  if (error && !value) return h(Refusal, { error });
  return h(
    Section,
    { title: t("Subscribers"), id: "foresail-subscribers" },
    h(
      Stack,
      { gap: 4 },
      h(Small, null, ABOUT),
      done.title && h(Done, { key: done.changes, title: done.title }),
      h(SubscriberForm, { onSaved: ({ email }) => tell(t("{email} gets the next email", { email })) }),
      value?.length > 0 && h(Search, { search, setSearch }),
      error && h(Refusal, { error }),
      !value && h(Waiting, { label: t("Loading the subscribers") }),
      changed &&
        h(SubscriberForm, {
          key: changed.id,
          subscriber: changed,
          onCancel: () => setChanged(null),
          onSaved: ({ email }) => {
            setChanged(null);
            tell(t("Saved what {email} gets", { email }));
          },
        }),
      previewed &&
        h(MailPreview, {
          key: `preview ${previewed.id}`,
          choice: previewed,
          name: t("Email to {email}", previewed),
          onClose: () => setPreviewed(null),
        }),
      value &&
        h(Found, {
          everyone: value,
          search: search.trim(),
          limit,
          removeOne,
          changeOne: setChanged,
          previewOne: setPreviewed,
          sendAgain,
          onMore: () => setLimit(limit + PAGE),
        }),
    ),
  );
}

const Search = ({ search, setSearch }) =>
  h(
    Field.Root,
    { maxW: "24rem" },
    h(Field.Label, null, t("Search subscribers")),
    h(Input, {
      type: "search",
      size: "sm",
      placeholder: t("Part of the address"),
      value: search,
      onChange: (event) => setSearch(event.target.value),
    }),
  );

function Refused({ subscriber }) {
  const told = describeRefusals(subscriber, formatMoment);
  return told && h(Small, { color: "fg.error" }, told);
}

function Ways({ subscriber, changeOne, previewOne, sendAgain, removeOne }) {
  const { email } = subscriber;
  const button = (words, label, onClick) =>
    h(Button, { size: "xs", variant: "outline", "aria-label": label, onClick }, words);
  return h(
    Flex,
    { gap: 2, wrap: "wrap" },
    button(t("Change"), t("Change: {email}", subscriber), () => changeOne(subscriber)),
    subscriber.events.includes("published") &&
      button(t("Preview"), t("Preview: {email}", subscriber), () => previewOne(subscriber)),
    subscriber.stopped_at &&
      h(Confirm, {
        label: t("Send again"),
        subject: email,
        question: t("Send emails to this address again?"),
        onConfirmed: () => sendAgain(subscriber),
      }),
    h(Confirm, {
      label: t("Remove"),
      subject: email,
      question: t("Send no more emails to this address?"),
      onConfirmed: () => removeOne(subscriber),
    }),
  );
}

/** `ways` are what can be done with one. */
function Found({ everyone, search, limit, onMore, ...ways }) {
  const meta = useMeta();
  const found = everyone.filter(({ email }) => email.toLowerCase().includes(search.toLowerCase()));
  const subscribers = found.slice(0, limit);
  if (everyone.length === 0)
    return h(
      Empty,
      { title: t("Nobody is notified yet") },
      t("Add an email address above: it gets the next email."),
    );
  if (found.length === 0)
    return h(Small, { role: "status" }, t("No address contains “{search}”.", { search }));
  return h(
    Stack,
    { gap: 2 },
    h(Rows, {
      label: t("Subscribers"),
      heads: tAll(["Email", "Gets", "Added by", "When", "Change"]),
      keys: subscribers.map(({ id }) => id),
      rows: subscribers.map((subscriber) => [
        subscriber.email,
        h(Stack, { gap: 1 }, describeChoice(subscriber, meta.mail_events), h(Refused, { subscriber })),
        subscriber.added_by,
        formatMoment(subscriber.added_at),
        h(Ways, { subscriber, ...ways }),
      ]),
      maxH: "30rem",
    }),
    h(
      Flex,
      { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
      h(
        "span",
        { role: "status" },
        t("{shown} of {count}", { shown: formatCount(subscribers.length), count: found.length }),
      ),
      subscribers.length < found.length &&
        h(Button, { variant: "outline", size: "xs", onClick: onMore }, t("Show more")),
    ),
  );
}
