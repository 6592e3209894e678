// The settings of Foresail: what each is, and where its value comes from.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatCount } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Rows, Section, Small, Waiting } from "../../parts/pieces.js";

const { Code, Stack, Text } = Chakra;
const SOURCES = tAll({ environment: "environment", default: "default" });
const UNITS = tAll({ MiB: "MiB", seconds: "seconds", days: "days", steps: "steps" });
const HEADS = tAll(["Setting", "Value", "From", "Default", "Possible values"]);

/** Not there for who may not change how Foresail works. */
export function Settings() {
  const { value, error } = useLoaded((signal) => read("/settings", {}, signal), []);
  if (error?.status === 403) return null;
  return h(
    Section,
    { title: t("Settings"), id: "foresail-settings" },
    error && h(Refusal, { error }),
    !value && !error && h(Waiting, { label: t("Loading the settings") }),
    value && h(Found, value),
  );
}

const Found = ({ settings }) =>
  h(
    Stack,
    { gap: 2 },
    h(
      Small,
      null,
      t(
        "Environment variables of the api-server. A change takes effect once every Airflow process has restarted.",
      ),
    ),
    h(Rows, {
      label: t("Settings"),
      heads: HEADS,
      rows: settings.map((setting) => [
        h(Code, { key: setting.name, size: "sm", wordBreak: "break-word" }, setting.name),
        h(Value, { key: "value", value: setting.value, setting }),
        SOURCES[setting.source],
        h(Value, { key: "default", value: setting.default, setting }),
        describeChoices(setting),
      ]),
      maxH: "40rem",
    }),
  );

function Value({ value, setting: { unit } }) {
  if (value === null) return h(Text, { as: "span", color: "fg.muted" }, t("none"));
  const words = typeof value === "number" ? formatCount(value) : value;
  return h(Text, { as: "span", overflowWrap: "anywhere" }, unit ? `${words} ${UNITS[unit] ?? unit}` : words);
}

function describeChoices({ least, most, choices }) {
  if (choices.length) return choices.join(", ");
  return least === null ? "" : t("{least} to {most}", { least: formatCount(least), most: formatCount(most) });
}
