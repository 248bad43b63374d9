// What is long in coming when it is asked for the first time, asked for while the first view is read: the server keeps it.
import { ask } from "./api.js";

/** Milliseconds after the page has come: the first view goes before. */
const LATER = 2000;
const ACTS = { status: "happened" };

/** One after the other, so that whoever goes on meanwhile waits for no more than one of them. */
async function ahead() {
  const { items } = await ask("/dyads", { limit: 1 });
  if (!items.length) return;
  const [who, other] = items[0].actors;
  await ask("/commitments", { who, other });
  await ask("/timeline", ACTS);
  await ask("/places", { ...ACTS, limit: 1 });
  await ask("/forecasts", { actor: [who, other], limit: 1 });
}

export function lookAhead() {
  setTimeout(() => ahead().catch(() => null), LATER); // what fails here is told where it is asked for
}
