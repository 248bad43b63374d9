import { html } from "htm/preact";

export function DyadView() {
  return html`<h1>Dyad</h1>`;
}
