// Dyads: the pairs with most events, or one pair: who did what to whom over time, what binds them, what they say, what may come.
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { byDay, summed } from "../lib/course.js";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count, day, percent } from "../lib/words.js";
import { DataTable } from "../parts/behind.js";
import { Waiting } from "../parts/state.js";
import { Acts } from "./dyad-acts.js";
import { Beside } from "./dyad-beside.js";
import { Course } from "./dyad-course.js";
import { Outlook } from "./dyad-outlook.js";
import { Turn } from "./dyad-turn.js";
import "./dyad.css";

export function DyadView({ parts, query }) {
  return parts.length < 2 ? html`<${Pairs} query=${query} starting=${parts[0]} />` : html`<${Pair} a=${parts[0]} b=${parts[1]} query=${query} />`;
}

/** Friction's part of what is either, as a bar that is told apart by form too. */
function Share({ friction, cooperation }) {
  const of = friction + cooperation;
  if (!of) return html`<span class="dim">–</span>`;
  const wide = (90 * friction) / of;
  return html`
    <svg class="share" width="90" height="12" viewBox="0 0 90 12" role="img" aria-label=${`friction ${percent(friction / of)}`}>
      <defs><pattern id="hatch-share" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="friction-soft" /><rect width="2.4" height="5" class="friction" /></pattern></defs>
      <rect width=${wide} height="12" fill="url(#hatch-share)" class="friction-edge" /><rect x=${wide} width=${90 - wide} height="12"
        class="cooperation" />
    </svg>`;
}

const COLUMNS = [
  { title: "Pair", value: (row) => row.names.join(" – "),
    show: (row) => html`<a href=${link("dyads", ...row.actors)}>${row.names.join(" – ")}</a>` },
  {
    title: "Friction – cooperation",
    value: (row) => (row.friction + row.cooperation ? Math.round((1000 * row.friction) / (row.friction + row.cooperation)) / 1000 : null),
    show: (row) => html`<${Share} ...${row} />`,
  },
  { title: "Events", number: true, value: (row) => row.events },
  { title: "Friction", number: true, value: (row) => row.friction },
  { title: "Cooperation", number: true, value: (row) => row.cooperation },
  { title: "Last", value: (row) => row.last, show: (row) => day(row.last) },
  { title: "Codes", value: (row) => row.actors.join(" ") },
];

function Pairs({ query, starting }) {
  const answer = useAnswer("/dyads", { limit: 5000, since: query.since, until: query.until });
  const words = (query.q ?? starting ?? "").trim().toLowerCase();
  const every = answer.data?.items ?? [];
  const found = words ? every.filter((each) => [...each.names, ...each.actors].some((name) => name.toLowerCase().includes(words))) : every;
  const say = (more) => go(link(["dyads"], { ...query, ...more }), true);
  return html`
    <h1>Dyads</h1>
    <p class="controls">
      <label>Actor <input type="search" value=${query.q ?? starting ?? ""} onInput=${(event) => say({ q: event.target.value })} /></label>
      <label>From <input type="date" value=${query.since ?? ""} onChange=${(event) => say({ since: event.target.value })} /></label>
      <label>To <input type="date" value=${query.until ?? ""} onChange=${(event) => say({ until: event.target.value })} /></label>
    </p>
    <${Waiting} answer=${answer} nothing=${!found.length}>No pair answers.<//>
    ${found.length > 0 && html`
      <p class="dim">${count(found.length, "pair")}, those with most events first. Hatched: friction. Solid: cooperation.</p>
      <${DataTable} columns=${COLUMNS} rows=${found} name="dyads" own caption="Pairs by events" />`}`;
}

const FLAG = "id,kind,actors,date,score,reason";
const LATEST = 10;

function Pair({ a, b, query }) {
  const by = query.by === "month" ? "month" : "week";
  const window_ = { since: query.since, until: query.until };
  const path = `/dyads/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;
  // Days are asked for once: weeks and months are summed from them here, and before and after a day is counted from them.
  const daily = useAnswer(`${path}/days`, window_);
  const acts = useAnswer(`${path}/acts`, { ...window_, limit: LATEST });
  const signals = useAnswer("/signals", { actor: [a, b], limit: 500, fields: FLAG, ...window_ });
  const on = query.until || daily.data?.to;
  const versions = useAnswer(`${path}/accounts`, { limit: 50 });
  const bonds = useAnswer(on ? "/commitments" : null, { who: a, other: b, on });
  // The outlook is asked for when the rest is there: it is the longest in coming, and what takes longest to find out.
  const say = (more) => go(link(["dyads", a, b], { ...query, ...more }), true);
  const whole = useMemo(() => daily.data && { ...daily.data, directions: byDay(daily.data) }, [daily.data]);
  const summed_ = () => whole.directions.map((each) => ({ ...each, periods: summed(each.periods, by) }));
  // Drawn once, when all of it is there that comes quickly: a picture that is drawn again and again is there no sooner.
  const there = [acts, signals, versions].every((each) => each.data || each.error);
  const data = useMemo(() => whole && there && { ...whole, by, directions: summed_() }, [whole, there, by]);
  const name = data ? data.of.map((code) => data.names[code] ?? code) : [a, b];
  const empty = data && !data.directions.some((each) => each.events);
  const flags = useMemo(() => (signals.data?.items ?? []).filter((each) => data && data.of.every((code) => each.actors.includes(code))), [signals.data, data]);
  // It stays until something else is to be drawn.
  const course = useMemo(() => data && html`<${Course} data=${data} flags=${flags} bonds=${bonds.data} by=${by} query=${query} say=${say} />`,
    [data, flags, bonds.data, query]);
  const turn = useMemo(() => data && !empty && html`<${Turn} data=${whole} names=${data.names} query=${query} say=${say} />`, [data, query]);
  return html`
    <h1><a href=${link("actors", a)}>${name[0]}</a> – <a href=${link("actors", b)}>${name[1]}</a></h1>
    <p class="controls">
      <label>Bars <select value=${by} onChange=${(event) => say({ by: event.target.value })}>
        <option value="week">by week</option><option value="month">by month</option></select></label>
      <label>From <input type="date" value=${query.since ?? ""} onChange=${(event) => say({ since: event.target.value, start: null })} /></label>
      <label>To <input type="date" value=${query.until ?? ""} onChange=${(event) => say({ until: event.target.value, start: null })} /></label>
      <a href=${link(["events"], { dyad: `${a}-${b}`, ...window_ })}>All events</a>
      <a href=${link("dyads", b, a)}>The other way up</a>
    </p>
    <${Waiting} answer=${daily} nothing=${empty}>No act between the two is stored. ${(acts.data?.notes ?? []).join(" ")}<//>
    ${data && html`<div aria-busy=${acts.busy || daily.busy}>
      ${course}
      ${acts.data ? html`<${Acts} a=${a} b=${b} data=${data} last=${acts.data.items} query=${query} say=${say} />` : html`<${Waiting} answer=${acts} />`}
      ${turn}
      <${Beside} a=${a} answer=${versions} />
      <div class="outlook">${(bonds.data || bonds.error) && html`<${Outlook} a=${a} b=${b} names=${data.names} query=${query} say=${say} />`}</div></div>`}`;
}
