// Actors: who has most events, or one actor: whom it leans to, what binds and divides it, who is named.
import { html } from "htm/preact";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count, day } from "../lib/words.js";
import { DataTable } from "../parts/behind.js";
import { Waiting } from "../parts/state.js";
import { Binds } from "./actor-binds.js";
import { Leaning } from "./actor-leaning.js";
import "./actor.css";

export function ActorView({ parts, query }) {
  return parts.length ? html`<${One} code=${parts[0]} query=${query} />` : html`<${Every} query=${query} />`;
}

const COLUMNS = [
  { title: "Actor", value: (row) => row.name, show: (row) => html`<a href=${link("actors", row.code)}>${row.name}</a>` },
  { title: "Code", value: (row) => row.code },
  { title: "Events", number: true, value: (row) => row.events },
  { title: "First", value: (row) => row.first, show: (row) => day(row.first) },
  { title: "Last", value: (row) => row.last, show: (row) => day(row.last) },
];

function Every({ query }) {
  const answer = useAnswer("/actors", { limit: 10_000 });
  const words = (query.q ?? "").trim().toLowerCase();
  const every = answer.data?.items ?? [];
  const found = words ? every.filter((each) => [each.name, each.code].some((name) => name.toLowerCase().includes(words))) : every;
  return html`
    <h1>Actors</h1>
    <p class="controls"><label>Name or code
      <input type="search" value=${query.q ?? ""} onInput=${(event) => go(link(["actors"], { q: event.target.value }), true)} /></label></p>
    <${Waiting} answer=${answer} nothing=${!found.length}>Nobody answers.<//>
    ${found.length > 0 && html`
      <p class="dim">${count(found.length, "actor")}, those with most events first.</p>
      <${DataTable} columns=${COLUMNS} rows=${found} name="actors" own caption="Actors by events" />`}`;
}

function One({ code, query }) {
  const answer = useAnswer(`/actors/${encodeURIComponent(code)}`, { since: query.since, until: query.until });
  const say = (more) => go(link(["actors", code], { ...query, ...more }), true);
  const data = answer.data;
  return html`
    <h1>${data?.name ?? code} ${data && data.name !== data.code && html`<small>${data.code}</small>`}</h1>
    <p class="controls">
      <label>From <input type="date" value=${query.since ?? ""} onChange=${(event) => say({ since: event.target.value })} /></label>
      <label>To <input type="date" value=${query.until ?? ""} onChange=${(event) => say({ until: event.target.value })} /></label>
      <a href=${link(["events"], { involving: code, since: query.since, until: query.until })}>All events</a>
      <a href=${link(["signals"], { actor: code })}>Signals</a>
    </p>
    <${Waiting} answer=${answer} />
    ${data && html`
      <${Leaning} data=${data} query=${query} say=${say} />
      <${Binds} data=${data.commitments} code=${data.code} />
      <${Named} title="People named" items=${data.people}>No person in an office of it is named, and nobody of it quoted.<//>
      <${Named} title="Bodies and roles" items=${data.bodies}>No body of it is named.<//>`}`;
}

function Named({ title, items, children }) {
  return html`
    <h2>${title}</h2>
    ${items.length ? html`<ul class="people">${items.map((each) => html`
      <li data-item><a href=${link(["events"], { involving: each.name })}>${each.name}</a>
        <small>${` ${count(each.events, "event")}`}</small></li>`)}</ul>`
      : html`<p class="nothing">${children}</p>`}`;
}
