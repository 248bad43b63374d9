"""Whether an act is told as done, and the day that news convention gives it then where no day is told."""

from __future__ import annotations

from spacy.tokens import Token

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_tense import clause_verb
from riftline.extraction.word_lists import word_set
from riftline.records import Interval
from riftline.text.parse import Parsed

EVENT_NOUNS = word_set("when.event_nouns")
SPEECH = word_set("when.speech")
# Adverbs and adjectives of what is so, not of what was done.
STANDING = frozenset([
    "ongoing", "continuing", "always", "often", "regularly", "usually", "still", "long", "longstanding", "traditionally", "repeatedly",
    "consistently"
])  # fmt: skip


def by_convention(parsed: Parsed, act: Token, status: str) -> tuple[Interval | None, str]:
    """For news told as having happened: the day of publication or the day before."""
    published = parsed.article.published
    if published is None:
        return None, "no day is told with it, and the day of publication is not known"
    if status not in ("happened", "negated"):
        return None, "no day is told with it"
    if not is_told(parsed, act):
        return None, "no day is told with it, and it is told as a standing fact"
    reason = "no day is told: by news convention the day of publication or the day before"
    return Interval(cal.plus(published, -1), published, None, None, reason), reason


def is_told(parsed: Parsed, act: Token) -> bool:
    """Whether the act is told as something that was done, not as what is so: past tense, or words that somebody says."""
    before = parsed.article.text[max(0, act.idx - 1500) : act.idx]
    if before.rfind("“") > before.rfind("”"):
        return True
    verb = clause_verb(act)
    if act.pos_ not in ("VERB", "AUX") and any(child.lower_ in STANDING for child in act.children):
        return False
    for _ in range(5):
        if verb is None:
            return True
        if any(child.lower_ in STANDING for child in verb.children):
            return False
        perfect = any(child.lemma_ == "have" and child.tag_ in ("VBZ", "VBP") for child in verb.children if child.dep_ == "aux")
        if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in verb.children if child.dep_ in ("aux", "auxpass")):
            return True
        if verb.lemma_ in SPEECH:
            return True
        if perfect:
            return verb.dep_ in ("ROOT", "conj", "ccomp", "advcl", "xcomp", "parataxis")
        finite = verb.tag_ in ("VBZ", "VBP") or any(child.tag_ in ("VBZ", "VBP") for child in verb.children if child.dep_ in ("aux", "auxpass"))
        if verb.tag_ == "VBG" and finite and verb.dep_ in ("ROOT", "conj"):
            return True
        if (
            verb.i != act.i
            and act.lemma_.lower() in EVENT_NOUNS
            and act.dep_ == "nsubj"
            and any(child.lower_ in ("the", "this", "that") for child in act.children)
        ):
            return True
        if finite and (verb.dep_ == "ROOT" or verb.dep_ == "relcl" or verb.head.i == verb.i):
            # A headline tells what was in the present.
            return not verb.sent.text.rstrip().endswith((".", "!", "?", "”", '"'))
        verb = clause_verb(verb.head) if verb.head.i != verb.i else None
    return True
