// The world's shapes with what is on them; zoomed by wheel, drag, two fingers or buttons.
import { html } from "htm/preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { select } from "d3-selection";
import { zoom as zooming, zoomIdentity } from "d3-zoom";
import { feature } from "topojson-client";
import { link } from "../lib/route.js";
import { count, day, percent } from "../lib/words.js";
import { disputedIn } from "../parts/disputed.js";
import { Figure, Key } from "../parts/figure.js";
import { keyOf, words } from "./map-marks.js";
import { Picture, projected } from "./map-picture.js";

const MOST = 40;
let shapes = null;

/** How far one may turn the picture to: a little beyond its ends. */
const reach = ([width, tall]) => [[-50, -50], [width + 50, tall + 50]];

/** The shapes of states, fetched once. */
function useShapes() {
  const [found, tell] = useState(null);
  useEffect(() => {
    shapes ??= fetch("/static/world.json").then((answer) => answer.json()).then((world) => feature(world, world.objects.countries).features);
    shapes.then(tell, () => { shapes = null; });
  }, []);
  return found;
}

export function World({ items, states, points, disputed, since, query, say }) {
  const found = useShapes();
  const [svg, hold] = useState(null);
  const [at, move] = useState(() => read(query));
  const size = useRef([900, 480]);
  const behaviour = useRef(null);
  const latest = useRef(say);
  latest.current = say;
  const height = (width) => Math.round(Math.max(230, Math.min(600, width * 0.52)));

  useEffect(() => {
    if (!svg) return undefined;
    const zoom = zooming().scaleExtent([1, MOST])
      .filter((event) => !event.button && (!event.type.startsWith("touch") || event.touches.length > 1))
      .extent(() => [[0, 0], size.current]).translateExtent(reach(size.current))
      .on("zoom", ({ transform }) => move(transform))
      .on("end", ({ transform }) => latest.current(written(transform, size.current)));
    behaviour.current = zoom;
    select(svg).call(zoom).on("dblclick.zoom", null);
    return () => select(svg).on(".zoom", null);
  }, [svg]);
  const by = (factor) => select(svg).call(behaviour.current.scaleBy, factor);
  const to = useCallback((transform) => select(svg).call(behaviour.current.transform, transform), [svg]);

  const shown = useMemo(() => (disputed ? disputedIn(since, query.to) : []), [disputed, since, query.to]);
  const asked = useRef(query);
  asked.current = query;
  const pick = useCallback((key) => latest.current({ pick: key === asked.current.pick ? null : key }), []);
  // The address tells of shares of the picture: at another width it is another zoom.
  const fitted = useCallback((width, tall) => {
    size.current = [width, tall];
    behaviour.current?.translateExtent(reach(size.current));
    svg.__zoom = read(asked.current, size.current);
    move(svg.__zoom);
  }, [svg]);
  const nearer = useCallback((x, y) => {
    const [width, tall] = size.current;
    const k = Math.min(MOST, svg.__zoom.k * 2.5);
    to(zoomIdentity.translate(width / 2, tall / 2).scale(k).translate(-x, -y));
  }, [to]);
  const draw = (width, tall) => {
    if (!found || !svg) return html`<text x=${width / 2} y=${tall / 2} text-anchor="middle">…</text>`;
    return html`<${Picture} found=${found} width=${width} tall=${tall} at=${at} items=${items} states=${states} points=${points} shown=${shown}
      picked=${query.pick} pick=${pick} nearer=${nearer} fitted=${fitted} />`;
  };
  const fit = () => {
    const [width, tall] = size.current;
    const { projection } = projected(found, width, tall);
    const all = items.map((each) => projection([each.lon, each.lat]));
    const [x0, x1] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
    const [y0, y1] = [Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y))];
    const k = Math.min(20, Math.max(1, 0.85 / Math.max((x1 - x0) / width, (y1 - y0) / tall, 1e-6)));
    to(zoomIdentity.translate(width / 2, tall / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
  };
  const columns = [
    { title: "Place", value: (each) => each.place, show: (each) => html`<button type="button"
      onClick=${() => say({ pick: keyOf(each) })}>${each.place ?? "–"}</button>` },
    { title: "State", value: (each) => each.country }, { title: "Division", value: (each) => each.admin1 ?? "" }, { title: "Known to",
      value: (each) => each.precision },
    { title: "Latitude", number: true, value: (each) => each.lat }, { title: "Longitude", number: true, value: (each) => each.lon },
    { title: "Events", number: true, value: (each) => each.events }, { title: "Friction", number: true, value: (each) => each.friction },
    { title: "Cooperation", number: true, value: (each) => each.cooperation },
  ];
  const top = items.slice(0, 3).map(words).join("; ");
  return html`
    <${Figure} title="Where it happened" name="map" hold=${hold} height=${height} draw=${draw} table=${{ columns, rows: items }} usual=${1100}
      label=${`${count(items.length, "place")} with events. ${top}.`}
      legend=${html`
        <${Key} kind=${html`<g transform="translate(8,6)"><circle r="6" class="cooperation" /><path d="M0,0V-6A6,6 0 0 0 0,6z" fill="url(#hatch-map)"
          class="friction-edge" /></g>`}>
          a town: friction hatched, cooperation solid, neither grey<//>
        <${Key} kind=${html`<g transform="translate(8,6)"><path d="M0,-5A5,5 0 0 0 0,5" class="arc arc-friction" /><path d="M0,-5A5,5 0 0 1 0,5"
          class="arc arc-cooperation" /></g>`}>
          somewhere in a division or region: friction dashed<//>
        <${Key} kind=${html`<rect width="16" height="12" fill="url(#hatch-map)"
          class="shade-friction" fill-opacity=".7" />`}>somewhere in a state (a square: too small to be drawn)<//>
        ${points && html`<${Key} kind=${html`<path d="M8,0l7,12h-14z"
          class="flashpoint" />`}>flashpoint, chance of new violence within four weeks<//>`}
        ${disputed && html`<${Key} kind=${html`<rect x="1" y="1" width="14" height="10" class="disputed" />`}>disputed<//>`}`}
      after=${html`
        <p class="zoom">
          <button type="button" onClick=${() => by(1.8)} aria-label="Zoom in">+</button>
          <button type="button" onClick=${() => by(1 / 1.8)} aria-label="Zoom out">−</button>
          <button type="button" onClick=${() => to(zoomIdentity)}>Whole world</button>
          ${items.length > 0 && found && html`<button type="button" onClick=${fit}>To the events</button>`}
        </p>
        <p class="dim">Shapes of states: Natural Earth, 1:110 million, as they are held on the ground in its view;
          they take no side here. A size is a number of events. Where places are near each other, one mark stands for several, with
          their number beside it: click it to come nearer.</p>
        ${points?.drawn.length > 0 && html`<details><summary>Flashpoints: ${points.drawn.length + points.left.length}</summary><ul>${
          [...points.drawn, ...points.left.map((signal) => ({ signal, why: "not drawn: neither has a place on the map" }))]
            .map(({ signal, why }) => html`
            <li><a href=${link("signals", signal.id)}>${signal.actors.join(" and ")}, ${day(signal.date)}: ${
              percent(signal.probability, 1)}</a> <small>${why}${
              signal.thin ? "; thin evidence" : ""}</small></li>`)}</ul></details>`}
        ${shown.length > 0 && html`<details><summary>Disputed: ${shown.length}</summary><ul>${shown.map((each) => html`
          <li><b>${each.name}</b>: ${each.who}${each.shape ? "" : " (a circle: the map has no shape of it)"}</li>`)}</ul></details>`}`} />`;
}

/** What is in the middle and how near, in shares of the picture, so that an address holds for any width. */
function written({ k, x, y }, [width, tall]) {
  if (k < 1.001) return { k: null, x: null, y: null };
  return { k: k.toFixed(2), x: ((width / 2 - x) / k / width).toFixed(4), y: ((tall / 2 - y) / k / tall).toFixed(4) };
}

function read(query, [width, tall] = [900, 480]) {
  const [k, x, y] = [query.k, query.x, query.y].map(Number);
  if (!(k > 1 && k <= MOST && x >= -1 && x <= 2 && y >= -1 && y <= 2)) return zoomIdentity;
  return zoomIdentity.translate(width / 2, tall / 2).scale(k).translate(-x * width, -y * tall);
}
