import { useEffect, useState } from "preact/hooks";
import { ask } from "./api.js";

/** What the server answers: {data, error, busy}. The last answer stays while a new one is fetched; a question that is left is given up. */
export function useAnswer(path, values = {}) {
  const [state, set] = useState({ data: null, error: null, busy: true });
  const key = path === null ? null : path + JSON.stringify(values);
  useEffect(() => {
    if (path === null) return undefined;
    const left = new AbortController();
    set((before) => ({ ...before, busy: true, error: null }));
    ask(path, values, { signal: left.signal }).then(
      (data) => set({ data, error: null, busy: false }),
      (error) => left.signal.aborted || set({ data: null, error, busy: false }),
    );
    return () => left.abort();
  }, [key]);
  return state;
}

/** The width of an element in pixels, as it changes: [ref, width]. */
export function useWidth(usual = 720) {
  const [element, set] = useState(null);
  const [width, say] = useState(usual);
  useEffect(() => {
    if (!element) return undefined;
    const seen = new ResizeObserver(([entry]) => say(Math.max(200, Math.round(entry.contentRect.width))));
    seen.observe(element);
    return () => seen.disconnect();
  }, [element]);
  return [set, width];
}
