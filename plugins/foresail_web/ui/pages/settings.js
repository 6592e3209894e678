// The page Settings and help: what Foresail is set to, for who runs it, and what the words on the pages mean.

import { Glossary } from "../features/help/glossary.js";
import { Settings } from "../features/help/settings.js";
import { Chakra, h } from "../lib/airflow.js";
import { t } from "../lib/language.js";

const { Stack } = Chakra;

export const page = {
  name: "settings",
  title: t("Settings and help"),
  about: t("What the words on these pages mean, and what Foresail is set to"),
  Page: () => h(Stack, { gap: 4 }, h(Glossary), h(Settings)),
};
