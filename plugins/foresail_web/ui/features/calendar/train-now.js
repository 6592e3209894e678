// Has the forecasts made anew with the calendar as it is, and says when they are published.

import { Chakra, h, useEffect, useState } from "../../lib/airflow.js";
import { post, read } from "../../lib/api.js";
import { t } from "../../lib/language.js";
import { usePolled } from "../../parts/loading.js";
import { Done, Notice, Refusal, RunLink, Small } from "../../parts/pieces.js";

const { Button, Stack } = Chakra;
const RECENT = 10;
const POLL_MS = 3000;
const PATIENCE_MS = 30 * 60_000;

/** `onPublished` hears that the new forecasts are there. */
export function TrainNow({ onPublished }) {
  const [{ isBusy, asked, isDone, error }, setState] = useState({});
  const train = async () => {
    setState({ isBusy: true });
    try {
      setState({ asked: await post("/models", {}) });
    } catch (error) {
      setState({ error });
    }
  };
  return h(
    Stack,
    { gap: 2, align: "start" },
    h(
      Button,
      { variant: "outline", size: "sm", loading: isBusy, disabled: Boolean(asked), onClick: train },
      t("Forecast again now"),
    ),
    h(Small, null, ABOUT),
    error && h(Refusal, { error }),
    isDone && h(Done, { title: t("The new forecasts are published") }),
    asked &&
      h(Following, {
        ...asked,
        onPublished: () => {
          setState({ isDone: true });
          onPublished();
        },
      }),
  );
}

const ABOUT = t(
  "Tests every method again on all sales with the calendar as it is now, and publishes new forecasts. Takes some minutes; until then the published ones stay.",
);

function Following({ dag_id: dagId, dag_run_id: runId, onPublished }) {
  const [since] = useState(Date.now);
  const { value: isPublished } = usePolled(
    (signal) => readPublished(runId, signal),
    [runId],
    (isThere) => (isThere || Date.now() - since > PATIENCE_MS ? null : POLL_MS),
  );
  useEffect(() => {
    if (isPublished) onPublished();
  }, [isPublished]);
  return h(
    Notice,
    { status: "info", title: t("The forecasts are being made anew") },
    t("This page says when they are published. You may leave it; the work continues."),
    " ",
    h(RunLink, { dagId, runId, isInText: true }, t("Open the run")),
  );
}

/** Whether there are forecasts that followed on the model of a run, be it in use or rejected. */
async function readPublished(runId, signal) {
  const { models } = await read("/models", { limit: RECENT }, signal);
  const model = models.find(({ dag_run_id: id }) => id === runId);
  if (!model) return false;
  const { forecasts } = await read("/stats", {}, signal);
  return Date.parse(forecasts?.published_at ?? 0) > Date.parse(model.registered_at);
}
