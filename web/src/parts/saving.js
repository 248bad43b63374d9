// Buttons that save a chart: as SVG with its computed colours written into it, and as PNG.
import { html } from "htm/preact";

const SHOWN = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "stroke-opacity",
  "font-family", "font-size", "font-weight", "font-style", "text-anchor", "paint-order", "visibility",
];
/** What a child does not take over from its parent, and how it is where nothing is said. */
const OWN = { opacity: "1", "dominant-baseline": "auto", "vector-effect": "none" };

/** A copy of a chart that stands on its own: what style sheets say is in it as attributes, with a ground behind it. */
export function standalone(svg) {
  const copy = svg.cloneNode(true);
  const pairs = [[svg, copy]];
  while (pairs.length) {
    const [from, to] = pairs.pop();
    const seen = getComputedStyle(from);
    const above = from === svg ? null : getComputedStyle(from.parentNode);
    if (seen.display === "none") {
      to.remove();
      continue;
    }
    for (const name of [...SHOWN, ...Object.keys(OWN)]) {
      // A reference to a pattern is computed with the page's address around it; the attribute as it stands is the better one.
      const value = seen.getPropertyValue(name);
      const usual = name in OWN ? OWN[name] : above?.getPropertyValue(name);
      if (value && !value.includes("url(") && (value !== usual || to.hasAttribute(name))) to.setAttribute(name, value);
    }
    to.removeAttribute("class");
    to.removeAttribute("style");
    [...from.children].forEach((child, n) => pairs.push([child, to.children[n]]));
  }
  const box = svg.viewBox.baseVal;
  const [width, height] = box?.width ? [box.width, box.height] : [svg.clientWidth, svg.clientHeight];
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const fill = getComputedStyle(document.body).backgroundColor;
  for (const [name, value] of Object.entries({ x: box?.x ?? 0, y: box?.y ?? 0, width, height, fill })) {
    ground.setAttribute(name, value);
  }
  copy.insertBefore(ground, copy.firstChild);
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height })) copy.setAttribute(name, value);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** Hands something to the reader as a file. */
export function download(blob, name) {
  const at = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = at;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(at), 10_000);
}

/** The chart as a picture of twice its size. */
export async function asPng(svg) {
  const { text, width, height } = standalone(svg);
  const at = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = at;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(at);
  }
}

/** Two buttons. `of`: gives the SVG element; `name`: the file's, without its ending. */
export function Saving({ of, name }) {
  const svg = () => download(new Blob([standalone(of()).text], { type: "image/svg+xml" }), `${name}.svg`);
  const png = async () => download(await asPng(of()), `${name}.png`);
  return html`
    <span class="saving">
      <button type="button" onClick=${svg} aria-label=${`Save ${name} as SVG`}>SVG</button>
      <button type="button" onClick=${png} aria-label=${`Save ${name} as PNG`}>PNG</button>
    </span>`;
}
