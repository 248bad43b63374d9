// Days in few letters, for tables.
import { utcFormat } from "d3-time-format";
import { asDate } from "./words.js";

const whole = utcFormat("%-d %b %Y");

/** "29–30 Jan 2024", "31 Jan – 2 Feb 2024", "Jan 2024" for a whole month, "2023" for a whole year. */
export function shortDays(interval) {
  const [start, end] = [asDate(interval?.start), asDate(interval?.end ?? interval?.start)];
  if (!start) return "no date";
  const [one, other] = [start, end].map((at) => ({
    y: at.getUTCFullYear(), m: at.getUTCMonth(), d: at.getUTCDate(), last: new Date(+at + 864e5).getUTCDate() === 1,
  }));
  if (+start === +end) return whole(start);
  if (one.d === 1 && other.last && one.y === other.y) {
    if (one.m === other.m) return utcFormat("%b %Y")(start);
    if (one.m === 0 && other.m === 11) return String(one.y);
  }
  if (one.y !== other.y) return `${whole(start)} – ${whole(end)}`;
  return one.m === other.m ? `${one.d}–${whole(end)}` : `${utcFormat("%-d %b")(start)} – ${whole(end)}`;
}
