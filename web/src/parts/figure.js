// What every chart has around it: a title, its legend, the picture, buttons to save it, and the table behind it.
import { html } from "htm/preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { useWidth } from "../lib/hooks.js";
import { DataTable } from "./behind.js";
import { Saving } from "./saving.js";
import "./charts.css";

/**
 * `title`, `name` (of the files), `label` (what a reader who cannot see it is told), `legend` (markup), `table` ({columns, rows}),
 * `height(width)` or a number, `draw(width)` gives what is inside the SVG, `after` what follows it; `hold` is given the
 * SVG element. More goes onto it.
 */
export function Figure({ title, level = 2, name, label, legend, table, height, draw, after, usual, hold, ...more }) {
  const [measure, width] = useWidth(usual);
  const svg = useRef(null);
  const [open, tell] = useState(false);
  const keep = useCallback((element) => {
    svg.current = element;
    hold?.(element);
  }, [hold]);
  const tall = typeof height === "function" ? height(width) : height;
  return html`
    <figure class="figure">
      <figcaption>
        <${Heading} level=${level}>${title}<//>
        <${Saving} of=${() => svg.current} name=${name} />
      </figcaption>
      ${legend && html`<p class="legend">${legend}</p>`}
      <div class="plot" ref=${measure}>
        <svg ref=${keep} role="img" aria-label=${label} viewBox=${`0 0 ${width} ${tall}`} width=${width} height=${tall} ...${more}>
          <${Patterns} name=${name} />
          ${draw(width, tall)}
        </svg>
      </div>
      ${after}
      ${table && html`
        <details class="table" onToggle=${(event) => tell(event.target.open)}>
          <summary>Table</summary>
          ${open && html`<${DataTable} ...${table} name=${name} caption=${`${title}: table`} />`}
        </details>`}
    </figure>`;
}

function Heading({ level, children }) {
  return level === 2 ? html`<h2>${children}</h2>` : html`<h3>${children}</h3>`;
}

/** Friction is hatched, what is not known is dotted; both keep apart in grey. The ids hold for the whole page, since all are the same. */
export function Patterns({ name }) {
  return html`
    <defs>
      <pattern id=${`hatch-${name}`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="friction-soft" /><rect width="2.4" height="5" class="friction" />
      </pattern>
      <pattern id=${`unknown-${name}`} width="7" height="7" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="0.8" class="unknown-dot" />
      </pattern>
    </defs>`;
}

/** A piece of a legend: a small picture of the mark, and what it stands for. */
export function Key({ kind, name, children }) {
  const mark = {
    friction: html`<rect width="16" height="12" fill=${`url(#hatch-${name})`} class="friction-edge" />`,
    cooperation: html`<rect width="16" height="12" class="cooperation" />`,
    unknown: html`<rect width="16" height="12" fill=${`url(#unknown-${name})`} />`,
  }[kind] ?? kind;
  return html`<span class="key"><svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">${mark}</svg> ${children}</span>`;
}
