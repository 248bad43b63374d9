import { html } from "htm/preact";

export function EventsView() {
  return html`<h1>Events</h1>`;
}
