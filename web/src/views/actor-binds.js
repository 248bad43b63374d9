// What binds and divides an actor: bands along the years, with the breaches that touch them as marks.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { scaleUtc } from "d3-scale";
import { link } from "../lib/route.js";
import { asDate, count, day } from "../lib/words.js";
import { TimeAxis } from "../parts/axes.js";
import { BAND, Bands } from "../parts/bands.js";
import { Figure } from "../parts/figure.js";

const MOST = 30;
const FEW = 8;
const LAST = ["membership"];

function others(parties, code) {
  const found = parties.filter((each) => each !== code);
  return found.length > 4 ? `${found.slice(0, 4).join(", ")} and ${found.length - 4} more` : found.join(", ");
}

export function Binds({ data, code }) {
  const [more, tell] = useState(false);
  const late = (each) => LAST.includes(each.kind);
  const rows = [
    ...data.rivalries.map((each) => ({
      ...each, divides: true, breaches: [], words: `${each.kind} with ${others(each.parties, code)}${each.over ? `: ${each.over}` : ""}`,
    })),
    ...data.bonds.toSorted((one, other) => late(one) - late(other) || other.breaches.length - one.breaches.length)
      .map((each) => ({ ...each, words: `${each.kind} with ${others(each.parties, code)}${each.treaty ? `: ${each.treaty}` : ""}` })),
  ];
  const broken = [...rows.flatMap((row) => row.breaches.map((each) => ({ ...each, bond: row.words }))),
    ...data.breaches_of_what_binds_no_more.map((each) => ({ ...each, bond: "what binds no more" }))];
  broken.sort((one, other) => ((one.day ?? "") < (other.day ?? "") ? 1 : -1));
  const told = broken.slice(0, more ? broken.length : FEW);
  if (!rows.length) return html`<h2>What binds and divides it</h2><p class="nothing">Nothing is known that binds or divides it.</p>`;
  const shown = rows.slice(0, MOST);
  const starts = shown.map((each) => each.from).filter(Boolean).sort();
  const begin = asDate(starts[0] && starts[0] > "1945" ? starts[0] : "1945-01-01");
  const draw = (width) => {
    const x = scaleUtc([begin, asDate(data.on)], [4, width - 4]);
    return html`
      <${TimeAxis} scale=${x} y=${shown.length * BAND + 4} width=${width} up=${shown.length * BAND + 4} />
      <${Bands} items=${shown} scale=${x} y=${2} left=${4} right=${width - 4} name="binds" />`;
  };
  const columns = [
    { title: "What", value: (row) => row.words },
    { title: "Binds or divides", value: (row) => (row.divides ? "divides" : "binds") },
    { title: "From", value: (row) => row.from, show: (row) => (row.from ? day(row.from) : "–") },
    { title: "Through", value: (row) => row.through ?? "" },
    { title: "Breaches", number: true, value: (row) => row.breaches.length },
    { title: "Source", value: (row) => row.source },
  ];
  return html`
    <${Figure} title="What binds and divides it" name="binds" draw=${draw} height=${shown.length * BAND + 28} table=${{ columns, rows }} usual=${900}
      label=${`${count(data.bonds.length, "commitment")} and ${count(data.rivalries.length, "rivalry", "rivalries")} on ${
        day(data.on)}; ${count(broken.length, "breach", "breaches")}.`}
      legend=${html`<span>Plain: binds. Hatched: divides. Diamond: an act against it. In force on ${day(data.on)}, organisations last.</span>`}
      after=${html`
        ${rows.length > shown.length && html`<p class="dim">${count(rows.length - shown.length, "more", "more")} in the table.</p>`}
        ${broken.length > 0 && html`<h3>Acts against it</h3><ul class="told">${told.map((each) => html`
          <li class="friction" data-item>${each.event ? html`<a href=${link("events", each.event)} data-evidence>${each.reason}</a>` : each.reason}
            <small> ${day(each.day)} · ${each.bond}</small>
            ${each.sentence && html`<blockquote>${each.sentence}</blockquote>`}
            ${each.article && html`<small><a href=${link("articles", each.article)}>The article</a></small>`}</li>`)}</ul>
          ${broken.length > told.length && html`<button type="button"
            onClick=${() => tell(true)}>${broken.length - told.length} more</button>`}`}`} />`;
}
