// Signals in time: a lane for each kind, a mark for each signal, its size by its score; a mark leads to its signal.
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { extent } from "d3-array";
import { scaleUtc } from "d3-scale";
import { useWidth } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { asDate, day } from "../lib/words.js";
import { KINDS, form } from "./badge.js";
import { told } from "./reasons.js";
import { Saving } from "./saving.js";
import "./lanes.css";

const STEP = 13;

/** `from`, `to`: the days at the ends (ISO), else those of the first and last signal. */
export function Lanes({ signals, from, to }) {
  const [ref, width] = useWidth();
  const svg = useRef(null);
  const kinds = KINDS.filter((kind) => signals.some((each) => each.kind === kind));
  const [first, last] = extent([...signals.map((each) => asDate(each.date)), asDate(from), asDate(to)].filter(Boolean));
  if (!kinds.length || !first) return null;
  const x = scaleUtc([first, new Date(Math.max(+last, +first + 864e5))], [86, width - 14]);
  let top = 4;
  const lanes = kinds.map((kind) => {
    const taken = new Map();
    const marks = signals.filter((each) => each.kind === kind).map((each) => {
      const at = Math.round(x(asDate(each.date)) / STEP);
      const level = taken.get(at) ?? 0;
      taken.set(at, level + 1);
      return { ...each, level, at: at * STEP };
    });
    const lane = { kind, marks, top, height: STEP * Math.max(...taken.values()) + 10 };
    top += lane.height;
    return lane;
  });
  const ticks = x.ticks(Math.max(2, Math.floor(width / 140)));
  const label = x.tickFormat();
  return html`
    <div ref=${ref} class="lanes">
      <svg ref=${svg} width=${width} height=${top + 20} viewBox="0 0 ${width} ${top + 20}" role="group" aria-label="Signals by kind and day">
        ${ticks.map((tick) => html`<line class="tick" x1=${x(tick)} x2=${x(tick)} y1="0" y2=${top} /><text x=${x(tick)} y=${top + 15}
          text-anchor="middle">${label(tick)}</text>`)}
        ${lanes.map((lane) => html`
          <text x="2" y=${lane.top + lane.height / 2 + 4} class="mark-${lane.kind} lane">${lane.kind}</text>
          <line class="below" x1="0" x2=${width} y1=${lane.top + lane.height} y2=${lane.top + lane.height} />
          ${lane.marks.map((each) => html`
            <a href=${link("signals", each.id)} aria-label=${`${each.kind}, ${day(each.date)}: ${told(each)}`}>
              <title>${`${day(each.date)}: ${told(each)}`}</title>
              <path class="mark-${each.kind}" d=${form(each.kind, 30 + 20 * Math.min(each.score, 6))}
                transform="translate(${each.at},${lane.top + lane.height - 11 - STEP * each.level})" />
            </a>`)}`)}
      </svg>
      <${Saving} of=${() => svg.current} name="signals" />
    </div>`;
}
