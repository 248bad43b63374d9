// Small bars: a signal's score beside what attention alone says, its parts, and which pairs moved.
import { html } from "htm/preact";
import { useId, useRef } from "preact/hooks";
import { scaleLinear } from "d3-scale";
import { useWidth } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { count, number, percent } from "../lib/words.js";
import { Saving } from "./saving.js";
import { Table } from "./table.js";
import "./bars.css";

/** The filled bar is the score, the hollow one below it what the volume of coverage alone would have scored. */
export function Score({ signal, most, width = 110 }) {
  const x = scaleLinear([0, Math.max(most, 0.1)], [0, width - 2]).clamp(true);
  const said = `score ${signal.score.toFixed(1)}, attention alone ${signal.attention.toFixed(1)}`;
  return html`
    <svg class="score" width=${width} height="18" viewBox="0 0 ${width} 18" role="img" aria-label=${said}>
      <title>${said}</title>
      <line class="from" x1="0.5" x2="0.5" y1="0" y2="18" />
      <rect class="mark-${signal.kind}" x="1" y="1" width=${x(signal.score)} height="9" />
      <rect class="alone" x="1" y="12" width=${x(signal.attention)} height="4.5" />
    </svg>`;
}

/** Words broken into lines of about so many pixels, at 12 px. */
export function lines(text, width) {
  const most = Math.max(12, Math.floor(width / 6.3));
  const made = [""];
  for (const word of String(text).split(/\s+/)) {
    const last = made.length - 1;
    if (made[last] && made[last].length + word.length + 1 > most) made.push(word);
    else made[last] += (made[last] ? " " : "") + word;
  }
  return made;
}

/** What each part adds to a score, those that take away to the left. Drawn to be saved too: all is in the SVG. */
export function Parts({ parts, total, take }) {
  const [ref, width] = useWidth();
  const low = Math.min(0, ...parts.map((each) => each.adds));
  const high = Math.max(0.01, ...parts.map((each) => each.adds));
  const x = scaleLinear([low, high], [low < 0 ? 44 : 2, width - 48]);
  let top = 4;
  const rows = parts.map((each) => {
    const words = lines(each.words, width - 10);
    const row = { ...each, lines: words, at: top };
    top += 15 * words.length + 26;
    return row;
  });
  const hatch = useId();
  const said = `What adds to the score of ${total.toFixed(1)}: ${parts.map((each) => `${each.words} ${signed(each.adds)}`).join("; ")}`;
  return html`
    <div ref=${ref} class="parts">
      <svg ref=${take} width=${width} height=${top} viewBox="0 0 ${width} ${top}" role="img" aria-label=${said}>
        <defs><pattern id=${hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--raised)" /><line x1="0" x2="0" y1="0" y2="5" stroke="var(--dim)" stroke-width="3" /></pattern>
            </defs>
        ${rows.map((row) => html`
          ${row.lines.map((text, n) => html`<text x="2" y=${row.at + 12 + 15 * n}>${text}</text>`)}
          <rect x=${x(Math.min(0, row.adds))} y=${row.at + 15 * row.lines.length + 3} width=${Math.max(1, Math.abs(x(row.adds) - x(0)))} height="13"
            fill=${row.adds < 0 ? `url(#${hatch})` : "var(--accent)"} stroke=${row.adds < 0 ? "var(--dim)" : "none"} />
          <text x=${row.adds < 0 ? x(row.adds) - 4 : x(row.adds) + 4} text-anchor=${row.adds < 0 ? "end" : "start"}
            y=${row.at + 15 * row.lines.length + 14}>
            ${signed(row.adds)}</text>
          <line x1=${x(0)} x2=${x(0)} y1=${row.at + 15 * row.lines.length} y2=${row.at + 15 * row.lines.length + 19} stroke="var(--dim)" />`)}
      </svg>
    </div>`;
}

export function signed(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}

const pair = (row) => row.names.join(" – ");
const MOVED = [
  { title: "Pair", value: pair, cell: (row) => html`<a href=${link("dyads", ...row.actors)}>${pair(row)}</a>` },
  { title: "Change", value: (row) => row.change, cell: (row) => `${row.change < 0 ? "−" : "+"}${percent(Math.abs(row.change))}`, number: true },
  { title: "Acts", value: (row) => row.events, number: true },
  { title: "Before", value: (row) => row.before, number: true },
  { title: "In standard errors", value: (row) => row.weight, cell: (row) => row.weight.toFixed(1), number: true },
];

/** Pairs whose share of friction changed: to the right more friction (hatched), to the left less (solid). */
export function Movers({ items, name }) {
  const [ref, width] = useWidth();
  const row = 46;
  const x = scaleLinear([-1, 1], [44, width - 44]);
  const hatch = useId();
  const svg = useRef(null);
  return html`
    <div ref=${ref}>
      <svg ref=${svg} width=${width} height=${row * items.length + 20} viewBox="0 0 ${width} ${row * items.length + 20}" role="group"
        aria-label="Change in the share of friction, by pair">
        <defs><pattern id=${hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--friction-soft)" /><line x1="0" x2="0" y1="0" y2="5" stroke="var(--friction)" stroke-width="4" />
            </pattern></defs>
        <text x=${x(0) - 8} y="12" text-anchor="end">← less friction</text><text x=${x(0) + 8} y="12">more friction →</text>
        ${items.map((each, n) => {
          const y = 20 + n * row;
          const ends = x(each.change);
          const said = `${each.names.join(" and ")}: friction's share ${each.change < 0 ? "down" : "up"} ${percent(Math.abs(each.change))}`;
          return html`
            <a href=${link("dyads", ...each.actors)} data-item>
              <title>${said}</title>
              <rect class="hit" x="0" y=${y} width=${width} height=${row - 2} />
              <text class="mover" x="2" y=${y + 14}>${each.actors.map(name).join(" – ")}</text>
              <text class="quiet" x=${each.change > 0 ? x(0) - 8 : x(0) + 8} y=${y + 31} text-anchor=${each.change > 0 ? "end" : "start"}>
                ${count(each.events, "act")}, before ${number(each.before)}</text>
              <line x1=${x(0)} x2=${x(0)} y1=${y + 18} y2=${y + 36} stroke="var(--dim)" />
              <rect x=${Math.min(x(0), ends)} y=${y + 20} width=${Math.max(1, Math.abs(ends - x(0)))} height="14"
                fill=${each.change > 0 ? `url(#${hatch})` : "var(--cooperation)"} stroke=${each.change > 0 ? "var(--friction)" : "none"} />
              <text x=${each.change < 0 ? ends - 4 : ends + 4} y=${y + 31} text-anchor=${each.change < 0 ? "end" : "start"}>
                ${each.change < 0 ? "−" : "+"}${percent(Math.abs(each.change))}</text>
            </a>`;
        })}
      </svg>
      <${Saving} of=${() => svg.current} name="movers" />
      <details><summary>Table</summary>
        <${Table} columns=${MOVED} rows=${items} name="movers" caption="Change in the share of friction, by pair" /></details>
    </div>`;
}
