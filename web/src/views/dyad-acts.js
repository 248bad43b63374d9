// The events behind a chosen bar, else the last acts: headline, words, who tells of it.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { link } from "../lib/route.js";
import { count, day, days, tone } from "../lib/words.js";

const PAGE = 12;

export function Acts({ data, query, say }) {
  const chosen = data.directions.flatMap((way) => way.periods.filter((each) => each.start === query.start));
  const period = chosen[0];
  const ids = [...new Set(period ? chosen.flatMap((each) => each.ids) : data.acts.map((each) => each.event))];
  if (!ids.length) return null;
  return html`
    <section class="acts" aria-live="polite">
      <h2>${period ? `${days(period)}: ${count(ids.length, "event")}` : "The last acts"}</h2>
      ${period && html`<p><button type="button" onClick=${() => say({ start: null })}>The last acts instead</button>${" "}
        <button type="button" onClick=${() => say({ at: period.start })}>Before and after ${day(period.start)}</button></p>`}
      <${Events} ids=${ids} key=${ids.join()} />
    </section>`;
}

/** Events by their ids, a page at a time. */
export function Events({ ids }) {
  const [found, tell] = useState([]);
  const [wanted, more] = useState(PAGE);
  const [problem, fail] = useState(null);
  useEffect(() => {
    const left = new AbortController();
    const one = (id) => ask(`/events/${id}`, {}, { signal: left.signal }).catch((error) => ({ id, error }));
    Promise.all(ids.slice(found.length, wanted).map(one)).then(
      (next) => left.signal.aborted || tell((was) => [...was, ...next]), (error) => left.signal.aborted || fail(error));
    return () => left.abort();
  }, [wanted]);
  if (problem) return html`<p class="problem" role="alert">${problem.message}</p>`;
  return html`
    <ol class="told">${found.map((each) => html`<${Told} event=${each} key=${each.id} />`)}</ol>
    ${!found.length && html`<p class="waiting" role="status">…</p>`}
    ${found.length > 0 && ids.length > wanted && html`<button type="button"
      onClick=${() => more(wanted + PAGE)}>${ids.length - wanted} more</button>`}`;
}

export function Told({ event }) {
  if (event.error) return html`<li data-item>${event.id}: ${event.error.message}</li>`;
  const quote = event.evidence?.[0];
  const mark = tone(event.type);
  const sides = event.origin === "riftline" ? "" : `${event.source?.name ?? "–"} → ${event.target?.name ?? "–"}: `;
  return html`
    <li data-item class=${mark}>
      <a href=${link("events", event.id)} data-evidence>${sides}${event.headline ?? event.id}</a>
      <small> ${days(event.date)} · ${event.type ?? "no PLOVER type"}${event.mode ? ` ${event.mode}` : ""}${mark ? ` · ${mark}` : ""}${
        event.sources > 1 ? ` · ${event.sources} sources` : ""}</small>
      ${quote && quote.text !== event.headline && html`<blockquote>${quote.text}</blockquote>`}
      ${event.article && html`<small>${event.article.id
        ? html`<a href=${link("articles", event.article.id)}>${event.article.publisher ?? event.article.title}</a>`
        : event.article.publisher} ${event.article.published ? day(event.article.published) : ""}</small>`}
    </li>`;
}
