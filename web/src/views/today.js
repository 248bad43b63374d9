import { html } from "htm/preact";

export function TodayView() {
  return html`<h1>Today</h1>`;
}
