// One article: its text with everything found in it.
import { html } from "htm/preact";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { day } from "../lib/words.js";
import { Marked } from "../parts/marked.js";
import { Waiting } from "../parts/state.js";

export function ArticleView({ parts, query }) {
  const id = parts.join("/");
  const answer = useAnswer(`/articles/${id.split("/").map(encodeURIComponent).join("/")}`);
  if (!answer.data) return html`<h1>Article</h1><${Waiting} answer=${answer} />`;
  const { document } = answer.data;
  const safe = /^https?:/i.test(document.url ?? "");
  return html`
    <p class="crumb"><a href=${link("articles")}>Articles</a></p>
    <h1>${document.title ?? document.id}</h1>
    <p>${document.publisher ?? "no publisher known"} · ${document.published ? day(document.published) : "no day known"}${document.published_from
      ? html` <small>(${document.published_from})</small>` : ""}
      ${safe ? html` · <a href=${document.url} rel="noopener noreferrer">at its source</a>` : document.url ? ` · ${document.url}` : ""}
      <span class="dim"> · ${document.language ?? ""} · stored ${day(answer.data.stored)}</span></p>
    <${Marked} record=${answer.data} stored=${true} focus=${query.event} />`;
}
