"""Text: how high it stands, where it may be split, what it draws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.runs import Blank, Run
from handpress.text import KEEP, Text
from tests.helpers import body, drawn, lines_of, property_of, shown, text, words_of

WIDTH = 200.0
SENTENCE = "Ring the ward straight away if you feel shivery or unwell and wash your hands often. "


def of_lines(count: int, **fields: object) -> Text:
    """A text of so many lines at WIDTH, each a word that fills it."""
    made = text(" ".join("m" * 18 for _ in range(count)), **fields)
    assert len(made.set(WIDTH).lines) == count
    return made


def test_it_stands_as_high_as_its_lines() -> None:
    assert of_lines(3).height(WIDTH) == 48.0
    assert text("").height(WIDTH) == 0.0


def test_its_lines_are_no_longer_than_its_measure() -> None:
    narrow = text(SENTENCE, measure=120.0)
    assert narrow.set(WIDTH).width <= 120.0
    assert lines_of(narrow.set(WIDTH)) == lines_of(text(SENTENCE).set(120.0))
    assert lines_of(text(SENTENCE, measure=500.0).set(WIDTH)) == lines_of(text(SENTENCE).set(WIDTH))


@pytest.mark.parametrize("room", [32.0, 40.0, 48.0, 63.0, 1000.0])
def test_a_text_of_three_lines_is_never_split(room: float) -> None:
    assert of_lines(3).split(WIDTH, room) is None


@pytest.mark.parametrize(
    ("count", "room", "expected"),
    [(4, 32.0, (2, 2)), (4, 63.0, (2, 2)), (5, 48.0, (3, 2)), (5, 79.0, (3, 2)), (9, 64.0, (4, 5)), (9, 63.9, (3, 6))],
)
def test_it_is_split_with_two_lines_at_least_on_either_side(count: int, room: float, expected: tuple[int, int]) -> None:
    halves = of_lines(count).split(WIDTH, room)
    assert halves is not None
    assert tuple(len(half.set(WIDTH).lines) for half in halves) == expected


@pytest.mark.parametrize("room", [31.9, 16.0, 0.0, -50.0])
def test_it_is_not_split_where_fewer_than_two_lines_go_in(room: float) -> None:
    assert of_lines(9).split(WIDTH, room) is None


def test_a_heading_is_never_split() -> None:
    assert of_lines(9, level=2).split(WIDTH, 100.0) is None


@pytest.mark.parametrize(("count", "lead"), [(1, 16.0), (2, 32.0), (3, 48.0), (4, 32.0), (9, 32.0)])
def test_its_lead_is_what_may_stand_at_the_foot_of_a_page(count: int, lead: float) -> None:
    assert of_lines(count).lead(WIDTH) == lead


def test_the_lead_of_a_heading_is_all_of_it() -> None:
    assert of_lines(9, level=1).lead(WIDTH) == 144.0


def test_distances_stay_outside_of_the_halves() -> None:
    halves = of_lines(5, before=7.0, after=9.0).split(WIDTH, 48.0)
    assert halves is not None
    assert [(half.before, half.after) for half in halves] == [(7.0, 0.0), (0.0, 9.0)]


def test_a_half_is_not_set_anew_at_another_width() -> None:
    halves = of_lines(5).split(WIDTH, 48.0)
    assert halves is not None
    assert len(halves[1].set(1000.0).lines) == 2


def test_a_space_stands_between_the_halves_so_that_their_words_never_run_together() -> None:
    halves = of_lines(5).split(WIDTH, 48.0)
    assert halves is not None
    read = "".join(line.text for half in halves for line in shown(half.set(WIDTH)))
    assert read == "".join(line.text for line in shown(of_lines(5).set(WIDTH)))


@property_of(100)
@given(st.lists(st.text("abcdefg", min_size=1, max_size=12), max_size=80), st.floats(50, 400), st.floats(-10, 400))
def test_splitting_loses_no_word_and_keeps_to_the_room(words: list[str], width: float, room: float) -> None:
    whole = text(" ".join(words))
    halves = whole.split(width, room)
    if halves is None:
        lines = len(whole.set(width).lines)
        assert room < KEEP * 16.0 or lines < 2 * KEEP
        return
    head, tail = halves
    assert lines_of(head.set(width)) + lines_of(tail.set(width)) == lines_of(whole.set(width))
    assert words_of(whole.set(width)) == words
    assert head.height(width) <= room + 0.02
    assert head.height(width) + tail.height(width) == whole.height(width)
    assert min(len(head.set(width).lines), len(tail.set(width).lines)) >= KEEP


@property_of(50)
@given(st.integers(4, 40), st.floats(32, 64))
def test_a_text_can_be_split_again_and_again(count: int, room: float) -> None:
    rest, lines = of_lines(count), list[str]()
    while halves := rest.split(WIDTH, room):
        lines += lines_of(halves[0].set(WIDTH))
        rest = halves[1]
    assert lines + lines_of(rest.set(WIDTH)) == ["m" * 18] * count
    assert 2 <= len(rest.set(WIDTH).lines) <= 3


def test_it_draws_its_lines_where_it_is_told() -> None:
    sheet = drawn(text("one two"), WIDTH, 50.0, 700.0)
    assert sheet.kind("text") == [(50.0, 700.0, "one two", text("one two").set(WIDTH))]
    assert len(sheet.marks) == 1


def test_a_heading_goes_into_the_outline() -> None:
    sheet = drawn(text("What is it?", level=2, title="What is it?"), WIDTH, 50.0, 700.0)
    assert sheet.kind("bookmark") == [(0.0, 700.0, "What is it?", 1)]


def test_a_heading_without_a_title_stays_out_of_the_outline() -> None:
    assert drawn(text("What is it? (continued)", level=2), WIDTH).kind("bookmark") == []


def test_a_link_covers_its_words_line_by_line() -> None:
    linked = Text((Run("See "), Run("our own pages", link="https://a.org"), Run(" now")), body())
    width = 70.0
    block = linked.set(width)
    assert lines_of(block) == ["See our own", "pages now"]
    (first, second) = drawn(linked, width, 50.0, 700.0).kind("link")
    see, own = block.lines[0].parts
    pages = block.lines[1].parts[0]
    assert first == (
        pytest.approx(50.0 + see.width),
        700.0,
        (pytest.approx(own.width), 16.0),
        "https://a.org",
        own.text,
    )
    assert second == (50.0, 684.0, (pytest.approx(pages.width), 16.0), "https://a.org", pages.text)


def test_a_blank_is_ruled_under_its_own_width() -> None:
    ringed = Text((Run("Ring "), Blank(6.0)), body())
    ((x, y, points, pen),) = drawn(ringed, WIDTH, 50.0, 700.0).kind("lines")
    word = ringed.set(WIDTH).lines[0].parts[0]
    assert x == pytest.approx(50.0 + word.width)
    assert points == [(pytest.approx(x + 72.0), y)]
    assert 700.0 - 16.0 < y < 700.0 - body().ascent
    assert pen == (0.6, "#1c1c1c")


def test_its_lines_can_be_placed_one_by_one() -> None:
    whole = text(SENTENCE * 2)
    lines = whole.each_line(WIDTH)
    assert [lines_of(line.set(WIDTH)) for line in lines] == [[words] for words in lines_of(whole.set(WIDTH))]
    assert [line.height(WIDTH) for line in lines] == [16.0] * len(whole.set(WIDTH).lines)


def test_lines_placed_one_by_one_still_end_in_a_space() -> None:
    lines = text(SENTENCE * 2).each_line(WIDTH)
    read = "".join(shown(line.set(WIDTH))[0].text for line in lines)
    assert read == (SENTENCE * 2).strip()
