import pytest

from riftline.text.genre import genre_of


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("Ghana beat Togo 3-1 in the cup semi-final, the striker scoring twice before half-time.", "sport"),
        ("Shares in the retailer fell as quarterly profit missed what analysts and investors had hoped for.", "business"),
        ("Nadal and Djokovic meet for the 59th time after the Spaniard survived a five-set battle with a Canadian and the Serb dispatched "
         "an Argentine 6-1 6-3 6-3. Wimbledon has banned Russian players, and the tour took away its ranking points.", "sport"),
        ("Red Bull's Verstappen won in Baku after both Ferraris retired with engine failure at the Azerbaijan Grand Prix. The Dutchman "
         "passed his Mexican team mate on lap 15 and leads Spain's Sainz by 33 points.", "sport"),
        ("Oil prices fell as traders bet that Saudi Arabia and Russia would agree to raise output. Brent crude futures were down 1.2% at $78.10 "
         "a barrel; stockpiles rose, and Goldman Sachs cut its forecast. Iraq promised to keep to its quota.", "business"),
        ("Airbus won an order for 250 jets from Air India, beating Boeing. The planemaker's shares rose 3%; analysts and investors expect "
         "deliveries from 2025. The French president joined the chief executives on a call.", "business"),
        ("Cyprus sought a bailout from the troika as lenders ran out of cash, markets fell and depositors queued; Moscow rejected its finance "
         "minister's plea for a loan, and Brussels threatened to cut off the bank's funds.", None),
        ("The senator won the primary in a tight race, a victory that his rivals called a defeat for the party; voters and delegates gave "
         "the former champion wrestler a standing ovation.", None),
        ("The two presidents watched the cup final before talks on the ceasefire, and ministers of both sides signed a treaty.", None),
        ("Rebels attacked an army post overnight, killing four soldiers.", None),
        ("", None),
    ],
)  # fmt: skip
def test_pages_of_sport_and_business_are_told_by_their_words(text: str, genre: str | None) -> None:
    assert genre_of(text) == genre


def test_sanctions_that_move_markets_stay_politics() -> None:
    text = "Shares fell and investors sold stocks after the president announced sanctions; the ministry recalled its ambassador and the army fired missiles."
    assert genre_of(text) is None
