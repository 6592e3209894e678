// The form that adds an email address.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post } from "../../lib/api.js";
import { Refusal } from "../../parts/pieces.js";

const { Button, Field, Flex, Input, Stack } = Chakra;

/** `onAdded` hears the address as it was stored. */
export function AddSubscriber({ onAdded }) {
  const [email, setEmail] = useState("");
  const [{ isSaving, error }, setState] = useState({});
  const submit = async (event) => {
    event.preventDefault();
    setState({ isSaving: true });
    try {
      const added = await post("/subscribers", { email: email.trim() });
      setState({});
      setEmail("");
      onAdded(added.email);
    } catch (error) {
      setState({ error });
    }
  };
  return h(
    Stack,
    { as: "form", gap: 2, onSubmit: submit, "aria-label": "Add a subscriber", noValidate: true },
    h(
      Flex,
      { gap: 2, align: "flex-end", wrap: "wrap" },
      h(
        Field.Root,
        { maxW: "24rem", flex: "1 1 14rem" },
        h(Field.Label, null, "Email address"),
        h(Input, {
          type: "email",
          size: "sm",
          placeholder: "planner@example.com",
          value: email,
          onChange: (event) => setEmail(event.target.value),
        }),
      ),
      h(Button, { type: "submit", size: "sm", disabled: !email.trim(), loading: isSaving }, "Add"),
    ),
    error && h(Refusal, { error }),
  );
}
