"""One thing under another, and where a page may part them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import Stack
from tests.helpers import LEADING, Bar, bar, drawn, property_of, rows_of, text

WIDTH = 100.0


def stack(*children: Bar, **fields: float) -> Stack:
    return Stack(children, **fields)


def halves(whole: Stack, room: float) -> list[list[tuple[str, int]]] | None:
    """The rows of both halves."""
    parted = whole.split(WIDTH, room)
    return None if parted is None else [rows_of(half) for half in parted]


def names(whole: Stack, room: float) -> list[str] | None:
    """The names of the bars in either half, as one word each."""
    parted = whole.split(WIDTH, room)
    return None if parted is None else ["".join(child.name for child in half.children) for half in parted]


def test_it_stands_as_high_as_its_children_and_the_distances_between_them() -> None:
    assert stack(bar("a", 2, after=5), bar("b", 3)).height(WIDTH) == 55.0
    assert stack().height(WIDTH) == 0.0


def test_distances_before_the_first_and_after_the_last_do_not_count() -> None:
    assert stack(bar("a", before=7, after=0), bar("b", after=9)).height(WIDTH) == 20.0


@pytest.mark.parametrize(("after", "before", "gap"), [(5, 3, 5), (3, 5, 5), (5, 5, 5), (0, 4, 4), (0, 0, 0)])
def test_of_two_distances_that_meet_the_larger_counts(after: float, before: float, gap: float) -> None:
    assert stack(bar("a", after=after), bar("b", before=before)).height(WIDTH) == 20 + gap


def test_tightness_scales_the_distances_and_not_the_children() -> None:
    assert stack(bar("a", 2, after=8), bar("b", 3), tightness=0.75).height(WIDTH) == 56.0


def test_it_is_parted_between_children() -> None:
    assert names(stack(bar("a"), bar("b"), bar("c")), 25) == ["ab", "c"]
    assert names(stack(bar("a"), bar("b"), bar("c")), 20) == ["ab", "c"]
    assert names(stack(bar("a"), bar("b"), bar("c")), 19) == ["a", "bc"]


def test_the_distance_above_a_child_counts_as_room_that_it_needs() -> None:
    assert names(stack(bar("a", after=6), bar("b"), bar("c")), 26) == ["ab", "c"]
    assert names(stack(bar("a", after=6), bar("b"), bar("c")), 25) == ["a", "bc"]


def test_tighter_distances_leave_room_for_more() -> None:
    assert names(stack(bar("a", after=8), bar("b"), bar("c"), tightness=0.5), 25) == ["ab", "c"]


def test_it_is_parted_within_a_child_that_may_be_split() -> None:
    assert halves(stack(bar("a"), bar("b", 4)), 30) == [
        [("a", 0), ("b", 0), ("b", 1)],
        [("b", 2), ("b", 3)],
    ]


def test_a_child_that_may_not_be_split_there_goes_over_whole() -> None:
    assert names(stack(bar("a"), bar("b", 4, keep=3)), 30) == ["a", "b"]


def test_it_cannot_be_parted_above_its_first_child() -> None:
    assert halves(stack(bar("a", 3, keep=3), bar("b")), 20) is None
    assert halves(stack(bar("a", 3), bar("b")), 5) is None


def test_distances_at_the_parting_fall_away() -> None:
    head, tail = stack(bar("a", after=6), bar("b", before=9), before=3, after=4).split(WIDTH, 12) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height(WIDTH), head.before, head.after) == (10.0, 3, 0.0)
    assert (tail.height(WIDTH), tail.before, tail.after) == (10.0, 0.0, 4)


def test_halves_keep_the_tightness() -> None:
    parted = stack(bar("a"), bar("b"), tightness=0.8).split(WIDTH, 12)
    assert parted is not None
    assert [half.tightness for half in parted] == [0.8, 0.8]


# Headings


def test_a_heading_goes_over_with_what_it_leads_to() -> None:
    assert names(stack(bar("a"), bar("H", sticks=True), bar("b", 2, keep=2)), 30) == ["a", "Hb"]


def test_a_heading_stays_with_the_beginning_of_what_it_leads_to() -> None:
    assert halves(stack(bar("a"), bar("H", sticks=True), bar("b", 4, keep=2)), 45) == [
        [("a", 0), ("H", 0), ("b", 0), ("b", 1)],
        [("b", 2), ("b", 3)],
    ]


def test_the_distance_under_a_heading_counts_too() -> None:
    whole = stack(bar("a"), bar("H", sticks=True, after=4), bar("b", 2, keep=2))
    assert names(stack(*whole.children, bar("c")), 44) == ["aHb", "c"]
    assert names(stack(*whole.children, bar("c")), 43) == ["a", "Hbc"]


def test_headings_in_a_chain_go_over_together() -> None:
    whole = stack(bar("a"), bar("H", sticks=True), bar("h", sticks=True), bar("b", 2, keep=2))
    assert names(whole, 40) == ["a", "Hhb"]
    assert names(whole, 30) == ["a", "Hhb"]


def test_a_heading_is_never_split_itself() -> None:
    assert names(stack(bar("a"), bar("H", 4, sticks=True), bar("b")), 35) == ["a", "Hb"]


def test_a_heading_at_the_top_cannot_be_parted_from_what_it_leads_to() -> None:
    assert halves(stack(bar("H", sticks=True), bar("b", 3, keep=3)), 30) is None


def test_a_heading_goes_over_when_what_it_leads_to_could_not_be_split_after_all() -> None:
    class Stubborn(Bar):
        def lead(self, width: float) -> float:
            return 10.0

    heading, stubborn = bar("H", sticks=True), Stubborn("b", (0, 1, 2), keep=3)
    assert names(stack(bar("a"), heading, stubborn), 40) == ["a", "Hb"]
    assert names(stack(heading, stubborn), 30) is None


def test_a_last_child_that_sticks_is_parted_from_what_is_above_it() -> None:
    """A last paragraph that ends in a colon: None here becomes 'something fits on no page'."""
    assert names(stack(bar("a"), bar("H", 4, sticks=True)), 35) == ["a", "H"]


# Leads


def test_its_lead_is_that_of_its_first_child() -> None:
    assert stack(bar("a", 9, keep=2), bar("b")).lead(WIDTH) == 20.0
    assert stack().lead(WIDTH) == 0.0


def test_the_lead_of_a_heading_reaches_into_what_follows() -> None:
    whole = stack(bar("H", sticks=True, after=3), bar("h", sticks=True, after=5), bar("b", 9, keep=2), bar("c"))
    assert whole.lead(WIDTH) == 10 + 3 + 10 + 5 + 20


# Drawing


def test_children_are_drawn_from_the_top_down() -> None:
    sheet = drawn(stack(bar("a", 2, after=5), bar("b"), bar("c")), WIDTH, 50.0, 700.0)
    assert sheet.marks == [("bar", 50.0, 700.0, "a"), ("bar", 50.0, 675.0, "b"), ("bar", 50.0, 665.0, "c")]


def test_children_are_drawn_at_tighter_distances() -> None:
    sheet = drawn(stack(bar("a", after=8), bar("b"), tightness=0.5), WIDTH, 0.0, 100.0)
    assert sheet.marks == [("bar", 0.0, 100.0, "a"), ("bar", 0.0, 86.0, "b")]


# What holds of any stack

BARS = st.builds(
    bar,
    st.sampled_from("abcdef"),
    st.integers(1, 6),
    keep=st.integers(1, 3),
    sticks=st.booleans(),
    before=st.integers(0, 12),
    after=st.integers(0, 12),
)
LAST = st.builds(bar, st.just("z"), st.integers(1, 6), keep=st.integers(1, 3))


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    children = draw(st.lists(st.one_of(BARS, st.builds(lambda a, b: Stack((a, b)), BARS, LAST)), max_size=6))
    return Stack((*children, draw(LAST)), tightness=draw(st.sampled_from([1.0, 0.75])))


@property_of(70)
@given(stacks(), st.floats(0, 200))
def test_splitting_loses_no_row_and_keeps_to_the_room(whole: Stack, room: float) -> None:
    parted = whole.split(WIDTH, room)
    if parted is None:
        return
    head, tail = parted
    assert rows_of(head) + rows_of(tail) == rows_of(whole)
    assert rows_of(head)
    assert rows_of(tail)
    assert head.height(WIDTH) <= room + 0.02


@property_of(70)
@given(stacks(), st.floats(0, 200))
def test_no_half_ends_in_what_sticks(whole: Stack, room: float) -> None:
    parted = whole.split(WIDTH, room)
    if parted is None:
        return
    last = parted[0].children[-1]
    while isinstance(last, Stack):
        last = last.children[-1]
    assert not last.sticks


@property_of(70)
@given(stacks(), st.floats(0, 200))
def test_what_is_higher_than_the_room_is_parted_unless_its_beginning_must_stay_whole(whole: Stack, room: float) -> None:
    if whole.split(WIDTH, room) is None:
        first = whole.children[0]
        assert whole.height(WIDTH) <= room + 0.02 or first.sticks or first.height(WIDTH) > room


def test_a_stack_of_texts_gives_all_words_in_order() -> None:
    parted = Stack((text("one " * 40), text("two " * 40))).split(WIDTH, 200.0)
    assert parted is not None
    words = [" ".join(part.set(WIDTH).words() for part in half.children) for half in parted]
    assert " ".join(words).split() == ["one"] * 40 + ["two"] * 40


def test_a_section_of_short_lines_alone_may_be_parted() -> None:
    """Only the first line under a heading stays with what follows it; a page full of such lines can be printed."""
    heading = replace(text("A heading"), sticks=True, level=2)
    stack = Stack((heading, *(text("a line") for _ in range(60))))
    halves = stack.split(WIDTH, 20 * LEADING)
    assert halves is not None
    assert halves[0].height(WIDTH) <= 20 * LEADING
