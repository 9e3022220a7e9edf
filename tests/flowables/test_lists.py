"""Lists: points with a mark at their head, in one column or in two."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import Item, Listing, PointMark, Stack
from handpress.flowables.marks import MarkKind
from handpress.sheet import Flowable
from tests.helpers import LEADING, Recorder, all_texts, bar, body, drawn, lines_of, property_of, text, words_of

WIDTH = 450.0
COLUMN = (WIDTH - 20) / 2
INDENT = 15.0
GAP = 2.0
DISC = PointMark("disc", "#00664f")
ONE = "short"
TWO = "a point that is a good deal longer than half of the page is wide"
LONG = "longer " * 45


def item(words: str, mark: PointMark = DISC) -> Item:
    return Item(mark, text(words), body(), INDENT)


def listing(*points: str, columns: bool = False, **fields: float) -> Listing:
    return Listing(tuple(item(point) for point in points), GAP, columns, **fields)


def nested(words: str, *points: str) -> Item:
    under = Listing(tuple(item(point, PointMark("ring", "#00664f")) for point in points), GAP, before=GAP)
    return Item(DISC, Stack((text(words, sticks=True), under)), body(), INDENT)


def places(flowable: Flowable) -> list[tuple[str, float, float]]:
    """(words, x, y) of each text as it is drawn, y downwards from 0."""
    return [(words, x, -y) for x, y, words, _ in drawn(flowable, WIDTH).kind("text")]


def words_in(flowable: Flowable) -> list[str]:
    return [word for part in all_texts(flowable) for word in words_of(part.set(WIDTH - INDENT))]


def lines_in(flowable: Flowable) -> int:
    return sum(len(part.set(WIDTH - INDENT).lines) for part in all_texts(flowable))


def test_a_point_hangs_beside_its_mark() -> None:
    sheet = drawn(item(ONE), WIDTH, 50.0, 700.0)
    assert sheet.kind("text")[0][:3] == (50.0 + INDENT, 700.0, ONE)
    ((x, y, _, colour),) = sheet.kind("dot")
    assert 50.0 < x < 50.0 + INDENT
    assert 700.0 - LEADING < y < 700.0
    assert colour == "#00664f"


def test_a_point_stands_as_high_as_what_hangs_in_it_does_beside_the_mark() -> None:
    assert item(LONG).height(WIDTH) == text(LONG).height(WIDTH - INDENT)
    assert item(LONG).lead(WIDTH) == 2 * LEADING


def test_a_point_that_goes_on_over_the_page_has_no_second_mark() -> None:
    halves = item(LONG).split(WIDTH, 3 * LEADING)
    assert halves is not None
    assert [half.mark for half in halves] == [DISC, None]
    assert [len(drawn(half, WIDTH).kind("dot")) for half in halves] == [1, 0]
    assert words_in(halves[0]) + words_in(halves[1]) == LONG.split()


def test_a_point_that_cannot_be_split_stays_whole() -> None:
    assert item(ONE).split(WIDTH, 10.0) is None


@pytest.mark.parametrize(
    ("kind", "drawn_as"),
    [("disc", ["dot"]), ("ring", ["dot"]), ("dash", ["lines"]), ("tick", ["lines"]), ("cross", ["lines", "lines"])],
)
def test_marks_are_drawn_and_not_typed(kind: MarkKind, drawn_as: list[str]) -> None:
    sheet = Recorder()
    PointMark(kind, "#b3261e").draw(sheet, 50.0, 700.0, body())
    assert [mark[0] for mark in sheet.marks] == drawn_as
    for mark in sheet.marks:
        assert 50.0 <= mark[1] < 50.0 + INDENT
        assert 700.0 - LEADING < mark[2] < 700.0
        assert "#b3261e" in str(mark[3:])


def test_do_and_dont_differ_in_shape_and_not_in_colour_only() -> None:
    """WCAG 1.4.1: a tick has one stroke, a cross two."""
    sheets = [Recorder(), Recorder()]
    PointMark("tick", "#000000").draw(sheets[0], 0.0, 0.0, body())
    PointMark("cross", "#000000").draw(sheets[1], 0.0, 0.0, body())
    assert [len(sheet.marks) for sheet in sheets] == [1, 2]


def test_a_numbered_point_has_its_number_for_a_mark() -> None:
    sheet = drawn(item(ONE, PointMark("number", "#00664f", "3.")), WIDTH, 50.0, 700.0)
    assert [(x, y, words) for x, y, words, _ in sheet.kind("text")] == [(50.0, 700.0, "3."), (65.0, 700.0, ONE)]


# One column


def test_points_stand_under_one_another() -> None:
    assert places(listing("a", "b", TWO, "c")) == [
        ("a", INDENT, 0.0),
        ("b", INDENT, 18.0),
        (TWO, INDENT, 36.0),
        ("c", INDENT, 54.0),
    ]
    assert listing("a", "b", "c").height(WIDTH) == 3 * LEADING + 2 * GAP


@pytest.mark.parametrize(("count", "columns"), [(3, 1), (4, 2)])
def test_two_columns_are_made_of_four_points_and_more(count: int, columns: int) -> None:
    assert len({x for _, x, _ in places(listing(*"abcd"[:count], columns=True))}) == columns


def test_no_columns_are_made_where_they_are_not_allowed() -> None:
    assert {x for _, x, _ in places(listing(*"abcdefgh"))} == {INDENT}


def test_no_columns_are_made_where_a_point_has_more_than_two_lines_there() -> None:
    three = "word " * 18
    assert len(text(three).set(COLUMN - INDENT).lines) == 3
    assert {x for _, x, _ in places(listing("a", "b", "c", three, columns=True))} == {INDENT}
    assert {x for _, x, _ in places(listing("a", "b", "c", TWO, columns=True))} == {INDENT, COLUMN + 20 + INDENT}


def test_no_columns_are_made_where_they_would_be_narrow() -> None:
    narrow = 2 * 13 * 12 + 20
    assert listing(*"abcd", columns=True).height(narrow) == 2 * LEADING + GAP
    assert listing(*"abcd", columns=True).height(narrow - 1) == 4 * LEADING + 3 * GAP


def test_points_under_a_point_count_for_columns_too() -> None:
    short = Listing((nested("a", "b"), *(item(x) for x in "cde")), GAP, columns=True)
    assert len({x for _, x, _ in places(short)}) == 3
    long = Listing((nested("a", LONG), *(item(x) for x in "cde")), GAP, columns=True)
    assert {x for words, x, _ in places(long) if words in "acde"} == {INDENT}


def test_what_is_no_text_never_stands_in_columns() -> None:
    items = (Item(None, bar("a"), body(), INDENT), *(item(x) for x in "bcd"))
    assert Listing(items, GAP, columns=True).height(WIDTH) == 10 + 3 * LEADING + 3 * GAP


def test_two_columns_are_read_down_the_first_then_down_the_second() -> None:
    second = COLUMN + 20 + INDENT
    assert places(listing(*"abcde", columns=True)) == [
        ("a", INDENT, 0.0),
        ("b", INDENT, 18.0),
        ("c", INDENT, 36.0),
        ("d", second, 0.0),
        ("e", second, 18.0),
    ]


def test_columns_are_balanced_by_height_and_not_by_number() -> None:
    assert [words for words, x, _ in places(listing(TWO, TWO, "a", "b", "c", "d", columns=True)) if x == INDENT] == [
        TWO,
        TWO,
    ]


def test_columns_are_as_high_as_the_higher() -> None:
    assert listing(*"abcde", columns=True).height(WIDTH) == 3 * LEADING + 2 * GAP


@property_of(60)
@given(st.lists(st.sampled_from(["a", "b", TWO]), min_size=4, max_size=12))
def test_no_other_turn_would_make_the_columns_lower(points: list[str]) -> None:
    heights = [LEADING * (2 if point == TWO else 1) for point in points]

    def height(column: list[float]) -> float:
        return sum(column) + GAP * (len(column) - 1)

    lowest = min(max(height(heights[:turn]), height(heights[turn:])) for turn in range(1, len(points)))
    assert listing(*points, columns=True).height(WIDTH) == pytest.approx(lowest)


# Page breaks


def halves_of(whole: Listing, room: float) -> tuple[Listing, Listing]:
    halves = whole.split(WIDTH, room)
    assert halves is not None
    return halves


def test_a_list_is_parted_between_points() -> None:
    head, tail = halves_of(listing(*"abcdef"), 3 * LEADING + 2 * GAP)
    assert [words_in(half) for half in (head, tail)] == [["a", "b", "c"], ["d", "e", "f"]]


def test_a_list_is_parted_within_a_point() -> None:
    head, tail = halves_of(listing("a", LONG, "c"), 4 * LEADING)
    assert [lines_in(half) for half in (head, tail)] == [3, 4]
    assert words_in(head) + words_in(tail) == ["a", *LONG.split(), "c"]


@pytest.mark.parametrize(
    ("points", "room", "expected"),
    [
        ("abc", 2, None),
        ("abcd", 1, None),
        ("abcd", 2, (2, 2)),
        ("abcd", 3, (2, 2)),
        ("abcde", 3, (3, 2)),
        ("abcde", 4, (3, 2)),
    ],
)
def test_a_one_line_point_is_never_alone_on_either_side(points: str, room: int, expected: object) -> None:
    halves = listing(*points).split(WIDTH, room * (LEADING + GAP))
    assert (halves and tuple(lines_in(half) for half in halves)) == expected


def test_a_point_of_two_lines_may_be_alone() -> None:
    two = "word " * 20
    assert len(text(two).set(WIDTH - INDENT).lines) == 2
    head, tail = halves_of(listing(two, two), 3 * LEADING)
    assert [lines_in(half) for half in (head, tail)] == [2, 2]


@pytest.mark.parametrize(("count", "whole"), [(4, True), (12, True), (13, False)])
def test_steps_are_not_parted_but_where_they_are_many(count: int, whole: bool) -> None:
    steps = Listing(tuple(item(f"step {n}", PointMark("number", "#00664f", f"{n}.")) for n in range(count)), 0.0)
    assert (steps.split(200.0, 3 * LEADING + 1) is None) is whole
    assert steps.lead(200.0) == pytest.approx((count if whole else 2) * LEADING)
    assert listing(*"abcd").split(200.0, 3 * LEADING + 1) is not None


def test_a_list_that_fits_is_not_parted() -> None:
    assert listing(*"abcd").split(WIDTH, 1000.0) is None


def test_distances_stay_outside_of_the_halves() -> None:
    halves = halves_of(listing(*"abcd", before=5.0, after=7.0), 2 * LEADING + GAP)
    assert [(half.before, half.after) for half in halves] == [(5.0, 0.0), (0.0, 7.0)]


def test_the_lead_of_a_list_is_two_lines_at_least() -> None:
    assert listing(*"abcd").lead(WIDTH) == 2 * LEADING + GAP
    assert listing(LONG, "b").lead(WIDTH) == 2 * LEADING
    assert listing("a", LONG).lead(WIDTH) == 3 * LEADING + GAP
    assert listing("a").lead(WIDTH) == LEADING


def test_a_point_is_not_parted_from_the_points_under_it() -> None:
    whole = Listing((item("a"), item("b"), nested("c", *"defg")), GAP)
    head, tail = halves_of(whole, 3 * (LEADING + GAP))
    assert [words_in(half) for half in (head, tail)] == [["a", "b"], ["c", "d", "e", "f", "g"]]


def test_points_under_a_point_may_be_parted() -> None:
    whole = Listing((nested("c", *"defg"), item("h")), GAP)
    head, tail = halves_of(whole, 3 * (LEADING + GAP))
    assert [words_in(half) for half in (head, tail)] == [["c", "d", "e"], ["f", "g", "h"]]
    assert [len(drawn(half, WIDTH).kind("dot")) for half in (head, tail)] == [3, 3]


def test_a_list_in_two_columns_is_parted_by_points_and_balanced_anew() -> None:
    head, tail = halves_of(listing(*"abcdefghij", columns=True), 2 * LEADING + GAP)
    assert [words_in(half) for half in (head, tail)] == [["a", "b", "c", "d"], ["e", "f", "g", "h", "i", "j"]]
    assert [words for words, x, _ in places(tail) if x == INDENT] == ["e", "f", "g"]


@pytest.mark.parametrize("count", [4, 5])
def test_a_short_list_in_two_columns_is_not_worth_parting(count: int) -> None:
    assert listing(*"abcde"[:count], columns=True).split(WIDTH, 2 * LEADING) is None


def test_a_list_in_two_columns_is_not_parted_where_too_little_goes_in() -> None:
    assert listing(*"abcdefgh", columns=True).split(WIDTH, LEADING) is None


def test_the_lead_of_two_columns_is_two_points_or_all_of_a_short_list() -> None:
    assert listing(*"abcdef", columns=True).lead(WIDTH) == 2 * LEADING + GAP
    assert listing(*"abcde", columns=True).lead(WIDTH) == 3 * LEADING + 2 * GAP


def test_the_rest_of_a_list_in_one_column_stays_in_one_column() -> None:
    """Otherwise lines set for the whole width are drawn over the second column."""
    head, tail = halves_of(listing(LONG, "a", "b", "c", columns=True), 3 * LEADING)
    assert {x for _, x, _ in places(head)} == {INDENT}
    assert {x for _, x, _ in places(tail)} == {INDENT}


def test_a_list_in_two_columns_that_is_higher_than_a_page_is_parted() -> None:
    points = [nested(word, *("point " + str(n) for n in range(30))) for word in "abcd"]
    whole = Listing(tuple(points), GAP, columns=True)
    assert whole.height(WIDTH) > 700.0
    head, tail = halves_of(whole, 700.0)
    assert words_in(head) + words_in(tail) == words_in(whole)


POINTS = st.lists(st.sampled_from(["a", "b c", TWO, LONG]), min_size=1, max_size=12)


@property_of(150)
@given(POINTS, st.floats(0, 500))
def test_splitting_loses_no_word_and_keeps_to_the_room(points: list[str], room: float) -> None:
    whole = listing(*points)
    halves = whole.split(WIDTH, room)
    if halves is None:
        return
    assert words_in(halves[0]) + words_in(halves[1]) == words_in(whole)
    assert halves[0].height(WIDTH) <= room + 0.02
    assert min(lines_in(half) for half in halves) >= 2


@property_of(100)
@given(st.lists(st.sampled_from(["a", "b c", TWO]), min_size=4, max_size=16), st.floats(0, 200))
def test_splitting_columns_loses_no_word_and_keeps_to_the_room(points: list[str], room: float) -> None:
    whole = listing(*points, columns=True)
    halves = whole.split(WIDTH, room)
    if halves is None:
        return
    assert words_in(halves[0]) + words_in(halves[1]) == words_in(whole)
    assert halves[0].height(WIDTH) <= room + 0.02
    assert min(len(half.items) for half in halves) >= 2


@property_of(60)
@given(POINTS, st.booleans())
def test_nothing_is_drawn_above_below_or_beside_a_list(points: list[str], columns: bool) -> None:
    whole = listing(*points, columns=columns)
    for x, y, _, block in drawn(whole, WIDTH).kind("text"):
        assert x + block.width <= WIDTH + 0.02
        assert -whole.height(WIDTH) - 0.02 <= y - block.height
        assert y <= 0.0


@property_of(60)
@given(POINTS, st.booleans())
def test_points_never_overlap(points: list[str], columns: bool) -> None:
    sheet = drawn(listing(*points, columns=columns), WIDTH)
    for (x, y, _, block), (next_x, next_y, _, _) in pairwise(sheet.kind("text")):
        assert next_y <= y - block.height or next_x >= x + block.width
    assert [" ".join(lines_of(block)).split() for *_, block in sheet.kind("text")] == [p.split() for p in points]
