// Actors' names by their codes: asked for once, for all views.
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../lib/api.js";

const MOST = 1000;
const collate = new Intl.Collator("en");
const names = signal(null);
let asked = null;

/** A function from a code to its name; a code that is not known is its own name. */
export function useNames() {
  useEffect(() => {
    asked ??= ask("/actors", { limit: 10000 }).then(
      (found) => { names.value = new Map(found.items.map((each) => [each.code, each.name])); },
      () => { asked = null; },
    );
  }, []);
  const known = names.value;
  return (code) => known?.get(code) ?? code;
}

/** Of the actors with most events, as many as a browser suggests without a halt, by name: [[code, name]]. */
const suggested = computed(() => [...(names.value ?? [])].slice(0, MOST).sort((one, other) => collate.compare(one[1], other[1])));

export function known() {
  return suggested.value;
}

/** Forgets them: something was written. */
export function forget() {
  asked = null;
}
