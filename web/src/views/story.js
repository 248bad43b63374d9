// An event: who did what to whom, and why it was coded so; its reports side by side, with their evidence; what differs; "this is wrong".
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { count, days, percent } from "../lib/words.js";
import { Type } from "../parts/badge.js";
import { Corrections, Undoing } from "../parts/corrections.js";
import { Actor, Terms, figure, spot } from "../parts/finding.js";
import { useNames } from "../parts/names.js";
import { Report } from "../parts/report.js";
import { Waiting } from "../parts/state.js";
import "./story.css";

export function StoryView({ parts }) {
  const [id] = parts;
  const name = useNames();
  const [turn, again] = useState(0);
  const answer = useAnswer(`/stories/${encodeURIComponent(id)}`, turn ? { turn } : {});
  if (answer.error?.status === 404) return html`<${Gone} id=${id} error=${answer.error} done=${() => again(turn + 1)} />`;
  if (!answer.data) return html`<h1>Event</h1><${Waiting} answer=${answer} />`;
  const event = answer.data;
  return html`
    <p class="crumb"><a href=${link("events")}>Events</a></p>
    <h1>${event.headline ?? "An act without a type"}</h1>
    <p class="about"><${Type} type=${event.type} mode=${event.mode} /> <b>${days(event.date)}</b>
      <span>${event.status}</span>
      <span>${told(event)}</span>
      <${Confidence} share=${event.confidence} /></p>
    ${event.source?.code && event.target?.code && event.source.code !== event.target.code
      ? html`<p><a href=${link(["dyads", event.source.code, event.target.code], { until: event.date?.end })}>
          ${name(event.source.code)} – ${name(event.target.code)} up to that day</a></p>` : ""}
    ${event.told_by?.length ? html`<${Reports} event=${event} />` : html`<${Imported} event=${event} />`}
    ${event.differences?.length ? html`<${Differences} event=${event} />` : ""}
    <section aria-labelledby="why"><h2 id="why">Why it was coded so</h2><${Why} event=${event} name=${name} /></section>
    <section aria-labelledby="wrong"><h2 id="wrong">This is wrong</h2>
      <${Undoing} items=${event.corrected ?? []} done=${() => again(turn + 1)} />
      <${Corrections} event=${event} done=${() => again(turn + 1)} /></section>`;
}

/** An event that is not there: where it was corrected to be none, that can be taken back. */
function Gone({ id, error, done }) {
  const every = useAnswer("/corrections");
  const items = (every.data?.items ?? []).filter((each) => each.field === "none" && each.report === id);
  return html`<h1>Event</h1><p class="problem" role="alert">${error.message}</p><${Undoing} items=${items} done=${done} />`;
}

function told(event) {
  if (event.origin !== "riftline") return `imported from ${event.origin}`;
  return `${count(event.reports, "report")} of ${count(event.sources, "independent source")}`;
}

/** How often such an event is right; no bar where nobody said. */
function Confidence({ share }) {
  if (share === null || share === undefined) return html`<span class="dim">no confidence is known</span>`;
  return html`<span class="confidence">
    <svg width="80" height="12" viewBox="0 0 80 12" aria-hidden="true">
      <rect class="alone" x="0.5" y="0.5" width="79" height="11" /><rect width=${80 * share} height="12" fill="var(--accent)" /></svg>
    ${" "}${percent(share)} <span class="dim">of such events are right</span></span>`;
}

function Why({ event, name }) {
  const said = event.attribution;
  return html`<div class="why"><${Terms} rows=${[
    ["who", html`<${Actor} actor=${event.source} name=${name} />`],
    ["to whom", html`<${Actor} actor=${event.target} name=${name} />`],
    ["when", days(event.date), event.date?.reason],
    ["where", spot(event.place) ?? "no place", event.place ? `${event.place.reason ?? ""} ${event.place.precision ? `(${event.place.precision})`
      : ""}` : ""],
    ["status", event.status],
    ["said by", said ? `${said.name ?? said.code}${said.anonymous ? ", unnamed" : ""}${said.via ? `, via ${said.via}` : ""}` : null],
    ["figures", event.figures?.length ? event.figures.map(figure).join("; ") : null],
    ["context", event.contexts?.length ? event.contexts.join(", ") : null],
    ["confidence", percent(event.confidence), event.confidence === null ? "" : "how often such an event is right"],
    ["credibility", event.credibility, event.credibility_reason],
    ["coded so", event.reason],
    ["id", event.id],
  ]} /></div>`;
}

/** Reports of one independent source stand under one heading. */
function Reports({ event }) {
  const sources = event.independent_sources.map((ids) => ids.map((id) => event.told_by.find((each) => each.id === id)).filter(Boolean));
  const counted = new Set(event.independent_sources.flat());
  const others = event.told_by.filter((each) => !counted.has(each.id));
  return html`
    <section aria-labelledby="reports"><h2 id="reports">${event.told_by.length === 1 ? "The report" : "The reports, side by side"}</h2>
      <div class="reports">
        ${sources.map((reports, n) => html`
          <div class="source"><h3>${sources.length === 1 ? "One independent source" : `Independent source ${n + 1}`}</h3>
            ${reports.map((each) => html`<${Report} report=${each} event=${event} />`)}</div>`)}
        ${others.length ? html`<div class="source other"><h3>Not counted as a source</h3>
          ${others.map((each) => html`<${Report} report=${each} event=${event} />`)}</div>` : ""}
      </div></section>`;
}

function Imported({ event }) {
  const safe = /^https?:/i.test(event.article?.url ?? "");
  return html`
    <section aria-labelledby="reports"><h2 id="reports">The report</h2>
      <p>It was imported from ${event.origin}; its article is not in the store.${event.article?.title ? ` “${event.article.title}”` : ""}
        ${event.article?.publisher ? ` ${event.article.publisher}` : ""}${safe ? html` <a href=${event.article.url}
          rel="noopener noreferrer">at its source</a>` : ""}</p>
      ${event.evidence?.map((each) => (each.text ? html`<blockquote>${each.text}</blockquote>` : ""))}</section>`;
}

function Differences({ event }) {
  const by = (id) => event.told_by.find((each) => each.id === id)?.publisher ?? id;
  return html`
    <section><h2>What the reports say differently</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="What the reports say differently"><table>
        <thead><tr><th scope="col">What</th><th scope="col">Versions</th></tr></thead>
        <tbody>${event.differences.map((each) => html`
          <tr data-item><th scope="row">${each.what}</th><td><ul class="versions">${each.versions.map((version) => html`
            <li><b>${version.value ?? "not told"}</b> <small>${version.reports.map(by).join(", ")}</small></li>`)}</ul></td></tr>`)}</tbody>
      </table></div></section>`;
}
