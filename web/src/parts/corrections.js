// "This is wrong": what an event should say, that it is none, that a report does not belong to it, or that another is the same.
import { html } from "htm/preact";
import { useId, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { link } from "../lib/route.js";
import { COOPERATION, FRICTION, day } from "../lib/words.js";
import { Suggested } from "./fields.js";
import "./corrections.css";

const STATUSES = ["happened", "planned", "negated", "possible", "background"];

/** What stands in a correction's field, in words. */
const was = (value) => value || "nothing";

/** The corrections of fields that hold (`items`), each with a button that takes it back; `done` is called after that. */
export function Undoing({ items, done }) {
  const [busy, work] = useState(null);
  const [error, fail] = useState(null);
  const undo = async (id) => {
    work(id);
    fail(null);
    try {
      await ask(`/corrections/${id}`, {}, { method: "DELETE" });
      done();
    } catch (problem) {
      fail(problem);
    }
    work(null);
  };
  if (!items.length) return null;
  return html`
    <h3>Corrected by hand</h3>
    <ul class="undoing">${items.map((each) => html`
      <li key=${each.id} data-item><b>${each.field === "none" ? "It is no event" : `${each.field}: ${was(each.old)} → ${was(each.value)}`}</b>
        ${each.note ? html` <q>${each.note}</q>` : ""} <small>${day(each.made)}</small>
        ${" "}<button type="button" disabled=${busy !== null} onClick=${() => undo(each.id)}
          aria-label=${`Undo the correction of ${each.field}`}>Undo</button></li>`)}</ul>
    ${error ? html`<p class="problem" role="alert">${error.message}</p>` : ""}`;
}

/** `done` is called after something was put down. */
export function Corrections({ event, done }) {
  const [said, say] = useState(null);
  const [busy, work] = useState(false);
  const send = async (asks) => {
    work(true);
    say(null);
    try {
      let answer = null;
      for (const [path, body] of asks) answer = await ask(path, {}, { method: "POST", body });
      say({ words: "Put down. It holds when the articles are loaded again.", events: answer?.events });
      if (!answer?.events) done();
    } catch (error) {
      say({ words: error.message, wrong: true });
    }
    work(false);
  };
  return html`
    <div class="corrections">
      <details><summary>Put it right</summary><${Fields} event=${event} send=${send} busy=${busy} /></details>
      <details><summary>It is not an event</summary><${None} event=${event} send=${send} busy=${busy} /></details>
      <details><summary>Another event is the same</summary><${Merge} event=${event} send=${send} busy=${busy} /></details>
      ${event.told_by?.length > 1 ? html`<details><summary>A report does not belong to it</summary><${Split} event=${event} send=${send}
        busy=${busy} /></details>` : ""}
      ${said ? html`<p class=${said.wrong ? "problem" : "done"} role=${said.wrong ? "alert" : "status"}>${said.words}
        ${(said.events ?? []).map((id) => html` <a href=${link("events", id)}>${id}</a>`)}</p>` : ""}
    </div>`;
}

/** A field for each thing that can be wrong; only what was changed is sent. */
function Fields({ event, send, busy }) {
  const list = useId();
  const before = {
    type: event.type ?? "", source: event.source?.code ?? "", target: event.target?.code ?? "", day: event.date?.start ?? "",
    place: event.place?.name ?? "", status: event.status ?? "",
  };
  const submit = (submitted) => {
    submitted.preventDefault();
    const given = new FormData(submitted.target);
    const note = given.get("note").trim() || null;
    const changed = Object.keys(before).filter((field) => given.get(field).trim() !== before[field]);
    if (changed.length) send(changed.map((field) => ["/corrections", { event: event.id, field, value: given.get(field).trim() || null, note }]));
  };
  return html`
    <form class="filters" onSubmit=${submit}>
      <${Labelled} label="Type">${(id) => html`<select id=${id}
        name="type">${[...(before.type ? [] : [""]), ...FRICTION, ...COOPERATION].map((each) => html`
        <option value=${each} selected=${each === before.type}>${each.toLowerCase() || "none"}</option>`)}</select>`}</${Labelled}>
      <${Labelled} label="Who acts">${(id) => html`<input id=${id} name="source" list=${list} value=${before.source}
        autocomplete="off" />`}</${Labelled}>
      <${Labelled} label="To whom">${(id) => html`<input id=${id} name="target" list=${list} value=${before.target}
        autocomplete="off" />`}</${Labelled}>
      <${Labelled} label="Day">${(id) => html`<input id=${id} name="day" type="date" value=${before.day} />`}</${Labelled}>
      <${Labelled} label="Place">${(id) => html`<input id=${id} name="place" value=${before.place} autocomplete="off" />`}</${Labelled}>
      <${Labelled} label="Status">${(id) => html`<select id=${id} name="status">${STATUSES.map((each) => html`
        <option value=${each} selected=${each === before.status}>${each}</option>`)}</select>`}</${Labelled}>
      <${Labelled} label="Note">${(id) => html`<input id=${id} name="note" maxlength="1000" />`}</${Labelled}>
      <${Suggested} id=${list} />
      <button type="submit" disabled=${busy}>Put it right</button>
      <p class="dim whole">Who acts and to whom: type a code or a name and choose; empty is nobody.</p>
    </form>`;
}

function None({ event, send, busy }) {
  const submit = (submitted) => {
    submitted.preventDefault();
    const note = new FormData(submitted.target).get("note").trim() || null;
    send([["/corrections", { event: event.id, field: "none", note }]]);
  };
  return html`
    <form class="filters" onSubmit=${submit}>
      <${Labelled} label="Note">${(id) => html`<input id=${id} name="note" maxlength="1000" />`}</${Labelled}>
      <button type="submit" disabled=${busy}>It is not an event</button>
    </form>`;
}

function Merge({ event, send, busy }) {
  const submit = (submitted) => {
    submitted.preventDefault();
    send([["/corrections/merge", { events: [event.id, new FormData(submitted.target).get("other").trim()] }]]);
  };
  return html`
    <form class="filters" onSubmit=${submit}>
      <${Labelled} label="The other's id">${(id) => html`<input id=${id} name="other" required autocomplete="off" />`}</${Labelled}>
      <button type="submit" disabled=${busy}>Make one event of both</button>
    </form>`;
}

function Split({ event, send, busy }) {
  return html`<ul>${event.told_by.map((each) => html`
    <li>${each.publisher ?? each.article}: ${each.title ?? each.article}
      ${" "}<button type="button" disabled=${busy} onClick=${() => send([["/corrections/split", { report: each.id }]])}>Take it out</button>
        </li>`)}</ul>`;
}

function Labelled({ label, children }) {
  const id = useId();
  return html`<div class="field"><label for=${id}>${label}</label>${children(id)}</div>`;
}
