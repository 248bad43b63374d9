// Today: what changed. New signals, pairs that moved, what is announced, feeds that fell silent, what the store holds.
import { html } from "htm/preact";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count, day, days, number } from "../lib/words.js";
import { Type } from "../parts/badge.js";
import { Movers } from "../parts/bars.js";
import { draft } from "../parts/draft.js";
import { Lanes } from "../parts/lanes.js";
import { useNames } from "../parts/names.js";
import { Legend, SignalCard } from "../parts/signalcard.js";
import { Waiting } from "../parts/state.js";
import "./today.css";

const SHOWN = 8;

export function TodayView() {
  const info = useAnswer("/info");
  if (!info.data) return html`<h1>Today</h1><${Waiting} answer=${info} />`;
  const held = info.data;
  return held.articles || held.events ? html`<${Changed} held=${held} />` : html`<${Empty} held=${held} />`;
}

function Changed({ held }) {
  const name = useNames();
  const signals = useAnswer("/signals", { limit: 200 });
  const agenda = useAnswer("/agenda", { limit: 12 });
  const last = held.published[1] ?? agenda.data?.from;
  const still = signals.data && !signals.data.items.length;
  const moved = html`
    <section aria-labelledby="movers"><h2 id="movers">Pairs that moved most in the last four weeks</h2><${Moved} name=${name} /></section>`;
  return html`
    <h1>What changed${last ? html` <small>up to ${day(last)}</small>` : ""}</h1>
    <div class="today">
      <section aria-labelledby="new-signals">
        <h2 id="new-signals">Signals, the newest first</h2>
        <${Signals} answer=${signals} name=${name} last=${last} />
        ${still ? moved : ""}
      </section>
      <div>
        ${still ? "" : moved}
        <section aria-labelledby="agenda"><h2 id="agenda">Announced</h2><${Agenda} answer=${agenda} name=${name} /></section>
        <section aria-labelledby="feeds"><h2 id="feeds">Feeds</h2><${Feeds} /></section>
        <section aria-labelledby="store"><h2 id="store">In the store</h2><${Store} held=${held} /></section>
      </div>
    </div>`;
}

function Signals({ answer, name, last }) {
  const items = answer.data?.items ?? [];
  const waiting = html`<${Waiting} answer=${answer}
    nothing=${!items.length}>No signal is stored. <code>riftline signals</code> looks for them.</${Waiting}>`;
  if (!items.length) return waiting;
  const shown = items.slice(0, SHOWN);
  const most = Math.max(...shown.flatMap((each) => [each.score, each.attention]));
  return html`
    <${Lanes} signals=${items} to=${last} />
    ${answer.data.next ? html`<p class="dim">Drawn: the newest ${number(items.length)}.</p>` : ""}
    <${Legend} />
    <ul class="signals">${shown.map((each) => html`<${SignalCard} signal=${each} most=${most} name=${name} />`)}</ul>
    <p><a href=${link("signals")}>${items.length > SHOWN ? `All ${answer.data.next ? "" : items.length} signals` : "Signals with filters"}</a></p>`;
}

function Moved({ name }) {
  const answer = useAnswer("/dyads/movers", { limit: 8 });
  const items = answer.data?.items ?? [];
  if (!items.length) return html`<${Waiting} answer=${answer}
    nothing=${true}>No pair has acts both in the last four weeks and in the four before.</${Waiting}>`;
  return html`
    <p class="dim">Change in the share of friction, up to the last act in the store. Where acts are few a change says little.</p>
    <${Movers} items=${items} name=${name} />`;
}

function Agenda({ answer, name }) {
  const items = answer.data?.items ?? [];
  if (!items.length) return html`<${Waiting} answer=${answer}
    nothing=${true}>Nothing with a day ahead of ${answer.data?.from ? day(answer.data.from) : "the last"} is told.</${Waiting}>`;
  return html`
    <ol class="agenda">${items.map((each) => html`
      <li data-item>
        <time datetime=${each.from}><b>${days({ start: each.from, end: each.to })}</b></time>
        <div><a data-evidence
          href=${each.event ? link("events", each.event) : link("articles", each.article)}>${each.what || each.title || "a planned act"}</a>
          <small> ${each.actors.map(name).join(", ")}${each.publisher ? ` · ${each.publisher}` : ""}</small></div>
      </li>`)}</ol>
    ${answer.data.total > items.length ? html`<p class="dim">and ${number(answer.data.total - items.length)} more</p>` : ""}`;
}

function Feeds() {
  const answer = useAnswer("/feeds");
  const items = answer.data?.items ?? [];
  if (!items.length) return html`<${Waiting} answer=${answer}
    nothing=${true}>No feed is watched. <code>riftline watch --help</code> shows how to begin.</${Waiting}>`;
  const watched = items.filter((each) => each.watched);
  const ill = watched.filter((each) => each.state !== "well" && (each.gone || each.silence.since || each.errors_in_a_row));
  return html`
    <p>${count(watched.length, "feed")} watched, ${ill.length ? html`<b>${number(ill.length)} not well</b>` : "none silent or failing"}.</p>
    ${ill.length ? html`<ul>${ill.map((each) => html`<li data-item><b>${each.name ?? each.url}</b>: ${each.state}</li>`)}</ul>` : ""}`;
}

function Store({ held }) {
  const [first, last] = held.published;
  const types = Object.entries(held.types);
  const imported = Object.entries(held.origins).filter(([each]) => each !== "riftline");
  const most = Math.max(1, ...types.map(([, n]) => n));
  const parts = [["article", held.articles], ["event", held.events], ["statement", held.statements], ["commitment", held.commitments]];
  return html`
    <p>${parts.filter(([, n]) => n).map(([what, n], at) => html`${at ? ", " : ""}<b>${count(n, what)}</b>`)}${first
      ? html`, published ${day(first)} to ${day(last)}` : ""}.
      ${imported.length ? ` Imported: ${imported.map(([each, n]) => `${each} ${number(n.events)}`).join(", ")}.` : ""}</p>
    <table class="types"><caption>Events by type</caption>
      <thead><tr><th scope="col">Type</th><th scope="col">Events</th><th scope="col">Share</th></tr></thead>
      <tbody>${types.map(([type, n]) => html`
        <tr><td><a href=${link(["events"], { type })}><${Type} type=${type} /></a></td><td class="number">${number(n)}</td>
          <td><svg width="100" height="10" viewBox="0 0 100 10" aria-hidden="true"><rect width=${(100 * n) / most} height="10"
            fill="var(--accent)" /></svg></td></tr>`)}</tbody></table>
    <p class="dim">Riftline ${held.version} on ${held.database}</p>`;
}

function Empty({ held }) {
  const begin = (event) => {
    event.preventDefault();
    draft.value = { ...draft.value, text: new FormData(event.target).get("text") };
    go(link("paste"));
  };
  return html`
    <h1>The store is empty</h1>
    <p>To see what the desk shows, put the examples in (21 articles on Karabakh, the Sahel and Essequibo):</p>
    <pre class="scroll" tabindex="0"><code>riftline ingest examples/ --db ${held.database}</code></pre>
    <form onSubmit=${begin} class="paste-short">
      <label for="first-text">Or paste an article</label>
      <textarea id="first-text" name="text" rows="8" required></textarea>
      <button type="submit">See what is in it</button>
    </form>`;
}
