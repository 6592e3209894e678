// The calls to Foresail's endpoints, with the session's cookie, and the one form that their errors have.

import { t } from "./language.js";

// Relative to this module, or to the bundle, which lies as deep: an Airflow below a path of its host works too.
const API = new URL("../../api/v1", import.meta.url).href;

const UNREACHABLE = {
  code: "unreachable",
  message: t("The server is not responding."),
  hint: t("Check your connection, then try again."),
};
const LOGGED_OUT = {
  code: "not-authenticated",
  message: t("Your session has ended."),
  hint: t("Log in again; this page then opens as it is now."),
};

/** A call that was refused: `status` is HTTP's (0 where no answer came), the rest is the error's body;
 * `details` help to mend it, where there are any. */
export class Refused extends Error {
  constructor(status, body) {
    const { code, message, hint } = status === 401 ? LOGGED_OUT : (body ?? {});
    super(message ?? body?.detail ?? t("The server answered with status {status}.", { status }));
    this.status = status;
    this.code = code ?? "unexpected";
    this.hint = hint ?? t("Try again; if it keeps happening, ask whoever runs Airflow to look at the log.");
    this.details = body?.details ?? null;
  }
}

/** The address of something below /foresail/api/v1, for links. */
export const apiAddress = (path, parameters = {}) => `${API}${path}?${new URLSearchParams(parameters)}`;

/** Read an address below /foresail/api/v1; raises Refused. */
export const read = (path, parameters = {}, signal = undefined) =>
  readJson(apiAddress(path, parameters), { signal });

/** Change something: POST or PUT with a body, or DELETE; raises Refused. With a `version`, only while it is that. */
export const post = (path, body, signal, version) => send("POST", path, body, signal, version);
export const put = (path, body, version) => send("PUT", path, body, undefined, version);
export const remove = (path, version) => readJson(API + path, { method: "DELETE", headers: onlyIf(version) });

/** The number of the newest upload, or null. */
export async function readLatestUploadId(signal) {
  try {
    const { uploads } = await read("/uploads", { limit: 1 }, signal);
    return uploads[0]?.id ?? null;
  } catch {
    // Someone who may see forecasts, but no uploads, has none to follow.
    return null;
  }
}

/** Where to log in again, and come back to this page. */
export function loginAddress() {
  const airflow = new URL("api/v2", document.baseURI).href;
  return `${airflow}/auth/login?${new URLSearchParams({ next: globalThis.location.href })}`;
}

/** Send a workbook to a path, by POST or PUT; `tell` hears the share of bytes sent, `answer` is the API's or
 * raises Refused. `options` say how to read it: date_order, columns, save_mapping_as, and what its new
 * products are. */
export function sendWorkbook(path, file, options, tell, method = "POST") {
  const call = new XMLHttpRequest();
  const form = new FormData();
  form.append("file", file);
  for (const [name, value] of Object.entries(options))
    if (value) form.append(name, typeof value === "string" ? value : JSON.stringify(value));
  const answer = new Promise((resolve, reject) => {
    call.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    call.upload.onload = () => tell(1);
    call.onload = () =>
      call.status < 300 ? resolve(call.response) : reject(new Refused(call.status, call.response));
    call.onerror = () => reject(new Refused(0, UNREACHABLE));
    call.onabort = () => resolve(null);
  });
  call.open(method, API + path);
  call.responseType = "json";
  call.send(form);
  return { answer, cancel: () => call.abort() };
}

const send = (method, path, body, signal, version) =>
  readJson(API + path, {
    method,
    signal,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...onlyIf(version) },
  });

const onlyIf = (version) => version && { "if-match": `"${version}"` };

async function readJson(address, { headers, ...options }) {
  const call = fetch(address, { ...options, headers: { accept: "application/json", ...headers } });
  const response = await call.catch(() => {
    throw new Refused(0, UNREACHABLE);
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}
