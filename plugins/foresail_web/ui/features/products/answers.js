// What products never seen before are: a choice for each, proposed where one is likely.

import { Chakra, Fragment, h, useId, useState } from "../../lib/airflow.js";
import {
  bestMatch,
  describeHidden,
  isUnnamed,
  KEEP,
  matchValue,
  OTHER,
  propose,
  readChoice,
  toAnswer,
  writeChoice,
} from "../../lib/choices.js";
import { formatCount, formatRoundShare, formatUnits } from "../../lib/format.js";
import { t, tAll } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { Rows } from "../../parts/pieces.js";
import { ProductBox } from "./product-box.js";

const { Box, Button, Flex, NativeSelect, Stack, Text, useBreakpointValue } = Chakra;
const SHOWN = 50;

/** The answers for products of {name, rows, units, matches}: what is proposed, until it is chosen otherwise. */
export function useAnswers(unseen) {
  const id = useId();
  const { match_proposed_min: least } = useMeta();
  const [chosen, setChosen] = useState(new Map());
  const [isAsked, setAsked] = useState(false);
  const choiceOf = (product) => chosen.get(product.name) ?? propose(product, least);
  const missing = unseen.findIndex((product) => isUnnamed(choiceOf(product)));
  return {
    id,
    unseen,
    choiceOf,
    isAsked,
    choose: (name, choice) => setChosen((was) => new Map(was).set(name, choice)),
    chooseAll: (pick) => setChosen(new Map(unseen.map((product) => [product.name, pick(product)]))),
    /** Whether every answer is whole; else the first that is not is gone to. */
    isComplete: () => {
      setAsked(true);
      if (missing >= 0) document.getElementById(boxId(id, missing))?.focus();
      return missing < 0;
    },
    byName: () => Object.fromEntries(unseen.map((product) => [product.name, toAnswer(choiceOf(product))])),
  };
}

const boxId = (id, place) => `${id}other${place}`;

/** The form: a table where there is room for one. */
export function Answers({ answers }) {
  const { unseen, chooseAll } = answers;
  const [shown, setShown] = useState(SHOWN);
  const isWide = useBreakpointValue({ base: false, md: true });
  const visible = unseen.slice(0, shown);
  const left = unseen.length - visible.length;
  return h(
    Stack,
    { gap: 3 },
    h(
      Text,
      { fontSize: "sm", color: "fg.muted" },
      t(
        "Say what each of them is. “Same as” and “Drop its rows” are saved: you are not asked again when another workbook has that name.",
      ),
    ),
    h(
      Flex,
      { gap: 2, wrap: "wrap" },
      h(Quick, { onClick: () => chooseAll(() => KEEP) }, t("All are new")),
      unseen.some(({ matches }) => matches.length > 0) &&
        h(Quick, { onClick: () => chooseAll(bestMatch) }, t("Use the best match for all")),
    ),
    h(isWide ? Wide : Narrow, { answers, visible }),
    left > 0 &&
      h(
        Flex,
        { justify: "space-between", align: "center", gap: 3, fontSize: "sm", color: "fg.muted" },
        h(
          "span",
          { role: "status" },
          t("{shown} of {count}; {hidden}", {
            shown: formatCount(visible.length),
            count: unseen.length,
            hidden: describeHidden(unseen.slice(shown).map(answers.choiceOf)),
          }),
        ),
        h(
          Quick,
          { onClick: () => setShown(shown + SHOWN) },
          t("Show {count} more", { count: Math.min(SHOWN, left) }),
        ),
      ),
  );
}

const Quick = (props) => h(Button, { variant: "outline", size: "xs", ...props });

const Wide = ({ answers, visible }) =>
  h(Rows, {
    label: t("New products"),
    heads: tAll(["Name in the workbook", "Rows", "Units", "What it is"]),
    numeric: [1, 2],
    rows: visible.map((product, place) => [
      product.name,
      formatCount(product.rows),
      formatUnits(product.units),
      h(Choice, { product, place, answers }),
    ]),
  });

const Narrow = ({ answers, visible }) =>
  h(
    Stack,
    { as: "ul", "aria-label": t("New products"), gap: 2, listStyleType: "none" },
    visible.map((product, place) =>
      h(
        Box,
        { as: "li", key: product.name, borderWidth: 1, borderRadius: "md", p: 3 },
        h(Text, { fontWeight: "semibold", wordBreak: "break-word" }, product.name),
        h(
          Text,
          { fontSize: "sm", color: "fg.muted", mb: 2 },
          t("{count} row, {units} units|{count} rows, {units} units", {
            count: product.rows,
            units: formatUnits(product.units),
          }),
        ),
        h(Choice, { product, place, answers }),
      ),
    ),
  );

function Choice({ product, place, answers }) {
  const { name, matches } = product;
  const choice = answers.choiceOf(product);
  return h(
    Fragment,
    null,
    h(
      NativeSelect.Root,
      { size: "sm", minW: { md: "18rem" } },
      h(
        NativeSelect.Field,
        {
          "aria-label": t("What {name} is", { name }),
          value: writeChoice(choice),
          onChange: (event) => answers.choose(name, readChoice(event.target.value)),
        },
        h("option", { value: "keep" }, t("New product")),
        matches.map((match) =>
          h(
            "option",
            { key: match.name, value: matchValue(match.name) },
            t("Same as {name} ({score})", { name: match.name, score: formatRoundShare(match.score / 100) }),
          ),
        ),
        h("option", { value: "other" }, t("Same as another product …")),
        h("option", { value: "drop" }, t("Drop its rows")),
      ),
      h(NativeSelect.Indicator),
    ),
    choice.isOther &&
      h(ProductBox, {
        id: boxId(answers.id, place),
        label: t("The product that {name} is", { name }),
        chosen: choice.to,
        wrong: answers.isAsked && isUnnamed(choice) ? t("Choose one of the products.") : null,
        onChoose: (to) => answers.choose(name, { ...OTHER, to }),
      }),
  );
}
