// Days of a dyad's direction summed to weeks or months, as the server would: weeks begin on Monday.
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

/** The direction with `periods` of weeks or months: {start, end, events, friction, cooperation}, null where nothing is known of any of its days. */
export function summed(direction, by) {
  const periods = [];
  for (const { start, events, friction, cooperation } of direction.periods) {
    if (!periods.length || start > periods.at(-1).end) periods.push({ ...bounds(start, by), events: null, friction: null, cooperation: null });
    if (events === null) continue;
    const last = periods.at(-1);
    for (const [name, count] of Object.entries({ events, friction, cooperation })) last[name] = (last[name] ?? 0) + count;
  }
  return { ...direction, periods };
}
