// Where the keyboard goes after the page has changed by itself.

import { useEffect, useRef } from "./airflow.js";

/** Go to an element that takes focus, such as a section's heading, by its id. */
export function goTo(id) {
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion:reduce)").matches;
  element?.scrollIntoView({ behavior: isCalm ? "instant" : "smooth" });
}

/** A ref for an element that is gone to as it appears. */
export function useArrival() {
  const place = useRef(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}
