// Where a flashpoint stands on the map: at its place, else halfway between the middles of the two.
import { geoInterpolate } from "d3-geo";

const MOST = 25;

/** The newest flashpoint of each pair and place: {drawn: [{signal, at: [lon, lat], ends, why}], left: [signal] without any place to stand}. */
export function flashpoints(signals, places, states) {
  const middles = new Map(states.map((each) => [each.code, [each.lon, each.lat]]));
  const known = new Map();
  for (const each of places) for (const name of [each.place, each.admin1]) if (name && !known.has(name)) known.set(name, [each.lon, each.lat]);
  const seen = new Map();
  for (const signal of signals) {
    const key = [...signal.actors, signal.place ?? ""].join("|");
    if (!seen.has(key) || seen.get(key).date < signal.date) seen.set(key, signal);
  }
  const drawn = [];
  const left = [];
  for (const signal of [...seen.values()].sort((one, other) => (other.probability ?? 0) - (one.probability ?? 0)).slice(0, MOST)) {
    const ends = signal.actors.map((code) => middles.get(code)).filter(Boolean);
    if (signal.place && known.has(signal.place)) drawn.push({ signal, at: known.get(signal.place), ends: [], why: `in ${signal.place}` });
    else if (ends.length > 1) {
      drawn.push({ signal, at: geoInterpolate(ends[0], ends[1])(0.5), ends: ends.slice(0, 2), why: "no place is told: halfway between the two" });
    }
    else if (ends.length) drawn.push({ signal, at: ends[0], ends: [], why: "no place is told: in the middle of the one state" });
    else left.push(signal);
  }
  return { drawn, left };
}
