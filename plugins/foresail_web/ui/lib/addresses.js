// The addresses of Foresail's pages in the Airflow UI: made, read, and found where an old one leads.

export const ROOT = "/plugin/foresail";

/** The address of a page; parameters that are null are left out. */
export function addressOf(page, parameters = {}) {
  const query = changeQuery("", parameters);
  return `${ROOT}/${page}` + (query && `?${query}`);
}

/** The name of the page that an address shows, or null where it names none. */
export function pageOf(pathname) {
  const [name] = belowRoot(pathname);
  return name ?? null;
}

/** Where an address leads that Foresail had when it was a single page; null where it is none of those. */
export function findMoved(pathname, search) {
  if (belowRoot(pathname).length > 0) return null;
  const { upload, product, store } = Object.fromEntries(new URLSearchParams(search));
  if (upload) return addressOf("upload", { upload });
  if (product || store) return addressOf("forecasts", { product, store });
  return addressOf("overview");
}

/** A query with other values for some names; null takes a name away. */
export function changeQuery(query, changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value == null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next.toString();
}

const belowRoot = (pathname) => pathname.slice(ROOT.length).split("/").filter(Boolean);
