"""Rebels and citizens are not their state; organisations and peoples are whoever acts for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from example_breaches import telling
from riftline.relations.panel import TYPES, panel
from riftline.relations.states import by_others, of_states
from riftline.store.database import opened
from riftline.stories.keeping import keep

DAY = date(2018, 4, 1)


@pytest.mark.parametrize(
    ("source", "target", "left"),
    [
        ("RUS", "SYR REB", 0),
        ("RUS", "SYR OPP", 0),
        ("RUS", "SYR CVL", 1),
        ("SYR CVL", "RUS", 0),
        ("SYR GOV", "RUS MIL", 1),
        ("RUS", "SYR", 1),
        ("TUR", "KRD REB", 1),
        ("KRD CVL", "TUR", 1),
    ],
)
def test_who_is_left(tmp_path: Path, source: str, target: str, left: int) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, telling("a", DAY, ("ASSAULT", "", source, target, "They fired on the others at dawn."), ("CONSULT", "", "RUS", "TUR", "They met.")))
        for as_of in (None, DAY):
            whole = panel(connection, until=as_of)
            made = of_states(connection, whole, as_of)
            assert made.dyads == whole.dyads
            assert made.counts[..., TYPES.index("ASSAULT")].sum() == left
            assert whole.counts[..., TYPES.index("ASSAULT")].sum() == 1
            assert made.counts[..., TYPES.index("CONSULT")].sum() == 1
    code = {side: {"code": text.split()[0], "sectors": text.split()[1:]} for side, text in (("source", source), ("target", target))}
    assert by_others({f"{side}_{key}": value for side, found in code.items() for key, value in found.items()}) is (left == 0)


def test_of_nothing(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        made = panel(connection)
        np.testing.assert_array_equal(of_states(connection, made).counts, made.counts)
