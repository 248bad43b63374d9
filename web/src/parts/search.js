import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { day } from "../lib/words.js";

/** Sentences that answer, and actors whose name begins so. */
export function Search() {
  const [words, say] = useState("");
  const asked = words.trim().length > 1 ? words.trim() : null;
  const sentences = useAnswer(asked && "/search", { q: asked, limit: 8 });
  const actors = useAnswer(asked && "/actors", { starting: asked, limit: 5 });
  const leave = () => say("");
  return html`
    <form role="search" onSubmit=${(event) => event.preventDefault()}>
      <input id="search" type="search" placeholder="Search ( / )" aria-label="Search sentences and actors" autocomplete="off"
        value=${words} onInput=${(event) => say(event.target.value)} onKeyDown=${(event) => event.key === "Escape" && leave()} />
      ${asked && html`
        <div class="answers" aria-live="polite">
          ${(actors.data?.items ?? []).map((each) => html`<a href=${link("actors", each.code)} onClick=${leave}><b>${each.name}</b> ${each.code}</a>`)}
          ${(sentences.data?.items ?? []).map((each) => html`
            <a href=${each.article.id ? link("articles", each.article.id) : link("events", each.events[0]?.id ?? "")} onClick=${leave}>
              ${each.text} <small>${each.article.publisher ?? ""} ${day(each.article.published)}</small></a>`)}
          ${sentences.error && html`<p>${sentences.error.message}</p>`}
          ${sentences.data && !sentences.data.items.length && !actors.data?.items.length && html`<p>Nothing answers.</p>`}
        </div>`}
    </form>`;
}
