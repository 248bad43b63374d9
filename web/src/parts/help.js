import { signal } from "@preact/signals";
import { html } from "htm/preact";

export const help = signal(false);

const KEYS = [["/", "search"], ["j, k", "next, previous in a list"], ["e", "open the evidence"], ["g", "to Today"], ["?", "this help"], ["Esc", "close"]];

export function Help() {
  if (!help.value) return null;
  return html`
    <dialog open aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl class="keys">${KEYS.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
      <button type="button" onClick=${() => { help.value = false; }}>Close</button>
    </dialog>`;
}
