// Jobs: what the server is at and what it has done, the newest first.
import { html } from "htm/preact";
import { day } from "../lib/words.js";
import { JobState, useJobs } from "../parts/jobs.js";
import { Waiting } from "../parts/state.js";

export function JobsView() {
  const found = useJobs();
  const items = found.data?.items ?? [];
  return html`
    <h1>Jobs</h1>
    <p class="dim">Imports, ingests, exports and searches for signals that the server does one after the other.</p>
    <${Waiting} answer=${found} nothing=${!items.length}>Nothing was begun.<//>
    <ul class="jobs">${items.map((job) => html`
      <li key=${job.id} data-item><${JobState} job=${job} again=${found.again} /> <small>${day(job.made)} ${job.made.slice(11, 16)} · ${job.id}</small></li>`)}
    </ul>`;
}
