// The world's shapes with what is on them; zoomed by wheel, drag, two fingers or buttons.
import { html } from "htm/preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { geoCircle, geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { zoom as zooming, zoomIdentity } from "d3-zoom";
import { feature } from "topojson-client";
import { go, link } from "../lib/route.js";
import { count, day, percent } from "../lib/words.js";
import { disputedIn } from "../parts/disputed.js";
import { Figure, Key } from "../parts/figure.js";
import { PointMark, RingMark, SquareMark, isPoint, keyOf, words } from "./map-marks.js";

const MANY = 20;
const soon = "new violence within four weeks";
let shapes = null;

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
  const height = (width) => Math.round(Math.max(190, Math.min(600, width * 0.52)));

  useEffect(() => {
    if (!svg) return undefined;
    const zoom = zooming().scaleExtent([1, 40])
      .filter((event) => !event.button && (!event.type.startsWith("touch") || event.touches.length > 1))
      .extent(() => [[0, 0], size.current]).translateExtent([[-50, -50], [size.current[0] + 50, size.current[1] + 50]])
      .on("zoom", ({ transform }) => move(transform))
      .on("end", ({ transform }) => latest.current(written(transform, size.current)));
    behaviour.current = zoom;
    select(svg).call(zoom).on("dblclick.zoom", null);
    const begin = read(query, size.current);
    svg.__zoom = begin;
    move(begin);
    return () => select(svg).on(".zoom", null);
  }, [svg]);
  const by = (factor) => select(svg).call(behaviour.current.scaleBy, factor);
  const to = (transform) => select(svg).call(behaviour.current.transform, transform);

  const drawn = useMemo(() => ({ state: new Map(), marks: [] }), []);
  drawn.state = new Map(items.filter((each) => each.precision === "country" && each.numeric).map((each) => [each.numeric, each]));
  const have = new Set((found ?? []).map((each) => each.id));
  const name = new Map(states.map((each) => [each.numeric, each.name]));
  const loose = items.filter((each) => each.precision === "country" && !have.has(each.numeric));
  const most = Math.max(1, ...items.map((each) => each.events));
  const shown = disputed ? disputedIn(since, query.to) : [];

  const draw = (width, tall) => {
    size.current = [width, tall];
    if (!found) return html`<text x=${width / 2} y=${tall / 2} text-anchor="middle">…</text>`;
    const { projection, path, grid, outlines } = projected(found, width, tall);
    const r = scaleSqrt([0, Math.max(most, MANY)], [2.5, Math.max(11, Math.min(22, width / 45))]);
    const place = (lon, lat) => {
      const [x, y] = projection([lon, lat]);
      return [at.applyX(x), at.applyY(y)];
    };
    const pick = (each) => (event) => {
      event.stopPropagation();
      say({ pick: keyOf(each) === query.pick ? null : keyOf(each) });
    };
    const mark = (Mark) => (each) => {
      const [x, y] = place(each.lon, each.lat);
      return html`<${Mark} key=${keyOf(each)} place=${each} x=${x} y=${y} r=${r(each.events)} picked=${keyOf(each) === query.pick}
        onClick=${pick(each)} />`;
    };
    const shape = (each, n) => {
      const told = drawn.state.get(each.id);
      const friction = told && told.friction > told.cooperation;
      const shade = told ? { fill: friction ? "url(#hatch-map)" : undefined, "fill-opacity": 0.3 + 0.6 * Math.sqrt(told.events / most) } : {};
      const kind = told ? `pick ${friction ? "shade-friction" : "shade-cooperation"}` : "";
      return html`<path key=${n} d=${outlines[n]} class=${`land ${kind}`} ...${shade}
        onClick=${told ? pick(told) : undefined}><title>${told ? words(told) : (name.get(each.id) ?? each.properties.name)}</title></path>`;
    };
    const area = (each) => {
      const known = each.shape && found.findIndex((one) => one.id === each.shape || one.properties.name === each.shape);
      const d = known >= 0 && each.shape ? outlines[known] : path(geoCircle().center([each.lon, each.lat]).radius(each.degrees ?? 0.8)());
      return html`<path d=${d} class="disputed"><title>${`${each.name} is disputed: ${each.who}`}</title></path>`;
    };
    const taken = [];
    const small = width < 560;
    const flash = ({ signal, at: here, ends, why }) => {
      const [x, low] = place(...here);
      let y = low - (ends.length ? 0 : 16);
      const beside = small ? 16 : 36;
      for (let tries = 0; tries < 4 && taken.some(([a, b]) => Math.abs(a - x) < beside && Math.abs(b - y) < 16); tries += 1) y -= 16;
      taken.push([x, y]);
      const lines = ends.map((end) => place(...end));
      return html`
        <g class="pick flash" onClick=${() => go(link("signals", signal.id))}>
          <title>${`Flashpoint ${signal.actors.join(" and ")}, ${day(signal.date)}: ${soon} ${
            percent(signal.probability, 1)} (${why})`}</title>
          ${lines.length > 1 && html`<line x1=${lines[0][0]} y1=${lines[0][1]} x2=${lines[1][0]} y2=${lines[1][1]} class="between" />`}
          ${low - y > 8 && html`<line x1=${x} x2=${x} y1=${y + 6} y2=${low} class="leader" />`}
          <path d=${`M${x},${y - 9}l9,15h-18z`} class="flashpoint" /><text x=${x} y=${y + 4} text-anchor="middle" class="bang">!</text>
          ${!small && html`<text x=${x + 11} y=${y + 5} class="chance">${percent(signal.probability)}</text>`}
        </g>`;
    };
    return html`
      <g transform=${at.toString()}>
        <path d=${grid.sphere} class="sea" /><path d=${grid.lines} class="graticule" />
        ${found.map(shape)}
        ${shown.map(area)}
      </g>
      ${at.k >= 4 && shown.map((each) => {
        const [x, y] = place(each.lon, each.lat);
        return html`<text x=${x} y=${y} text-anchor="middle" class="area">${each.name}</text>`;
      })}
      ${loose.map(mark(SquareMark))}
      ${items.filter((each) => !isPoint(each) && each.precision !== "country").map(mark(RingMark))}
      ${items.filter(isPoint).map(mark(PointMark))}
      ${(points?.drawn ?? []).map(flash)}`;
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
          they take no side here. A size is a number of events.</p>
        ${points?.drawn.length > 0 && html`<details><summary>Flashpoints: ${points.drawn.length + points.left.length}</summary><ul>${
          [...points.drawn, ...points.left.map((signal) => ({ signal, why: "not drawn: neither has a place on the map" }))]
            .map(({ signal, why }) => html`
            <li><a href=${link("signals", signal.id)}>${signal.actors.join(" and ")}, ${day(signal.date)}: ${
              percent(signal.probability, 1)}</a> <small>${why}${
              signal.thin ? "; thin evidence" : ""}</small></li>`)}</ul></details>`}
        ${shown.length > 0 && html`<details><summary>Disputed: ${shown.length}</summary><ul>${shown.map((each) => html`
          <li><b>${each.name}</b>: ${each.who}${each.shape ? "" : " (a circle: the map has no shape of it)"}</li>`)}</ul></details>`}`} />`;
}

const kept = new Map();

/** The projection into so many pixels, and every shape's outline in it; kept, since they change with the width only. */
function projected(found, width, tall) {
  const key = `${width} ${tall}`;
  if (!kept.has(key)) {
    kept.clear();
    const projection = geoNaturalEarth1().fitExtent([[2, 2], [width - 2, tall - 2]], { type: "Sphere" });
    const path = geoPath(projection).digits(2);
    kept.set(key, { projection, path, grid: { sphere: path({ type: "Sphere" }), lines: path(geoGraticule10()) }, outlines: found.map(path) });
  }
  return kept.get(key);
}

/** What is in the middle and how near, in shares of the picture, so that an address holds for any width. */
function written({ k, x, y }, [width, tall]) {
  if (k < 1.001) return { k: null, x: null, y: null };
  return { k: k.toFixed(2), x: ((width / 2 - x) / k / width).toFixed(4), y: ((tall / 2 - y) / k / tall).toFixed(4) };
}

function read(query, [width, tall] = [900, 480]) {
  const [k, x, y] = [query.k, query.x, query.y].map(Number);
  if (!(k > 1 && k <= 40 && x >= -1 && x <= 2 && y >= -1 && y <= 2)) return zoomIdentity;
  return zoomIdentity.translate(width / 2, tall / 2).scale(k).translate(-x * width, -y * tall);
}
