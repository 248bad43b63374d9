// One signal: what it says, what it is made of, the acts that weigh most, and whether it comes out again.
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { useAnswer } from "../lib/hooks.js";
import { go, link } from "../lib/route.js";
import { count, day, days, number, percent } from "../lib/words.js";
import { Kind, MEANS, Type } from "../parts/badge.js";
import { Parts, Score, signed } from "../parts/bars.js";
import { useNames } from "../parts/names.js";
import { dyads, strength, told, why } from "../parts/reasons.js";
import { Saving } from "../parts/saving.js";
import { Waiting } from "../parts/state.js";
import { Table } from "../parts/table.js";
import "./signal.css";

export function SignalView({ parts, query }) {
  const [id] = parts;
  const name = useNames();
  const answer = useAnswer(`/signals/${encodeURIComponent(id)}`);
  const again = useAnswer(query.replay === "true" ? `/signals/${encodeURIComponent(id)}` : null, { replay: true });
  const svg = useRef(null);
  if (!answer.data) return html`<h1>Signal</h1><${Waiting} answer=${answer} />`;
  const signal = answer.data;
  return html`
    <p class="crumb"><a href=${link("signals")}>Signals</a></p>
    <h1>${told(signal)}</h1>
    <p class="about"><${Kind} kind=${signal.kind} /> <span
      class="dim">${MEANS[signal.kind]}</span> · raised ${day(signal.date)} · from what was known of ${days(signal.window)}</p>
    <p>${dyads(signal).map(([one, other], n) => html`${n ? " · " : ""}<a
      href=${link(["dyads", one, other], { until: signal.date })}>${name(one)} – ${name(other)} up to that day</a>`)}</p>
    ${signal.thin ? html`<p class="thinly"><b>The evidence is thin:</b> ${signal.thin}.</p>` : ""}
    <p class="reason">${why(signal)}</p>
    <${Figures} signal=${signal} />
    <section aria-labelledby="made"><h2 id="made">What adds to the score</h2>
      <${Saving} of=${() => svg.current} name=${`${signal.id}-parts`} />
      <${Parts} parts=${signal.parts} total=${signal.score} take=${svg} />
      <details><summary>Table</summary><${Table} name=${`${signal.id}-parts`} caption="What adds to the score" rows=${signal.parts} columns=${[
        { title: "What", value: (row) => row.words },
        { title: "Adds", value: (row) => row.adds, cell: (row) => signed(row.adds), number: true },
        {
          title: "Acts", value: (row) => row.events.join(" "), wide: true,
          cell: (row) => (row.events.length ? row.events.map((each) => html`<a href=${link("events", each)}>${each}</a> `) : "–"),
        },
      ]} /></details>
    </section>
    <section aria-labelledby="acts"><h2 id="acts">The acts that weigh most</h2><${Acts} acts=${signal.events} name=${name} /></section>
    <section aria-labelledby="replay"><h2 id="replay">Does it come out again?</h2>
      <${Replay} signal=${signal} asked=${query.replay === "true"} answer=${again}
        ask=${() => go(link(["signals", id], { ...query, replay: "true" }), true)} /></section>
    <section aria-labelledby="versions"><h2 id="versions">Versions</h2><${Versions} signal=${signal} /></section>`;
}

const ODDS = "The score is how far the odds stand above the usual, as a power of ten.";
const BANS = "The score is −log10 of the chance that so much comes about without a change: 2 is one in a hundred.";
const UNITS = {
  flashpoint: ["the usual chance", "the chance now", (value) => percent(value, 1)],
  tilt: ["log-odds before", "log-odds now", (value) => value.toFixed(2)],
};

/** Expected, seen, and the score beside attention's. */
function Figures({ signal }) {
  const [usual, now, tell] = UNITS[signal.kind] ?? ["acts to be expected", "acts told", (value) => value.toFixed(2).replace(/\.?0+$/, "")];
  return html`
    <dl class="figures">
      <div><dt>${usual}</dt><dd>${tell(signal.baseline)}</dd></div>
      <div><dt>${now}</dt><dd>${tell(signal.observed)}</dd></div>
      <div><dt>score</dt><dd>${signal.score.toFixed(1)}${signal.probability === null ? "" : html` <small>chance ${strength(signal)}</small>`}</dd>
        </div>
      <div><dt>attention alone would have scored</dt><dd>${signal.attention.toFixed(1)}</dd></div>
      <div><dt>both</dt><dd><${Score} signal=${signal} most=${Math.max(signal.score, signal.attention)} width=${160} /></dd></div>
    </dl>
    <p class="dim">${signal.kind === "flashpoint" ? ODDS : BANS}</p>`;
}

function Acts({ acts, name }) {
  if (!acts.length) return html`<p class="nothing">None is told singly.</p>`;
  return html`<ol class="heaviest">${acts.map((act) => html`
    <li data-item>
      <div class="head"><${Type} type=${act.type} /> <b><a href=${link("events", act.event)} data-evidence>${act.words}</a></b> <span
        class="dim">${day(act.day)}</span>
        <span class="weight" title="its share of the weight of all acts of the signal">
          <svg width="60" height="10" viewBox="0 0 60 10" aria-hidden="true"><rect class="alone" x="0.5" y="0.5" width="59" height="9" /><rect
            width=${60 * act.weight} height="10" fill="var(--accent)" /></svg>
          ${percent(act.weight)} <span class="dim">of the weight</span></span></div>
      ${act.quote ? html`<blockquote>${act.quote}</blockquote>` : ""}
      <p class="dim">${act.article ? html`<a href=${link("articles", act.article)}>${act.title ?? act.article}</a> · `
        : ""}${act.publisher ? `${act.publisher} · ` : ""}known ${day(act.known)} · ${""}
        ${count(act.reports, "report")} of ${count(act.sources, "independent source")} · ${name(act.source)} → ${name(act.target)}</p>
    </li>`)}</ol>`;
}

const COMPARED = [
  ["score", "score"], ["probability", "chance"], ["baseline", "expected"], ["observed", "told"], ["attention", "attention alone"],
  ["reason", "reason"], ["thin", "thin evidence"],
];

function Replay({ signal, asked, answer, ask }) {
  if (!asked) return html`<p><button type="button" onClick=${ask}>Replay it</button> <span
    class="dim">Computes it again from what was published by ${day(signal.date)}.</span></p>`;
  if (!answer.data) return html`<${Waiting} answer=${answer} />`;
  const now = answer.data.replayed;
  if (now === null) return html`<p><b>Differs:</b> nothing is raised now from what was published by ${day(signal.date)}.</p>`;
  const tell = (value) => (value === null || value === undefined ? "–" : typeof value === "number" ? number(value) : value);
  const rows = COMPARED.filter(([key]) => signal[key] !== now[key]).map(([key, words]) => ({ words, was: tell(signal[key]), is: tell(now[key]) }));
  if (JSON.stringify(signal.parts) !== JSON.stringify(now.parts)) {
    const each = (parts) => parts.map((part) => `${part.words} ${signed(part.adds)}`).join("; ");
    rows.push({ words: "what adds to it", was: each(signal.parts), is: each(now.parts) });
  }
  const acts = (found) => found.events.map((act) => act.event).join(" ");
  if (acts(signal) !== acts(now)) rows.push({ words: "the acts that weigh most", was: acts(signal), is: acts(now) });
  if (!rows.length) return html`<p role="status">
    <b>The same:</b> it comes out again from what was published by ${day(signal.date)}, to the last figure.</p>`;
  return html`
    <p role="status"><b>Differs</b> in ${rows.map((row) => row.words).join(", ")}: something was stored, or corrected, since it was raised.</p>
    <${Table} name=${`${signal.id}-replay`} caption="As it was raised, and as it comes out now" rows=${rows}
      columns=${[{ title: "What", value: (row) => row.words }, { title: "As raised", value: (row) => row.was },
        { title: "Now", value: (row) => row.is }]} />`;
}

function Versions({ signal }) {
  return html`
    <p>This is version ${signal.version}${signal.as_of ? `, as of ${day(signal.as_of)}`
      : ""}${signal.earlier.length ? "; earlier ones:" : ", the only one."}</p>
    ${signal.earlier.length ? html`<ol class="earlier">${signal.earlier.map((each) => html`
      <li><b>${strength(each)}</b> ${each.reason}</li>`)}</ol>` : ""}
    <p class="dim">${signal.id}</p>`;
}
