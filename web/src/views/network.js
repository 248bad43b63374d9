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
const USUAL = ["NATO", "CSTO", "AES"];

/** Members by organisation among the actors shown, those with most members first. */
function memberships(bonds, codes) {
  const found = new Map();
  for (const { kind, through, parties } of bonds) {
    if (kind !== "membership") continue;
    const whole = through ?? parties[1];
    for (const code of parties) if (code !== whole && codes.has(code)) found.set(whole, (found.get(whole) ?? new Set()).add(code));
  }
  return new Map([...found].filter(([, members]) => members.size > 1).sort(([, one], [, other]) => other.size - one.size));
}

export function NetworkView({ query }) {
  const weeks = useAnswer("/timeline", { status: "happened" });
  const dyads = useAnswer("/dyads", { since: query.from, until: query.to, limit: 3000 });
  const last = query.to || weeks.data?.items.at(-1)?.end;
  const bonds = useAnswer(last ? "/commitments" : null, { kind: "membership", on: last });
  const middles = useAnswer("/states");
  const states = useMemo(() => new Set((middles.data?.items ?? []).map((each) => each.code)), [middles.data]);
  const say = (more) => go(link(["network"], { ...query, ...more }), true);
  const least = Math.max(1, Number(query.least) || usual(dyads.data?.items));
  const only = (query.actor ?? "").toUpperCase();
  const passes = (each) => each.events >= least && (!only || each.actors.includes(only));
  const edges = useMemo(() => (dyads.data?.items ?? []).filter(passes).slice(0, EDGES),
    [dyads.data, least, only]);
  const all = useMemo(() => {
    const codes = new Set(edges.flatMap((each) => each.actors));
    return memberships(bonds.data?.bonds ?? [], codes);
  }, [bonds.data, edges]);
  const chosen = query.groups === undefined ? USUAL.filter((each) => all.has(each)) : query.groups.split(",").filter((each) => all.has(each));
  const toggle = (code) => say({ groups: (chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]).join(",") || "none" });
  const groups = useMemo(() => chosen.map((code) => ({ code, members: [...all.get(code)] })), [all, chosen.join()]);
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
    ${all.size > 0 && html`
      <fieldset class="groups"><legend>Organisations behind, by their members on ${day(last)}</legend>
        ${[...all].slice(0, 14).map(([code, members]) => html`
          <label class="row"><input type="checkbox" checked=${chosen.includes(code)}
            onChange=${() => toggle(code)} /> ${code} <small>${members.size}</small></label>`)}
      </fieldset>`}
    <${Waiting} answer=${dyads} nothing=${!edges.length}>No pair has so many events in this time.<//>
    ${edges.length > 0 && html`
      <${Graph} edges=${edges} groups=${groups} states=${states} />
      ${edges.length === EDGES && html`
        <p class="dim">The ${EDGES} pairs with most events are drawn; ask for more events or a shorter time to see others.</p>`}`}`;
}

/** So many events that some 60 pairs are drawn. */
function usual(items) {
  return items?.length > 60 ? items[59].events : 1;
}
