import { html } from "htm/preact";

export function ArticleView() {
  return html`<h1>Article</h1>`;
}
