// A link to a whole file of the server's.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { address, file } from "../lib/api.js";
import { download } from "./saving.js";

const HERE = ["localhost", "[::1]"].includes(location.hostname) || location.hostname.startsWith("127.");

/** `path`, `wanted`: of the question; `name`: the file's. From another machine reading takes the token, which a link does not send: the page fetches it. */
export function Whole({ path, wanted = {}, name, children }) {
  const [error, say] = useState("");
  const fetched = async (event) => {
    if (HERE) return;
    event.preventDefault();
    try {
      download(await file(path, wanted), name);
    } catch (problem) {
      say(problem.message);
    }
  };
  return html`<a href=${address(path, wanted)} download=${name} onClick=${fetched}>${children}</a>${error
    ? html` <span class="problem" role="alert">${error}</span>` : ""}`;
}
