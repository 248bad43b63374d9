// The table behind a chart: it sorts, it can be filtered where it is long, and what is seen is saved as CSV.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { compare, csv } from "./csv.js";
import { download } from "./saving.js";
import "./charts.css";

const LONG = 15;

/**
 * `columns`: {title, value(row): what is sorted and saved, show(row): what is seen where it differs, number: right-aligned}.
 * `rows`: anything; `name`: the file's; `most`: rows that are shown at first; `own`: the view has
 * a filter of its own.
 */
export function DataTable({ columns, rows, name, caption, most = 100, own = false }) {
  const [by, sort] = useState({ at: null, down: false });
  const [words, filter] = useState("");
  const [shown, more] = useState(most);
  const wanted = words.trim().toLowerCase();
  let seen = wanted ? rows.filter((row) => columns.some(({ value }) => String(value(row) ?? "").toLowerCase().includes(wanted))) : rows;
  if (by.at !== null) {
    const { value } = columns[by.at];
    const none = (row) => [null, undefined, ""].includes(value(row));
    const told = seen.filter((row) => !none(row)).sort((a, b) => compare(value(a), value(b)) * (by.down ? -1 : 1));
    seen = [...told, ...seen.filter(none)];
  }
  const turn = (at) => sort((was) => ({ at, down: was.at === at ? !was.down : Boolean(columns[at].number) }));
  return html`
    <div class="behind">
      <p class="tools">
        ${!own && rows.length > LONG && html`<label>Filter <input type="search" value=${words} onInput=${(event) => filter(event.target.value)} /></label>`}
        <button type="button" onClick=${() => download(new Blob([csv(columns, seen)], { type: "text/csv;charset=utf-8" }), `${name}.csv`)}>
          Save as CSV</button>
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${caption ?? name}>
        <table>
          <thead><tr>${columns.map(({ title, number }, at) => html`
            <th scope="col" class=${number ? "number" : ""} aria-sort=${by.at === at ? (by.down ? "descending" : "ascending") : "none"}>
              <button type="button" class="sort" onClick=${() => turn(at)}>${title}
                <span aria-hidden="true">${by.at === at ? (by.down ? " ▾" : " ▴") : ""}</span></button></th>`)}</tr></thead>
          <tbody>${seen.slice(0, shown).map((row) => html`
            <tr>${columns.map(({ value, show, number }) => html`
              <td class=${number ? "number" : ""}>${show ? show(row) : (value(row) ?? "–")}</td>`)}</tr>`)}</tbody>
        </table>
      </div>
      ${!seen.length && html`<p class="nothing">Nothing passes the filter.</p>`}
      ${seen.length > shown && html`<button type="button" onClick=${() => more(shown + 5 * most)}>${seen.length - shown} more</button>`}
    </div>`;
}
