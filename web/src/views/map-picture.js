// What is in the map's picture: shapes of states, which are drawn once and only shaded anew; marks of places; flashpoints; what is disputed.
import { html } from "htm/preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { geoCircle, geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { go, link } from "../lib/route.js";
import { day, percent } from "../lib/words.js";
import { gathered, step, within } from "./map-grid.js";
import { PointMark, RingMark, SquareMark, isPoint, keyOf, words } from "./map-marks.js";

const MANY = 20;
const soon = "new violence within four weeks";

/**
 * `found`: the shapes; `at`: the zoom; `items`: places; `points`: flashpoints or null; `shown`: what is disputed; `pick(key)`: a place was
 * chosen, of which `picked` is the one that is; `nearer(x, y)`: a mark of several places was, where it stands at zoom 1;
 * `fitted(width, tall)`: the picture has so many pixels now.
 */
export function Picture({ found, width, tall, at, items, states, points, shown, picked, pick, nearer, fitted }) {
  const map = projected(found, width, tall);
  useLayoutEffect(() => fitted(width, tall), [width, tall, fitted]);
  const k = step(at.k);
  const land = useMemo(() => html`<${Land} found=${found} map=${map} items=${items} states=${states} pick=${pick} />`, [found, map, items, states, pick]);
  const placed = useMemo(() => items.map((place) => {
    const [x, y] = map.projection([place.lon, place.lat]);
    return { place, x, y };
  }), [map, items]);
  const kinds = useMemo(() => {
    const have = new Set(found.map((each) => each.id));
    const of = (test) => gathered(placed.filter(({ place }) => test(place)), k);
    return [
      [SquareMark, of((each) => each.precision === "country" && !have.has(each.numeric))],
      [RingMark, of((each) => !isPoint(each) && each.precision !== "country")], [PointMark, of(isPoint)],
    ];
  }, [found, placed, k]);
  // Kept while nothing of it has changed: an answer about flashpoints does not draw the places again.
  const marks = useMemo(() => {
    const most = Math.max(MANY, ...kinds.flatMap(([, all]) => all.map((each) => each.events)));
    const r = scaleSqrt([0, most], [2.5, Math.max(11, Math.min(22, width / 45))]);
    const click = (mark) => (event) => {
      event.stopPropagation();
      if (mark.places.length > 1) nearer(mark.x, mark.y);
      else pick(keyOf(mark.places[0]));
    };
    return kinds.map(([Mark, all]) => within(all, at, [width, tall]).map((mark) => html`
      <${Mark} key=${mark.key} mark=${mark} r=${r(mark.events)} picked=${picked && mark.places.some((each) => keyOf(each) === picked)}
        onClick=${click(mark)} />`));
  }, [kinds, at, width, tall, picked, pick, nearer]);
  const place = (lon, lat) => at.apply(map.projection([lon, lat]));
  const area = (each) => {
    const known = each.shape ? found.findIndex((one) => one.id === each.shape || one.properties.name === each.shape) : -1;
    const d = known >= 0 ? map.outlines[known] : map.path(geoCircle().center([each.lon, each.lat]).radius(each.degrees ?? 0.8)());
    return html`<path key=${each.name} d=${d} class="disputed"><title>${`${each.name} is disputed: ${each.who}`}</title></path>`;
  };
  const disputed = useMemo(() => shown.map(area), [found, map, shown.map((each) => each.name).join()]);
  return html`
    <g transform=${at.toString()}>
      <path d=${map.grid.sphere} class="sea" /><path d=${map.grid.lines} class="graticule" />
      ${land}
      ${disputed}
    </g>
    ${at.k >= 4 && apart(shown.map((each) => [each.name, ...place(each.lon, each.lat)])).map(([name, x, y]) => html`
      <text key=${name} x=${x} y=${y} text-anchor="middle" class="area">${name}</text>`)}
    ${marks}
    <${Flashes} drawn=${points?.drawn ?? []} place=${place} width=${width} />`;
}

/** Of names with their middles those that do not touch one before them; what is left out stands in the list below the map. */
function apart(names) {
  const kept = [];
  for (const [name, x, y] of names) {
    const half = 3.2 * name.length;
    if (kept.every((each) => Math.abs(each.x - x) > each.half + half || Math.abs(each.y - y) > 13)) kept.push({ name, x, y, half });
  }
  return kept.map(({ name, x, y }) => [name, x, y]);
}

/** The shapes of states, shaded where something happened somewhere in the state. */
function Land({ found, map, items, states, pick }) {
  const of = new Map(items.filter((each) => each.precision === "country" && each.numeric).map((each) => [each.numeric, each]));
  const name = new Map(states.map((each) => [each.numeric, each.name]));
  const most = Math.max(1, ...items.map((each) => each.events));
  return found.map((each, n) => {
    const told = of.get(each.id);
    const friction = told && told.friction > told.cooperation;
    const shade = told ? { fill: friction ? "url(#hatch-map)" : undefined, "fill-opacity": (0.3 + 0.6 * Math.sqrt(told.events / most)).toFixed(2) } : {};
    const kind = told ? `pick ${friction ? "shade-friction" : "shade-cooperation"}` : "";
    const choose = (event) => {
      event.stopPropagation();
      pick(keyOf(told));
    };
    return html`<path key=${n} d=${map.outlines[n]} class=${`land ${kind}`} ...${shade}
      onClick=${told ? choose : undefined}><title>${told ? words(told) : (name.get(each.id) ?? each.properties.name)}</title></path>`;
  });
}

function Flashes({ drawn, place, width }) {
  const taken = [];
  const small = width < 560;
  const beside = small ? 16 : 36;
  return drawn.map(({ signal, at, ends, why }) => {
    const [x, low] = place(...at);
    let y = low - (ends.length ? 0 : 16);
    for (let tries = 0; tries < 4 && taken.some(([a, b]) => Math.abs(a - x) < beside && Math.abs(b - y) < 16); tries += 1) y -= 16;
    taken.push([x, y]);
    const lines = ends.map((end) => place(...end));
    return html`
      <g key=${signal.id} class="pick flash" onClick=${() => go(link("signals", signal.id))}>
        <title>${`Flashpoint ${signal.actors.join(" and ")}, ${day(signal.date)}: ${soon} ${percent(signal.probability, 1)} (${why})`}</title>
        ${lines.length > 1 && html`<line x1=${lines[0][0]} y1=${lines[0][1]} x2=${lines[1][0]} y2=${lines[1][1]} class="between" />`}
        ${low - y > 8 && html`<line x1=${x} x2=${x} y1=${y + 6} y2=${low} class="leader" />`}
        <path d=${`M${x},${y - 9}l9,15h-18z`} class="flashpoint" /><text x=${x} y=${y + 4} text-anchor="middle" class="bang">!</text>
        ${!small && html`<text x=${x + 11} y=${y + 5} class="chance">${percent(signal.probability)}</text>`}
      </g>`;
  });
}

const kept = new Map();

/** The projection into so many pixels, and every shape's outline in it; kept, since they change with the width only. */
export function projected(found, width, tall) {
  const key = `${width} ${tall}`;
  if (!kept.has(key)) {
    kept.clear();
    const projection = geoNaturalEarth1().fitExtent([[2, 2], [width - 2, tall - 2]], { type: "Sphere" });
    const path = geoPath(projection).digits(2);
    kept.set(key, { projection, path, grid: { sphere: path({ type: "Sphere" }), lines: path(geoGraticule10()) }, outlines: found.map(path) });
  }
  return kept.get(key);
}
