// The events behind a chosen bar, else the last acts: headline, words, who tells of it.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { count, day, days, tone } from "../lib/words.js";
import { Waiting } from "../parts/state.js";

const PAGE = 12;
const PAIR = (a, b) => `/dyads/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;

/** An act of the ledger as an event, as far as it is told here. */
function asEvent(act) {
  return {
    id: act.event, type: act.type || null, mode: act.mode || null, origin: act.origin, sources: act.sources, headline: act.headline,
    date: { start: act.day, end: act.last_day ?? act.day }, source: { name: act.source_name }, target: { name: act.target_name },
    evidence: act.evidence_is === "sentence" ? [{ text: act.evidence }] : [],
    article: act.publisher || act.article ? { id: act.article, publisher: act.publisher, title: act.title, published: act.known } : null,
  };
}

/** `data`: both directions by period; `last`: the last acts. */
export function Acts({ a, b, data, last, query, say }) {
  const period = data.directions.flatMap((way) => way.periods).find((each) => each.start === query.start);
  const window_ = period && { since: period.start, until: period.end };
  // Which acts they are is the ledger's word; how they are told comes from the list of events, which is asked at the same time.
  const behind = useAnswer(period ? PAIR(a, b) : null, { ...window_, by: data.by, last: 0, types: false });
  const within = useAnswer(period ? "/events" : null, { dyad: data.of.join("-"), ...window_, newest: true, limit: 200 });
  const listed = period ? within : { data: { items: last.map(asEvent) } };
  const [one, other] = behind.data?.directions ?? [];
  const ids = [...new Set(period ? [one, other].flatMap((way) => way?.periods.flatMap((each) => each.ids) ?? []) : last.map((each) => each.event))];
  if (!ids.length && !period) return null;
  return html`
    <section class="acts" aria-live="polite">
      <h2>${period ? `${days(period)}${behind.data ? `: ${count(ids.length, "event")}` : ""}` : "The last acts"}</h2>
      ${period && html`<p><button type="button" onClick=${() => say({ start: null })}>The last acts instead</button>${" "}
        <button type="button" onClick=${() => say({ at: period.start })}>Before and after ${day(period.start)}</button></p>`}
      ${(listed.data || listed.error) && ids.length ? html`<${Events} ids=${ids} known=${listed.data?.items ?? []} key=${ids.join()} />`
        : html`<${Waiting} answer=${period ? behind : listed} />`}
    </section>`;
}

/** Events by their ids, a page at a time; those that are not among the known ones are asked for. */
function Events({ ids, known }) {
  const have = new Map(known.map((each) => [each.id, each]));
  const [asked, tell] = useState(new Map());
  const [wanted, more] = useState(PAGE);
  const missing = ids.slice(0, wanted).filter((id) => !have.has(id) && !asked.has(id));
  useEffect(() => {
    if (!missing.length) return undefined;
    const left = new AbortController();
    const one = (id) => ask(`/events/${encodeURIComponent(id)}`, {}, { signal: left.signal }).catch((error) => ({ id, error }));
    Promise.all(missing.map(one)).then((found) => left.signal.aborted || tell((was) => new Map([...was, ...found.map((each) => [each.id, each])])));
    return () => left.abort();
  }, [missing.join()]);
  const told = ids.slice(0, wanted).map((id) => have.get(id) ?? asked.get(id)).filter(Boolean);
  return html`
    <ol class="told">${told.map((each) => html`<${Told} event=${each} key=${each.id} />`)}</ol>
    ${missing.length > 0 && html`<p class="waiting" role="status">…</p>`}
    ${ids.length > wanted && html`<button type="button" onClick=${() => more(wanted + PAGE)}>${ids.length - wanted} more</button>`}`;
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
      ${event.article && html` <small>${event.article.id
        ? html`<a href=${link("articles", event.article.id)}>${event.article.publisher ?? event.article.title}</a>`
        : event.article.publisher} ${event.article.published ? day(event.article.published) : ""}</small>`}
    </li>`;
}
