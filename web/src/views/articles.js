// Articles: what is stored, the newest first.
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { shortDays } from "../lib/short.js";
import { day, number } from "../lib/words.js";
import { Field } from "../parts/fields.js";
import { Waiting } from "../parts/state.js";
import { Table } from "../parts/table.js";
import "./events.css";

const COLUMNS = [
  { title: "Published", value: (row) => row.published, cell: (row) => shortDays({ start: row.published }) },
  { title: "Title", value: (row) => row.title ?? row.id, cell: (row) => html`<a class="headline"
    href=${link("articles", ...row.id.split("/"))} data-evidence>${row.title ?? row.id}</a>` },
  { title: "Publisher", value: (row) => row.publisher, wide: true },
  { title: "Events", value: (row) => row.reports, cell: (row) => number(row.reports), number: true },
  { title: "Language", value: (row) => row.language, wide: true },
  { title: "Stored", value: (row) => row.stored, cell: (row) => day(row.stored), wide: true },
];

export function ArticlesView({ query }) {
  const { since, until, publisher, cursor } = query;
  const answer = useAnswer("/articles", { since, until, publisher, cursor, limit: 50 });
  const set = (values) => go(link(["articles"], { ...query, cursor: "", before: "", ...values }), true);
  useEffect(() => scrollTo(0, 0), [cursor]);
  const items = answer.data?.items ?? [];
  const before = (query.before ?? "").split(" ").filter(Boolean);
  const to = (next, back) => link(["articles"], { ...query, cursor: next === "-" ? "" : next, before: back.join(" ") });
  return html`
    <h1>Articles</h1>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <${Field} label="Published since" type="date" value=${since} set=${(value) => set({ since: value })} />
      <${Field} label="Until" type="date" value=${until} set=${(value) => set({ until: value })} />
      <${Field} label="Publisher" value=${publisher} set=${(value) => set({ publisher: value })} />
    </form>
    ${items.length
      ? html`<${Table} columns=${COLUMNS} rows=${items} name="articles" caption="Articles" />
          <div class="pages">${before.length ? html`<a href=${to(before[before.length - 1], before.slice(0, -1))} rel="prev">← Previous</a>` : ""}
            <span class="dim">page ${before.length + 1}</span>
            ${answer.data.next ? html`<a href=${to(answer.data.next, [...before, cursor || "-"])} rel="next">Next →</a>` : ""}</div>`
      : html`<${Waiting} answer=${answer} nothing=${true}>No article ${Object.keys(query).length ? html`passes. <a
        href=${link("articles")}>Without filters</a>` : html`is stored. <a href=${link("paste")}>Paste one</a>`}</${Waiting}>`}`;
}
