// The picture of the network: a line is a dyad, dashed where friction outweighs; a disc is a state, a square an organisation.
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { go, link } from "../lib/route.js";
import { count, number, percent } from "../lib/words.js";
import { Figure, Key } from "../parts/figure.js";
import { hull, layout, within } from "./network-layout.js";

/** Cooperation's share less friction's, −1 to 1; null where there is neither. */
function net({ friction, cooperation }) {
  const of = friction + cooperation;
  return of ? (cooperation - friction) / of : null;
}

function leaning(dyad) {
  const found = net(dyad);
  return found === null ? "neither" : found < 0 ? "friction" : "cooperation";
}

/** `frame`: the edges by which all is placed; `edges`: those that are drawn; `groups`: grounds behind; `states`: the codes that are states. */
export function Graph({ frame, edges, groups, states }) {
  const tallOf = (width) => Math.round(Math.max(480, Math.min(680, width * 0.62)));
  const draw = (width, tall) => html`<${Drawn} frame=${frame} edges=${edges} groups=${groups} states=${states} width=${width} tall=${tall} />`;
  const columns = [
    { title: "Pair", value: (row) => row.names.join(" – "),
      show: (row) => html`<a href=${link("dyads", ...row.actors)}>${row.names.join(" – ")}</a>` },
    { title: "Events", number: true, value: (row) => row.events },
    { title: "Friction", number: true, value: (row) => row.friction },
    { title: "Cooperation", number: true, value: (row) => row.cooperation },
    { title: "Net (−1 friction, 1 cooperation)", number: true, value: net, show: (row) => (net(row) === null ? "–" : net(row).toFixed(2)) },
  ];
  const worst = edges.filter((each) => leaning(each) === "friction").length;
  return html`
    <${Figure} title="Who deals with whom" name="network" draw=${draw} height=${tallOf} table=${{ columns, rows: edges }} usual=${1100}
      label=${`${count(edges.length, "pair")}, of which ${worst} mostly in friction. Most events: ${edges[0].names.join(" and ")}.`}
      legend=${html`
        <${Key} kind=${html`<line x1="0" x2="16" y1="6" y2="6" class="edge friction" />`}>mostly friction<//>
        <${Key} kind=${html`<line x1="0" x2="16" y1="6" y2="6" class="edge cooperation" />`}>half or more cooperation<//>
        <${Key} kind=${html`<line x1="0" x2="16" y1="6" y2="6" class="edge neither" />`}>neither<//>
        <${Key} kind=${html`<circle cx="8" cy="6" r="5" class="state" />`}>state<//>
        <${Key} kind=${html`<rect x="3" y="1" width="10" height="10" class="state" />`}>organisation or other<//>
        <span>Width and size: events. Where one stands has no meaning but who is near. A ground may
          cover others too: rings mark the members. Click a line for the dyad, a name for the actor.</span>`} />`;
}

function Drawn({ frame, edges, groups, states, width, tall }) {
  const whole = useMemo(() => layout(frame, groups, width, tall), [frame, groups, width, tall]);
  const { nodes, links } = useMemo(() => within(whole, edges, width, tall), [whole, edges]);
  const most = Math.max(...edges.map((each) => each.events));
  const named = new Set(nodes.slice(0, width < 600 ? 14 : 60).map((each) => each.id));
  const where = new Map(nodes.map((each) => [each.id, each]));
  const grounds = groups.map(({ code, members: every }, n) => ({ code, members: every.filter((each) => where.has(each)), n }));
  const drawn = grounds.filter(({ members }) => members.length > 1).map(({ code, members, n }) => {
    const points = hull(members.map((each) => where.get(each)).map((each) => [each.x, each.y]));
    const top = points.reduce((best, each) => (each[1] < best[1] ? each : best), points[0]);
    return { code, members, points, top, kind: `group group-${n % 6}` };
  });
  return html`
    ${drawn.map(({ code, members, points, kind }) => html`
      <g class=${kind}><path d=${`M${points.map((each) => each.join(",")).join("L")}Z`}>
        <title>${`${code}: ${members.join(", ")}`}</title></path></g>`)}
    ${links.toReversed().map(({ source, target, dyad }) => html`
      <g key=${dyad.actors.join()} class="pick" onClick=${() => go(link("dyads", ...dyad.actors))}>
        <title>${`${dyad.names.join(" – ")}: ${number(dyad.events)} events, friction ${percent(dyad.friction + dyad.cooperation
          ? dyad.friction / (dyad.friction + dyad.cooperation) : null)}`}</title>
        <line x1=${source.x} y1=${source.y} x2=${target.x} y2=${target.y} class="touch" />
        <line x1=${source.x} y1=${source.y} x2=${target.x} y2=${target.y} class=${`edge ${leaning(dyad)}`}
          stroke-width=${(1 + 7 * Math.sqrt(dyad.events / most)).toFixed(2)} stroke-opacity=${(0.35 + 0.6 * Math.abs(net(dyad) ?? 0)).toFixed(2)} />
      </g>`)}
    ${nodes.map((each) => html`
      <g key=${each.id} class="pick" transform=${`translate(${each.x.toFixed(1)},${each.y.toFixed(1)})`} onClick=${() => go(link("actors", each.id))}>
        <title>${`${each.name}: ${number(each.events)} events in what is drawn`}</title>
        <circle r=${Math.max(12, each.r)} fill="transparent" />
        ${groups.map(({ members }, n) => members.includes(each.id) && html`<g class=${`group-${n % 6}`}><circle r=${each.r + 3 + 3 * n}
          class="ring" /></g>`)}
        ${states.has(each.id) ? html`<circle r=${each.r} class="state" />` : html`<rect x=${-each.r} y=${-each.r} width=${2 * each.r}
          height=${2 * each.r} class="state" />`}
      </g>`)}
    ${nodes.filter((each) => named.has(each.id)).map((each) => {
      const words = width < 600 ? each.id : each.name.length > 22 ? each.id : each.name;
      const end = each.x > width - 90;
      return html`<text key=${each.id} x=${each.x + (end ? -each.r - 3 : each.r + 3)} y=${each.y} dy="0.32em" text-anchor=${end ? "end" : "start"}
        class="pick node-name"
        onClick=${() => go(link("actors", each.id))}>${words}</text>`;
    })}
    ${drawn.map(({ code, top, kind }) => html`
      <g class=${kind}><text x=${Math.min(width - 30, Math.max(20, top[0]))} y=${Math.max(11, top[1] - 26)}
        text-anchor="middle">${code}</text></g>`)}`;
}
