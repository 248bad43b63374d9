// Events: the filters of the API as a form, pages, and the whole of what passes as CSV or JSON lines.
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { useAnswer, useWidth } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { shortDays } from "../lib/short.js";
import { COOPERATION, FRICTION, days, number, percent } from "../lib/words.js";
import { Type } from "../parts/badge.js";
import { Exporting } from "../parts/exporting.js";
import { Choice, Field, Several, Suggested } from "../parts/fields.js";
import { useNames } from "../parts/names.js";
import { Waiting } from "../parts/state.js";
import { Table } from "../parts/table.js";
import { Whole } from "../parts/whole.js";
import "./events.css";

const FILTERS = ["involving", "dyad", "actor", "target", "since", "until", "type", "status", "country", "place", "origin", "min_sources"];
const LISTS = ["type", "status", "origin"];
const STATUSES = ["happened", "planned", "negated", "possible", "background"];
const SIZE = 25;

export function EventsView({ query }) {
  useNames();
  const info = useAnswer("/info");
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, LISTS.includes(name) ? query[name]?.split(",") : query[name]]));
  const newest = query.order === "oldest" ? undefined : "true";
  const answer = useAnswer("/events", { ...wanted, newest, cursor: query.cursor, limit: SIZE, count: true });
  const set = (values) => go(link(["events"], { ...query, cursor: "", before: "", ...values }), true);
  useEffect(() => scrollTo(0, 0), [query.cursor]);
  const items = answer.data?.items ?? [];
  const origins = Object.keys(info.data?.origins ?? {});
  return html`
    <h1>Events</h1>
    <${Filters} query=${query} set=${set} origins=${origins} />
    ${items.length
      ? html`<${Pages} query=${query} next=${answer.data.next} total=${answer.data.total} wanted=${wanted} /><div
            aria-busy=${answer.busy}><${Listed} items=${items} /></div>
          <${Pages} query=${query} next=${answer.data.next} wanted=${wanted} /><${Exporting} wanted=${wanted} />`
      : html`<${Waiting} answer=${answer} nothing=${true}>No event passes.${Object.keys(query).length ? html` <a
        href=${link("events")}>Without filters</a>` : ""}</${Waiting}>`}`;
}

function Filters({ query, set, origins }) {
  const rare = ["actor", "target", "status", "country", "place", "origin", "min_sources"];
  return html`
    <form onSubmit=${(event) => event.preventDefault()}>
      <div class="filters">
        <${Field} label="Involving" value=${query.involving} list="event-actors" hint="ARM, or a name"
          set=${(value) => set({ involving: value })} />
        <${Field} label="Between two" value=${query.dyad} hint="ARM-RUS" set=${(value) => set({ dyad: value })} />
        <${Field} label="Since" type="date" value=${query.since} set=${(value) => set({ since: value })} />
        <${Field} label="Until" type="date" value=${query.until} set=${(value) => set({ until: value })} />
        <${Choice} label="Order" value=${query.order} set=${(value) => set({ order: value })}
          choices=${[["", "newest first"], ["oldest", "oldest first"]]} />
      </div>
      <details class="more" open=${!!query.type}><summary>Types${query.type ? `: ${query.type.split(",").join(", ").toLowerCase()}` : ""}</summary>
        <div class="filters">
          <${Several} label="Friction" value=${query.type} set=${(value) => set({ type: value })}
            choices=${[...FRICTION]}>${(word) => word.toLowerCase()}</${Several}>
          <${Several} label="Cooperation" value=${query.type} set=${(value) => set({ type: value })}
            choices=${[...COOPERATION]}>${(word) => word.toLowerCase()}</${Several}>
        </div></details>
      <details class="more" open=${rare.some((name) => query[name])}><summary>More filters</summary>
        <div class="filters">
          <${Field} label="Who acts" value=${query.actor} list="event-actors" set=${(value) => set({ actor: value })} />
          <${Field} label="To whom" value=${query.target} list="event-actors" set=${(value) => set({ target: value })} />
          <${Field} label="In the state" value=${query.country} hint="UKR" set=${(value) => set({ country: value })} />
          <${Field} label="Place" value=${query.place} set=${(value) => set({ place: value })} />
          <${Field} label="Independent sources at least" type="number" min="0" step="1" value=${query.min_sources}
            set=${(value) => set({ min_sources: value === "0" ? "" : value })} />
          <${Choice} label="Origin" value=${query.origin} set=${(value) => set({ origin: value })} choices=${[["", "all"], ...origins]} />
          <${Several} label="Status" value=${query.status} set=${(value) => set({ status: value })} choices=${STATUSES} />
        </div></details>
      <${Suggested} id="event-actors" />
    </form>`;
}

/** The cursors of the pages before stand in the address too, so that one can go back. */
function Pages({ query, next, total, wanted }) {
  const before = (query.before ?? "").split(" ").filter(Boolean);
  const to = (cursor, back) => link(["events"], { ...query, cursor: cursor === "-" ? "" : cursor, before: back.join(" ") });
  const page = before.length + 1;
  return html`
    <div class="pages">
      ${before.length ? html`<a href=${to(before[before.length - 1], before.slice(0, -1))} rel="prev">← Previous</a>` : ""}
      <span class="dim">page ${number(page)}${total === undefined ? "" : ` of ${number(Math.ceil(total / SIZE))}, ${number(total)} events`}</span>
      ${next ? html`<a href=${to(next, [...before, query.cursor || "-"])} rel="next">Next →</a>` : ""}
      ${total === undefined ? "" : html`<span class="export">all that pass: <${Whole} path="/events.csv" name="events.csv" wanted=${wanted}>CSV</${Whole}>
        ${" "}<${Whole} path="/events.jsonl" name="events.jsonl" wanted=${wanted}>JSON lines</${Whole}></span>`}
    </div>`;
}

function Listed({ items }) {
  const [ref, width] = useWidth(900);
  const columns = [
    { title: "Day", value: (row) => row.date?.start, cell: (row) => html`<span class="day" title=${days(row.date)}>${shortDays(row.date)}</span>` },
    {
      title: "What", value: (row) => row.headline,
      cell: (row) => html`<a class="headline" href=${link("events", row.id)} data-evidence>${row.headline}</a>${width < 620 ? html` <${Type}
        type=${row.type} mode=${row.mode} />` : ""}`,
    },
    { title: "Type", value: (row) => row.type, cell: (row) => html`<${Type} type=${row.type} mode=${row.mode} />`, wide: true },
    { title: "Place", value: (row) => row.place?.name, wide: true },
    { title: "Status", value: (row) => row.status, wide: true },
    { title: "Sources", value: (row) => row.sources, number: true, wide: true },
    { title: "Confidence", value: (row) => row.confidence, cell: (row) => percent(row.confidence), number: true, wide: true },
    { title: "Told by", value: (row) => row.article?.publisher ?? row.origin, wide: true },
  ];
  return html`<div ref=${ref}><${Table} columns=${columns} rows=${items} name="events-page" caption="Events" /></div>`;
}
