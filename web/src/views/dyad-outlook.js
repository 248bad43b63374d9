// What may come between the two: each outcome's probability (dot) against its base rate (tick).
import { html } from "htm/preact";
import { scaleLinear } from "d3-scale";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { day, percent } from "../lib/words.js";
import { Figure, Key } from "../parts/figure.js";
import { Waiting } from "../parts/state.js";
import { clipped } from "../parts/text.js";

const ROW = 30;

export function Outlook({ a, b, names, query, say }) {
  const answer = useAnswer("/forecasts", { actor: [a, b], limit: 12 });
  const span = query.horizon === "week" ? "week" : "month";
  const none = answer.error?.status === 404;
  const rows = answer.data?.outlook ?? [];
  if (none || !answer.data || !rows.length) {
    return html`<h2>What may come</h2>${none ? html`<p class="nothing">${answer.error.message}</p>`
      : html`<${Waiting} answer=${answer} nothing=${!rows.length}>There is nothing to forecast from.<//>`}`;
  }
  const { windows, remark, as_of: told } = answer.data;
  const named = (row) => `${names[row.source] ?? row.source} → ${names[row.target] ?? row.target}: ${row.type}`;
  const most = Math.max(...rows.flatMap((row) => [row[span].probability, row[span].base_rate]));
  const draw = (width) => {
    const left = width < 500 ? 6 : Math.min(330, width * 0.42);
    const low = width < 500;
    const tall = low ? ROW + 16 : ROW;
    const x = scaleLinear([0, most * 1.08], [low ? 6 : left, width - 62]);
    return html`
      ${x.ticks(low ? 3 : 5).map((at) => html`<g class="axis"><line x1=${x(at)} x2=${x(at)} y1="0" y2=${rows.length * tall} class="grid" />
        <text x=${x(at)} y=${rows.length * tall + 15} text-anchor="middle">${percent(at, most < 0.1 ? 1 : 0)}</text></g>`)}
      ${rows.map((row, n) => {
        const y = n * tall + (low ? 30 : ROW / 2);
        const { probability, base_rate: base } = row[span];
        return html`
          <g class="pick" onClick=${() => document.getElementById(`outlook-${n}`)?.scrollIntoView({ block: "nearest" })}>
            <title>${`${named(row)}: ${percent(probability, 1)}, usually ${percent(base, 1)}${row.thin ? "; thin evidence" : ""}`}</title>
            ${low ? html`<text x="2" y=${n * tall + 14}>${clipped(named(row), width - 8)}</text>`
              : html`<text x=${left - 8} y=${y} dy="0.32em" text-anchor="end">${clipped(named(row), left - 12)}</text>`}
            <line x1=${x(base)} x2=${x(probability)} y1=${y} y2=${y} class="faint" />
            <line x1=${x(base)} x2=${x(base)} y1=${y - 8} y2=${y + 8} class="whisker" />
            <circle cx=${x(probability)} cy=${y} r="6" class=${row.thin ? "hollow" : "dot"} />
            <text x=${width - 4} y=${y} dy="0.32em" text-anchor="end">${percent(probability, 1)}</text>
          </g>`;
      })}`;
  };
  const columns = [
    { title: "Outcome", value: named },
    { title: "Probability", number: true, value: (row) => row[span].probability, show: (row) => percent(row[span].probability, 1) },
    { title: "Base rate", number: true, value: (row) => row[span].base_rate, show: (row) => percent(row[span].base_rate, 1) },
    { title: "Times the base rate", number: true, value: (row) => row[span].lift },
    { title: "Thin", value: (row) => (row.thin ? "yes" : "no") },
  ];
  return html`
    <${Figure} title=${`What may come: ${day(windows[span].from)} to ${day(windows[span].to)}`} name="outlook" draw=${draw} table=${{ columns, rows }}
      height=${(width) => rows.length * (width < 500 ? ROW + 16 : ROW) + 22} usual=${900}
      label=${`Probabilities of ${rows.length} outcomes against their base rates. Highest: ${
        named(rows[0])}, ${percent(rows[0][span].probability, 1)}.`}
      legend=${html`<${Key} kind=${html`<circle cx="8" cy="6" r="5" class="dot" />`}>probability<//>
        <${Key} kind=${html`<circle cx="8" cy="6" r="5" class="hollow" />`}>probability, thin evidence<//>
        <${Key} kind=${html`<line x1="8" x2="8" y1="0" y2="12" class="whisker" />`}>base rate<//>
        <label class="key">Horizon <select value=${span} onChange=${(event) => say({ horizon: event.target.value })}>
          <option value="month">four weeks</option><option value="week">one week</option></select></label>`}
      after=${html`<p class="dim">As of ${day(told)}. ${remark ?? ""}</p>`} />
    <details><summary>The acts that speak for it</summary>
      ${rows.map((row, n) => row.acts?.length > 0 && html`
        <h3 id=${`outlook-${n}`}>${named(row)} <small>${percent(row[span].probability, 1)}, usually ${percent(row[span].base_rate, 1)}</small></h3>
        <ul class="told">${row.acts.map((act) => html`<li data-item><a href=${link("events", act.id)} data-evidence>${act.text ?? act.type}</a>
          <small> ${act.type} · ${act.publisher ?? ""} ${day(act.known)}</small></li>`)}</ul>`)}
    </details>`;
}
