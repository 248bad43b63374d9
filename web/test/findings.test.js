// The text of an article is cut where anything found begins or ends; its offsets count characters, not UTF-16 units.
import assert from "node:assert/strict";
import test from "node:test";
import { accountEvent, findings, segments } from "../src/lib/findings.js";
import { csv } from "../src/lib/csv.js";
import { shortDays } from "../src/lib/short.js";
import { told, why } from "../src/parts/reasons.js";

test("overlapping spans are cut at every boundary, and each piece knows what covers it", () => {
  const record = { events: [{ evidence: [{ start: 0, end: 8 }] }], places: [{ evidence: [{ start: 4, end: 12 }] }] };
  const cut = segments("0123456789abcdef", findings(record));
  assert.deepEqual(cut.map((each) => [each.text, each.on.map((on) => on.layer)]), [
    ["0123", ["events"]], ["4567", ["events", "places"]], ["89ab", ["places"]], ["cdef", []],
  ]);
  assert.deepEqual(cut.map((each) => each.begins.length), [1, 1, 0, 0]);
});

test("a character outside the basic plane counts as one", () => {
  const cut = segments("🇺🇳 met", findings({ events: [{ evidence: [{ start: 3, end: 6 }] }] }));
  assert.deepEqual(cut.map((each) => each.text), ["🇺🇳 ", "met"]);
});

test("spans beyond the text, empty ones and hostile text do no harm", () => {
  const cut = segments("<b>", findings({ dates: [{ evidence: [{ start: 1, end: 99 }, { start: 2, end: 2 }] }] }));
  assert.equal(cut.map((each) => each.text).join(""), "<b>");
  assert.equal(segments("", findings({})).length, 0);
});

test("accounts are of the event that they name", () => {
  const events = [{ id: "x" }, { id: "y" }];
  assert.equal(accountEvent({ events }, { event: "e2" }), events[1]);
  assert.equal(accountEvent({ events }, { event: "x" }), events[0]);
  assert.equal(accountEvent({ events }, { event: "e9" }), null);
});

test("no cell begins with what a spreadsheet takes for a formula, numbers stay", () => {
  assert.equal(csv([["=1+1", -2, 'a "b", c', null]]), `'=1+1,-2,"a ""b"", c",\n`);
});

test("days in few letters", () => {
  assert.equal(shortDays({ start: "2024-01-29", end: "2024-01-30" }), "29–30 Jan 2024");
  assert.equal(shortDays({ start: "2024-01-31", end: "2024-02-02" }), "31 Jan – 2 Feb 2024");
  assert.equal(shortDays({ start: "2024-02-01", end: "2024-02-29" }), "Feb 2024");
  assert.equal(shortDays({ start: "2023-01-01", end: "2023-12-31" }), "2023");
  assert.equal(shortDays({ start: "2023-12-31", end: "2024-01-01" }), "31 Dec 2023 – 1 Jan 2024");
  assert.equal(shortDays(null), "no date");
});

test("a reason's first sentence says what, the rest why", () => {
  const reason = "A and B: violence has a chance of 6.6%, odds 18.1 times the usual. A dispute divides them. What carries it: Tue: x.";
  assert.equal(told({ reason }), "A and B: violence has a chance of 6.6%, odds 18.1 times the usual.");
  assert.equal(why({ reason }), "A dispute divides them.");
  assert.equal(told({ reason: "Two turn to friction (strong). More." }), "Two turn to friction (strong).");
});
