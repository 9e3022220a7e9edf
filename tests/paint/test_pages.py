"""A story into pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import CareCard, Item, Listing, PointMark, Stack, Table
from handpress.furniture import Area
from handpress.paint import paginate
from handpress.problems import HandpressError
from handpress.sheet import Flowable
from tests.helpers import PEN, bar, body, property_of, rows_of, text

Areas = Callable[[int], Area]


def area(first: float, others: float | None = None) -> Areas:
    """Pages 100 pt wide; the first so high, the others too unless they have a height of their own."""
    return lambda number: Area(50.0, 700.0, 100.0, first if number == 1 or others is None else others)


def pages(*children: Flowable, areas: Areas) -> list[Stack]:
    return paginate(Stack(children), areas)


def counts(made: list[Stack]) -> list[int]:
    return [len(rows_of(page)) for page in made]


def test_a_story_that_fits_is_one_page() -> None:
    assert counts(pages(bar("a", 10), areas=area(100.0))) == [10]


def test_a_story_takes_as_many_pages_as_it_needs() -> None:
    assert counts(pages(bar("a", 28), areas=area(100.0))) == [10, 10, 8]


def test_an_empty_story_is_one_page() -> None:
    assert counts(pages(areas=area(100.0))) == [0]


def test_each_page_has_its_own_room() -> None:
    assert counts(pages(bar("a", 35), areas=area(50.0, 150.0))) == [5, 15, 15]


def test_a_heading_never_ends_a_page() -> None:
    made = pages(bar("a", 9), bar("H", sticks=True), bar("b", 9, keep=2), areas=area(100.0))
    assert [[name for name, _ in rows_of(page)][0] for page in made] == ["a", "H"]


# The last page


def test_tighter_distances_save_a_nearly_empty_last_page() -> None:
    children = [bar(name, 2, after=10) for name in "abcd"]
    assert sum(child.height(100.0) for child in children) == 80.0
    made = pages(*children, areas=area(108.0))
    assert len(made) == 1
    assert made[0].tightness == 0.9
    assert made[0].height(100.0) == pytest.approx(107.0)


@pytest.mark.parametrize(("room", "tightness"), [(108.0, 0.9), (105.0, 0.8), (102.0, 0.7)])
def test_distances_are_no_tighter_than_they_must_be(room: float, tightness: float) -> None:
    (page,) = pages(*(bar(name, 2, after=10) for name in "abcd"), areas=area(room))
    assert page.tightness == tightness


def test_distances_stay_as_they_are_where_tightening_saves_nothing() -> None:
    made = pages(*(bar(name, 2, after=10) for name in "abcd"), areas=area(85.0))
    assert [page.tightness for page in made] == [1.0, 1.0]


@pytest.mark.parametrize(("rows", "expected"), [(5, [(1, 1.0), (5, 1.0)]), (4, [(5, 0.6)])], ids=["half full", "less"])
def test_a_last_page_is_worth_tightening_only_if_it_is_less_than_half_full(rows: int, expected: object) -> None:
    """The first page is full, by its distances, so that it is no reason by itself; tightened, all fits on one."""
    made = pages(bar("-", 0, after=78), bar("a"), bar("b", rows, keep=rows), areas=area(100.0))
    assert [(len(rows_of(page)), page.tightness) for page in made] == expected


def test_a_page_that_would_stay_empty_is_worth_tightening() -> None:
    filled = pages(bar("a", 1, after=50), bar("b", 5, keep=5), areas=area(100.0))
    assert [(len(rows_of(page)), page.tightness) for page in filled] == [(6, 0.8)]


@pytest.mark.parametrize(
    ("gap", "rows", "expected"),
    [(60, (4, 6), [(5, 0.8), (6, 0.8), (8, 0.8), (8, 0.8)]), (50, (5, 5), [(1, 1.0), (10, 1.0), (8, 1.0), (8, 1.0)])],
    ids=["to four tenths", "to a half"],
)
def test_a_page_that_would_stay_all_but_empty_is_worth_another_that_does_by_less_than_half(
    gap: float, rows: tuple[int, int], expected: object
) -> None:
    parts = (bar(name, count, keep=count) for name, count in zip("bcde", (*rows, 8, 8), strict=True))
    made = pages(bar("a", 1, after=gap), *parts, areas=area(100.0))
    assert [(len(rows_of(page)), page.tightness) for page in made] == expected


def test_a_story_that_fits_is_not_tightened() -> None:
    (page,) = pages(bar("a", after=10), bar("b"), areas=area(1000.0))
    assert page.tightness == 1.0


# What fits on no page


def too_large(*children: Flowable, areas: Areas) -> str:
    with pytest.raises(HandpressError) as caught:
        pages(*children, areas=areas)
    (problem,) = caught.value.problems
    return problem.message


def test_what_fits_on_no_page_is_an_error_and_not_a_loop() -> None:
    assert too_large(bar("a", 11, keep=6), areas=area(100.0)).startswith("something fits on no page")


def test_what_fits_on_no_page_may_come_late() -> None:
    assert too_large(bar("a", 25), bar("b", 11, keep=6), areas=area(100.0)).startswith("something fits on no page")


def test_the_error_names_the_words_that_it_is_about_and_what_to_do() -> None:
    heading = text("Ring 999 now", level=2)
    card = CareCard(heading, heading, Stack((bar("a", 99),)), "#c4170c", (10.0, 10.0), whole=True)
    with pytest.raises(HandpressError) as caught:
        pages(card, areas=area(20.0))
    assert "Ring 999 now" in caught.value.problems[0].message
    assert caught.value.problems[0].hint == "make it shorter, or divide it"


def test_the_words_are_found_inside_lists_too() -> None:
    points = tuple(Item(PointMark("disc", "#000000"), text(words), body(), 12.0) for words in ("One point", "Two"))
    assert "One point" in too_large(Listing(points, 2.0), areas=area(20.0))


def test_the_words_are_found_inside_tables_too() -> None:
    table = Table((text("Medicine"),), ((text("a"),), (text("b"),)), PEN, "#eeeeee", (4.0, 4.0))
    assert "Medicine" in too_large(table, areas=area(20.0))


def test_more_than_400_pages_are_an_error() -> None:
    assert too_large(bar("a", 5000), areas=area(100.0)) == "the handout has more than 400 pages"


def test_400_pages_are_printed() -> None:
    assert len(pages(bar("a", 4000), areas=area(100.0))) == 400


# What holds of any story

BARS = st.builds(
    bar,
    st.sampled_from("abc"),
    st.integers(1, 25),
    keep=st.integers(1, 2),
    before=st.integers(0, 9),
    after=st.integers(0, 9),
)
HEADED = st.builds(
    lambda h, b: [h, b], st.builds(bar, st.just("H"), sticks=st.just(True), after=st.integers(0, 9)), BARS
)


@property_of(120)
@given(st.lists(HEADED, min_size=1, max_size=8), st.integers(50, 150), st.integers(50, 150))
def test_no_row_is_lost_no_page_too_high_and_no_heading_last(
    parts: list[list[Flowable]], first: int, others: int
) -> None:
    story = Stack(tuple(child for part in parts for child in part))
    areas = area(float(first), float(others))
    made = paginate(story, areas)
    assert [row for page in made for row in rows_of(page)] == rows_of(story)
    for number, page in enumerate(made, 1):
        assert page.children
        assert page.height(100.0) <= areas(number).height + 0.02
        assert not page.children[-1].sticks


def test_a_card_that_is_to_stay_whole_is_split_only_where_it_is_higher_than_a_page() -> None:
    """Else a long emergency card in large print could not be printed at all."""
    heading = text("Call 999 now if", level=2)
    lines = Stack(tuple(text(f"sign {number}") for number in range(20)))
    card = CareCard(heading, heading, lines, "#c4170c", (10.0, 10.0), whole=True)
    high = card.height(area(100.0)(1).width)
    for room, whole in ((high + 1, True), (high / 2, False)):
        made = pages(text("before"), card, areas=area(room))
        with_card = [page for page in made if CareCard in map(type, page.children)]
        assert (len(with_card) == 1) is whole
