// What the charts compute, without a browser: node --test test/
import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, compare, csv } from "../src/parts/csv.js";
import { disputedIn } from "../src/parts/disputed.js";
import { clipped, wilson } from "../src/parts/text.js";
import { flashpoints } from "../src/views/map-flashpoints.js";
import { hull, layout } from "../src/views/network-layout.js";

test("no cell of a spreadsheet is a formula, and quotes hold", () => {
  for (const begin of ["=", "+", "-", "@"]) assert.equal(cell(`${begin}1`), `'${begin}1`);
  assert.equal(cell(-1), "-1");
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
  assert.equal(cell(null), "");
  const columns = [{ title: "Who", value: (row) => row.who }, { title: "Events", value: (row) => row.n }];
  assert.equal(csv(columns, [{ who: "=HYPERLINK(1)", n: 0 }, { who: "Armenia", n: null }]), "Who,Events\r\n'=HYPERLINK(1),0\r\nArmenia,");
});

test("cells sort by size or as words, what is missing last", () => {
  assert.deepEqual([10, 9, null].sort(compare), [9, 10, null]);
  assert.deepEqual(["b", "", "a"].sort(compare), ["a", "b", ""]);
});

test("Wilson's interval is that of the server", () => {
  const found = wilson(5, 17);
  assert.deepEqual([found.share, found.low, found.high].map((each) => each.toFixed(4)), ["0.2941", "0.1328", "0.5313"]);
  assert.equal(wilson(0, 0), null);
  assert.equal(clipped("Armenia", 30), "Arm…");
});

test("what was disputed then", () => {
  const names = (from, to) => disputedIn(from, to).map((each) => each.name);
  assert.ok(names("2023-01-01", "2023-12-31").includes("Nagorno-Karabakh"));
  assert.ok(!names("2024-01-01", undefined).includes("Nagorno-Karabakh"));
  assert.ok(!names("2010-01-01", "2013-12-31").includes("Crimea"));
  for (const each of disputedIn()) assert.ok(each.shape || each.degrees > 0, each.name);
});

test("a flashpoint stands at its place, else between the two, else it is told and not drawn", () => {
  const states = [{ code: "ARM", lat: 40, lon: 45 }, { code: "AZE", lat: 40, lon: 47 }];
  const signal = (id, actors, place, date = "2023-01-01") => ({ id, actors, place, date, probability: 0.1 });
  const places = [{ place: "Stepanakert", admin1: null, lat: 39.8, lon: 46.7 }];
  const { drawn, left } = flashpoints([
    signal("old", ["ARM", "AZE"], null), signal("new", ["ARM", "AZE"], null, "2023-02-01"), signal("there", ["ARM", "AZE"], "Stepanakert"),
    signal("no", ["ECOWAS", "AU"], null),
  ], places, states);
  assert.deepEqual(drawn.map((each) => each.signal.id).sort(), ["new", "there"]);
  assert.deepEqual(drawn.find((each) => each.signal.id === "there").at, [46.7, 39.8]);
  assert.ok(Math.abs(drawn.find((each) => each.signal.id === "new").at[0] - 46) < 1e-9);
  assert.deepEqual(left.map((each) => each.id), ["no"]);
});

test("the same network stands the same way, inside its picture", () => {
  const edge = (a, b, events) => ({ actors: [a, b], names: [a, b], events, friction: events, cooperation: 0 });
  const edges = [edge("ARM", "AZE", 20), edge("ARM", "RUS", 12), edge("ARM", "USA", 6), edge("FRA", "USA", 3), edge("GUY", "VEN", 8)];
  const groups = [{ code: "NATO", members: ["FRA", "USA", "GUY"] }];
  const places = () => layout(edges, groups, 600, 400).nodes.map(({ id, x, y }) => [id, x, y]);
  assert.deepEqual(places(), places());
  for (const [, x, y] of places()) assert.ok(x >= 0 && x <= 600 && y >= 0 && y <= 400);
});

test("a hull is the outer points", () => {
  assert.deepEqual(hull([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2]]).length, 4);
  assert.deepEqual(hull([[1, 1], [0, 0]]), [[0, 0], [1, 1]]);
});
