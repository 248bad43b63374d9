// The events of a place that was clicked.
import { html } from "htm/preact";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { count } from "../lib/words.js";
import { Waiting } from "../parts/state.js";
import { Told } from "./dyad-acts.js";

export function PlaceEvents({ pick, wanted, say }) {
  const [country, precision, place] = pick.split("|");
  const asked = { ...wanted, country, place };
  const answer = useAnswer("/events", { ...asked, newest: true, limit: 100 });
  const found = (answer.data?.items ?? []).filter((each) => each.place?.name === place && each.place?.precision === precision);
  return html`
    <section class="acts" aria-live="polite">
      <h2>${place || country}${country ? `, ${country}` : ""}</h2>
      <p class="controls">
        <button type="button" onClick=${() => say({ pick: null })}>Close</button>
        <a href=${link(["events"], asked)}>All of them in the list</a>
      </p>
      <${Waiting} answer=${answer} nothing=${!found.length}>No event answers.<//>
      ${found.length > 0 && html`<p class="dim">${count(found.length, "event")}, the newest first.</p>`}
      <ol class="told">${found.map((each) => html`<${Told} event=${each} key=${each.id} />`)}</ol>
    </section>`;
}
