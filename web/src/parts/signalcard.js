// A signal in a list: what, when, who, how strong, and what attention alone would have said.
import { html } from "htm/preact";
import { link } from "../lib/route.js";
import { day } from "../lib/words.js";
import { Kind } from "./badge.js";
import { Score } from "./bars.js";
import { dyads, strength, told } from "./reasons.js";
import "./signalcard.css";

export function SignalCard({ signal, most, name }) {
  return html`
    <li class="signal" data-item>
      <div class="head"><${Kind} kind=${signal.kind} /> <time datetime=${signal.date}>${day(signal.date)}</time>
        <span class="strength"><b>${strength(signal)}</b> <span class="dim">${signal.probability === null ? "score" : "chance"}</span>
          <${Score} signal=${signal} most=${most} /></span></div>
      <p><a href=${link("signals", signal.id)} data-evidence>${told(signal)}</a>
        ${signal.thin ? html` <span class="thin-evidence">thin evidence</span>` : ""}</p>
      <p class="dim">${dyads(signal).map(([one, other], n) => html`${n ? " · " : ""}<a
        href=${link(["dyads", one, other], { until: signal.date })}>${name(one)} – ${name(other)}</a>`)}
        ${signal.place ? html` · ${signal.place}` : ""}</p>
    </li>`;
}

/** What the bars mean, for above a list of them. */
export function Legend() {
  return html`<p class="score-legend dim"><svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true"><rect width="26" height="12"
    fill="var(--accent)" /></svg> score
    <svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true"><rect class="alone" x="0.5" y="3" width="25" height="6" /></svg>
    what the volume of coverage alone would have scored</p>`;
}
