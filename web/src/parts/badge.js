// Labels of a signal's kind and of an act's type: a shape or a filling with a word, never a colour alone.
import { html } from "htm/preact";
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import { tone } from "../lib/words.js";
import "./badge.css";

export const KINDS = ["rift", "tilt", "flashpoint", "rupture", "thaw"];
export const MEANS = {
  rift: "allies turn against each other",
  tilt: "one leans from one side to another",
  flashpoint: "new violence becomes likely",
  rupture: "a sudden turn to friction",
  thaw: "a sudden turn to cooperation",
};
const FORMS = { rift: symbolDiamond, tilt: symbolTriangle, flashpoint: symbolCircle, rupture: symbolCross, thaw: symbolSquare };

/** The path of a kind's mark, around 0, 0. */
export function form(kind, size = 64) {
  return symbol(FORMS[kind] ?? symbolCircle, size)();
}

export function Kind({ kind }) {
  return html`<span class="kind ${kind}" title=${MEANS[kind]}>
    <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><path class="mark-${kind}" d=${form(kind)} /></svg>${kind}</span>`;
}

export function Type({ type, mode }) {
  if (!type) return html`<span class="type">no type</span>`;
  return html`<span class="type ${tone(type)}" title=${tone(type) || "neither friction nor cooperation"}>${type.toLowerCase()}${mode
    ? html`<small>: ${mode}</small>` : ""}</span>`;
}
