import { html } from "htm/preact";

export function MapView() {
  return html`<h1>Map</h1>`;
}
