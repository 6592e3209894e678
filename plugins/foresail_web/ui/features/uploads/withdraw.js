// Takes an upload back, once it has been shown what that would change.

import { Chakra, h } from "../../lib/airflow.js";
import { read, remove } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { Confirm } from "../../parts/confirm.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Small, Waiting } from "../../parts/pieces.js";
import { Months } from "./changes.js";

const { Stack, Text } = Chakra;

/** The button; `onWithdrawn` hears that it was. Where it `isShort`, months are not shown one by one. */
export function WithdrawButton({ id, label, fileName, isShort, onWithdrawn }) {
  const withdraw = async () => {
    await remove(`/uploads/${id}`);
    onWithdrawn();
  };
  return h(Confirm, {
    label,
    subject: fileName,
    question: h(Preview, { id, isShort }),
    onConfirmed: withdraw,
  });
}

/** The button with what it is for. */
export const Withdraw = (upload) =>
  h(
    Stack,
    { gap: 2, align: "start" },
    h(
      Small,
      null,
      t(
        "Sent by mistake? Withdrawing takes its sales out, and what it had replaced counts again. The file is kept.",
      ),
    ),
    h(WithdrawButton, { label: t("Withdraw this upload"), ...upload }),
  );

function Preview({ id, isShort }) {
  const { value, error } = useLoaded((signal) => read(`/uploads/${id}/withdrawal`, {}, signal), [id]);
  if (error) return h(Refusal, { error });
  if (!value) return h(Waiting, { label: t("Working out what would change") });
  const { lines_removed: gone, lines_returning: back, uploads_returning: from } = value;
  const returning = back
    ? t(
        "{count} row would count again, of earlier uploads: {ids}.|{count} rows would count again, of earlier uploads: {ids}.",
        { count: back, ids: from.join(", ") },
      )
    : t("Nothing that it had replaced would come back.");
  return h(
    Stack,
    { gap: 2, minW: "12rem" },
    h(
      Text,
      null,
      `${t("{count} row would be taken out.|{count} rows would be taken out.", { count: gone })} ${returning}`,
    ),
    !isShort && value.months.length > 0 && h(Months, { months: value.months, after: t("After withdrawing") }),
  );
}
