// Where the two say different things: both versions side by side, each with its words.
import { html } from "htm/preact";
import { link } from "../lib/route.js";
import { day } from "../lib/words.js";
import { Waiting } from "../parts/state.js";

/** `answer`: what /dyads/…/accounts says, asked for beside the rest. */
export function Beside({ a, answer }) {
  const items = answer.data?.items ?? [];
  return html`
    <h2>Where they say different things</h2>
    <${Waiting} answer=${answer} nothing=${!items.length}>No article tells two versions of one thing.<//>
    ${items.map(({ article, event, about, versions }) => html`
      <article class="beside" data-item>
        <h3>${event ? html`<a href=${link("events", event)} data-evidence>${about}</a>` : (about ?? article.title)}</h3>
        <div class="sides">${[...versions].sort((one) => (one.code === a ? -1 : 1)).map((each) => html`
          <div><p class="who">${each.name} says</p><blockquote>${each.evidence[0]?.text ?? each.text}</blockquote></div>`)}</div>
        <p><small>
          <a href=${link("articles", article.id)}>${article.title ?? article.id}</a>
            ${`, ${article.publisher ?? ""} ${day(article.published)}`}</small></p>
      </article>`)}`;
}
