// An actor's partners on an axis from friction to cooperation: the share with its 95 % interval, and where it stood before.
import { html } from "htm/preact";
import { scaleLinear, scaleSqrt } from "d3-scale";
import { go, link } from "../lib/route.js";
import { day, number, percent } from "../lib/words.js";
import { Figure, Key } from "../parts/figure.js";
import { clipped } from "../parts/text.js";

const ROW = 28;
const MOST = 25;
const HEAD = 22;

export function Leaning({ data, query, say }) {
  const every = data.partners;
  if (!every.length) return html`<h2>Whom it leans to</h2><p class="nothing">No act towards or from another actor is stored of that time.</p>`;
  const shown = query.all ? every : every.slice(0, MOST);
  const size = scaleSqrt([0, Math.max(...every.map((each) => each.events))], [2.5, 11]);
  const narrow = (width) => width < 560;
  const row = (width) => (narrow(width) ? ROW + 12 : ROW);
  const draw = (width, tall) => {
    const low = narrow(width);
    const left = low ? 12 : 210;
    const step = row(width);
    const x = scaleLinear([0, 1], [left, width - 62]);
    return html`
      <text x=${x(0)} y="12" class="end" text-anchor=${low ? "start" : "middle"}>friction</text>
      <text x=${x(1)} y="12" class="end" text-anchor=${low ? "end" : "middle"}>cooperation</text>
      ${[0, 0.25, 0.5, 0.75, 1].map((at) => html`<g class="axis"><line x1=${x(at)} x2=${x(at)} y1=${HEAD} y2=${tall - 20}
        class=${at === 0.5 ? "half" : "grid"} />
        <text x=${x(at)} y=${tall - 5} text-anchor="middle">${percent(at)}</text></g>`)}
      ${shown.map((each, n) => {
        const y = HEAD + n * step + step / 2 + (low ? 8 : 0);
        const r = size(each.events);
        const leans = each.share !== null && each.share < 0.5;
        return html`
          <g class="pick" onClick=${() => go(link("dyads", data.code, each.code))}>
            <title>${`${each.name}: ${each.friction} friction, ${each.cooperation} cooperation of ${each.events} events; cooperation ${
              percent(each.share)} (${
              percent(each.low)} to ${percent(each.high)})${each.before === null ? "" : `, before ${percent(each.before)}`}`}</title>
            <rect x="0" width=${width} y=${HEAD + n * step} height=${step} fill="transparent" />
            ${low ? html`<text x="2" y=${HEAD + n * step + 12}>${clipped(each.name, width - 70)}</text>`
              : html`<text x=${left - 18} y=${y} dy="0.32em" text-anchor="end">${clipped(each.name, left - 22)}</text>`}
            ${each.share === null ? html`<text x=${x(0.5)} y=${y} dy="0.32em" text-anchor="middle"
              class="soft">neither friction nor cooperation</text>` : html`
              <line x1=${x(each.low)} x2=${x(each.high)} y1=${y} y2=${y} class="whisker thin" />
              ${each.before !== null && html`
                <line x1=${x(each.before)} x2=${x(each.share)} y1=${y} y2=${y} class="movement" />
                <circle cx=${x(each.before)} cy=${y} r="4" class="before" />`}
              <circle cx=${x(each.share)} cy=${y} r=${r} fill=${leans ? "url(#hatch-leaning)" : undefined}
                class=${leans ? "friction-edge" : "cooperation ringed"} />`}
            <text x=${width - 4} y=${y} dy="0.32em" text-anchor="end" class="soft">${number(each.events)}</text>
          </g>`;
      })}`;
  };
  const columns = [
    { title: "Partner", value: (each) => each.name, show: (each) => html`<a href=${link("dyads", data.code, each.code)}>${each.name}</a>` },
    { title: "Events", number: true, value: (each) => each.events },
    { title: "Friction", number: true, value: (each) => each.friction },
    { title: "Cooperation", number: true, value: (each) => each.cooperation },
    { title: "Share of cooperation", number: true, value: (each) => each.share, show: (each) => percent(each.share) },
    { title: "95 % from", number: true, value: (each) => each.low, show: (each) => percent(each.low) },
    { title: "to", number: true, value: (each) => each.high, show: (each) => percent(each.high) },
    { title: "Before", number: true, value: (each) => each.before, show: (each) => percent(each.before) },
  ];
  const first = every.slice(0, 3).map((each) => `${each.name} ${percent(each.share)}`).join(", ");
  const window_ = query.since || query.until ? `${query.since ? `from ${day(query.since)} ` : ""}${query.until ? `to ${day(query.until)}` : ""}`
    : "in the last 365 days of which something is told";
  return html`
    <${Figure} title="Whom it leans to" name="leaning" draw=${draw} height=${(width) => HEAD + shown.length * row(width) + 24} usual=${900}
      table=${{ columns, rows: every }} label=${`Share of cooperation in what ${data.name} and each partner do to each other: ${first}.`}
      legend=${html`
        <${Key} kind=${html`<circle cx="8" cy="6" r="5.5" fill="url(#hatch-leaning)" class="friction-edge" />`}>mostly friction<//>
        <${Key} kind=${html`<circle cx="8" cy="6" r="5.5" class="cooperation ringed" />`}>half or more cooperation<//>
        <${Key} kind=${html`<line x1="0" x2="16" y1="6" y2="6" class="whisker thin" />`}>95 % interval<//>
        <${Key} kind=${html`<circle cx="8" cy="6" r="4" class="before" />`}>equally long before<//>
        <span>Size and number: events ${window_}. Click a partner for the dyad.</span>`}
      after=${every.length > MOST && html`<p><button type="button" onClick=${() => say({ all: query.all ? null : "1" })}>
        ${query.all ? `The first ${MOST} only` : `All ${every.length} partners`}</button></p>`} />`;
}
