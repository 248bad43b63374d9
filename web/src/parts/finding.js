// One thing that was found in an article, told in words: what it is, how it was resolved, and why.
import { html } from "htm/preact";
import { link } from "../lib/route.js";
import { days, percent } from "../lib/words.js";
import { accountEvent } from "../lib/findings.js";
import { Type } from "./badge.js";

/** One of a layer, and several. */
export const SINGULAR = {
  events: ["event"], statements: ["statement"], commitments: ["commitment"], accounts: ["act told differently", "acts told differently"],
  agenda: ["thing announced", "things announced"], dates: ["date"], places: ["place"],
};

/** In one line, for a list. */
export function brief(finding, record) {
  const { layer, of } = finding;
  if (layer === "events") return of.headline ?? `${side(of.source)} → ${of.type.toLowerCase()} → ${side(of.target)}`;
  if (layer === "statements") return `${of.speaker.name ?? of.speaker.text}: ${of.text}`;
  if (layer === "commitments") return `${of.kind}: ${of.parties.join(", ")} (${of.status})`;
  if (layer === "accounts") return of.versions.map((each) => `${each.code}: ${each.text}`).join(" / ");
  if (layer === "agenda") return `${days(of.date)}: ${of.what}`;
  if (layer === "dates") return `${of.text}: ${of.start ? days(of) : "no day"}`;
  return `${of.name}${of.country && of.country !== of.name ? `, ${of.country}` : ""}`;
}

function side(actor) {
  return actor ? (actor.name ?? actor.text ?? actor.code) : "nobody named";
}

/** With all that is known of it. `stored`: whether events have pages of their own. */
export function Finding({ finding, record, name, stored }) {
  const Told = TOLD[finding.layer];
  return html`<div class="finding layer-${finding.layer}">
    <p class="layer">${SINGULAR[finding.layer][0]} ${finding.number}</p>
    <${Told} of=${finding.of} record=${record} name=${name} stored=${stored} /></div>`;
}

/** Rows of a term and what it is; those without anything are left out. */
export function Terms({ rows }) {
  const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="terms">${told.map(([term, value, reason]) => html`
    <dt>${term}</dt><dd>${value}${reason ? html` <small>${reason}</small>` : ""}</dd>`)}</dl>`;
}

export function Actor({ actor, name }) {
  if (!actor) return html`<span class="dim">nobody named</span>`;
  const { code, text, sectors } = actor;
  const about = [code ? (code === actor.name ? "" : code) : "(no code)", ...(sectors ?? []), text && text !== actor.name ? `“${text}”` : ""];
  const shown = actor.name ?? text ?? code;
  const named = code ? html`<a href=${link("actors", code)} title=${name(code)}>${shown}</a>` : shown;
  return html`${named} <small>${about.filter(Boolean).join(" ")}</small>`;
}

export function spot(place) {
  if (!place) return null;
  return [place.name, place.admin1, place.country].filter((each, n, all) => each && all.indexOf(each) === n).join(", ");
}

export function figure(each) {
  return `${each.text} (${each.what}${each.low === each.high ? "" : `, ${each.low} to ${each.high}`})`;
}

function Event({ of, name, stored }) {
  return html`
    <p><${Type} type=${of.type} mode=${of.mode} /> ${stored ? html`<a href=${link("events", of.event ?? of.id)} data-evidence>
      <b>${brief({ layer: "events", of })}</b></a>` : html`<b>${brief({ layer: "events", of })}</b>`}</p>
    <${Terms} rows=${[
      ["who", html`<${Actor} actor=${of.source} name=${name} />`],
      ["to whom", html`<${Actor} actor=${of.target} name=${name} />`],
      ["when", days(of.date), of.date?.reason],
      ["where", spot(of.place), of.place ? `${of.place.reason ?? ""}${of.place.precision ? ` (${of.place.precision})` : ""}` : ""],
      ["status", of.status],
      ["said by", of.attribution ? `${of.attribution.name ?? of.attribution.code}${of.attribution.anonymous ? ", unnamed"
        : ""}${of.attribution.via ? `, via ${of.attribution.via}` : ""}` : null],
      ["figures", of.figures?.length ? of.figures.map(figure).join("; ") : null],
      ["context", of.contexts?.length ? of.contexts.join(", ") : null],
      ["confidence", percent(of.confidence)],
      ["why", of.reason],
    ]} />`;
}

function Statement({ of, name }) {
  return html`
    <p>${of.text}</p>
    <${Terms} rows=${[
      ["speaker", html`<${Actor} actor=${of.speaker} name=${name} />${of.speaker.anonymous ? " unnamed"
        : ""}`], ["speech", of.kind], ["via", of.via],
      ["when", of.date ? days(of.date) : null, of.date?.reason],
    ]} />`;
}

function Commitment({ of, name }) {
  return html`<p><b>${of.kind}</b>, ${of.status}</p><p>${of.parties.map((code, n) => html`${n ? ", " : ""}<a
    href=${link("actors", code)}>${name(code)}</a>`)}</p>`;
}

function Accounts({ of, record, name }) {
  const event = accountEvent(record, of);
  return html`
    ${event ? html`<p class="dim">of: ${brief({ layer: "events", of: event })}</p>` : ""}
    <${Terms} rows=${of.versions.map((each) => [name(each.code), each.text])} />`;
}

function Agenda({ of, name }) {
  return html`<p>${of.what}</p><${Terms} rows=${[["when", days(of.date), of.date?.reason], ["who", of.actors.map(name).join(", ")]]} />`;
}

function When({ of }) {
  return html`<${Terms} rows=${[["words", `“${of.text}”`], ["is", of.start ? days(of) : "no day"], ["as TIMEX", of.value]]} />`;
}

/** A place's reason stands with the events that happened there: the choice among those of the same name. */
function Where({ of, record }) {
  const reasons = [...new Set((record.events ?? []).filter((each) => each.place?.name === of.name &&
    each.place.reason).map((each) => each.place.reason))];
  return html`<${Terms} rows=${[
    ["is", of.name], ["in", of.country], ["at", of.lat === null ? null : `${of.lat.toFixed(2)}, ${of.lon.toFixed(2)}`],
    ["chosen", reasons.join("; ")],
  ]} />`;
}

const TOLD = { events: Event, statements: Statement, commitments: Commitment, accounts: Accounts, agenda: Agenda, dates: When, places: Where };
