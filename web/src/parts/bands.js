// What holds for a while, as bands along an axis of time: commitments (solid), rivalries (hatched).
import { html } from "htm/preact";
import { asDate, day } from "../lib/words.js";
import { clipped } from "./text.js";

export const BAND = 20;
const LETTER = 7;

/** How long something held, in words. */
export function held(item) {
  if (!item.from && !item.to) return "no dates known";
  return `${item.from ? `from ${day(item.from)}` : "from a day that is not known"}${item.to ? ` to ${day(item.to)}` : ""}`;
}

/** `items`: {id, words, from, to (ISO or null), divides, breaches: diamonds on the band}. Bands without a beginning or an end are open there. */
export function Bands({ items, scale, y, left, right, name, onClick }) {
  const seen = (each) => each.day && scale(asDate(each.day)) >= left && scale(asDate(each.day)) <= right;
  return html`
    <g class="bands" transform=${`translate(0,${y})`}>
      ${items.map((item, n) => {
        const from = item.from ? Math.max(left, scale(asDate(item.from))) : left;
        const to = item.to ? Math.min(right, scale(asDate(item.to))) : right;
        if (to <= left || from >= right) return null;
        const beginning = Math.min(from, right - 2);
        const wide = Math.max(2, to - beginning);
        const long = LETTER * item.words.length + 8;
        const outside = long > right - beginning && beginning - left > right - beginning;
        const at = outside ? beginning - 4 : Math.max(left, beginning) + 5;
        const room = outside ? beginning - left - 6 : right - at - 4;
        return html`
          <g transform=${`translate(0,${n * BAND})`} class=${onClick ? "pick" : ""} onClick=${onClick && (() => onClick(item))}>
            <title>${`${item.words}, ${held(item)}`}</title>
            <rect x=${beginning} width=${wide} y="2" height=${BAND - 4} rx="2" class=${item.divides ? "friction-edge" : "bond"}
              fill=${item.divides ? `url(#hatch-${name})` : undefined} />
            ${item.divides && !outside && html`<rect x=${at - 3} y="3.5" width=${Math.min(room, long)} height=${BAND - 7} class="ground" />`}
            <text class="band-words" x=${at} y=${BAND / 2} dy="0.32em" text-anchor=${outside ? "end" : "start"}>${clipped(item.words, room, LETTER)}</text>
            ${(item.breaches ?? []).filter(seen).map((each) => html`
              <path d=${`M${scale(asDate(each.day))},${BAND - 9}l5,5.5l-5,5.5l-5,-5.5z`} class="breach">
                <title>${`${day(each.day)}: ${each.reason}`}</title></path>`)}
          </g>`;
      })}
    </g>`;
}
