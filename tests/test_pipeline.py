from datetime import date
from pathlib import Path

import pytest

from example_coding import coding
from riftline.errors import InputError, ModelError, WrongLanguage
from riftline.pipeline import Coded, Options, confident, ready, run
from riftline.records import Article, Coding
from riftline.sources.base import Loaded

ENGLISH = (
    "Turkey and Greece agreed on Monday to resume talks on the border in Thrace, after three years without a meeting. "
    "Their ministers said that they would open a second crossing for lorries before the end of the year."
)
FRENCH = (
    "La Turquie et la Grèce ont décidé lundi de reprendre les pourparlers sur la frontière en Thrace, après trois ans sans rencontre. "
    "Les ministres ont dit vouloir ouvrir un second passage pour les camions avant la fin de l'année."
)


NO_OPTIONS = Options()


def prepared(article: Article, options: Options = NO_OPTIONS) -> Article:
    return ready(Loaded(article), options).article


def test_identity_is_the_id_else_the_address_else_the_text() -> None:
    assert prepared(Article("7", ENGLISH, url="http://x.example")).id == "7"
    assert prepared(Article("", ENGLISH, url="http://x.example")).id == "http://x.example"
    digest = prepared(Article("", ENGLISH)).id
    assert digest == prepared(Article("", ENGLISH.replace(" ", "\u00a0 "))).id != prepared(Article("", ENGLISH + " More.")).id


def test_given_date_wins() -> None:
    article = prepared(Article("7", ENGLISH, published=date(2020, 1, 1), published_from="metadata"), Options(published=date(2024, 5, 8)))
    assert (article.published, article.published_from) == (date(2024, 5, 8), "given")


def test_other_languages_are_refused_by_text_and_by_label() -> None:
    with pytest.raises(WrongLanguage, match="it is in French"):
        prepared(Article("", FRENCH, origin="a.txt"))
    with pytest.raises(WrongLanguage, match="it is in German"):
        prepared(Article("", "Kurz.", language="de"))
    assert prepared(Article("", ENGLISH, language="en-GB")).language == "en"
    assert prepared(Article("", ENGLISH[:60])).language is None


def test_fault_in_one_article_is_its_own_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Talks in {name} ended.")

    def coder(article: Article) -> Coding:
        if "in b" in article.text:
            raise ZeroDivisionError("by zero")
        return Coding(article)

    found = list(run([str(tmp_path)], coder=coder))
    assert [type(item) for item in found] == [Coded, InputError, Coded]
    assert "b.txt: it could not be coded (ZeroDivisionError: by zero)" in str(found[1])


def test_missing_model_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks ended.")

    def coder(article: Article) -> Coding:
        raise ModelError("The model is missing.")

    with pytest.raises(ModelError):
        list(run([str(tmp_path)], coder=coder))


def test_unsure_events_are_left_out_and_accounts_keep_no_dangling_id() -> None:
    kept = confident(coding(), 0.8)
    assert [event.id for event in kept.events] == ["e1", "e2", "e3", "e6"]
    assert kept.accounts[0].event is None
    assert confident(coding(), 0) == coding()
