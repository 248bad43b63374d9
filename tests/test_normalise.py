import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.text import language
from riftline.text.language import language_code, language_of
from riftline.text.normalise import characters, digest, one_line, paragraphs


def test_invisible_characters_entities_and_odd_spaces() -> None:
    odd = "Nagorno\u00adKarabakh\u200b \ufeffsaid&nbsp;&ldquo;no&rdquo; &amp; AT&T\x07 left\u2028Cafe\u0301 \ufb01ne"
    assert characters(odd) == "NagornoKarabakh said\xa0“no” & AT&T left\nCafé fine"
    assert one_line(" A\u2009 title\n here ") == "A title here"


def test_hard_wraps_are_joined_and_short_lines_are_not() -> None:
    text = (
        "A car bomb in the north of the country has killed\n    four guards at a bridge, the interior ministry\n    said on Monday.\n"
        "    No group has said that it laid the bomb, but the\n    army blames rebels.\n    Two bridges were closed"
    )
    assert paragraphs(text) == [
        "A car bomb in the north of the country has killed four guards at a bridge, the interior ministry said on Monday.",
        "No group has said that it laid the bomb, but the army blames rebels.",
        "Two bridges were closed",
    ]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    first = "Norway’s transport minister met her Danish counterpart in Aarhus on Tuesday to end a dispute over ferries, after years."
    assert paragraphs(f"Ferry talks end\n\n{first}\n{first[:60]}.\n \n\nEnd") == ["Ferry talks end", first, f"{first[:60]}.", "End"]


def test_digest_does_not_see_spaces() -> None:
    assert digest("a b\n\nc") == digest(" a  b c") != digest("a b d")


@given(st.text(max_size=300))
def test_paragraphs_keep_every_word(text: str) -> None:
    clean = characters(text)
    assert " ".join(paragraphs(clean)).split() == clean.split()


ENGLISH = (
    "Turkey and Greece agreed on Monday to resume talks on the border in Thrace, after three years without a meeting. "
    "Their ministers said that they would open a second crossing for lorries before the end of the year, and share its costs."
)

GERMAN = (
    "Die Türkei und Griechenland wollen wieder über die Grenze in Thrakien reden. Das sagten die Minister am Montag nach einem "
    "Treffen in Wien, dem ersten seit drei Jahren. Ein zweiter Übergang soll noch in diesem Jahr geöffnet werden."
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ENGLISH[:60], None),
        (GERMAN, "de"),
        ("Эрдоган и Мицотакис договорились возобновить переговоры о границе во Фракии после трёх лет перерыва. Министры двух стран "
         "встретятся в понедельник в Вене, чтобы обсудить открытие второго пункта пропуска для грузовиков до конца года.", "ru"),
        ("La Russie a accusé l'Ukraine lundi. Le ministre a dit que les troupes seraient retirées demain matin de la région.", "fr"),
        ("Berlin and Ankara, Vienna and Paris, Warsaw and Prague, Madrid and Lisbon: four calls.", None),
        ("Recep Tayyip Erdoğan, Mevlüt Çavuşoğlu, Hakan Fidan, İbrahim Kalın", None),
    ],
)  # fmt: skip
def test_language_is_told_where_the_text_is_long_enough(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_plain_english_is_known_without_the_identifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which takes most of a second to load; of a text that is mostly in another language it is asked."""

    class Asked(Exception):
        pass

    def asked() -> None:
        raise Asked

    monkeypatch.setattr(language, "_identifier", asked)
    assert language_of(ENGLISH) == "en"
    with pytest.raises(Asked):
        language_of(f"{ENGLISH} {GERMAN} {GERMAN}")
    with pytest.raises(Asked):
        language_of(GERMAN)


def test_language_labels() -> None:
    labels = ("en-GB", "EN_us", "English", "eng", "French", "pt-BR")
    assert [language_code(label) for label in labels] == ["en", "en", "en", "en", "fr", "pt"]


def test_what_is_too_long_for_a_word_is_data_and_goes() -> None:
    data = "QUJDRA" * 500
    assert characters(f"Kest said: {data} and left.") == "Kest said:   and left."
    assert characters("x" * 999) == "x" * 999
    assert characters("军方" * 2000) == "军方" * 2000
