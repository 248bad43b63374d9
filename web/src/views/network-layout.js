// Where the actors stand: forces from seeded places for a fixed number of steps, so that the same question gives the same picture.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const STEPS = 300;
const EDGE = 26;

/**
 * The same nodes and links for some of the edges, or for others: who stands in `frame` (of `layout`) stays in relation to the others there, so that
 * a shorter time or a higher bar changes lines and sizes and not the picture; who does not is put beside those he deals with.
 */
export function within(frame, edges, width, tall) {
  const stand = new Map(frame.nodes.map((each) => [each.id, each]));
  const all = actors(edges);
  const nodes = new Map(all.map((each) => [each.id, each]));
  for (const each of all) Object.assign(each, place(stand.get(each.id)));
  // Those with most events come first, so that others can be put beside them.
  for (const each of all.filter((one) => one.x === undefined)) {
    const near = edges.filter(({ actors: pair }) => pair.includes(each.id)).map(({ actors: [a, b] }) => nodes.get(a === each.id ? b : a))
      .filter((other) => other.x !== undefined);
    const at = near.length ? near : [{ x: width / 2, y: tall / 2 }];
    const middle = { x: mean(at, "x"), y: mean(at, "y") };
    for (let n = 0; n < 200; n++) {
      const far = 14 * Math.sqrt(n + 1);
      const spot = { x: middle.x + far * Math.cos(n * 2.4), y: middle.y + far * Math.sin(n * 2.4) };
      if (n < 199 && all.some((other) => other.x !== undefined && Math.hypot(other.x - spot.x, other.y - spot.y) < other.r + each.r + 12)) continue;
      Object.assign(each, spot);
      break;
    }
  }
  fit(all, width, tall);
  return { nodes: all, links: edges.map((dyad) => ({ source: nodes.get(dyad.actors[0]), target: nodes.get(dyad.actors[1]), dyad })) };
}

const place = (at) => (at ? { x: at.x, y: at.y } : {});
const mean = (all, key) => all.reduce((sum, each) => sum + each[key], 0) / all.length;

/** Who stands on either side, those with most events first: {id, name, events, r}. */
function actors(edges) {
  const nodes = new Map();
  for (const { actors, names, events } of edges) {
    actors.forEach((id, n) => {
      const node = nodes.get(id) ?? { id, name: names[n], events: 0 };
      node.events += events;
      nodes.set(id, node);
    });
  }
  const all = [...nodes.values()].sort((one, other) => other.events - one.events || (one.id < other.id ? -1 : 1));
  for (const node of all) node.r = 4 + 12 * Math.sqrt(node.events / all[0].events);
  return all;
}

/** {nodes: [{id, name, events, x, y, r}], links: [{source, target, dyad}]} in a picture of so many pixels. */
export function layout(edges, groups, width, tall) {
  const all = actors(edges);
  const nodes = new Map(all.map((each) => [each.id, each]));
  // A spiral from the middle: those with most events begin inside.
  all.forEach((node, n) => {
    node.x = width / 2 + 9 * Math.sqrt(n + 0.5) * Math.cos(n * 2.4);
    node.y = tall / 2 + 9 * Math.sqrt(n + 0.5) * Math.sin(n * 2.4);
  });
  const heaviest = Math.max(...edges.map((each) => each.events));
  const links = edges.map((dyad) => ({ source: dyad.actors[0], target: dyad.actors[1], dyad, weight: Math.sqrt(dyad.events / heaviest) }));
  const room = Math.sqrt((width * tall) / Math.max(6, all.length));
  const simulation = forceSimulation(all)
    .force("link", forceLink(links).id((node) => node.id)
      .distance((each) => room * (1.1 - 0.5 * each.weight)).strength((each) => 0.12 + 0.2 * each.weight))
    .force("apart", forceManyBody().strength(-room * 4).distanceMax(room * 4))
    .force("space", forceCollide((node) => node.r + Math.min(16, room / 5)))
    .force("x", forceX(width / 2).strength(0.09 * Math.min(1, tall / width + 0.2)))
    .force("y", forceY(tall / 2).strength(0.09 * Math.min(1.6, width / tall)))
    .force("together", together(groups, nodes, room))
    .stop();
  simulation.tick(STEPS);
  fit(all, width, tall);
  return { nodes: all, links };
}

/** Members of one organisation pull towards their middle, others away from it. `room`: pixels from one actor to the next, if all stood evenly. */
function together(groups, nodes, room) {
  const sets = groups.map(({ members }) => members.map((code) => nodes.get(code)).filter(Boolean)).filter((members) => members.length > 2)
    .map((members) => ({ members, inside: new Set(members) }));
  return (alpha) => {
    for (const { members, inside } of sets) {
      const [x, y] = [mean(members, "x"), mean(members, "y")];
      for (const each of members) {
        each.vx += (x - each.x) * 0.12 * alpha;
        each.vy += (y - each.y) * 0.12 * alpha;
      }
      // Who is no member is pushed out of their midst; where members are far apart yet, out of as much room as they need.
      const widest = Math.max(...members.map((each) => Math.hypot(each.x - x, each.y - y)));
      const reach = Math.min(1.25 * widest, 0.55 * room * Math.sqrt(members.length));
      for (const each of nodes.values()) {
        const far = Math.hypot(each.x - x, each.y - y) || 1;
        if (far > reach || inside.has(each)) continue;
        each.vx += ((each.x - x) / far) * (reach - far) * 0.35 * alpha;
        each.vy += ((each.y - y) / far) * (reach - far) * 0.35 * alpha;
      }
    }
  };
}

function fit(all, width, tall) {
  for (const [key, size] of [["x", width], ["y", tall]]) {
    const low = Math.min(...all.map((each) => each[key]));
    const high = Math.max(...all.map((each) => each[key]));
    const scale = high > low ? (size - 2 * EDGE) / (high - low) : 1;
    for (const each of all) each[key] = high > low ? EDGE + (each[key] - low) * scale : size / 2;
  }
}

/** The points' convex hull, round which a ground is drawn. */
export function hull(points) {
  const all = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  if (all.length < 3) return all;
  const half = (list) => {
    const found = [];
    for (const point of list) {
      while (found.length > 1 && turn(found.at(-2), found.at(-1), point) <= 0) found.pop();
      found.push(point);
    }
    return found.slice(0, -1);
  };
  return [...half(all), ...half(all.toReversed())];
}

function turn([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
