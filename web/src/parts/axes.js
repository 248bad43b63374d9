// Axes of charts: days along the bottom, numbers up the side.
import { html } from "htm/preact";
import { utcFormat } from "d3-time-format";

const YEAR = utcFormat("%Y");
const MONTH = utcFormat("%b");
const DAY = utcFormat("%-d %b");

const LETTER = 6.6;

/** Days as the ticks tell them: a year stands at its January, or at the first tick. A tick whose words would touch those before it is left out. */
export function dayTicks(scale, width) {
  const ticks = scale.ticks(Math.max(2, Math.floor(width / 75)));
  const span = ticks.length > 1 ? ticks[1] - ticks[0] : 0;
  const months = span > 20 * 864e5;
  const years = span > 300 * 864e5;
  const words = (at, n) => {
    const first = n === 0 || YEAR(at) !== YEAR(ticks[n - 1]);
    if (years) return YEAR(at);
    return `${months ? MONTH(at) : DAY(at)}${first ? ` ${YEAR(at)}` : ""}`;
  };
  const told = ticks.map((at, n) => [at, words(at, n)]);
  // Those with a year are kept first: they say where one is.
  const kept = [];
  for (const yearly of [true, false]) {
    for (const tick of told.filter(([, text]) => /\d{4}/.test(text) === yearly)) {
      const [x, long] = [scale(tick[0]), tick[1].length * LETTER];
      const from = x - { start: 0, middle: long / 2, end: long }[anchor(x, width)];
      if (kept.every((each) => each.to + 6 < from || from + long + 6 < each.from)) kept.push({ tick, from, to: from + long });
    }
  }
  return kept.sort((one, other) => one.from - other.from).map(({ tick }) => tick);
}

/** How a tick's words stand to it, so that none is cut off at the picture's ends. */
function anchor(x, width) {
  return x < 30 ? "start" : x > width - 30 ? "end" : "middle";
}

export function TimeAxis({ scale, y, width, up = 0 }) {
  return html`
    <g class="axis" transform=${`translate(0,${y})`}>
      ${dayTicks(scale, width).map(([at, words]) => html`
        <g transform=${`translate(${scale(at)},0)`}>
          <line y1=${-up} y2="5" class="grid" />
          <text y="17" text-anchor=${anchor(scale(at), width)}>${words}</text>
        </g>`)}
    </g>`;
}

/** `words` says a tick, else it is told as a number. */
export function ValueAxis({ scale, x, to, ticks = 4, words = (value) => value }) {
  return html`
    <g class="axis">
      ${scale.ticks(ticks).map((at) => html`
        <g transform=${`translate(0,${scale(at)})`}>
          <line x1=${x} x2=${to} class="grid" /><text x=${x - 5} dy="0.32em" text-anchor="end">${words(at)}</text>
        </g>`)}
    </g>`;
}
