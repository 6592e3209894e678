// The rows of the table of all products, loaded a page at a time as they come into view.

import { useEffect, useReducer, useRef } from "../../lib/airflow.js";
import { read } from "../../lib/api.js";
import { PAGE, pagesOf } from "../../lib/table.js";

/** Who scrolls past rows does not wait for them. */
const REST_MS = 80;

/** What the API says of the table, its rows by their place, and `show`, which hears which rows are in view.
 * What was there for other words stays until the answer is there, so nothing jumps. */
export function useRows(query, version) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const key = JSON.stringify([query, version]);
  const held = useRef({ shown: null });
  useEffect(() => {
    const load = { key, pages: new Map(), stop: new AbortController(), range: [0, PAGE] };
    held.current.load = load;
    fetchPages(query, load, () => {
      held.current.shown = load;
      redraw();
    });
    return () => {
      load.stop.abort();
      clearTimeout(load.timer);
    };
  }, [key]);
  const { shown, load } = held.current;
  const show = (range) => {
    const { load: current } = held.current;
    if (!current) return;
    clearTimeout(current.timer);
    current.timer = setTimeout(() => {
      current.range = range;
      fetchPages(query, current, redraw);
    }, REST_MS);
  };
  const current = shown ?? load;
  return {
    about: shown?.about,
    error: load?.error,
    isLoading: shown !== load,
    rowAt: (place) => current?.pages.get(Math.floor(place / PAGE))?.[place % PAGE],
    show,
  };
}

/** Load the pages in view that are not there; `tell` hears of each that has come. */
async function fetchPages(query, load, tell) {
  for (const page of pagesOf(load.range)) {
    if (load.pages.has(page)) continue;
    load.pages.set(page, null);
    try {
      const wanted = { ...query, limit: PAGE, offset: page * PAGE };
      const { products, ...about } = await read("/forecasts/products", wanted, load.stop.signal);
      load.pages.set(page, products);
      load.about = about;
      load.error = null;
    } catch (error) {
      if (load.stop.signal.aborted) return;
      load.pages.delete(page);
      load.error = error;
    }
    tell();
  }
}
