// The network: who deals with whom, as friction or cooperation, within a stretch of time; alliances as grounds behind.
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count, day } from "../lib/words.js";
import { TimeBrush } from "../parts/brush.js";
import { Waiting } from "../parts/state.js";
import { Graph } from "./network-graph.js";
import "./network.css";

const EDGES = 150;
const LISTED = 1000;
/** Around one actor the pairs are picked from a longer list. */
const FOUND = 10_000;
const USUAL = ["NATO", "CSTO", "AES"];

/** Members by organisation. */
function memberships(bonds) {
  const found = new Map();
  for (const { kind, through, parties } of bonds) {
    if (kind !== "membership") continue;
    const whole = through ?? parties[1];
    for (const code of parties) if (code !== whole) found.set(whole, (found.get(whole) ?? new Set()).add(code));
  }
  return found;
}

/** The organisations with more than one member among the actors: [[code, how many]], those with most first. */
function present(members, codes) {
  const counts = [...members].map(([code, all]) => [code, [...all].filter((each) => codes.has(each)).length]);
  return counts.filter(([, n]) => n > 1).sort(([, one], [, other]) => other - one);
}

export function NetworkView({ query }) {
  const weeks = useAnswer("/timeline", { status: "happened" });
  const only = (query.actor ?? "").toUpperCase();
  const limit = only ? FOUND : LISTED;
  const short = Boolean(query.from || query.to);
  // All of the time places the actors, a part of it says what is drawn: both are asked at once.
  const whole = useAnswer("/dyads", { limit });
  const part = useAnswer(short ? "/dyads" : null, { since: query.from, until: query.to, limit });
  const dyads = short && (part.data || part.error) ? part : whole;
  const busy = whole.busy || (short && part.busy);
  const last = query.to || weeks.data?.items.at(-1)?.end;
  const bonds = useAnswer(last ? "/commitments" : null, { kind: "membership", on: last });
  const middles = useAnswer("/states");
  const states = useMemo(() => new Set((middles.data?.items ?? []).map((each) => each.code)), [middles.data]);
  const say = (more) => go(link(["network"], { ...query, ...more }), true);
  const least = Math.max(1, Number(query.least) || usual(dyads.data?.items));
  const of = (answer) => (answer.data?.items ?? []).filter((each) => !only || each.actors.includes(only));
  const passing = useMemo(() => of(dyads).filter((each) => each.events >= least), [dyads.data, least, only]);
  const edges = useMemo(() => passing.slice(0, EDGES), [passing]);
  const frame = useMemo(() => of(whole).slice(0, EDGES), [whole.data, only]);
  const members = useMemo(() => memberships(bonds.data?.bonds ?? []), [bonds.data]);
  const all = useMemo(() => present(members, new Set(frame.flatMap((each) => each.actors))), [members, frame]);
  const can = (code) => all.some(([each]) => each === code);
  const chosen = (query.groups === undefined ? USUAL : query.groups.split(",")).filter(can);
  const toggle = (code) => say({ groups: (chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]).join(",") || "none" });
  // Members seldom change from day to day: the same ones are the same groups, and nothing is placed anew.
  const groups = useMemo(() => chosen.map((code) => ({ code, members: [...members.get(code)].sort() })),
    [chosen.map((code) => [code, ...[...members.get(code)].sort()]).join()]);
  const most = Math.max(1, ...(dyads.data?.items ?? []).slice(0, 1).map((each) => each.events));
  return html`
    <h1>Network</h1>
    <${Waiting} answer=${weeks} />
    ${weeks.data && html`<${TimeBrush} weeks=${weeks.data.items} from=${query.from} to=${query.to} choose=${(from, to) => say({ from, to })} />`}
    <form class="controls" onSubmit=${(event) => event.preventDefault()}>
      <label>At least so many events: ${least}
        <input type="range" min="0" max="100" value=${Math.round((100 * Math.log(least)) / Math.log(Math.max(2, most)))}
          aria-valuetext=${count(least, "event")}
          onInput=${(event) => say({ least: Math.round(Math.max(2, most) ** (event.target.value / 100)) })} /></label>
      <label>Only around <input type="search" placeholder="code, as ARM" value=${query.actor ?? ""}
        onChange=${(event) => say({ actor: event.target.value.trim() })} /></label>
    </form>
    ${all.length > 0 && html`
      <fieldset class="groups"><legend>Organisations behind, by their members on ${day(last)}</legend>
        ${all.slice(0, 14).map(([code, n]) => html`
          <label class="row"><input type="checkbox" checked=${chosen.includes(code)}
            onChange=${() => toggle(code)} /> ${code} <small>${n}</small></label>`)}
      </fieldset>`}
    <${Waiting} answer=${dyads} nothing=${!edges.length}>No pair has so many events in this time.<//>
    ${edges.length > 0 && frame.length > 0 && html`
      <div aria-busy=${busy}><${Graph} frame=${frame} edges=${edges} groups=${groups} states=${states} /></div>
      ${passing.length > EDGES && html`
        <p class="dim">Drawn: the ${EDGES} pairs with most events of ${passing.length === limit ? "more than " : ""}${
          count(passing.length, "pair")}; ask for more events or a shorter time to see others.</p>`}`}`;
}

/** So many events that some 60 pairs are drawn. */
function usual(items) {
  return items?.length > 60 ? items[59].events : 1;
}
