import { html } from "htm/preact";

export function SignalView() {
  return html`<h1>Signal</h1>`;
}
