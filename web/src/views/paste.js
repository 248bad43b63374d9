import { html } from "htm/preact";

export function PasteView() {
  return html`<h1>Paste</h1>`;
}
