// The tab of a Dag run: the report of the upload that it stored, or how the methods did that it trained.

import { Chakra, h } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { formatDay } from "../../lib/format.js";
import { t } from "../../lib/language.js";
import { useMeta } from "../../lib/meta.js";
import { useLoaded } from "../../parts/loading.js";
import { MethodRows } from "../../parts/method-rows.js";
import { Empty, PageLink, Refusal, Section, Small, Waiting } from "../../parts/pieces.js";
import { UploadReport, useUpload } from "../uploads/report.js";

const { Box, Stack } = Chakra;
const UPLOAD_RUN = /^upload-(\d+)\./;
const MODELS_READ = 200;

/** `dagId` and `runId` are those of the run that Airflow shows. */
export function RunTab({ dagId, runId }) {
  const { dags } = useMeta();
  const [, upload] = (dagId === dags.ingest && UPLOAD_RUN.exec(runId)) || [];
  return h(
    Box,
    { p: 3 },
    upload && h(Upload, { id: Number(upload) }),
    !upload && dagId === dags.train && h(Trained, { runId }),
    !upload && dagId !== dags.train && h(NothingHere, { dagId, dags }),
  );
}

function Upload({ id }) {
  const { upload, error } = useUpload(id, 0);
  return h(
    Stack,
    { gap: 3 },
    h(Small, null, h(PageLink, { page: "upload", parameters: { upload: id } }, t("Open it under Upload"))),
    h(UploadReport, { id, upload, error }),
  );
}

function Trained({ runId }) {
  const { value, error } = useLoaded((signal) => readModel(runId, signal), [runId]);
  if (error) return h(Refusal, { error });
  if (value === undefined) return h(Waiting, { label: t("Loading the model") });
  if (value === null)
    return h(Empty, { title: t("No model yet") }, t("The run has not registered a model, or not yet."));
  const methods = value.leaderboard.filter(({ segment }) => segment === "all");
  return h(
    Section,
    {
      title: t("Model {id}, sales up to {day}", { id: value.model_id, day: formatDay(value.as_of) }),
      id: "foresail-run",
    },
    h(
      Stack,
      { gap: 3 },
      value.verdict_reason && h(Small, null, value.verdict_reason),
      h(MethodRows, { label: t("Methods of this model"), methods }),
      h(Small, null, h(PageLink, { page: "accuracy" }, t("All models, and how good they turned out to be"))),
    ),
  );
}

/** The model that a run of foresail_train has registered; null where it has not. */
async function readModel(runId, signal) {
  const { models } = await read("/models", { limit: MODELS_READ }, signal);
  const found = models.find(({ dag_run_id: run }) => run === runId);
  return found ? read(`/models/${found.model_id}`, {}, signal) : null;
}

const NothingHere = ({ dagId, dags }) =>
  h(
    Empty,
    { title: t("Nothing of Foresail's here") },
    Object.values(dags).includes(dagId)
      ? t("Runs of {ingest} show the report of their upload here, runs of {train} how the methods did.", dags)
      : t("This run is of a Dag that is not Foresail's."),
  );
