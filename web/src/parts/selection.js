// j and k move over whatever a view marks with data-item; e opens the evidence of what is chosen: its first link, or its details.

function items() {
  return [...document.querySelectorAll("#main [data-item]")].filter((each) => each.offsetParent !== null);
}

export function move(step) {
  const all = items();
  if (!all.length) return;
  const at = all.findIndex((each) => each.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function open() {
  const chosen = document.activeElement?.closest?.("[data-item]");
  const details = chosen?.querySelector("details");
  if (details) details.open = !details.open;
  else (chosen?.querySelector("[data-evidence]") ?? chosen?.querySelector("a"))?.click();
}
