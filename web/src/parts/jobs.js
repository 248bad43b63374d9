// Jobs of the server: how far each is, a button that cancels it, and what came of it.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { number } from "../lib/words.js";
import { Whole } from "./whole.js";
import "./jobs.css";

const EVERY = 700;
const OPEN = ["queued", "running"];

export const open = (job) => OPEN.includes(job.state);

/** A job by its id, or all with `id` null, asked for again while one runs: {data, error, again()}. */
export function useJobs(id = null) {
  const [state, set] = useState({ data: null, error: null });
  const [turn, again] = useState(0);
  useEffect(() => {
    let later = 0;
    const left = new AbortController();
    const look = async () => {
      try {
        const data = await ask(id === null ? "/jobs" : `/jobs/${id}`, {}, { signal: left.signal });
        set({ data, error: null });
        if ((data.items ?? [data]).some(open)) later = setTimeout(look, EVERY);
      } catch (error) {
        if (!left.signal.aborted) set({ data: null, error });
      }
    };
    look();
    return () => {
      clearTimeout(later);
      left.abort();
    };
  }, [id, turn]);
  return { ...state, again: () => again(turn + 1) };
}

/** One job; `again` is called after it was cancelled. */
export function JobState({ job, again }) {
  const [error, say] = useState("");
  const cancel = async () => {
    try {
      await ask(`/jobs/${job.id}`, {}, { method: "DELETE" });
      again();
    } catch (problem) {
      say(problem.message);
    }
  };
  const { share, message, done, total } = job.progress ?? {};
  const written = job.result?.written?.events;
  const said = [message, total ? `${number(done)} of ${number(total)}` : null].filter(Boolean).join(": ");
  return html`
    <div class="job">
      <b>${job.kind}${job.options?.to ? ` as ${job.options.to}` : ""}</b> <span role="status">${job.state}</span>
      ${open(job) ? html`
        <progress aria-label=${`How far the ${job.kind} is`} max="1" value=${share ?? undefined}></progress>
        <span class="dim">${said}</span>
        <button type="button" onClick=${cancel}>Cancel</button>` : ""}
      ${written !== undefined ? html`<span>${number(written)} events</span>` : ""}
      ${job.state === "done" && job.result?.file ? html`
        <${Whole} path=${`/jobs/${job.id}/file`} name=${job.result.name}>Save the file</${Whole}>` : ""}
      ${job.state === "failed" && job.told?.length ? html`<span class="problem">${job.told.at(-1)}</span>` : ""}
      ${error ? html`<span class="problem" role="alert">${error}</span>` : ""}
    </div>`;
}
