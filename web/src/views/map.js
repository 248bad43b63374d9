// The map: where events happened, as exactly as it is known; a stretch of time; flashpoints; what is disputed.
import { html } from "htm/preact";
import { useMemo, useRef } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count } from "../lib/words.js";
import { TimeBrush } from "../parts/brush.js";
import { Waiting } from "../parts/state.js";
import { flashpoints } from "./map-flashpoints.js";
import { PlaceEvents } from "./map-events.js";
import { World } from "./map-world.js";
import "./map.css";

const NONE = [];
const EVENTS = { status: "happened" };
const FLASHPOINT = "id,actors,place,date,probability,thin";

/** The flashpoints of the chosen time. Those of all time are asked for once; only where they are more than an answer holds, those of each time. */
function useFlashpoints({ actor, from, to }) {
  const wanted = { kind: "flashpoint", actor, limit: 500, fields: FLASHPOINT };
  const every = useAnswer("/signals", wanted);
  const many = Boolean(every.data?.next);
  const some = useAnswer(many ? "/signals" : null, { ...wanted, since: from, until: to });
  const items = every.data?.items;
  const within = useMemo(() => items && { items: items.filter(({ date }) => (!from || date >= from) && (!to || date <= to)) }, [items, from, to]);
  return many ? some : { ...every, data: within };
}

export function MapView({ query }) {
  const wanted = { ...EVENTS, involving: query.actor };
  const weeks = useAnswer("/timeline", wanted);
  const places = useAnswer("/places", { ...wanted, since: query.from, until: query.to, limit: 2000 });
  const signals = useFlashpoints(query);
  const states = useAnswer("/states");
  const latest = useRef(query);
  latest.current = query;
  const say = (more) => go(link(["map"], { ...latest.current, ...more }), true);
  const off = new Set((query.without ?? "").split(",").filter(Boolean));
  const toggle = (name) => {
    if (!off.delete(name)) off.add(name);
    say({ without: [...off].join(",") });
  };
  const box = (name, words) => html`<label class="row"><input type="checkbox" checked=${!off.has(name)}
    onChange=${() => toggle(name)} /> ${words}</label>`;
  const items = places.data?.items ?? NONE;
  const first = weeks.data?.items.find((week) => week.events > 0)?.start;
  const points = useMemo(() => (states.data && signals.data ? flashpoints(signals.data.items, items, states.data.items) : { drawn: [], left: [] }),
    [states.data, signals.data, items]);
  return html`
    <h1>Map</h1>
    <form class="controls" onSubmit=${(event) => event.preventDefault()}>
      <label>With actor <input type="search" placeholder="code, as ARM" value=${query.actor ?? ""}
        onChange=${(event) => say({ actor: event.target.value.trim(), pick: null })} /></label>
      ${box("flashpoints", "flashpoints")}${box("disputed", "what is disputed")}
    </form>
    <${Waiting} answer=${weeks} />
    ${weeks.data && html`<${TimeBrush} weeks=${weeks.data.items} from=${query.from} to=${query.to}
      choose=${(from, to) => say({ from, to, pick: null })} />`}
    <${Waiting} answer=${places} nothing=${!items.length}>No event of this time has a place.<//>
    <div aria-busy=${places.busy || signals.busy}>
      <${World} items=${items} states=${states.data?.items ?? NONE} points=${off.has("flashpoints") ? null : points}
        disputed=${!off.has("disputed")} since=${query.from ?? first} query=${query} say=${say} />
    </div>
    ${places.data?.unplaced > 0 && html`<p class="dim">${count(places.data.unplaced, "event")} of this time ${
      places.data.unplaced === 1 ? "has" : "have"} no place and ${places.data.unplaced === 1 ? "is" : "are"} not on the map.</p>`}
    ${query.pick && html`<${PlaceEvents} pick=${query.pick} wanted=${{ ...wanted, since: query.from, until: query.to }} say=${say} />`}`;
}
