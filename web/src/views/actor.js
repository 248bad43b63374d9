import { html } from "htm/preact";

export function ActorView() {
  return html`<h1>Actor</h1>`;
}
