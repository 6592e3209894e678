// Takes an upload back, once it has been shown what that would change.

import { Chakra, h } from "../../lib/airflow.js";
import { read, remove } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { Confirm } from "../../parts/confirm.js";
import { useLoaded } from "../../parts/loading.js";
import { Refusal, Small, Waiting } from "../../parts/pieces.js";
import { Months } from "./changes.js";

const { Stack, Text } = Chakra;

/** `onWithdrawn` hears that it was. */
export function Withdraw({ id, fileName, onWithdrawn }) {
  const withdraw = async () => {
    await remove(`/uploads/${id}`);
    onWithdrawn();
  };
  return h(
    Stack,
    { gap: 2, align: "start" },
    h(
      Small,
      null,
      t(
        "Sent by mistake? Withdrawing takes its sales out, and what it had replaced counts again. The file is kept.",
      ),
    ),
    h(Confirm, {
      label: t("Withdraw this upload"),
      subject: fileName,
      question: h(Preview, { id }),
      onConfirmed: withdraw,
    }),
  );
}

function Preview({ id }) {
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
    { gap: 2 },
    h(
      Text,
      null,
      `${t("{count} row would be taken out.|{count} rows would be taken out.", { count: gone })} ${returning}`,
    ),
    value.months.length > 0 && h(Months, { months: value.months, after: t("After withdrawing") }),
  );
}
