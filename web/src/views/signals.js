// Signals: by kind, actor and day; each with its score beside what attention alone says. `until` is a slider: as of a day.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { useAnswer, useWidth } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { shortDays } from "../lib/short.js";
import { number } from "../lib/words.js";
import { AsOf, span } from "../parts/asof.js";
import { KINDS, Kind } from "../parts/badge.js";
import { Score } from "../parts/bars.js";
import { Choice, Field, Several, Suggested } from "../parts/fields.js";
import { Lanes } from "../parts/lanes.js";
import { useNames } from "../parts/names.js";
import { strength, told } from "../parts/reasons.js";
import { Legend, SignalCard } from "../parts/signalcard.js";
import { Waiting } from "../parts/state.js";
import { Table } from "../parts/table.js";
import "./signals.css";

export function SignalsView({ query }) {
  const name = useNames();
  const info = useAnswer("/info");
  const actors = useAnswer("/actors", { limit: 50 });
  const { kind, actor, since, until, order, least } = query;
  const asked = { kind: kind?.split(","), actor, since, until, order, least, limit: 200 };
  const answer = useAnswer("/signals", asked);
  const [more, add] = useState({ of: null, items: [], next: null });
  const key = JSON.stringify(asked);
  useEffect(() => add({ of: null, items: [], next: null }), [key]);
  const set = (values) => go(link(["signals"], { ...query, ...values }), true);
  const days = span(info.data, actors.data);
  const items = [...(answer.data?.items ?? []), ...more.items];
  const next = more.of === key ? more.next : answer.data?.next;
  const load = async () => {
    const page = await ask("/signals", { ...asked, cursor: next });
    add({ of: key, items: [...more.items, ...page.items], next: page.next });
  };
  return html`
    <h1>Signals</h1>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <${Several} label="Kinds" value=${kind} set=${(value) => set({ kind: value })} choices=${KINDS}>${(word) => html`<${Kind}
        kind=${word} />`}</${Several}>
      <${Field} label="Actor" value=${actor} list="signal-actors" hint="ARM" set=${(value) => set({ actor: value })} />
      <${Suggested} id="signal-actors" />
      <${Field} label="Raised since" type="date" value=${since} set=${(value) => set({ since: value })} />
      <${Field} label="Score of at least" type="number" step="0.5" min="0" value=${least} set=${(value) => set({ least: value })} />
      <${Choice} label="Order" value=${order} set=${(value) => set({ order: value })}
        choices=${[["", "newest first"], ["score", "strongest first"]]} />
    </form>
    ${days ? html`<${AsOf} first=${days[0]} last=${days[1]} value=${until} set=${(value) => set({ until: value })} />` : ""}
    ${items.length
      ? html`<${Lanes} signals=${items} from=${next ? null : days?.[0]} to=${until || days?.[1]} />
          ${next ? html`<p class="dim">Drawn and listed: the ${order === "score" ? "strongest" : "newest"}${" "}
            ${number(items.length)}; “More” below brings others.</p>` : ""}
          <${Legend} /><${Listed} items=${items} name=${name} />
          ${next ? html`<p><button type="button" onClick=${load}>More</button></p>` : ""}`
      : html`<${Waiting} answer=${answer} nothing=${true}>
          No signal passes. ${Object.keys(query).length ? html`<a href=${link("signals")}>Without filters</a>`
            : html`<code>riftline signals</code> looks for them.`}</${Waiting}>`}`;
}

function Listed({ items, name }) {
  const most = Math.max(...items.map((each) => each.score));
  const [ref, width] = useWidth(900);
  const columns = [
    { title: "Day", value: (row) => row.date, cell: (row) => html`<time class="day"
      datetime=${row.date}>${shortDays({ start: row.date })}</time>` },
    { title: "Kind", value: (row) => row.kind, cell: (row) => html`<${Kind} kind=${row.kind} />` },
    {
      title: "What", value: (row) => told(row),
      cell: (row) => html`<a href=${link("signals", row.id)} data-evidence>${told(row)}</a>${row.thin ? html` <span
        class="thin-evidence">thin evidence</span>` : ""}`,
    },
    { title: "Actors", value: (row) => row.actors.join(" "), cell: (row) => row.actors.map((code, n) => html`${n ? ", " : ""}<a
      href=${link("actors", code)} title=${name(code)}>${code}</a>`), wide: true },
    { title: "Chance", value: (row) => row.probability, cell: (row) => (row.probability === null ? "–" : strength(row)), number: true, wide: true },
    { title: "Score", value: (row) => row.score, cell: (row) => html`<span class="both">${row.score.toFixed(1)} <${Score} signal=${row}
      most=${most} width=${90} /></span>`, number: true },
    { title: "Attention alone", value: (row) => row.attention, cell: (row) => row.attention.toFixed(1), number: true, wide: true },
  ];
  if (width < 620) return html`<ul ref=${ref} class="signals">${items.map((each) => html`<${SignalCard} signal=${each} most=${most}
    name=${name} />`)}</ul>`;
  return html`<div ref=${ref}><${Table} columns=${columns} rows=${items} name="signals" caption="Signals" /></div>`;
}
