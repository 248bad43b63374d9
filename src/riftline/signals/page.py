"""Signals as one HTML page that needs nothing else: no script, nothing from elsewhere; what comes from articles is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from riftline.records import Act, Part, Signal
from riftline.wording import code_name, day

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid; padding: 1rem 0; }
h2 { margin: 0; font-size: 1.1rem; } .dim { opacity: .75; } blockquote { margin: .2rem 0 .2rem 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0; } dd { margin: 0; } ol { padding-left: 1.2rem; }
"""


def page(signals: Sequence[Signal], as_of: date | None) -> str:
    """The whole file."""
    return "\n".join(_parts(signals, as_of)) + "\n"


def _parts(signals: Sequence[Signal], as_of: date | None) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>Signals – Riftline</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Signals</h1>"
    when = f"From what was published by {day(as_of)}." if as_of else "From all that is stored."
    yield f'<p class="dim">{when} {len(signals):,} signal{"" if len(signals) == 1 else "s"}.</p>'
    for signal in signals:
        yield _one(signal)
    yield "</body>\n</html>"


def _one(signal: Signal) -> str:
    who = ", ".join(code_name(code) for code in signal.actors) + (f" ({signal.place})" if signal.place else "")
    facts = [("Raised", day(signal.date)), ("Score", f"{signal.score:.2f}"), ("By attention alone", f"{signal.attention:.2f}")]
    facts += [("Probability", f"{signal.probability:.1%}")] if signal.probability is not None else []
    facts += [("Seen, expected", ", ".join(f"{each:.2%}" if signal.probability is not None else f"{each:.2f}" for each in (signal.observed, signal.baseline)))]
    told = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts)
    parts = "".join(_part(part) for part in signal.parts)
    acts = "".join(_act(act) for act in signal.events)
    return (
        f'<article id="{_text(signal.id)}">\n<h2>{_text(signal.kind.capitalize())}: {_text(who)}</h2>\n<p>{_text(signal.reason)}</p>\n<dl>{told}</dl>\n'
        f"<h3>What it is made of</h3>\n<ul>{parts}</ul>\n<h3>The acts that weigh most</h3>\n<ol>{acts}</ol>\n</article>"
    )


def _part(part: Part) -> str:
    return f"<li>{part.adds:+.2f} {_text(part.name)}: {_text(part.words)}</li>"


def _act(act: Act) -> str:
    quote = f"<blockquote>“{_text(act.quote)}”</blockquote>" if act.quote else ""
    source = ", ".join(part for part in (act.publisher, act.title, day(act.known)) if part)
    return f'<li>{_text(act.words)} <span class="dim">({act.weight:.0%}; {_text(act.event)})</span>{quote}<span class="dim">{_text(source)}</span></li>'


def _text(words: str) -> str:
    return escape(" ".join(words.split()), quote=True)
