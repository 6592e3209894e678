// The shell of Foresail in the Airflow UI: its navigation, its pages by their addresses, and what they share;
// and what it adds to pages of Airflow: a tab of runs, a panel of the dashboard.

import { Panel } from "./features/airflow/panel.js";
import { RunTab } from "./features/airflow/run-tab.js";
import { findMoved, pageOf } from "./lib/addresses.js";
import { Chakra, h, useEffect, useLocation, useNavigate, useReducer } from "./lib/airflow.js";
import { read, readLatestUploadId } from "./lib/api.js";
import { isOutdated, LANGUAGE, t } from "./lib/language.js";
import { Meta } from "./lib/meta.js";
import { page as accuracy } from "./pages/accuracy.js";
import { page as calendar } from "./pages/calendar.js";
import { page as forecasts } from "./pages/forecasts.js";
import { page as notifications } from "./pages/notifications.js";
import { page as overview } from "./pages/overview.js";
import { page as schedules } from "./pages/schedules.js";
import { page as settings } from "./pages/settings.js";
import { page as upload } from "./pages/upload.js";
import { useLoaded } from "./parts/loading.js";
import { Navigation } from "./parts/navigation.js";
import { PageHead } from "./parts/page-head.js";
import { Empty, PageLink, Refusal, Waiting } from "./parts/pieces.js";

const { Box } = Chakra;

/** Each has its `name` in the address, its `title`, what it is `about`, its `Page`, and whether it `needsStats` and
 * the newest upload (`needsLatest`). */
const PAGES = [overview, upload, forecasts, accuracy, calendar, schedules, notifications, settings];

// Airflow puts a plugin that it has just loaded at one place of its tree and, once its address changes, at
// another: what was typed or was being sent would be lost. So the address is set, to itself, before all else.
let isSettled = false;

// It also builds a plugin anew for every path, so what the pages share outlives them here: it is shown at once,
// and loaded again behind it.
const kept = {};

/** Airflow hands the run to what it shows as a tab, and nothing to what has a page of its own. */
function Foresail({ dagId, runId }) {
  return runId ? h(WithMeta, null, h(RunTab, { dagId, runId })) : h(Placed);
}

function Placed() {
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  const moved = findMoved(pathname, search);
  useEffect(() => {
    if (moved || !isSettled) navigate(moved ?? pathname + search + hash, { replace: true });
    isSettled = true;
  }, [moved]);
  return isSettled && !moved ? h(Shell, { name: pageOf(pathname) }) : null;
}

/** Sentences are looked up once: where Airflow is turned to another language, the page begins anew. */
function useLanguage() {
  useEffect(() => {
    const observer = new MutationObserver(() => isOutdated() && globalThis.location.reload());
    observer.observe(document.documentElement, { attributeFilter: ["lang"] });
    return () => observer.disconnect();
  }, []);
}

function Shell({ name }) {
  useLanguage();
  const page = PAGES.find((other) => other.name === name) ?? missing;
  // A file that is dropped beside the drop zone must not take the place of the page.
  const ignore = (event) => event.preventDefault();
  return h(
    Box,
    { as: "main", lang: LANGUAGE, p: 4, onDragOver: ignore, onDrop: ignore },
    h(Navigation, { pages: PAGES, current: page.name }),
    h(PageHead, page),
    h(WithMeta, null, h(Shown, { page })),
  );
}

function WithMeta({ children }) {
  const { value: meta, error } = useLoaded(readMeta, [], kept.meta);
  if (error) return h(Refusal, { error });
  return meta ? h(Meta.Provider, { value: meta }, children) : h(Waiting, { label: t("Loading") });
}

/** The page that is shown. What it needs of the state of everything is loaded again as it is turned to. */
function Shown({ page }) {
  const [version, refresh] = useReducer((number) => number + 1, 0);
  const load = (signal) => (page.needsStats ? readState(page, signal) : Promise.resolve(null));
  const { value, error } = useLoaded(load, [version, page.name], page.needsStats ? kept.state : null);
  if (!page.needsStats) return h(page.Page);
  if (error) return h(Refusal, { error });
  return value ? h(page.Page, { ...value, version, refresh }) : h(Waiting, { label: t("Loading") });
}

/** What never changes while Airflow's page is open is asked for once. */
async function readMeta(signal) {
  kept.meta ??= await read("/meta", {}, signal);
  return kept.meta;
}

async function readState({ needsLatest }, signal) {
  const latest = needsLatest ? readLatestUploadId(signal) : null;
  const stats = await read("/stats", {}, signal);
  // Before the first forecasts every page says how far the newest upload is.
  const latestId = await (stats.forecasts ? latest : (latest ?? readLatestUploadId(signal)));
  kept.state = { stats, latestId };
  return kept.state;
}

const missing = {
  name: "missing",
  title: t("There is no such page"),
  about: t("The address may be misspelt, or the page may have been renamed."),
  Page: () =>
    h(Empty, { title: t("Choose a page above") }, h(PageLink, { page: "overview" }, t("Go to the overview"))),
};

// By the names that foresail_plugin.py gives them.
globalThis.Foresail = Foresail;
globalThis["Foresail on the dashboard"] = Panel;
globalThis.AirflowPlugin = Foresail;
