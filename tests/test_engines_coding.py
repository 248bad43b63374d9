import pickle
import time

from lakes import quick
from riftline.engines.coding import Code
from riftline.errors import InputError, NotAnArticle
from riftline.records import Article, Coding
from riftline.sources.base import Loaded

QUICK = "lakes:quick"
WORDS = "Ruritania accused Borduria of shelling Lower Quill on Monday, officials said."


def loaded(id: str, text: str = WORDS) -> Loaded:
    return Loaded(Article(id, text, origin=f"{id}.txt"))


def problem(outcome: object) -> str:
    assert isinstance(outcome, InputError)
    return str(outcome)


def test_codes_a_batch_as_it_is_coded_here_and_can_be_sent_elsewhere() -> None:
    code = pickle.loads(pickle.dumps(Code(coder=QUICK)))
    first, missing, empty, last = code([loaded("a"), InputError("gone.txt", "there is no such file."), loaded("empty", " "), loaded("b")])
    assert isinstance(first, Coding)
    assert isinstance(last, Coding)
    assert first.events == quick(first.document).events
    assert last.document.id == "b"
    assert str(missing) == "gone.txt: there is no such file."
    assert isinstance(empty, NotAnArticle)
    code.close()


def test_an_article_that_ends_the_process_or_never_ends_costs_itself_alone() -> None:
    code = Code(coder=QUICK, patience=8)
    begun = time.monotonic()
    outcomes = code([loaded("a"), loaded("killer", WORDS + " POISON"), loaded("b"), loaded("wrong", WORDS + " MISTAKE"), loaded("c")])
    assert [type(item).__name__ for item in outcomes] == ["Coding", "InputError", "Coding", "InputError", "Coding"]
    assert problem(outcomes[1]).startswith("killer.txt: it could not be coded: it ended the process that codes (signal 9), and did so again.")
    assert "ValueError: a mistake" in problem(outcomes[3])
    assert time.monotonic() - begun < 60
    code.close()
    hasty = Code(coder=QUICK, patience=0.01)
    assert "it took longer than 0.01 s, and did so again" in problem(hasty([loaded("endless", WORDS + " ENDLESS")])[0])
    hasty.close()
