// An article's text with all that was found in it marked: layers that can be left out, details on hover and focus, a list beside it.
import { html } from "htm/preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { LAYERS, findings, segments } from "../lib/findings.js";
import { go, link, route } from "../lib/route.js";
import { count } from "../lib/words.js";
import { Finding, SINGULAR, brief } from "./finding.js";
import { useNames } from "./names.js";
import "./marked.css";

/** `record`: of an article, with `text`. `stored`: whether its events have pages. `focus`: the id of an event to begin with. */
export function Marked({ record, stored, focus }) {
  const name = useNames();
  const all = useMemo(() => findings(record), [record]);
  const { off: left = "" } = route.value.query;
  const off = left.split(",").filter(Boolean);
  const shown = all.filter((each) => !off.includes(each.layer));
  const cut = useMemo(() => segments(record.text, shown), [record, left]);
  const begin = focus && all.find((each) => each.layer === "events" && (each.of.id === focus || each.of.event === focus));
  const [pinned, pin] = useState(begin ? [begin.id] : []);
  const [hovered, hover] = useState(null);
  const text = useRef(null);
  const active = hovered ?? pinned;
  const told = all.filter((each) => active.includes(each.id) && !off.includes(each.layer));
  const turn = (layer) => {
    const { parts, query } = route.value;
    go(link(parts, { ...query, off: (off.includes(layer) ? off.filter((each) => each !== layer) : [...off, layer]).join(",") }), true);
  };
  const show = (finding) => {
    pin([finding.id]);
    text.current?.querySelector(`[data-on~="${finding.id}"]`)?.scrollIntoView({ block: "center" });
  };
  useEffect(() => { if (begin) show(begin); }, [record]);
  return html`
    <fieldset class="layers several"><legend>Marked</legend>
      ${LAYERS.map((layer) => {
        const n = all.filter((each) => each.layer === layer).length;
        return n ? html`<label><input type="checkbox" checked=${!off.includes(layer)} onChange=${() => turn(layer)} /> <span
          class="m m-${layer}">${layer}</span> <small>${n}</small></label>` : "";
      })}
    </fieldset>
    <div class="marked">
      <div class="text" ref=${text} onMouseLeave=${() => hover(null)}>
        ${cut.map((each) => html`<${Segment} segment=${each} active=${active} pin=${pin} hover=${hover} />`)}
      </div>
      <aside aria-label="What was found">
        <div class="pointed" aria-live="polite" role="region" aria-label="What is chosen" tabindex="0">
          ${told.length ? told.map((each) => html`<${Finding} finding=${each} record=${record} name=${name} stored=${stored} />`) : html`<p
            class="nothing">Point at a mark, or choose one with j and k, to see what it is and why.</p>`}
        </div>
        <div class="lists">
          <h2>All that was found</h2>
          ${LAYERS.map((layer) => html`<${List} layer=${layer} items=${shown.filter((each) => each.layer === layer)} record=${record}
            active=${active} hover=${hover} show=${show} />`)}
        </div>
      </aside>
    </div>`;
}

function List({ layer, items, record, active, hover, show }) {
  if (!items.length) return null;
  return html`
    <details open=${layer === "events"}><summary>${count(items.length, ...SINGULAR[layer])}</summary>
      <ol>${items.map((each) => html`
        <li><button type="button" class=${active.includes(each.id) ? "on" : ""} onMouseEnter=${() => hover([each.id])}
          onMouseLeave=${() => hover(null)}
          onClick=${() => show(each)}>${brief(each, record)}</button></li>`)}</ol>
    </details>`;
}

/** Marks of all layers lie within each other, so that each keeps its own line. The tab key reaches events and what is chosen; j and k all. */
function Segment({ segment, active, pin, hover }) {
  const { on, begins, text } = segment;
  if (!on.length || !text.trim()) return text;
  const ids = on.map((each) => each.id);
  const layers = LAYERS.filter((layer) => on.some((each) => each.layer === layer));
  const lit = ids.some((id) => active.includes(id));
  const numbers = begins.filter((each) => each.layer === "events").map((each) => each.number);
  const words = layers.reduceRight((inside, layer) => html`<span class="m m-${layer}">${inside}</span>`, text);
  const choose = () => pin(ids);
  return html`<span class=${`segment${lit ? " lit" : ""}`} data-item data-on=${ids.join(" ")} role="button"
    tabindex=${numbers.length || lit ? 0 : -1}
    onMouseEnter=${() => hover(ids)} onFocus=${choose} onClick=${choose}
    >${numbers.length ? html`<sup>${numbers.join(",")}</sup>` : ""}${words}</span>`;
}
