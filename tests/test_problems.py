"""What is wrong, where it stands and what to do, as data and as a person reads it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from handpress.problems import (
    HandpressError,
    Mark,
    Marked,
    Problem,
    Problems,
    Severity,
    Source,
    counted,
    did_you_mean,
    mark_of,
    quoted,
)

FILE = Path("handouts") / "cough" / "en-GB.yaml"
TEXT = "title: Cough\nsections:\n  - stpes: [One]\n"
SOURCE = Source(FILE, TEXT, tuple(TEXT.split("\n")))
STPES = Mark(SOURCE, 2, 4, 2, 9)


def shown(problem: Problem, base: Path | None = None) -> list[str]:
    return problem.show(base).split("\n")


def test_a_problem_shows_its_place_its_line_with_a_caret_and_a_hint() -> None:
    assert shown(STPES.problem("unknown block 'stpes'", "did you mean 'steps'?")) == [
        "handouts/cough/en-GB.yaml:3:5: error: unknown block 'stpes'",
        "     3 |   - stpes: [One]",
        "       |     ^^^^^",
        "  hint: did you mean 'steps'?",
    ]


def test_a_problem_without_a_place_is_its_message_alone() -> None:
    assert shown(Problem(Severity.WARNING, "the text is old")) == ["warning: the text is old"]


def test_a_problem_of_a_whole_file_names_the_file() -> None:
    assert shown(Problem(Severity.ERROR, "the file is empty", FILE)) == [
        "handouts/cough/en-GB.yaml: error: the file is empty"
    ]


def test_a_place_is_shown_from_the_base_on_where_it_is_below_it() -> None:
    problem = Problem(Severity.ERROR, "wrong", Path("a") / "b" / "c.yaml")
    assert shown(problem, Path("a")) == ["b/c.yaml: error: wrong"]
    assert shown(problem, Path("x")) == ["a/b/c.yaml: error: wrong"]


def test_a_mark_that_goes_on_over_the_line_is_shown_to_the_lines_end() -> None:
    assert Mark(SOURCE, 1, 0, 3, 0).problem("wrong").width == len("sections:")


def test_a_needle_moves_the_caret_to_a_part_of_a_mark() -> None:
    problem = Mark(SOURCE, 1, 0, 3, 0).problem("wrong", needle="One")
    assert (problem.line, problem.column, problem.width) == (3, 13, 3)
    problem = Mark(SOURCE, 1, 0, 3, 0).problem("wrong", needle="Two")
    assert (problem.line, problem.column) == (2, 1)


def test_a_needle_before_the_mark_is_not_meant() -> None:
    assert Mark(SOURCE, 2, 5, 2, 9).problem("wrong", needle="-").column == 6


def test_of_a_long_line_the_part_round_the_fault_is_shown() -> None:
    line = "a" * 200 + "X" + "b" * 200
    problem = Problem(Severity.ERROR, "wrong", FILE, 1, 201, excerpt=line)
    _, excerpt, caret = shown(problem)
    assert len(excerpt) <= len("     1 | ") + 96
    assert excerpt[caret.index("^")] == "X"


def test_what_cannot_be_seen_is_shown_as_spaces_so_that_the_caret_stays_in_step() -> None:
    _, excerpt, caret = shown(Problem(Severity.ERROR, "wrong", FILE, 1, 5, excerpt="\ta\u200b\x1bX"))
    assert excerpt == "     1 |  a  X"
    assert excerpt[caret.index("^")] == "X"


def test_carets_do_not_go_on_after_the_line() -> None:
    _, excerpt, caret = shown(Problem(Severity.ERROR, "wrong", FILE, 1, 3, excerpt="ab cd", width=50))
    assert len(caret) == len(excerpt)


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("page",), "0 pages"),
        (1, ("page",), "1 page"),
        (2, ("page",), "2 pages"),
        (1, ("as it was", "as they were"), "1 as it was"),
        (1200, ("as it was", "as they were"), "1,200 as they were"),
    ],
)
def test_one_of_a_thing_is_not_several(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


def test_an_error_shows_all_its_problems_and_survives_a_journey_to_another_process() -> None:
    error = HandpressError([Problem(Severity.ERROR, "one"), Problem(Severity.WARNING, "two")])
    assert str(error) == "error: one\nwarning: two"
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems


def test_a_marked_text_is_a_text_that_leaves_its_mark_behind_when_it_is_sent_away() -> None:
    text = Marked("Cough", STPES)
    assert (text, mark_of(text), mark_of("Cough")) == ("Cough", STPES, None)
    sent = pickle.loads(pickle.dumps(text))
    assert type(sent) is str
    assert sent == "Cough"


def test_problems_are_collected_about_marks_files_and_nothing() -> None:
    problems = Problems()
    problems.add("one", STPES, "a hint")
    problems.add("two", FILE, warn=True)
    problems.add("three")
    assert [(p.severity, p.message, p.file, p.line, p.hint) for p in problems] == [
        (Severity.ERROR, "one", FILE, 3, "a hint"),
        (Severity.WARNING, "two", FILE, 0, ""),
        (Severity.ERROR, "three", None, 0, ""),
    ]
    assert [p.message for p in problems.errors] == ["one", "three"]


def test_errors_are_raised_with_the_warnings_beside_them_and_warnings_alone_are_not() -> None:
    problems = Problems()
    problems.add("old", warn=True)
    problems.raise_errors()
    problems.add("wrong")
    with pytest.raises(HandpressError) as caught:
        problems.raise_errors()
    assert [p.message for p in caught.value.problems] == ["old", "wrong"]


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("stpes", ["steps", "list"], "did you mean 'steps'?"),
        ("brand", ["brands", "brandy", "name"], "did you mean 'brandy' or 'brands'?"),
        ("zzz", ["steps", "list"], "known: steps, list"),
        ("zzz", [], ""),
    ],
)
def test_a_hint_names_the_nearest_words_or_else_all(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], "nothing"), (["a"], "'a'"), (["a", "b"], "'a' and 'b'"), (["a", "b", "c"], "'a', 'b' and 'c'")],
)
def test_names_are_quoted_and_joined(names: list[str], expected: str) -> None:
    assert quoted(names) == expected
