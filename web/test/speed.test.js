// What spares the server a question and the page a drawing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleUtc } from "d3-scale";
import { zoomIdentity } from "d3-zoom";
import { byDay, summed } from "../src/lib/course.js";
import { dayTicks } from "../src/parts/axes.js";
import { gathered, step, within as inside } from "../src/views/map-grid.js";
import { layout, within } from "../src/views/network-layout.js";

const place = (n, events = 1) => ({ place: `Town ${n}`, events, friction: events, cooperation: 0 });

test("days are summed to weeks that begin on Monday, and what nobody knows is not zero", () => {
  const known = [["2024-01-06", "2024-01-07"], ["2024-01-15", "2024-01-15"]];
  const [one, other] = byDay({ of: ["ARM", "AZE"], from: "2024-01-06", to: "2024-01-15", known, days: [["2024-01-06", 2, 2, 0, 1, 0, 1]] });
  assert.equal(one.periods.length, 10);
  assert.deepEqual(summed(one.periods, "week"), [
    { start: "2024-01-01", end: "2024-01-07", events: 2, friction: 2, cooperation: 0 },
    { start: "2024-01-08", end: "2024-01-14", events: null, friction: null, cooperation: null },
    { start: "2024-01-15", end: "2024-01-21", events: 0, friction: 0, cooperation: 0 },
  ]);
  assert.deepEqual(summed(other.periods, "month"), [{ start: "2024-01-01", end: "2024-01-31", events: 1, friction: 0, cooperation: 1 }]);
  assert.deepEqual(byDay({ of: ["ARM", "AZE"], from: null, to: null, known: [], days: [] }).map((each) => each.periods.length), [0, 0]);
});

test("few places stand alone; of many, those near each other are one mark that counts them all", () => {
  const few = [0, 1, 2].map((n) => ({ place: place(n), x: n, y: 0 }));
  assert.equal(gathered(few, 1).length, 3);
  const many = Array.from({ length: 2000 }, (_, n) => ({ place: place(n, 1 + (n % 7)), x: (n % 50) * 20, y: Math.floor(n / 50) * 12 }));
  const marks = gathered(many, 1);
  assert.ok(marks.length < 350, `${marks.length} marks`);
  assert.equal(marks.reduce((sum, each) => sum + each.places.length, 0), 2000);
  assert.equal(marks.reduce((sum, each) => sum + each.events, 0), many.reduce((sum, each) => sum + each.place.events, 0));
  assert.ok(marks.every((each) => each.places.every((one, n) => n === 0 || one.events <= each.places[n - 1].events)));
  assert.ok(gathered(many, 4).length > marks.length);
  assert.equal(gathered(many, 20).length, 2000);
  assert.ok(inside(gathered(many, 20), zoomIdentity.scale(20), [1000, 500]).length < 50);
  assert.equal(step(1), 1);
  assert.equal(step(1.9), step(1.5));
});

test("a network keeps its actors in place when fewer pairs are drawn, and finds a place for who is new", () => {
  const edge = (a, b, events) => ({ actors: [a, b], names: [a, b], events, friction: events, cooperation: 0 });
  const edges = [edge("ARM", "AZE", 20), edge("ARM", "RUS", 12), edge("ARM", "USA", 6), edge("FRA", "USA", 3), edge("GUY", "VEN", 8)];
  const frame = layout(edges, [], 600, 400);
  const part = within(frame, [edges[0], edges[1], edge("ARM", "NEW", 5)], 600, 400);
  assert.deepEqual(part.nodes.map((each) => each.id).sort(), ["ARM", "AZE", "NEW", "RUS"]);
  for (const { x, y } of part.nodes) assert.ok(x >= 0 && x <= 600 && y >= 0 && y <= 400);
  const order = (nodes) => ["ARM", "AZE", "RUS"].toSorted((a, b) => nodes.find((each) => each.id === a).x - nodes.find((each) => each.id === b).x);
  assert.deepEqual(order(part.nodes), order(frame.nodes));
  assert.equal(part.links[2].target.id, "NEW");
});

test("no two ticks of a time axis touch", () => {
  for (const width of [320, 700, 1100]) {
    const scale = scaleUtc([new Date("2023-01-01"), new Date("2025-01-05")], [8, width - 8]);
    const ticks = dayTicks(scale, width);
    assert.ok(ticks.length > 2);
    for (let n = 1; n < ticks.length; n++) assert.ok(scale(ticks[n][0]) - scale(ticks[n - 1][0]) > 3 * (ticks[n][1].length + ticks[n - 1][1].length));
  }
});
