// Every view is an address: #/dyads/ARM/RUS?since=2023-01-01. A view reads `params` and `query` and writes with `go`.
import { signal } from "@preact/signals";

export const route = signal(read());
addEventListener("hashchange", () => {
  route.value = read();
});

function read() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a view: link("dyads", "ARM", "RUS"), link(["dyads", "ARM", "RUS"], {since}). */
export function link(...given) {
  const parts = Array.isArray(given[0]) ? given[0] : given.filter((each) => typeof each !== "object");
  const values = given.find((each) => typeof each === "object" && !Array.isArray(each)) ?? {};
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(kept).toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

/** Goes to a view; with `replace` the way back leads past it, for sliders and the like. */
export function go(address, replace = false) {
  if (replace) {
    history.replaceState(null, "", address);
    route.value = read();
  } else location.hash = address;
}
