import { html } from "htm/preact";

export function StoryView() {
  return html`<h1>Story</h1>`;
}
