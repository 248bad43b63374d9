// Paste: an article's text, and at once what Riftline finds in it; then, if wanted, into the store.
import { html } from "htm/preact";
import { useEffect, useId, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { link } from "../lib/route.js";
import { count } from "../lib/words.js";
import { draft } from "../parts/draft.js";
import { Marked } from "../parts/marked.js";
import "./paste.css";

export function PasteView() {
  const [state, set] = useState({ record: null, error: null, busy: "", stored: null });
  const given = draft.value;
  const change = (field) => (event) => { draft.value = { ...draft.value, [field]: event.target.value }; };
  const body = () => Object.fromEntries(Object.entries(draft.value).map(([name, value]) => [name, name === "text" ? value : value.trim() || null]));
  const code = async () => {
    set({ record: null, error: null, busy: "code", stored: null });
    try {
      const record = await ask("/code", {}, { method: "POST", body: body() });
      set({ record: { ...record, text: whole(record, draft.value) }, error: null, busy: "", stored: null });
    } catch (error) {
      set({ record: null, error, busy: "", stored: null });
    }
  };
  const store = async () => {
    set({ ...state, error: null, busy: "store" });
    try {
      const stored = await ask("/articles", {}, { method: "POST", body: body() });
      set({ ...state, error: null, busy: "", stored: stored ?? {} });
    } catch (error) {
      set({ ...state, error, busy: "" });
    }
  };
  useEffect(() => { if (given.text.trim()) code(); }, []);
  const { record, stored } = state;
  const where = stored && (stored.id ?? stored.article?.id ?? stored.article ?? stored.document?.id);
  return html`
    <h1>Paste an article</h1>
    <form class="paste" onSubmit=${(event) => { event.preventDefault(); code(); }}>
      <${Labelled} label="Text" wide>${(id) => html`<textarea id=${id} rows=${record ? 6 : 14} required value=${given.text}
        onInput=${change("text")} />`}</${Labelled}>
      <${Labelled} label="Title">${(id) => html`<input id=${id} value=${given.title} onInput=${change("title")}
        autocomplete="off" />`}</${Labelled}>
      <${Labelled} label="Published on">${(id) => html`<input id=${id} type="date" value=${given.published}
        onInput=${change("published")} />`}</${Labelled}>
      <${Labelled} label="Publisher">${(id) => html`<input id=${id} value=${given.publisher} onInput=${change("publisher")}
        autocomplete="off" />`}</${Labelled}>
      <div class="buttons"><button type="submit" disabled=${!!state.busy}>${state.busy === "code" ? "Reading …" : "See what is in it"}</button>
        ${record ? html`<button type="button" disabled=${!!state.busy || !!stored}
          onClick=${store}>${state.busy === "store" ? "Storing …" : "Store it"}</button>` : ""}</div>
    </form>
    <p class="dim">“On Friday” is told by the day of publication. Nothing is kept until you store it, and nothing leaves this server.</p>
    ${state.error ? html`<p class="problem" role="alert">${state.error.message}</p>` : ""}
    ${stored ? html`<p role="status"><b>Stored.</b> ${typeof where === "string" ? html`<a
      href=${link("articles", ...where.split("/"))}>The article</a>` : html`<a href=${link("articles")}>Articles</a>`}</p>` : ""}
    ${record ? html`
      <h2>What is in it: ${count(record.events.length, "event")}, ${count(record.statements.length, "statement")}</h2>
      ${(record.notes ?? []).map((note) => html`<p class="dim">${note}</p>`)}
      <${Marked} record=${record} stored=${false} />` : ""}`;
}

/** The text that the record's spans count in: the server's own where it sends it, else that of what was pasted which they fit. */
function whole(record, given) {
  if (typeof record.text === "string") return record.text;
  const spans = [...record.events, ...record.statements, ...record.places, ...record.dates].flatMap((each) => each.evidence);
  const texts = [given.text, given.text.trim(), `${given.title.trim()}\n\n${given.text.trim()}`];
  const fits = (points) => spans.every((each) => points.slice(each.start, each.end).join("") === each.text);
  return texts.find((text) => fits(Array.from(text))) ?? given.text;
}

function Labelled({ label, wide, children }) {
  const id = useId();
  return html`<div class=${wide ? "field whole" : "field"}><label for=${id}>${label}</label>${children(id)}</div>`;
}
