// What a subscriber chooses: kinds of mail, the language of dates and numbers, and what new forecasts are of.

import { Chakra, h } from "../../lib/airflow.js";
import { t } from "../../lib/language.js";
import { ABOUT, joinNames } from "../../lib/subscribers.js";
import { Small } from "../../parts/pieces.js";

const { Field, Flex, Input, NativeSelect, Stack } = Chakra;

/** `choice` is {events, language, products, ...}, its lists of names as text; `onChange` hears a new one. */
export function ChoiceFields({ meta, choice, onChange }) {
  const toggle = (name) => (event) => {
    const others = choice.events.filter((other) => other !== name);
    onChange({ ...choice, events: event.target.checked ? [...others, name] : others });
  };
  return h(
    Stack,
    { gap: 3 },
    h(
      "fieldset",
      null,
      h("legend", { style: { fontSize: "0.875rem", fontWeight: 500 } }, t("Email when")),
      meta.mail_events.map(({ name, label }) =>
        h(
          "label",
          { key: name, style: { display: "flex", gap: "0.5rem", fontSize: "0.875rem" } },
          h("input", { type: "checkbox", checked: choice.events.includes(name), onChange: toggle(name) }),
          t(label),
        ),
      ),
    ),
    h(
      Flex,
      { gap: 3, wrap: "wrap", align: "flex-end" },
      h(Languages, { meta, choice, onChange }),
      ABOUT.map(([name, label]) =>
        h(
          Field.Root,
          { key: name, maxW: "14rem" },
          h(Field.Label, null, label),
          h(Input, {
            size: "sm",
            placeholder: t("Any"),
            value: joinNames(choice[name]),
            onChange: (event) => onChange({ ...choice, [name]: event.target.value }),
          }),
        ),
      ),
    ),
    h(
      Small,
      null,
      t(
        "New forecasts can be narrowed to products, or to those of a category, store or producer. Put semicolons between names.",
      ),
    ),
  );
}

const Languages = ({ meta, choice, onChange }) =>
  h(
    Field.Root,
    { maxW: "10rem" },
    h(Field.Label, null, t("Dates and numbers")),
    h(
      NativeSelect.Root,
      { size: "sm" },
      h(
        NativeSelect.Field,
        {
          value: choice.language,
          onChange: (event) => onChange({ ...choice, language: event.target.value }),
        },
        meta.mail_languages.map(({ name, label }) => h("option", { key: name, value: name }, t(label))),
      ),
      h(NativeSelect.Indicator),
    ),
  );
