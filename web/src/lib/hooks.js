import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { ask } from "./api.js";

const RUSH = 120;
const LULL = 60;

const NOTHING = { data: null, error: null, busy: true };

/**
 * What the server answers: {data, error, busy}. The last answer stays while a new one is fetched; a question that is left is given up. It is asked
 * before the page is painted; where `path` is null nothing is, and nothing is known. Of questions that follow each other within `RUSH` milliseconds (a key that is held down) only the last is asked.
 */
export function useAnswer(path, values = {}) {
  const [state, set] = useState(NOTHING);
  const [asked] = useState({ at: -RUSH });
  const key = path === null ? null : path + JSON.stringify(values);
  useLayoutEffect(() => {
    if (path === null) {
      set((before) => (before === NOTHING ? before : NOTHING));
      return undefined;
    }
    const left = new AbortController();
    const now = performance.now();
    const begin = () => ask(path, values, { signal: left.signal }).then(
      (data) => left.signal.aborted || set({ data, error: null, busy: false }),
      (error) => left.signal.aborted || set({ data: null, error, busy: false }),
    );
    set((before) => (before.busy && !before.error ? before : { ...before, busy: true, error: null }));
    const later = now - asked.at < RUSH ? setTimeout(begin, LULL) : begin() && null;
    asked.at = now;
    return () => {
      clearTimeout(later);
      left.abort();
    };
  }, [key]);
  return state;
}

const measured = new Map();

/** The width of an element in pixels, as it changes: [ref, width]. Until it is there: that of the last one of the same usual width. */
export function useWidth(usual = 720) {
  const [element, set] = useState(null);
  const [width, say] = useState(measured.get(usual) ?? usual);
  useEffect(() => {
    if (!element) return undefined;
    const seen = new ResizeObserver(([entry]) => {
      measured.set(usual, Math.max(200, Math.round(entry.contentRect.width)));
      say(measured.get(usual));
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, [element]);
  return [set, width];
}
