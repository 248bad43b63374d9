// Fields of a filter: what is chosen stands in the address, and changes it.
import { html } from "htm/preact";
import { useId } from "preact/hooks";
import { known } from "./names.js";
import "./fields.css";

/** A field that tells `set` its value when it is left, or Enter is pressed. */
export function Field({ label, value = "", set, type = "text", list, hint, min, max, step }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <input id=${id} type=${type} value=${value ?? ""} list=${list} min=${min} max=${max} step=${step} placeholder=${hint} autocomplete="off"
        onChange=${(event) => set(event.target.value.trim())} />
    </div>`;
}

export function Choice({ label, value = "", set, choices }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} value=${value ?? ""} onChange=${(event) => set(event.target.value)}>
        ${choices.map((each) => { const [key, words] = Array.isArray(each) ? each : [each, each]; return html`<option value=${key}
          selected=${key === (value ?? "")}>${words}</option>`; })}
      </select>
    </div>`;
}

/** Several of some words, kept as one: "rift,tilt". None is all. */
export function Several({ label, value = "", set, choices, children }) {
  const chosen = (value || "").split(",").filter(Boolean);
  const turn = (word) => set((chosen.includes(word) ? chosen.filter((each) => each !== word) : [...chosen, word]).join(","));
  return html`
    <fieldset class="several"><legend>${label}</legend>
      ${choices.map((word) => html`<label><input type="checkbox" checked=${chosen.includes(word)}
        onChange=${() => turn(word)} /> ${children ? children(word) : word}</label>`)}
    </fieldset>`;
}

/** The actors' codes and names as suggestions; fields refer to it by `list`. */
export function Suggested({ id }) {
  return html`<datalist id=${id}>${known().map(([code, name]) => html`<option value=${code} label=${`${name} (${code})`}>${name}</option>`)}</datalist>`;
}
