// Marks of places: a point is a disc of sectors, a division or region a ring of arcs; friction is hatched or dashed, cooperation solid.
import { html } from "htm/preact";
import { arc } from "d3-shape";

export const keyOf = (place) => [place.country ?? "", place.precision ?? "", place.place ?? ""].join("|");
export const isPoint = (place) => !["country", "admin1", "region"].includes(place.precision);

/** Friction, cooperation and neither as angles, from the top on, against the clock for friction. */
function sectors({ events, friction, cooperation }) {
  const turn = (2 * Math.PI) / events;
  return [
    ["friction", -friction * turn, 0], ["cooperation", 0, cooperation * turn], ["none", cooperation * turn, (events - friction) * turn],
  ].filter(([, from, to]) => to - from > 1e-6);
}

/** What the mark says when one points at it. */
export function words(place) {
  const where = { country: "somewhere in the state", admin1: "somewhere in the division", region: "somewhere in the region" }[place.precision] ?? "";
  const name = `${place.place ?? place.country}${where ? ` (${where})` : ""}`;
  return `${name}: ${place.events} events, ${place.friction} friction, ${place.cooperation} cooperation`;
}

export function PointMark({ place, x, y, r, picked, onClick }) {
  const piece = arc().innerRadius(0).outerRadius(r);
  return html`
    <g class="pick place" transform=${`translate(${x},${y})`} onClick=${onClick}>
      <title>${words(place)}</title>
      <circle r=${Math.max(r, 9)} fill="transparent" />
      <circle r=${r + 1} class="rim" />
      ${sectors(place).map(([kind, startAngle, endAngle]) => html`
        <path d=${piece({ startAngle, endAngle })} class=${kind === "friction" ? "friction-edge" : kind}
          fill=${kind === "friction" ? "url(#hatch-map)" : undefined} />`)}
      ${picked && html`<circle r=${r + 4} class="picked" />`}
    </g>`;
}

export function RingMark({ place, x, y, r, picked, onClick }) {
  const wide = r + 6;
  return html`
    <g class="pick place" transform=${`translate(${x},${y})`} onClick=${onClick}>
      <title>${words(place)}</title>
      <circle r=${wide} fill="transparent" />
      ${sectors(place).map(([kind, from, to]) => html`
        <path d=${line(wide, from, to)} class=${`arc arc-${kind}`} />`)}
      ${picked && html`<circle r=${wide + 5} class="picked" />`}
    </g>`;
}

function line(r, from, to) {
  if (to - from > 2 * Math.PI - 1e-6) return `M0,${-r}A${r},${r} 0 1 1 0,${r}A${r},${r} 0 1 1 0,${-r}`;
  const at = (angle) => `${r * Math.sin(angle)},${-r * Math.cos(angle)}`;
  return `M${at(from)}A${r},${r} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
}

/** A state whose shape the map is too coarse for. */
export function SquareMark({ place, x, y, r, picked, onClick }) {
  return html`
    <g class="pick place" transform=${`translate(${x},${y})`} onClick=${onClick}>
      <title>${words(place)}</title>
      <rect x=${-r} y=${-r} width=${2 * r} height=${2 * r} class=${place.friction > place.cooperation ? "friction-edge" : "cooperation"}
        fill=${place.friction > place.cooperation ? "url(#hatch-map)" : undefined} />
      ${picked && html`<rect x=${-r - 3} y=${-r - 3} width=${2 * r + 6} height=${2 * r + 6} class="picked" />`}
    </g>`;
}
