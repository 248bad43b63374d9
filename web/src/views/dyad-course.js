// Both directions of a dyad over time, one up and one down; signals as flags above, commitments as bands below. Time without data stays empty.
import { html } from "htm/preact";
import { scaleLinear, scaleUtc } from "d3-scale";
import { go, link } from "../lib/route.js";
import { asDate, count, day, days, number } from "../lib/words.js";
import { TimeAxis } from "../parts/axes.js";
import { BAND, Bands, held } from "../parts/bands.js";
import { Figure, Key } from "../parts/figure.js";

const LEFT = 34;
const RIGHT = 8;
const FLAG = 16;
const HALF = 120;
const SIGNS = { rift: "R", tilt: "L", flashpoint: "F", rupture: "U", thaw: "T" };

/** Flags of one kind in one period are one flag, led by the highest score. */
function gathered(flags, periods) {
  const kinds = Object.keys(SIGNS).filter((kind) => flags.some((each) => each.kind === kind));
  return kinds.map((kind) => [kind, periods.map((period) => flags
    .filter((each) => each.kind === kind && each.date >= period.start && each.date <= period.end)
    .sort((one, other) => other.score - one.score)).map((found, n) => [n, found]).filter(([, found]) => found.length)]);
}

/** Runs of periods of which nothing is known: [first, last]. */
function unknown(periods) {
  const runs = [];
  periods.forEach((period, n) => {
    if (period.events !== null) return;
    if (runs.at(-1)?.[1] === n - 1) runs.at(-1)[1] = n;
    else runs.push([n, n]);
  });
  return runs;
}

export function Course({ data, flags, bonds, by, query, say }) {
  const [one, other] = data.directions;
  const periods = one.periods;
  if (!periods.length) return null;
  const name = `dyad-${one.source}-${one.target}`.replace(/[^\w-]/g, "_");
  const names = (code) => data.names[code] ?? code;
  const lanes = gathered(flags, periods);
  const bands = [
    ...(bonds?.bonds ?? []).map((each) => ({ ...each, words: [each.kind, each.treaty || each.through].filter(Boolean).join(": ") })),
    ...(bonds?.rivalries ?? []).map((each) => ({ ...each, words: `${each.kind}${each.over ? `: ${each.over}` : ""}`, divides: true })),
  ];
  const most = Math.max(1, ...data.directions.flatMap(({ periods: all }) => all.map((each) => (each.friction ?? 0) + (each.cooperation ?? 0))));
  const top = 8 + lanes.length * FLAG;
  const middle = top + HALF;
  const tall = top + 2 * HALF + 26 + (bands.length ? 10 + bands.length * BAND : 0);
  const begin = asDate(periods[0].start);
  const end = +asDate(periods.at(-1).end) + 864e5;
  const pick = (period) => say({ start: query.start === period.start ? null : period.start });

  const draw = (width) => {
    const x = scaleUtc([begin, end], [LEFT, width - RIGHT]);
    const y = scaleLinear([0, most], [0, HALF - 6]);
    const where = (n) => [x(asDate(periods[n].start)), x(+asDate(periods[n].end) + 864e5)];
    // All bars of a kind are one path: a page of single ones takes the browser longer than its data the server.
    const bars = (all, way, low, high) => all.map((period, n) => {
      const tall = high(period);
      if (!tall) return "";
      const [a, b] = where(n);
      const top_ = way < 0 ? middle - low(period) - tall : middle + low(period);
      return `M${a.toFixed(1)},${top_.toFixed(1)}h${Math.max(0.5, b - a - (b - a > 4 ? 1 : 0)).toFixed(1)}v${tall.toFixed(1)}H${a.toFixed(1)}z`;
    }).join("");
    const friction = (period) => y(period.friction ?? 0);
    const cooperation = (period) => y(period.cooperation ?? 0);
    const zero = periods.map((period, n) => (period.events === null ? "" : `M${where(n)[0].toFixed(1)},${middle}H${where(n)[1].toFixed(1)}`)).join("");
    return html`
      <${TimeAxis} scale=${x} y=${top + 2 * HALF + 2} width=${width} up=${2 * HALF} />
      ${y.ticks(3).filter((tick) => tick && Number.isInteger(tick)).map((tick) => [-1, 1].map((way) => html`
        <g class="axis"><line x1=${LEFT} x2=${width - RIGHT} y1=${middle + way * y(tick)} y2=${middle + way * y(tick)} class="grid" />
          <text x=${LEFT - 4} y=${middle + way * y(tick)} dy="0.32em" text-anchor="end">${number(tick)}</text></g>`))}
      ${unknown(periods).map(([from, to]) => html`
        <rect x=${where(from)[0]} width=${where(to)[1] - where(from)[0]} y=${top} height=${2 * HALF} fill=${`url(#unknown-${name})`}>
          <title>${`No event of anybody is stored from ${day(periods[from].start)} to ${day(periods[to].end)}`}</title></rect>`)}
      <path d=${zero} class="zero" />
      ${[[one, -1], [other, 1]].map(([{ periods: all }, way]) => html`
        <path d=${bars(all, way, () => 0, friction)} fill=${`url(#hatch-${name})`} class="friction-edge" />
        <path d=${bars(all, way, friction, cooperation)} class="cooperation" />`)}
      <text x=${LEFT + 4} y=${top + 12} class="way">${names(one.source)} → ${names(one.target)} ↑</text>
      <text x=${LEFT + 4} y=${top + 2 * HALF - 4} class="way">${names(other.source)} → ${names(other.target)} ↓</text>
      ${query.at && asDate(query.at) >= begin && +asDate(query.at) < end && html`
        <line x1=${x(asDate(query.at))} x2=${x(asDate(query.at))} y1=${top} y2=${top + 2 * HALF} class="chosen-day">
          <title>${day(query.at)}</title></line>`}
      ${lanes.map(([kind, found], lane) => html`
        <g transform=${`translate(0,${4 + lane * FLAG})`}>
          <text x=${LEFT - 6} y="11" text-anchor="end" class=${kind}>${SIGNS[kind]}</text>
          ${found.map(([n, each]) => {
            const at = (where(n)[0] + where(n)[1]) / 2;
            return html`
              <g class="pick flag" onClick=${() => go(link("signals", each[0].id))}>
                <title>${`${kind}, ${day(each[0].date)}${
                  each.length > 1 ? ` and ${each.length - 1} more` : ""}: ${each[0].reason.split(". ")[0]}`}</title>
                <rect x=${at - 5} width="18" height="15" fill="transparent" />
                <line x1=${at} x2=${at} y1="1" y2="15" class=${`pole ${kind}`} /><path d=${`M${at},1l11,4l-11,4z`} class=${kind} />
              </g>`;
          })}
        </g>`)}
      ${periods.map((period, n) => (one.periods[n].events || other.periods[n].events) ? html`
        <rect x=${where(n)[0]} width=${Math.max(1, where(n)[1] - where(n)[0])} y=${top} height=${2 * HALF} fill="transparent"
          onClick=${() => pick(period)}
          class=${`pick ${query.start === period.start ? "picked" : ""}`}>
          <title>${[days(period), ...[one, other].map((way) => `${names(way.source)} → ${names(way.target)}: ${way.periods[n].friction} friction, ${
            way.periods[n].cooperation} cooperation`)].join("\n")}</title></rect>` : null)}
      <${Bands} items=${bands} scale=${x} y=${top + 2 * HALF + 30} left=${LEFT} right=${width - RIGHT} name=${name} />`;
  };
  const told = data.directions.map((way) => `${names(way.source)} towards ${names(way.target)}: ${count(way.events ?? 0, "event")}, ${
    way.friction ?? 0} friction and ${way.cooperation ?? 0} cooperation`).join("; ");
  return html`
    <${Figure} title="What they do to each other" name=${name} height=${tall} draw=${draw} usual=${900}
      label=${`${told}. From ${day(data.from)} to ${day(data.to)} by ${by}.`}
      legend=${html`
        <${Key} kind="friction" name=${name}>friction<//><${Key} kind="cooperation">cooperation<//>
        <${Key} kind="unknown" name=${name}>nothing stored of that time<//>
        ${lanes.map(([kind]) => html`<span class="key"><b class=${kind}>${SIGNS[kind]}</b> ${kind}</span>`)}
        ${bands.length > 0 && html`<span>Bands: what binds (plain) and divides (hatched) on ${day(bonds.on)}; diamonds: acts against it</span>`}
        <span>Click a bar for its events.</span>`}
      table=${{ columns: columns(one, other, names, pick), rows: periods.map((_, n) => [one.periods[n], other.periods[n]]) }}
      after=${html`
        ${bands.length > 0 && html`<details><summary>What binds and divides them: ${bands.length}</summary><ul>${bands.map((each) => html`
          <li>${each.words}${each.through ? ` (both in ${each.through})` : ""}, ${held(each)} <small>${each.source}</small>
            ${each.breaches?.length > 0 && html`<ul>${each.breaches.map((act) => html`
              <li>${`${day(act.day)}: `}${act.event
                ? html`<a href=${link("events", act.event)}>${act.reason}</a>` : act.reason}</li>`)}</ul>`}</li>`)}</ul></details>`}
        ${flags.length > 0 && html`<details><summary>Signals: ${flags.length}</summary><ul>${flags.map((each) => html`
          <li><a href=${link("signals", each.id)}>${day(each.date)}: ${each.kind}</a> ${each.reason.split(". ")[0]}.</li>`)}</ul></details>`}`} />`;
}

function columns(one, other, names, pick) {
  const ways = [one, other].flatMap((way, n) => [
    { title: `${names(way.source)} → ${names(way.target)}: friction`, number: true, value: (row) => row[n].friction },
    { title: "cooperation", number: true, value: (row) => row[n].cooperation },
    { title: "neither", number: true, value: (row) => (row[n].events === null ? null : row[n].events - row[n].friction - row[n].cooperation) },
  ]);
  const acts = (row) => row[0].events + row[1].events;
  return [
    { title: "From", value: (row) => row[0].start }, { title: "To", value: (row) => row[0].end }, ...ways,
    { title: "Events", number: true, value: (row) => (row[0].events === null ? null : acts(row)),
      show: (row) => (row[0].events === null ? "–" : acts(row) ? html`<button type="button"
        onClick=${() => pick(row[0])}>${acts(row)} events</button>` : 0) },
  ];
}
