import { html } from "htm/preact";

export function ArticlesView() {
  return html`<h1>Articles</h1>`;
}
