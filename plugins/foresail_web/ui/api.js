// The calls to Foresail's endpoints, with the session's cookie, and the one form that their errors have.

// Relative to this module, so that an Airflow that is served below a path of its host works too.
const API = new URL("../api/v1", import.meta.url).href;
const AIRFLOW = new URL("api/v2", document.baseURI).href;

const UNREACHABLE = {
  code: "unreachable",
  message: "The server does not answer.",
  hint: "Check your connection, then try again.",
};
const LOGGED_OUT = {
  code: "not-authenticated",
  message: "Your session has ended.",
  hint: "Log in again; this page then opens as it is now.",
};

/** A call that was refused: `status` is HTTP's (0 where no answer came), the rest is the error's body. */
export class Refused extends Error {
  constructor(status, body) {
    const { code, message, hint } = status === 401 ? LOGGED_OUT : (body ?? {});
    super(message ?? body?.detail ?? `The server answered with status ${status}.`);
    this.status = status;
    this.code = code ?? "unexpected";
    this.hint = hint ?? "Try again; if it stays so, ask whoever runs Airflow to look at the log.";
  }
}

/** Read an address below /foresail/api/v1; raises Refused. */
export function read(path, parameters = {}, signal = undefined) {
  return readJson(`${API}${path}?${new URLSearchParams(parameters)}`, signal);
}

/** The number of the newest upload, or null: it stands in the conf of the newest run of foresail_ingest. */
export async function readLatestUploadId(signal) {
  const query = new URLSearchParams({ order_by: "-run_after", limit: 1 });
  try {
    const { dag_runs: runs } = await readJson(`${AIRFLOW}/dags/foresail_ingest/dagRuns?${query}`, signal);
    return runs[0]?.conf?.upload_id ?? null;
  } catch {
    // Someone who may see forecasts, but no runs, has no upload to follow.
    return null;
  }
}

/** Where to log in again, and come back to this page. */
export function loginAddress() {
  return `${AIRFLOW}/auth/login?${new URLSearchParams({ next: globalThis.location.href })}`;
}

/** Send a workbook; `tell` hears the share of bytes sent, `answer` is the upload or raises Refused. */
export function sendWorkbook(file, dateOrder, tell) {
  const call = new XMLHttpRequest();
  const form = new FormData();
  form.append("file", file);
  if (dateOrder) form.append("date_order", dateOrder);
  const answer = new Promise((resolve, reject) => {
    call.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    call.upload.onload = () => tell(1);
    call.onload = () =>
      call.status < 300 ? resolve(call.response) : reject(new Refused(call.status, call.response));
    call.onerror = () => reject(new Refused(0, UNREACHABLE));
    call.onabort = () => resolve(null);
  });
  call.open("POST", `${API}/uploads`);
  call.responseType = "json";
  call.send(form);
  return { answer, cancel: () => call.abort() };
}

async function readJson(address, signal) {
  const response = await fetch(address, { signal, headers: { accept: "application/json" } }).catch(() => {
    throw new Refused(0, UNREACHABLE);
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}
