import { html } from "htm/preact";

/** What stands in place of an answer that is not there: it is waited for, it failed, or there is nothing. Nothing is never drawn as zero. */
export function Waiting({ answer, nothing = false, children }) {
  if (answer.error) return html`<p class="problem" role="alert">${answer.error.message}</p>`;
  if (!answer.data) return html`<p class="waiting" role="status">…</p>`;
  return nothing ? html`<p class="nothing">${children}</p>` : null;
}
