from riftline.ontology import COOPERATION, MEANING_OF, MODES_OF, PLOVER_TYPES, QUAD_OF, SCORE_OF, SYMMETRIC


def test_the_sixteen_types_stand_in_the_manuals_order() -> None:
    verbal = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
    material = ("COOPERATE", "AID", "RETREAT"), ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
    assert verbal[0] + material[0] + verbal[1] + material[1] == PLOVER_TYPES


def test_every_type_has_quad_score_meaning_and_modes() -> None:
    for table in (QUAD_OF, SCORE_OF, MEANING_OF, MODES_OF):
        assert set(table) == set(PLOVER_TYPES)
    assert all(MEANING_OF.values())


def test_quads_are_the_four() -> None:
    assert set(QUAD_OF.values()) == {f"{how} {what}" for how in ("verbal", "material") for what in ("cooperation", "conflict")}
    assert {kind for kind in PLOVER_TYPES if kind in COOPERATION} == {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}


def test_scores_have_the_sign_of_their_quad() -> None:
    for kind, score in SCORE_OF.items():
        assert -10 <= score <= 10
        assert (score > 0) == (kind in COOPERATION), kind
    assert min(SCORE_OF, key=SCORE_OF.__getitem__) == "ASSAULT"
    assert max(SCORE_OF, key=SCORE_OF.__getitem__) == "AID"


def test_none_is_the_first_mode_of_every_type_and_no_mode_stands_twice() -> None:
    for modes in MODES_OF.values():
        assert modes[0] == ""
        assert len(set(modes)) == len(modes)
    assert MODES_OF["CONSULT"][1:] == ("visit", "third-party", "multilateral", "phone")
    assert MODES_OF["AGREE"] == ("",)


def test_only_cooperation_is_symmetric() -> None:
    assert SYMMETRIC <= COOPERATION
    assert "ASSAULT" not in SYMMETRIC
