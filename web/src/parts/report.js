// A report of an event: who says so, its paragraph with the evidence marked, and what became of its article.
import { html } from "htm/preact";
import { segments } from "../lib/findings.js";
import { useAnswer } from "../lib/hooks.js";
import { link } from "../lib/route.js";
import { shortDays } from "../lib/short.js";
import { day, percent } from "../lib/words.js";
import { Type } from "./badge.js";
import { Terms, figure } from "./finding.js";

export function Report({ report, event }) {
  const first = report.joined === "The first report.";
  return html`
    <article class=${report.superseded_by || report.copy_of ? "report faded" : "report"} data-item>
      <h4><a href=${link(["articles", ...report.article.split("/")], { event: report.id })} data-evidence>${report.title ?? report.article}</a></h4>
      <p class="dim">${[report.publisher ?? "no publisher known", report.published ? day(report.published) : "no day known",
        report.grade && `graded ${report.grade}`].filter(Boolean).join(" · ")}</p>
      <${Passage} report=${report} />
      ${report.superseded_by ? html`<p class="became"><b>Superseded</b> by a ${report.superseded_by.kind}:
        ${" "}<a href=${link("articles", ...report.superseded_by.article.split("/"))}>${report.superseded_by.words}</a></p>` : ""}
      ${report.copy_of ? html`<p class="became"><b>A copy</b> of
        ${" "}<a href=${link("articles", ...report.copy_of.article.split("/"))}>${report.copy_of.article}</a>: ${report.copy_of.reason}</p>` : ""}
      <p><${Type} type=${report.type} mode=${report.mode} /> ${report.status}</p>
      <${Terms} rows=${[
        ["who", report.source_name ?? report.source_code ?? "nobody named"],
        ["to whom", report.target_name ?? report.target_code ?? "nobody named"],
        ["when", shortDays({ start: report.first_day, end: report.last_day })],
        ["where", report.place ?? "no place"],
        ["said by", report.attribution_name ?? report.attribution_code],
        ["figures", report.figures?.length ? report.figures.map(figure).join("; ") : null],
        ["confidence", percent(report.confidence)],
        ["joined", event.told_by.length > 1 ? (first ? "the first report" : report.joined) : null],
      ]} />
    </article>`;
}

/** The paragraphs that the evidence stands in, with it marked; until the article is there, or where it is not, the evidence alone. */
function Passage({ report }) {
  const answer = useAnswer(`/articles/${report.article.split("/").map(encodeURIComponent).join("/")}`);
  const coded = answer.data?.events.find((each) => each.id === report.id);
  if (!coded) return html`<blockquote><mark>${report.evidence}</mark></blockquote>`;
  const pieces = segments(answer.data.text, [{ spans: coded.evidence }]);
  const blocks = paragraphs(pieces).filter((block) => block.some((each) => each.on));
  return blocks.map((block) => html`<blockquote>${block.map((each) => (each.on ? html`<mark>${each.text}</mark>` : each.text))}</blockquote>`);
}

/** Pieces of a text by paragraph: [[{text, on}]]. */
function paragraphs(pieces) {
  const made = [[]];
  for (const piece of pieces) {
    piece.text.split(/\n\s*\n/).forEach((text, n) => {
      if (n) made.push([]);
      if (text) made[made.length - 1].push({ text, on: piece.on.length > 0 });
    });
  }
  return made;
}
