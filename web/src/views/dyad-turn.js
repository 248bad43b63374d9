// Before and after a day: friction's share of what is friction or cooperation, with intervals.
import { html } from "htm/preact";
import { scaleLinear } from "d3-scale";
import { asDate, day, percent } from "../lib/words.js";
import { Figure, Key } from "../parts/figure.js";
import { clipped, wilson } from "../parts/text.js";

const ROW = 46;

function counted(periods, test) {
  const seen = periods.filter((each) => each.events !== null && test(each.start));
  const sum = (key) => seen.reduce((total, each) => total + each[key], 0);
  return { friction: sum("friction"), cooperation: sum("cooperation"), days: seen.length };
}

/** `data`: both directions by day. */
export function Turn({ data, names, query, say }) {
  const { directions, from, to } = data;
  if (!from) return null;
  const begin = +asDate(from) / 864e5;
  const end = +asDate(to) / 864e5;
  const iso = (at) => new Date(at * 864e5).toISOString().slice(0, 10);
  const chosen = query.at && query.at >= from && query.at <= to ? query.at : iso(Math.round((begin + end) / 2));
  const named = (code) => names[code] ?? code;
  const ways = directions.map((way) => ({ words: `${named(way.source)} → ${named(way.target)}`, periods: way.periods }));
  const rows = [{ words: "Both", periods: directions.flatMap((way) => way.periods) }, ...ways].flatMap(({ words, periods }) => [
    { words, when: "before", ...counted(periods, (start) => start < chosen) },
    { words, when: "from then on", ...counted(periods, (start) => start >= chosen) },
  ]).map((row) => ({ ...row, ...wilson(row.friction, row.friction + row.cooperation) }));
  const [was, now] = rows;
  const apart = was.of && now.of && (was.high < now.low || now.high < was.low);
  const sentence = !was.of || !now.of ? "On one side of this day there is neither friction nor cooperation to compare."
    : `Friction was ${percent(was.share)} before and ${percent(now.share)} from then on. ${
      apart ? "The intervals do not overlap." : "The intervals overlap: this may be chance."}`;
  const draw = (width) => {
    const left = Math.min(190, width * 0.34);
    const x = scaleLinear([0, 1], [left, width - 62]);
    return html`
      ${[0, 0.25, 0.5, 0.75, 1].map((at) => html`<g class="axis"><line x1=${x(at)} x2=${x(at)} y1="4" y2=${3 * ROW + 6} class="grid" />
        <text x=${x(at)} y=${3 * ROW + 20} text-anchor="middle">${percent(at)}</text></g>`)}
      ${rows.map((row, n) => {
        const y = 12 + Math.floor(n / 2) * ROW + (n % 2) * 19;
        return html`
          <g>
            ${n % 2 === 0 && html`<text x="0" y=${y} dy="0.32em" font-weight="600">${clipped(row.words, left - 4, 6.6)}</text>`}
            ${n % 2 === 1 && html`<text x="0" y=${y} dy="0.32em" class="soft">before ◇ · then ◆</text>`}
            ${row.of ? html`
              <line x1=${x(row.low)} x2=${x(row.high)} y1=${y} y2=${y} class="whisker" />
              <path d=${`M${x(row.share)},${y - 6}l6,6l-6,6l-6,-6z`} class=${row.when === "before" ? "hollow" : "friction"} />
              <text x=${width - 46} y=${y} dy="0.32em">${percent(row.share)}</text>
              <title>${`${row.words}, ${row.when}: ${row.friction} of ${row.of}`}</title>` : html`
              <text x=${x(0) + 4} y=${y} dy="0.32em" class="soft">nothing told</text>`}
          </g>`;
      })}`;
  };
  const move = (event) => say({ at: event.target.type === "range" ? iso(Number(event.target.value)) : event.target.value });
  const columns = [
    { title: "Direction", value: (row) => row.words }, { title: "When", value: (row) => row.when },
    { title: "Friction", number: true, value: (row) => row.friction }, { title: "Cooperation", number: true, value: (row) => row.cooperation },
    { title: "Share of friction", number: true, value: (row) => row.share ?? null, show: (row) => percent(row.share) },
    { title: "95 % from", number: true, value: (row) => row.low ?? null, show: (row) => percent(row.low) },
    { title: "to", number: true, value: (row) => row.high ?? null, show: (row) => percent(row.high) },
  ];
  return html`
    <${Figure} title=${`Before and after ${day(chosen)}`} name="before-after"
      height=${3 * ROW + 28} draw=${draw} table=${{ columns, rows }} usual=${900}
      label=${`Share of friction before and from ${day(chosen)} on, with 95 % intervals. ${sentence}`}
      legend=${html`<${Key} kind=${html`<path d="M8,0l6,6l-6,6l-6,-6z" class="hollow" />`}>before<//>
        <${Key} kind=${html`<path d="M8,0l6,6l-6,6l-6,-6z" class="friction" />`}>from then on<//><span>Line: 95 % interval</span>`}
      after=${html`<p>${sentence}</p>`} />
    <p class="controls">
      <label class="wide">Day <input type="range" min=${begin} max=${end} value=${+asDate(chosen) / 864e5} aria-valuetext=${day(chosen)}
        onInput=${move} /></label>
      <label>or <input type="date" min=${from} max=${to} value=${chosen} onChange=${move} /></label>
    </p>`;
}
