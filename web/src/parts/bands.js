// What holds for a while, as bands along an axis of time: commitments (solid), rivalries (hatched).
import { html } from "htm/preact";
import { asDate, day } from "../lib/words.js";
import { clipped } from "./text.js";

export const BAND = 20;

/** How long something held, in words. */
export function held(item) {
  if (!item.from && !item.to) return "no dates known";
  return `${item.from ? `from ${day(item.from)}` : "from a day that is not known"}${item.to ? ` to ${day(item.to)}` : ""}`;
}

/** `items`: {id, words, from, to (ISO or null), divides}. Bands without a beginning or an end are open there. */
export function Bands({ items, scale, y, left, right, name, onClick }) {
  return html`
    <g class="bands" transform=${`translate(0,${y})`}>
      ${items.map((item, n) => {
        const from = item.from ? Math.max(left, scale(asDate(item.from))) : left;
        const to = item.to ? Math.min(right, scale(asDate(item.to))) : right;
        if (to <= left || from >= right) return null;
        const beginning = Math.min(from, right - 2);
        const wide = Math.max(2, to - beginning);
        const at = wide > 120 ? beginning : Math.max(left, Math.min(beginning, right - 160));
        return html`
          <g transform=${`translate(0,${n * BAND})`} class=${onClick ? "pick" : ""} onClick=${onClick && (() => onClick(item))}>
            <title>${`${item.words}, ${held(item)}`}</title>
            <rect x=${beginning} width=${wide} y="2" height=${BAND - 4} rx="2" class=${item.divides ? "friction-edge" : "bond"}
              fill=${item.divides ? `url(#hatch-${name})` : undefined} />
            ${item.divides && html`<rect x=${at + 2} y="3" width=${Math.min(right - at - 4, 6.4 * item.words.length + 6)} height=${BAND - 6} class="ground" />`}
            <text x=${at + 5} y=${BAND / 2} dy="0.32em">${clipped(item.words, right - at - 8)}</text>
          </g>`;
      })}
    </g>`;
}
