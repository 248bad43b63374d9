import pytest

from riftline.cli.messages import Messages
from riftline.errors import InputError, NotAnArticle, WrongLanguage


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.removeprefix("riftline: ") for line in capsys.readouterr().err.splitlines()]


def test_a_few_are_all_shown(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(3)
    for number in range(3):
        messages.error(InputError(f"n, line {number}", "broken."))
    messages.close()
    assert said(capsys) == [f"n, line {number}: broken." for number in range(3)]


def test_kinds_are_counted_apart_whatever_values_they_name(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(2)
    for number in range(5):
        messages.error(InputError("n", f"`published` is 'day {number}', which is no date."))
        messages.error(WrongLanguage("n", f"it is in {['French', 'German'][number % 2]}."))
    messages.error(NotAnArticle("n", "empty."))
    messages.note("n", "guessed.")
    messages.close()
    lines = said(capsys)
    assert len([line for line in lines if "which is no date." in line and line.startswith("n: ")]) == 2
    assert "n: empty." in lines
    assert "note: n: guessed." in lines
    assert lines[-2:] == ["… and 3 more errors “… is …, which is no date.” (5 in all).", "… and 3 more texts that are not in English (5 in all)."]


def test_closing_begins_anew(capsys: pytest.CaptureFixture[str]) -> None:
    messages = Messages(1)
    for _ in range(2):
        messages.note("n", "guessed.")
        messages.close()
    assert said(capsys) == ["note: n: guessed."] * 2
