// The hooks that load from the API: once per set of keys, or again and again until something has ended.

import { useEffect, useState } from "../lib/airflow.js";

/** Load once per `keys`, and show `initial` until then. The value before stays until the next one is there, so
 * nothing jumps. */
export function useLoaded(load, keys, initial) {
  const [state, setState] = useState({ value: initial, isLoading: true });
  useEffect(() => {
    const stop = new AbortController();
    setState(({ value }) => ({ value, isLoading: true }));
    load(stop.signal).then(
      (value) => stop.signal.aborted || setState({ value, isLoading: false }),
      (error) => stop.signal.aborted || setState(({ value }) => ({ value, error, isLoading: false })),
    );
    return () => stop.abort();
  }, keys);
  return state;
}

const AWAY_MS = 5000;

/** Load now, and again after `pause(value)` milliseconds until that is null; who is away is asked again.
 * The value before stays until the next one is there, so nothing jumps. */
export function usePolled(load, keys, pause) {
  const [state, setState] = useState({});
  useEffect(() => {
    const stop = new AbortController();
    let timer;
    const take = (value) => {
      if (stop.signal.aborted) return;
      setState({ value });
      const pauseMs = pause(value);
      if (pauseMs !== null) timer = setTimeout(turn, pauseMs);
    };
    const fail = (error) => {
      if (stop.signal.aborted) return;
      setState(({ value }) => ({ value, error }));
      if (error.status === 0 || error.status >= 500) timer = setTimeout(turn, AWAY_MS);
    };
    const turn = () => load(stop.signal).then(take, fail);
    setState(({ value }) => ({ value }));
    turn();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, keys);
  return state;
}

const TYPING_MS = 250;

/** What was typed, once it has stayed the same for a moment. */
export function useDebounced(text) {
  const [debounced, setDebounced] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return debounced;
}
