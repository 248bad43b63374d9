// A dyad's days summed to weeks or months, as the server would: weeks begin on Monday.
import { asDate } from "./words.js";

const DAY = 864e5;
const iso = (at) => new Date(at).toISOString().slice(0, 10);

function bounds(day, by) {
  const at = asDate(day);
  if (by === "month") {
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
    return { start: iso(Date.UTC(year, month, 1)), end: iso(Date.UTC(year, month + 1, 0)) };
  }
  const monday = +at - ((at.getUTCDay() + 6) % 7) * DAY;
  return { start: iso(monday), end: iso(monday + 6 * DAY) };
}

/**
 * Both directions by day: [{source, target, events, friction, cooperation, periods: [{start, end, events, friction, cooperation}]}], of
 * /dyads/A/B/days; a period's are null where nothing of that day is known.
 */
export function byDay({ of: [a, b], from, to, known, days }) {
  const total = (at) => days.reduce((sum, row) => sum + row[at], 0);
  const way = (source, target, at) => ({ source, target, events: total(at), friction: total(at + 1), cooperation: total(at + 2), periods: [] });
  const ways = [way(a, b, 1), way(b, a, 4)];
  if (!from) return ways;
  const told = new Map(days.map(([day, ...counts]) => [day, counts]));
  let run = 0;
  for (let at = +asDate(from); at <= +asDate(to); at += DAY) {
    const start = iso(at);
    while (run < known.length && known[run][1] < start) run += 1;
    const counts = told.get(start) ?? (run < known.length && known[run][0] <= start ? [0, 0, 0, 0, 0, 0] : null);
    ways.forEach(({ periods }, n) => {
      const [events, friction, cooperation] = counts?.slice(3 * n, 3 * n + 3) ?? [null, null, null];
      periods.push({ start, end: start, events, friction, cooperation });
    });
  }
  return ways;
}

/** Weeks or months of days: {start, end, events, friction, cooperation}, null where nothing is known of any of their days. */
export function summed(days, by) {
  const periods = [];
  for (const { start, events, friction, cooperation } of days) {
    if (!periods.length || start > periods.at(-1).end) periods.push({ ...bounds(start, by), events: null, friction: null, cooperation: null });
    if (events === null) continue;
    const last = periods.at(-1);
    for (const [name, count] of Object.entries({ events, friction, cooperation })) last[name] = (last[name] ?? 0) + count;
  }
  return periods;
}
