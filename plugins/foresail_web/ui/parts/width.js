// The width of an element of the page, for pictures that fill it.

import { useEffect, useRef, useState } from "../lib/airflow.js";

/** A ref for an element, and its width, followed as the window changes. */
export function useWidth() {
  const frame = useRef(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}
