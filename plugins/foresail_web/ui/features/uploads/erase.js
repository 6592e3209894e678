// Erases the file of a withdrawn upload for good, once it has been said why.

import { Chakra, h, useState } from "../../lib/airflow.js";
import { post } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { Confirm } from "../../parts/confirm.js";
import { Small } from "../../parts/pieces.js";

const { Field, Input, Stack } = Chakra;

/** The button with what it is for; `onErased` hears that it was. */
export function Erase({ id, fileName, onErased }) {
  const [reason, setReason] = useState("");
  const erase = async () => {
    await post(`/uploads/${id}/erasure`, { reason });
    onErased();
  };
  return h(
    Stack,
    { gap: 2, align: "start" },
    h(
      Small,
      null,
      t(
        "Must this file not be kept, by law or because it holds what nobody should have sent? Erasing deletes it, its report and the lines read from it for good; the names of its products and stores stay.",
      ),
    ),
    h(Confirm, {
      label: t("Erase the file"),
      subject: fileName,
      question: h(
        Field.Root,
        { minW: { sm: "24rem" } },
        h(Field.Label, null, t("Reason, for the audit log")),
        h(Input, {
          size: "sm",
          maxLength: 500,
          value: reason,
          onChange: (event) => setReason(event.target.value),
        }),
      ),
      isReady: reason.trim() !== "",
      onConfirmed: erase,
    }),
  );
}
