// A slider over the days from the store's first to its last: the answer as it stood on a day.
import { html } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { asDate, day } from "../lib/words.js";
import "./fields.css";

const DAY = 864e5;

export function AsOf({ first, last, value, set, label = "As of" }) {
  const id = useId();
  const [from, to] = [+asDate(first), +asDate(last)];
  const chosen = value ? Math.min(Math.max(+asDate(value), from), to) : to;
  const [at, move] = useState(chosen);
  const later = useRef(0);
  useEffect(() => move(chosen), [chosen]);
  useEffect(() => () => clearTimeout(later.current), []);
  if (!(to > from)) return null;
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const drag = (time) => {
    move(time);
    clearTimeout(later.current);
    later.current = setTimeout(() => set(time >= to ? "" : iso(time)), 60);
  };
  return html`
    <div class="asof">
      <label for=${id}>${label} <b>${day(iso(at))}</b>${at >= to ? html` <span class="dim">(the last day)</span>` : ""}</label>
      <input id=${id} type="range" min=${0} max=${Math.round((to - from) / DAY)} step="1" value=${Math.round((at - from) / DAY)}
        aria-valuetext=${day(iso(at))} onInput=${(event) => drag(from + DAY * Number(event.target.value))} />
      ${at < to ? html`<button type="button" onClick=${() => set("")}>Back to the last day</button>` : ""}
    </div>`;
}

/** First and last day of a store, by what /info and /actors say; null where there are none. */
export function span(info, actors) {
  const [first, last] = info?.published ?? [];
  if (first && last && first !== last) return [first, last];
  const told = (actors?.items ?? []).filter((each) => each.first && each.last);
  if (!told.length) return null;
  const days = told.flatMap((each) => [each.first, each.last]).sort();
  return [days[0], days[days.length - 1]];
}
