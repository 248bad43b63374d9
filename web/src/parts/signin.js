// Signing in: asked for where the server wants a token, which is kept for this tab only and never stands in the address.
import { html } from "htm/preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { keepToken, refused } from "../lib/api.js";
import "./signin.css";

/** The form, where an answer was refused for want of a token. Once it has one the page asks again; what was typed elsewhere stays where it was a change. */
export function SignIn() {
  const id = useId();
  const field = useRef(null);
  const why = refused.value;
  useEffect(() => { if (why) field.current?.focus(); }, [why]);
  if (!why) return null;
  const send = (event) => {
    event.preventDefault();
    const token = field.current.value.trim();
    if (!token) return;
    keepToken(token);
    refused.value = null;
    if (why.reading) location.reload();
  };
  const forget = () => {
    keepToken(null);
    refused.value = null;
    location.reload();
  };
  return html`
    <form class="signin" onSubmit=${send} aria-label="Sign in">
      <p role="alert"><b>${why.had ? "The token is not taken." : "This needs a token."}</b> ${why.message}</p>
      <div class="field"><label for=${id}>Token</label>
        <input id=${id} ref=${field} type="password" autocomplete="off" spellcheck="false" placeholder="rl_…" /></div>
      <button type="submit">Sign in</button>
      ${why.had ? html`<button type="button" onClick=${forget}>Forget it</button>` : ""}
      <p class="dim">It is made by <code>riftline token create</code> on the server, kept by this tab only and forgotten with it.</p>
    </form>`;
}
