// All that passes a filter as a file: as a stream at once, or by a job in any of the formats, which is better where it is much.
import { html } from "htm/preact";
import { useId, useState } from "preact/hooks";
import { ask } from "../lib/api.js";
import { link } from "../lib/route.js";
import { Waiting } from "./state.js";
import { JobState, useJobs } from "./jobs.js";

const FORMATS = ["csv", "parquet", "geojson", "plover", "polecat", "icews", "gdelt", "acled", "ftm"];

/** `wanted`: the filters as the API has them. */
export function Exporting({ wanted }) {
  const id = useId();
  const [job, begun] = useState(null);
  const [error, fail] = useState("");
  const begin = async (event) => {
    event.preventDefault();
    fail("");
    const filters = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined && value !== ""));
    try {
      begun((await ask("/jobs", {}, { method: "POST", body: { kind: "export", to: new FormData(event.target).get("to"), filters } })).id);
    } catch (problem) {
      fail(problem.message);
    }
  };
  return html`
    <details class="more"><summary>Export by a job</summary>
      <p class="dim">The server writes the file, and you fetch it when it is whole. It goes on when you leave this page; <a
        href=${link("jobs")}>all jobs</a>.</p>
      <form class="filters" onSubmit=${begin}>
        <div class="field"><label for=${id}>Format</label><select id=${id} name="to">${FORMATS.map((each) => html`
          <option value=${each}>${each}</option>`)}</select></div>
        <button type="submit">Export</button>
      </form>
      ${error ? html`<p class="problem" role="alert">${error}</p>` : ""}
      ${job ? html`<${Followed} id=${job} key=${job} />` : ""}
    </details>`;
}

function Followed({ id }) {
  const found = useJobs(id);
  return found.data ? html`<${JobState} job=${found.data} again=${found.again} />` : html`<${Waiting} answer=${found} />`;
}
