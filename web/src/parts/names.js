// Actors' names by their codes: asked for once, for all views.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../lib/api.js";

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

/** All codes with their names, for fields that suggest them. */
export function known() {
  return [...(names.value ?? [])].sort((one, other) => one[1].localeCompare(other[1]));
}

/** Forgets them: something was written. */
export function forget() {
  asked = null;
}
