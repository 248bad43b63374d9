// Marks of places: a point is a disc of sectors, a division or region a ring of arcs; friction is hatched or dashed, cooperation solid. A mark
// of several places has their number beside it.
import { html } from "htm/preact";
import { arc } from "d3-shape";
import { number } from "../lib/words.js";

export const keyOf = (place) => [place.country ?? "", place.precision ?? "", place.place ?? ""].join("|");
export const isPoint = (place) => !["country", "admin1", "region"].includes(place.precision);

/** Friction, cooperation and neither as angles, from the top on, against the clock for friction. */
function sectors({ events, friction, cooperation }) {
  const turn = (2 * Math.PI) / events;
  return [
    ["friction", -friction * turn, 0], ["cooperation", 0, cooperation * turn], ["none", cooperation * turn, (events - friction) * turn],
  ].filter(([, from, to]) => to - from > 1e-6);
}

const counts = (of) => `${number(of.events)} events, ${number(of.friction)} friction, ${number(of.cooperation)} cooperation`;

/** What a place's mark says when one points at it. */
export function words(place) {
  const where = { country: "somewhere in the state", admin1: "somewhere in the division", region: "somewhere in the region" }[place.precision] ?? "";
  return `${place.place ?? place.country}${where ? ` (${where})` : ""}: ${counts(place)}`;
}

function said({ places, ...mark }) {
  if (places.length === 1) return words(places[0]);
  const names = places.slice(0, 3).map((each) => each.place ?? each.country).join(", ");
  return `${number(places.length)} places, most in ${names}: ${counts(mark)}. Click to come nearer.`;
}

function Mark({ mark, reach, onClick, children }) {
  const [x, y] = mark.at;
  return html`
    <g class="pick place" transform=${`translate(${x.toFixed(1)},${y.toFixed(1)})`} onClick=${onClick}>
      <title>${said(mark)}</title>
      ${children}
      ${mark.places.length > 1 && html`<text x=${reach + 1} dy="0.32em" class="several-places">${number(mark.places.length)}</text>`}
    </g>`;
}

export function PointMark({ mark, r, picked, onClick }) {
  const piece = arc().innerRadius(0).outerRadius(r).digits(1);
  return html`
    <${Mark} mark=${mark} reach=${r} onClick=${onClick}>
      ${r < 9 && html`<circle r="9" fill="transparent" />`}
      <circle r=${(r + 1).toFixed(1)} class="rim" />
      ${sectors(mark).map(([kind, startAngle, endAngle]) => html`
        <path key=${kind} d=${piece({ startAngle, endAngle })} class=${kind === "friction" ? "friction-edge" : kind}
          fill=${kind === "friction" ? "url(#hatch-map)" : undefined} />`)}
      ${picked && html`<circle r=${r + 4} class="picked" />`}
    <//>`;
}

export function RingMark({ mark, r, picked, onClick }) {
  const wide = r + 6;
  return html`
    <${Mark} mark=${mark} reach=${wide + 2} onClick=${onClick}>
      <circle r=${wide.toFixed(1)} fill="transparent" />
      ${sectors(mark).map(([kind, from, to]) => html`<path key=${kind} d=${line(wide, from, to)} class=${`arc arc-${kind}`} />`)}
      ${picked && html`<circle r=${wide + 5} class="picked" />`}
    <//>`;
}

function line(r, from, to) {
  const round = (value) => value.toFixed(1);
  if (to - from > 2 * Math.PI - 1e-6) return `M0,${round(-r)}A${round(r)},${round(r)} 0 1 1 0,${round(r)}A${round(r)},${round(r)} 0 1 1 0,${round(-r)}`;
  const at = (angle) => `${round(r * Math.sin(angle))},${round(-r * Math.cos(angle))}`;
  return `M${at(from)}A${round(r)},${round(r)} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
}

/** A state whose shape the map is too coarse for. */
export function SquareMark({ mark, r, picked, onClick }) {
  const sour = mark.friction > mark.cooperation;
  const side = (2 * r).toFixed(1);
  return html`
    <${Mark} mark=${mark} reach=${r} onClick=${onClick}>
      <rect x=${(-r).toFixed(1)} y=${(-r).toFixed(1)} width=${side} height=${side} class=${sour ? "friction-edge" : "cooperation"}
        fill=${sour ? "url(#hatch-map)" : undefined} />
      ${picked && html`<rect x=${-r - 3} y=${-r - 3} width=${2 * r + 6} height=${2 * r + 6} class="picked" />`}
    <//>`;
}
