"""Who vouches for an act: the newsroom, or the speaker in whose words it stands.

An act that a newsroom reports with a verb of doing or speaking ("accused", "urged", "met") is the newsroom's. An
act within what somebody said, claimed or announced is that speaker's: the innermost speaker's, where one quotes
another, and the accuser's where it is what somebody is accused of. What is wanted, refused or condemned is not vouched for
by the one who wants, refuses or condemns it, unless it stands within quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from riftline.extraction.cues import cue_entry
from riftline.extraction.phrases import token_at
from riftline.records import Attribution, Statement
from riftline.text.parse import Parsed


def attribution_of(parsed: Parsed, statements: Sequence[Statement], act: int) -> Attribution | None:
    """The speaker who vouches for the act whose head is token `act`; None where the newsroom does.

    A speaker whose state is not known counts with code "".
    """
    token = parsed.doc[act]
    around = [s for s in statements if s.content.start <= token.idx < s.content.end]
    holding = [s for s in around if not _beside(s, token) and _vouches(parsed, s)] or _said_by(statements, token)
    if not holding:
        return None
    innermost = min(holding, key=lambda s: s.content.end - s.content.start)
    relayed = innermost.via or next((s.via for s in holding if s.via), None)
    return Attribution(innermost.speaker.code, innermost.speaker.name, innermost.speaker.anonymous, relayed)


def _beside(statement: Statement, token: Token) -> bool:
    """Whether the token is the cue, or one of the speaker's words."""
    return any(span is not None and span.start <= token.idx < span.end for span in (statement.cue, statement.source))


def _said_by(statements: Sequence[Statement], token: Token) -> list[Statement]:
    """The statements of which the act is the cue, where it is told with nothing but a verb of saying: "said it would not come"."""
    entry = cue_entry(token)
    return [s for s in statements if s.cue is not None and s.cue.start == token.idx] if entry is not None and entry.neutral else []


def _vouches(parsed: Parsed, statement: Statement) -> bool:
    """Whether the speaker asserts the content: direct speech, a cue of asserting, "according to"."""
    if statement.kind == "direct" or statement.cue is None:
        return True
    cue = parsed.doc[token_at(parsed.doc, statement.cue.start)]
    entry = cue_entry(cue)
    return entry is None or entry.vouches
