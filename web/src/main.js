// The desk: the shell around the views, and the keys that work in all of them.
import { html } from "htm/preact";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { lookAhead } from "./lib/ahead.js";
import { signIn } from "./lib/api.js";
import { go, link, route } from "./lib/route.js";
import { SignIn } from "./parts/signin.js";
import { Search } from "./parts/search.js";
import { Help, help } from "./parts/help.js";
import { move, open } from "./parts/selection.js";
import { TodayView } from "./views/today.js";
import { DyadView } from "./views/dyad.js";
import { ActorView } from "./views/actor.js";
import { MapView } from "./views/map.js";
import { NetworkView } from "./views/network.js";
import { EventsView } from "./views/events.js";
import { StoryView } from "./views/story.js";
import { ArticleView } from "./views/article.js";
import { ArticlesView } from "./views/articles.js";
import { SignalsView } from "./views/signals.js";
import { SignalView } from "./views/signal.js";
import { JobsView } from "./views/jobs.js";
import { PasteView } from "./views/paste.js";
import "./style.css";

/** By the first part of the address: [name in the menu or null, view of no further part, view of further parts]. */
const VIEWS = {
  "": ["Today", TodayView],
  signals: ["Signals", SignalsView, SignalView],
  map: ["Map", MapView],
  network: ["Network", NetworkView],
  dyads: ["Dyads", DyadView, DyadView],
  actors: ["Actors", ActorView, ActorView],
  events: ["Events", EventsView, StoryView],
  articles: ["Articles", ArticlesView, ArticleView],
  paste: ["Paste", PasteView],
  jobs: ["Jobs", JobsView],
};

function Desk() {
  const { parts, query } = route.value;
  const [, whole, one] = VIEWS[parts[0] ?? ""] ?? [];
  const View = parts.length > 1 ? (one ?? whole) : whole;
  useEffect(() => {
    document.getElementById("main")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [parts.join("/")]);
  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>To the content</a>
    <header>
      <a class="mark" href="#/">Riftline</a>
      <nav aria-label="Views">
        ${Object.entries(VIEWS).map(([name, [title]]) => html`
          <a href=${link(...(name ? [name] : []))} aria-current=${(parts[0] ?? "") === name ? "page" : undefined}>${title}</a>`)}
      </nav>
      <${Search} />
    </header>
    <main id="main" tabindex="-1">
      <${SignIn} />
      ${View ? html`<${View} parts=${parts.slice(1)} query=${query} key=${parts.join("/")} />` : html`<h1>There is no such view</h1><p><a href="#/">Today</a></p>`}
    </main>
    <${Help} />`;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") help.value = false;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const act = { "/": () => document.getElementById("search")?.focus(), "?": () => { help.value = !help.value; }, j: () => move(1), k: () => move(-1), e: open, g: () => go("#/") }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

if (signIn()) go("#/", true);
render(html`<${Desk} />`, document.getElementById("desk"));
lookAhead();
