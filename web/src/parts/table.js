// A table that sorts by any column and saves what it shows as CSV.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { csv } from "../lib/csv.js";
import { download } from "./saving.js";
import "./table.css";

/**
 * `columns`: {title, value(row): what is sorted and saved, cell(row): what is shown (else the value), number, wide: left out on a phone,
 * fixed: does not sort}. `name`: of the file. `caption`: what it is, for those who do not see it.
 */
export function Table({ columns, rows, name, caption }) {
  const [order, sort] = useState(null);
  const shown = order ? [...rows].sort(by(columns[order.column], order.down)) : rows;
  const turn = (column) => sort(order?.column === column ? (order.down ? null : { column, down: true }) : { column, down: false });
  const save = () => {
    const text = csv([columns.map((each) => each.title), ...shown.map((row) => columns.map((each) => each.value(row)))]);
    download(new Blob([text], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
  };
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption class="unseen">${caption}</caption>
        <thead><tr>${columns.map((each, n) => html`
          <th scope="col" class=${kind(each)} aria-sort=${order?.column === n ? (order.down ? "descending" : "ascending") : undefined}>
            ${each.fixed ? each.title : html`<button type="button" class="sorter" onClick=${() => turn(n)}>${each.title}
              <span aria-hidden="true">${order?.column === n ? (order.down ? "▼" : "▲") : "↕"}</span></button>`}</th>`)}</tr></thead>
        <tbody>${shown.map((row) => html`<tr data-item>${columns.map((each) => html`<td
          class=${kind(each)}>${each.cell ? each.cell(row) : (each.value(row) ?? "–")}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
    <p><button type="button" onClick=${save}>Save this table as CSV</button></p>`;
}

function kind(column) {
  return [column.number && "number", column.wide && "not-on-phones"].filter(Boolean).join(" ") || undefined;
}

/** Sorts by a column; what has no value comes last either way. */
function by(column, down) {
  return (one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    const none = (value) => value === null || value === undefined || value === "";
    if (none(a) || none(b)) return none(a) - none(b);
    const found = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return down ? -found : found;
  };
}
