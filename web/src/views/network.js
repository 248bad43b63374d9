import { html } from "htm/preact";

export function NetworkView() {
  return html`<h1>Network</h1>`;
}
