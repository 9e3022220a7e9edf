"""A comma between brackets: where it looks as if it cut a sentence in two, and where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from handpress.content import FragmentFile
from handpress.problems import Problems
from handpress.source import read
from tests.faulty.harness import handout, make_root

MESSAGE = "a comma in [ ] begins a new item"


def commas(file: Path, text: str) -> list[tuple[int, str]]:
    """Where a comma is warned of in a fragment's body, and before what."""
    file.write_text(f"body: {text}\n", encoding="utf-8")
    problems = Problems()
    assert read(file, FragmentFile, problems) is not None, "a warning does not take the text away"
    assert all(problem.message == MESSAGE for problem in problems)
    return [(p.column, p.excerpt[p.column - 1 : p.column - 1 + p.width]) for p in problems]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("[Your nose may feel blocked, sore or dry]", "sore or dry"),
        ("[Your nose may feel sore, blocked, or dry]", "blocked"),
        ("[{list: [Your nose may feel blocked, (sore) or dry]}]", "(sore) or dry"),
        ("[{list: [{text: Soap, list: [Or water, or both]}]}]", "or both"),
        ('[{do: ["Take it daily", and at night]}]', "and at night"),
        ("[{note: {body: [Rest, and drink]}}]", "and drink"),
        ("[{choose: {option: diet, cases: {plain: [Eat rice, not cake]}}}]", "not cake"),
        ("[{list: [Ab 38,5 Grad]}]", "5 Grad"),
        ("[{list: [Walk 1,000 steps, Rest]}]", "000 steps"),
        ("[{list: [Η μύτη σας, είναι κλειστή]}]", "είναι κλειστή"),
        ("[{list: [האף יהיה סתום, כואב או יבש.]}]", "כואב או יבש."),
    ],
)
def test_what_goes_on_after_a_comma_is_warned_of(text: str, rest: str, tmp_path: Path) -> None:
    assert [said for _, said in commas(tmp_path / "en-GB.yaml", text)] == [rest]


@pytest.mark.parametrize(
    "text",
    [
        "[{list: [Soap, Water, Towels]}]",
        "[{list: [soap, water, towels]}]",
        "[{list: [soap, water, towels.]}]",
        '[{list: ["Your nose may feel blocked, sore or dry"]}]',
        '[{list: [Soap, "water"]}]',
        "[{list: [Soap, 10 towels]}]",
        "[{list: [1, 2, 3]}]",
        "[{list: [סבון, מים]}]",
        "[{list: [סבון., מים.]}]",
        "[{table: {columns: [Medicine, when], rows: [[Paracetamol, at night.], [Rice, every 2 hours]]}}]",
        "[{log: {title: Diary, columns: [Day, how you feel], rows: 2}}]",
        "\n  - list:\n      - Soap\n      - water",
        "\n  - Soap\n  - water, and more",
    ],
)
def test_a_list_of_several_things_is_not(text: str, tmp_path: Path) -> None:
    assert commas(tmp_path / "en-GB.yaml", text) == []


def test_a_text_that_two_sections_hold_is_warned_of_once_when_it_is_printed(
    tmp_path: Path,
) -> None:
    root = make_root(tmp_path)
    text = root / "handouts" / "demo" / "en-GB.yaml"
    twice = text.read_text(encoding="utf-8").replace("- fragment: x", "- fragment: x\n      - fragment: x")
    text.write_text(twice, encoding="utf-8")
    fragment = root / "handouts" / "_fragments" / "x" / "en-GB.yaml"
    fragment.write_text("body: [Your nose may feel blocked, sore or dry.]\n", encoding="utf-8")
    made = handout(root)
    assert (made.status, made.err.count(MESSAGE)) == (0, 1)
