import { html } from "htm/preact";

export function SignalsView() {
  return html`<h1>Signals</h1>`;
}
