from importlib.resources import files

from riftline.extraction.cues import according_to, complements, cue_entry, cue_table, verbs_of_saying
from riftline.extraction.speakers import source_nouns
from riftline.records import Article
from riftline.text.parse import parse

FRAMES = {"that", "to", "object", "named", "as", "of", "about", "for", "on", "upon", "over", "at", "against", "with", "from"}


def test_the_cue_table_is_well_formed_and_sorted() -> None:
    lines = (files("riftline") / "data" / "statements" / "cues.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == 4 and row[1] in ("VERB", "NOUN", "ADJ") and row[3] in ("no", "yes", "itself") for row in rows)
    assert all(set(row[2].split()) <= FRAMES and row[2] for row in rows)
    keys = [(row[0], row[1]) for row in rows]
    assert len(keys) == len(set(keys)) == len(cue_table())


def test_the_source_table_knows_four_kinds() -> None:
    assert set(source_nouns().values()) == {"anonymous", "media", "document", "voice"}


def test_condemning_does_not_vouch_and_saying_does_and_accusing_too() -> None:
    table = cue_table()
    assert not table["condemn", "VERB"].vouches
    assert table["accuse", "VERB"].vouches
    assert not table["accuse", "VERB"].neutral
    assert table["warn", "VERB"].vouches
    assert not table["warn", "VERB"].neutral
    assert table["say", "VERB"].neutral


def test_complements_come_in_the_frames_of_the_table() -> None:
    doc = parse(Article("a", "The governor told the crowd that the bridge would open.")).doc
    told = doc[2]
    entry = cue_entry(told)
    assert entry is not None
    (found,) = complements(told, entry)
    assert doc[found.first : found.last + 1].text == "that the bridge would open"


def test_according_to_names_its_source() -> None:
    doc = parse(Article("a", "The bridge fell, according to the harbour office.")).doc
    ((token, named),) = according_to(doc)
    assert (token.text, named.text) == ("according", "office")


def test_verbs_of_saying_are_inflected() -> None:
    verbs = verbs_of_saying()
    assert {"said", "says", "claimed", "confirmed", "added", "admitted", "denies", "denied", "told", "acknowledged"} <= verbs
    assert not {"accused", "saied", "admited", "addded"} & verbs
