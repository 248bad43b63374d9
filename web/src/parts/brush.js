// A stretch of time, chosen on a histogram of weeks: drag a new one, drag it or its ends, or move the ends with the arrow keys.
import { html } from "htm/preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { scaleLinear, scaleUtc } from "d3-scale";
import { useWidth } from "../lib/hooks.js";
import { asDate, count, day } from "../lib/words.js";
import { TimeAxis } from "./axes.js";
import "./charts.css";

const DAY = 864e5;
const iso = (at) => new Date(at).toISOString().slice(0, 10);

/** `weeks`: of /timeline; `from`, `to`: ISO or undefined for all; `choose(from, to)` with ISO days, or with nothing for all. */
export function TimeBrush({ weeks, from, to, choose, tall = 86 }) {
  const [measure, width] = useWidth(640);
  const [drag, pull] = useState(null);
  const plot = useRef(null);
  const { shown, begin, end, x, bars } = useMemo(() => histogram(weeks, width, tall), [weeks, width, tall]);
  useEffect(() => pull(null), [from, to]);
  if (!shown.length) return html`<p class="nothing">No events with a day.</p>`;
  const clamp = (at) => Math.min(end, Math.max(begin, Math.round(at / DAY) * DAY));
  const range = drag?.range ?? [from ? clamp(+asDate(from)) : begin, to ? clamp(+asDate(to)) : end];
  // Where all is chosen there is nothing to move: a drag begins a new stretch.
  const all = range[0] <= begin && range[1] >= end && !drag;
  const say = ([a, b]) => (a <= begin && b >= end ? choose() : choose(iso(a), iso(b)));
  const at = (event) => {
    const box = plot.current.getBoundingClientRect();
    return clamp(+x.invert(((event.clientX - box.left) * width) / box.width));
  };
  const down = (part) => (event) => {
    event.stopPropagation();
    plot.current.setPointerCapture(event.pointerId);
    pull({ part, start: at(event), was: range, range: part === "new" ? [at(event), at(event)] : range });
  };
  const moved = (event) => {
    if (!drag) return;
    const here = at(event);
    const by = here - drag.start;
    const [a, b] = drag.was;
    const next = { new: [Math.min(here, drag.start), Math.max(here, drag.start)], from: [Math.min(here, b), b], to: [a, Math.max(here, a)],
      whole: [clamp(a + Math.min(by, end - b)), clamp(b + Math.max(by, begin - a))] }[drag.part];
    pull({ ...drag, range: next });
  };
  const up = () => {
    if (!drag) return;
    if (drag.part === "new" && drag.range[1] - drag.range[0] < 2 * DAY) {
      pull(null);
      choose();
    } else say(drag.range);
  };
  const key = (end_) => (event) => {
    const step = { ArrowLeft: -7, ArrowDown: -7, ArrowRight: 7, ArrowUp: 7, PageDown: -28, PageUp: 28 }[event.key];
    const edge = { Home: begin, End: end }[event.key];
    if (!step && edge === undefined) return;
    event.preventDefault();
    const moved_ = edge ?? clamp(range[end_] + step * DAY);
    say(end_ ? [range[0], Math.max(range[0], moved_)] : [Math.min(range[1], moved_), range[1]]);
  };
  const handle = (end_, name) => html`
    <g class="handle" role="slider" tabindex="0" aria-label=${name} aria-valuemin=${begin / DAY} aria-valuemax=${end / DAY}
      aria-valuenow=${range[end_] / DAY}
      aria-valuetext=${day(iso(range[end_]))} onKeyDown=${key(end_)} onPointerDown=${down(end_ ? "to" : "from")}
      transform=${`translate(${x(range[end_] + (end_ ? DAY : 0))},0)`}>
      <rect x="-12" width="24" height=${tall - 24} class="reach" /><line y1="0" y2=${tall - 24} /><rect x="-4" y=${(tall - 24) / 2 - 10} width="8"
        height="20" rx="3" />
    </g>`;
  const inside = shown.filter((week) => +asDate(week.end) >= range[0] && +asDate(week.start) <= range[1]).reduce((sum, week) => sum + week.events, 0);
  return html`
    <div class="brush" ref=${measure}>
      <svg ref=${plot} role="group" aria-label="Events in each week; choose a stretch of time" viewBox=${`0 0 ${width} ${tall}`} width=${width}
        height=${tall}
        onPointerDown=${down("new")} onPointerMove=${moved} onPointerUp=${up}>
        <rect width=${width} height=${tall} class="reach" />
        <${TimeAxis} scale=${x} y=${tall - 22} width=${width} />
        ${bars}
        <rect class=${`chosen ${all ? "whole" : ""}`} x=${x(range[0])} width=${Math.max(0, x(range[1] + DAY) - x(range[0]))} height=${tall - 24} 
          onPointerDown=${down(all ? "new" : "whole")} />
        ${handle(0, "From")}${handle(1, "To")}
      </svg>
      <p class="dim">${day(iso(range[0]))} to ${day(iso(range[1]))}: ${count(inside, "event")} in its weeks.
        ${(from || to) && html` <button type="button" onClick=${() => choose()}>All of the time</button>`}</p>
    </div>`;
}

/** The weeks from the first with an event on, the days at their ends, the scale and a bar for each: drawn anew with the weeks and the width only. */
function histogram(weeks, width, tall) {
  const first = weeks.findIndex((week) => week.events > 0);
  const shown = first < 0 ? weeks : weeks.slice(first);
  if (!shown.length) return { shown };
  const begin = +asDate(shown[0].start);
  const end = +asDate(shown.at(-1).end);
  const x = scaleUtc([begin, end + DAY], [8, width - 8]);
  const y = scaleLinear([0, Math.max(1, ...shown.map((week) => week.events))], [tall - 24, 4]);
  const bars = shown.map((week) => {
    const a = x(asDate(week.start));
    const wide = Math.max(1, x(+asDate(week.start) + 7 * DAY) - a - (width / shown.length > 4 ? 1 : 0));
    return html`<g><line x1=${a} x2=${a + wide} y1=${tall - 23.5} y2=${tall - 23.5} class="known" />
      <rect x=${a} width=${wide} y=${y(week.events)} height=${Math.max(0, y(0) - y(week.events))} class="bar" /></g>`;
  });
  return { shown, begin, end, x, bars };
}
