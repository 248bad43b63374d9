import pytest

from riftline.text.genre import genre_of


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("Ghana beat Togo 3-1 in the cup semi-final, the striker scoring twice before half-time.", "sport"),
        ("Shares in the retailer fell as quarterly profit missed what analysts and investors had hoped for.", "business"),
        ("The two presidents watched the cup final before talks on the ceasefire, and ministers of both sides signed a treaty.", None),
        ("Rebels attacked an army post overnight, killing four soldiers.", None),
        ("", None),
    ],
)
def test_pages_of_sport_and_business_are_told_by_their_words(text: str, genre: str | None) -> None:
    assert genre_of(text) == genre


def test_sanctions_that_move_markets_stay_politics() -> None:
    text = "Shares fell and investors sold stocks after the president announced sanctions; the ministry recalled its ambassador and the army fired missiles."
    assert genre_of(text) is None
