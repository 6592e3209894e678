// The form that adds an email address, or changes what one gets.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post, put } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { EVERYTHING, readChoice } from "../../lib/subscribers.js";
import { Refusal } from "../../parts/pieces.js";
import { ChoiceFields } from "./choice-fields.js";
import { MailPreview } from "./mail-preview.js";

const { Button, Field, Flex, Input, Stack } = Chakra;

/** `subscriber` is who is changed, none where one is added; `onSaved` hears the one that was stored. */
export function SubscriberForm({ subscriber, onSaved, onCancel }) {
  const meta = useMeta();
  const [email, setEmail] = useState(subscriber?.email ?? "");
  const [choice, setChoice] = useState(subscriber ?? EVERYTHING);
  const [isPreviewed, setPreviewed] = useState(false);
  const [{ isSaving, error }, setState] = useState({});
  const submit = async (event) => {
    event.preventDefault();
    setState({ isSaving: true });
    try {
      const wanted = { email: email.trim(), ...readChoice(choice) };
      const path = subscriber && `/subscribers/${encodeURIComponent(subscriber.id)}`;
      const saved = subscriber ? await put(path, wanted) : await post("/subscribers", wanted);
      setState({});
      if (!subscriber) setEmail("");
      onSaved(saved);
    } catch (error) {
      setState({ error });
    }
  };
  return h(
    Stack,
    {
      as: "form",
      gap: 3,
      onSubmit: submit,
      "aria-label": subscriber ? t("Change {email}", subscriber) : t("Add a subscriber"),
      noValidate: true,
      ...(subscriber && { borderWidth: 1, borderRadius: "md", p: 4 }),
    },
    h(
      Field.Root,
      { maxW: "24rem" },
      h(Field.Label, null, t("Email address")),
      h(Input, {
        type: "email",
        size: "sm",
        placeholder: "planner@example.com",
        value: email,
        onChange: (event) => setEmail(event.target.value),
      }),
    ),
    h(ChoiceFields, { meta, choice, onChange: setChoice }),
    error && h(Refusal, { error }),
    h(
      Flex,
      { gap: 2 },
      h(
        Button,
        { type: "submit", size: "sm", disabled: !email.trim(), loading: isSaving },
        subscriber ? t("Save") : t("Add"),
      ),
      h(
        Button,
        { size: "sm", variant: "outline", onClick: () => setPreviewed(true) },
        t("Preview the email"),
      ),
      onCancel && h(Button, { size: "sm", variant: "outline", onClick: onCancel }, t("Cancel")),
    ),
    isPreviewed &&
      h(MailPreview, { choice, name: t("Email about new forecasts"), onClose: () => setPreviewed(false) }),
  );
}
