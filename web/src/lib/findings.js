// What was found in an article, as one list of findings with their spans, and a text cut where any of them begins or ends.

/** Layers in the order of their keys: [name, singular]. */
export const LAYERS = ["events", "statements", "commitments", "accounts", "agenda", "dates", "places"];

/** Findings of a record: {id, layer, number, of: the record's own item, spans: [{start, end}] in characters (code points)}. */
export function findings(record) {
  const made = [];
  const add = (layer, of, evidence) => made.push({
    id: `${layer}-${made.length}`, layer, number: made.filter((each) => each.layer === layer).length + 1, of,
    spans: (evidence ?? []).filter((each) => each.end > each.start).map(({ start, end }) => ({ start, end })),
  });
  for (const layer of LAYERS) {
    for (const each of record[layer] ?? []) {
      add(layer, each, layer === "accounts" ? each.versions.flatMap((version) => version.evidence) : each.evidence);
    }
  }
  return made;
}

/** The event that an account is of: its `event` is "e3", the third of the article. */
export function accountEvent(record, account) {
  return record.events?.[Number(/^e(\d+)$/.exec(account.event)?.[1]) - 1] ?? record.events?.find((each) => each.id === account.event) ?? null;
}

/**
 * The text cut at every boundary: [{start, end, text, on: [findings that cover it], begins: [findings that begin there]}]. Offsets count code
 * points, as the server does; a text's own units are UTF-16, so it is taken apart first.
 */
export function segments(text, found) {
  const points = Array.from(text);
  const within = (at) => Math.min(Math.max(at, 0), points.length);
  const bounds = new Set([0, points.length]);
  for (const each of found) for (const span of each.spans) bounds.add(within(span.start)).add(within(span.end));
  const cuts = [...bounds].sort((one, other) => one - other);
  const made = [];
  for (let n = 0; n + 1 < cuts.length; n++) {
    const [start, end] = [cuts[n], cuts[n + 1]];
    const covers = (span) => span.start <= start && span.end >= end;
    made.push({
      start, end, text: points.slice(start, end).join(""),
      on: found.filter((each) => each.spans.some(covers)),
      begins: found.filter((each) => each.spans.some((span) => within(span.start) === start && covers(span))),
    });
  }
  return made;
}
