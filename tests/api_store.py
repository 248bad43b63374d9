"""A server over a small store of articles made up for the tests of the API."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from example_breaches import telling
from riftline.api.app import PREFIX, create
from riftline.api.database import owned
from riftline.api.state import Settings, State
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import keep as keep_signals
from riftline.store.database import opened
from riftline.stories.keeping import keep

TURN = date(2023, 6, 1)
HOSTILE = '<script>alert("x")</script>'
HERE = "http://127.0.0.1"


def fill(path: Path) -> Path:
    """A store of its own with what `_filled` holds, which is made once a process."""
    shutil.copyfile(_filled(), path)
    return path


@cache
def _filled() -> Path:
    """Two allies who talk, and quarrel from a day on; one article tells of a breach, one is without a date; one sentence is hostile."""
    folder = tempfile.mkdtemp(prefix="riftline-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "filled.duckdb"
    with opened(str(path), write=True) as connection:
        for n in (*range(0, 130, 4), *range(130, 150)):  # few enough to be told apart soon: what reads alike is compared with all of it
            day = TURN + timedelta(days=n - 130)
            kind, sentence = ("ACCUSE", "{} blamed {} for it.") if day >= TURN else ("CONSULT", "{} met {} again.")
            acts = [(kind, "", one, other, f"On day {n} {sentence.format(one, other)}") for one, other in (("ARM", "RUS"), ("RUS", "ARM"))]
            if day == TURN + timedelta(days=5):
                acts.append(("REJECT", "assist", "ARM", "CSTO", f"Armenia {HOSTILE} skipped the drills of the CSTO in Belarus."))
            keep(connection, telling(f"a{n:03}", day, *acts))
        keep(connection, telling("undated", None, ("ACCUSE", "", "AZE", "ARM", "Azerbaijan blamed Armenia for the shelling of a road.")))
        keep_signals(connection, find(connection, Wanted()), None)
    return path


def got(api: TestClient, path: str, **values: Any) -> Any:
    """What a question under /api/v1 is answered with."""
    answer = api.get(PREFIX + path, params=values)
    assert answer.status_code == 200, answer.text
    return answer.json()


@contextmanager
def served(path: Path, loopback: bool = True) -> Iterator[tuple[TestClient, State]]:
    """A client of the app over a database, as a browser or program on this machine is."""
    with owned(str(path)) as database:
        state = State(database, Settings(loopback=loopback))
        with TestClient(create(state), base_url=HERE, raise_server_exceptions=False) as client:
            try:
                yield client, state
            finally:
                state.close()
