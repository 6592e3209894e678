// The page Foresail: puts its parts together, and keeps in its address what is shown, so it can be shared.

import { Chakra, h, useEffect, useReducer, useRef, useSearchParams, useState } from "./airflow.js";
import { read, readLatestUploadId } from "./api.js";
import { Calendar } from "./calendar.js";
import { goTo } from "./focus.js";
import { Forecast } from "./forecast.js";
import { Gaps } from "./gaps.js";
import { useLoaded } from "./loading.js";
import { Overview } from "./overview.js";
import { Models } from "./models.js";
import { Empty, Refusal, Section, Waiting } from "./pieces.js";
import { Products } from "./products.js";
import { Remembered } from "./remembered.js";
import { UploadReport, useUpload } from "./report.js";
import { Upload } from "./upload.js";

const { Box, Grid, Heading, Stack, Text } = Chakra;

// Airflow puts a page that it has just loaded at one place of its tree and, once its address changes, at
// another: what was typed or was being sent would be lost. So the address is set, to itself, before all else.
let isSettled = false;

function Foresail() {
  const [parameters, setParameters] = useSearchParams();
  useEffect(() => {
    if (!isSettled) setParameters(parameters, { replace: true });
    isSettled = true;
  }, []);
  return isSettled ? h(Page) : null;
}

function Page() {
  const [version, refresh] = useReducer((number) => number + 1, 0);
  const stats = useLoaded((signal) => read("/stats", {}, signal), [version]);
  const latest = useLoaded(readLatestUploadId, [version]);
  // A file that is dropped beside the drop zone must not take the place of the page.
  const ignore = (event) => event.preventDefault();
  return h(
    Box,
    { as: "main", p: 4, onDragOver: ignore, onDrop: ignore },
    h(Heading, { as: "h1", size: "xl" }, "Foresail"),
    h(Text, { color: "fg.muted", mb: 4 }, "Demand forecasts from your sales workbooks"),
    stats.error && h(Refusal, { error: stats.error }),
    stats.value && h(Body, { stats: stats.value, latestId: latest.value, version, refresh }),
    !stats.value && !stats.error && h(Waiting, { label: "Loading" }),
  );
}

function Body({ stats, latestId, version, refresh }) {
  const address = useAddress();
  const [accepted, setAccepted] = useState({ tries: 0 });
  // The upload whose report comes up, or changes, by what was done on the page: the keyboard goes to it.
  const arriving = useRef(null);
  // Before the first forecasts, who comes back to the page sees how they come on.
  const id = address.upload ?? (stats.forecasts ? null : latestId);
  const { upload, error } = useUpload(id, accepted.tries);
  useRefresh(upload, refresh);
  const follow = (changes) => setAccepted((was) => ({ ...was, ...changes, tries: was.tries + 1 }));
  const accept = ({ id: upload, already_uploaded: isRepeat }) => {
    // The same workbook has the same number, and may have been started again: it is followed anew.
    follow({ upload, isRepeat });
    arriving.current = upload;
    address.change({ upload });
    refresh();
  };
  const answered = () => {
    follow({});
    arriving.current = Number(id);
  };
  const takenBack = () => {
    follow({});
    refresh();
  };
  useEffect(() => {
    if (arriving.current !== Number(id)) return;
    arriving.current = null;
    goTo("foresail-upload");
  });
  const addressOf = (upload) => address.with({ upload });
  const isRepeat = accepted.isRepeat && Number(id) === accepted.upload;
  const close = address.upload && (() => address.change({ upload: null }));
  return h(
    Stack,
    { gap: 4 },
    stats.data.rows > 0 && h(Overview, { stats, lastUpload: latestId && addressOf(latestId) }),
    stats.forecasts && h(Gaps, { gaps: stats.forecasts.gaps, step: stats.forecasts.frequency }),
    h(Upload, { onAccepted: accept, addressOf }),
    id != null &&
      h(UploadReport, { key: id, id, upload, error, isRepeat, onAnswered: answered, onClose: close }),
    h(
      Section,
      { title: "Forecasts", id: "foresail-forecasts" },
      h(Forecasts, { stats, upload, version, address }),
    ),
    stats.data.rows > 0 && h(Calendar, { lastDay: stats.data.last_day, version }),
    stats.forecasts && h(Models, { runs: stats.forecasts.model_id, version, onPublished: refresh }),
    h(Remembered, { version, addressOf, onTakenBack: takenBack }),
  );
}

/** Once an upload has got further, everything else on the page may have changed. */
function useRefresh(upload, refresh) {
  const state = upload && `${upload.id} ${upload.status} ${upload.data_version}`;
  useEffect(() => {
    if (state) refresh();
  }, [state]);
}

function Forecasts({ stats, upload, version, address }) {
  if (!stats.data.rows) return h(NoSales, { isUnderWay: upload?.status === "running" });
  if (!stats.forecasts) return h(NoForecasts, { status: upload?.status });
  const { product, store } = address;
  return h(
    Grid,
    { templateColumns: { base: "minmax(0, 1fr)", lg: "16rem minmax(0, 1fr)" }, gap: 5, alignItems: "start" },
    h(Products, {
      product,
      version,
      addressOf: (name) => address.with({ product: name }),
      onFirst: (name) => address.change({ product: name }, { replace: true }),
    }),
    product &&
      h(Forecast, {
        product,
        store,
        mayChooseStore: stats.data.stores > 1,
        onStore: (name) => address.change({ store: name }),
        lastDay: stats.data.last_day,
        version,
      }),
  );
}

const START = "Upload a workbook above: its forecasts appear here within minutes.";
const NEEDS = "It needs a row of headings with Date, Product Name and Quantity.";
const USES = "Unit Price, Transaction ID, Store Location and Producer ID are used where it has them.";

const NoSales = ({ isUnderWay }) =>
  isUnderWay
    ? h(Empty, { title: "The sales are being stored" }, "The forecasts appear here by themselves.")
    : h(Empty, { title: "No sales yet" }, [START, NEEDS, USES].join(" "));

const UNDER_WAY = "The sales are stored and the forecasts are being made: see above how far they are.";
const HELD_UP = {
  failed: "The upload above did not get through: it says what to do.",
  waiting: "The upload above waits for your answer.",
};

const NoForecasts = ({ status }) => h(Empty, { title: "No forecasts yet" }, HELD_UP[status] ?? UNDER_WAY);

/** What the page shows, as its address says: product, store and upload; and ways to say something else. */
function useAddress() {
  const [parameters, setParameters] = useSearchParams();
  const change = (changes) => {
    const next = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(changes)) {
      if (value == null) next.delete(name);
      else next.set(name, value);
    }
    return next;
  };
  return {
    product: parameters.get("product"),
    store: parameters.get("store"),
    upload: parameters.get("upload"),
    with: (changes) => `?${change(changes)}`,
    change: (changes, options) => setParameters(change(changes), options),
  };
}

globalThis.Foresail = Foresail;
globalThis.AirflowPlugin = Foresail;
