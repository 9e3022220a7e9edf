"""The quiet box, and the care card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import Box, CareCard, Stack
from handpress.text import Text
from tests.helpers import LEADING, Bar, bar, body, drawn, property_of, rows_of, text

WIDTH = 300.0
PADDING = (14.0, 10.0)
RED = "#c4170c"
HEADING = body().but(colour="#ffffff", strong=True)


def box(inside: Bar | Text | Stack, **fields: object) -> Box:
    return Box(inside, "#f4f4f4", "#8c8c8c", PADDING, **fields)


def card(
    *children: Bar, heading: str = "Emergency: ring 999", continued: str = "(continued)", **fields: object
) -> CareCard:
    heads = (text(words, style=HEADING, level=2, title=words) for words in (heading, continued))
    return CareCard(*heads, Stack(children), RED, PADDING, **fields)


CHROME = LEADING + 3 * PADDING[1]
"""Height of a care card round its body: the bar, the air in it, and the padding."""


# The box


def test_a_box_is_as_high_as_its_body_and_the_padding() -> None:
    assert box(bar("a", 3)).height(WIDTH) == 50.0


def test_the_body_of_a_box_is_set_between_bar_and_padding() -> None:
    words = text("word " * 30)
    assert box(words).height(WIDTH) == words.height(WIDTH - 4 - 28) + 20
    sheet = drawn(box(bar("a", 3)), WIDTH, 50.0, 700.0)
    assert sheet.marks == [
        ("fill", 50.0, 700.0, (WIDTH, 50.0), "#f4f4f4"),
        ("fill", 50.0, 700.0, (4.0, 50.0), "#8c8c8c"),
        ("bar", 68.0, 690.0, "a"),
    ]


def test_a_box_may_have_no_bar() -> None:
    assert [mark[0] for mark in drawn(box(bar("a"), bar_width=0.0), WIDTH).marks] == ["fill", "bar"]


@pytest.mark.parametrize("room", [10.0, 45.0, 69.0])
def test_a_whole_box_is_never_split(room: float) -> None:
    assert box(bar("a", 5)).split(WIDTH, room) is None
    assert box(bar("a", 5)).lead(WIDTH) == 70.0


def test_another_box_is_split_with_padding_round_both_halves() -> None:
    halves = box(bar("a", 5), whole=False, before=3.0, after=4.0).split(WIDTH, 45.0)
    assert halves is not None
    assert [rows_of(half.body) for half in halves] == [[("a", 0), ("a", 1)], [("a", 2), ("a", 3), ("a", 4)]]
    assert [half.height(WIDTH) for half in halves] == [40.0, 50.0]
    assert [(half.before, half.after) for half in halves] == [(3.0, 0.0), (0.0, 4.0)]


def test_the_lead_of_a_box_that_may_be_split_is_its_bodys_and_the_padding() -> None:
    assert box(bar("a", 9, keep=2), whole=False).lead(WIDTH) == 40.0


def test_a_box_whose_body_cannot_be_split_goes_over_whole() -> None:
    assert box(bar("a", 3, keep=2), whole=False).split(WIDTH, 45.0) is None


# The care card


def test_a_card_is_as_high_as_its_bar_its_body_and_the_padding() -> None:
    assert card(bar("a", 3)).height(WIDTH) == CHROME + 30.0


def test_a_card_has_its_heading_on_a_bar_of_its_colour_and_a_frame_round_all_of_it() -> None:
    """The bar and the words on it stay clear in grey; colour alone says nothing (WCAG 1.4.1)."""
    sheet = drawn(card(bar("a", 3)), WIDTH, 50.0, 700.0)
    assert sheet.kind("fill") == [(50.0, 700.0, (WIDTH, LEADING + 10.0), RED)]
    assert sheet.kind("text")[0][:3] == (64.0, 695.0, "Emergency: ring 999")
    assert sheet.kind("bar") == [(64.0, 700.0 - LEADING - 20.0, "a")]
    ((x, y, size, pen),) = sheet.kind("outline")
    assert (x, y, size, pen) == (50.6, 699.4, (WIDTH - 1.2, CHROME + 30 - 1.2), (1.2, RED))


def test_a_bar_is_as_high_as_a_heading_of_two_lines_needs() -> None:
    long = card(bar("a"), heading="Emergency: " + "word " * 12)
    assert long.heading.height(WIDTH - 28) == 2 * LEADING
    assert drawn(long, WIDTH).kind("fill")[0][2] == (WIDTH, 2 * LEADING + 10.0)


@pytest.mark.parametrize("room", [50.0, 100.0, 500.0])
def test_a_whole_card_is_never_split_however_high_it_is(room: float) -> None:
    emergency = card(bar("a", 90), whole=True)
    assert emergency.split(WIDTH, room) is None
    assert emergency.lead(WIDTH) == emergency.height(WIDTH)


def test_a_card_of_nine_lines_is_never_split() -> None:
    rows = int((9 * LEADING - CHROME) // 10)
    assert card(bar("a", rows)).split(WIDTH, 100.0) is None
    assert card(bar("a", rows)).lead(WIDTH) == CHROME + 10 * rows
    assert card(bar("a", rows + 1)).split(WIDTH, 100.0) is not None
    assert card(bar("a", rows + 1, keep=2)).lead(WIDTH) == CHROME + 20


def test_a_card_goes_on_under_a_heading_that_says_so() -> None:
    halves = card(bar("a", 20), before=3.0, after=4.0).split(WIDTH, 150.0)
    assert halves is not None
    assert [drawn(half, WIDTH).words() for half in halves] == [["Emergency: ring 999"], ["(continued)"]]
    assert rows_of(halves[0].body) + rows_of(halves[1].body) == [("a", row) for row in range(20)]
    assert [half.colour for half in halves] == [RED, RED]
    assert [(half.before, half.after) for half in halves] == [(3.0, 0.0), (0.0, 4.0)]


def test_a_card_that_goes_on_twice_says_so_twice() -> None:
    first = card(bar("a", 60)).split(WIDTH, 300.0)
    second = first and first[1].split(WIDTH, 300.0)
    assert second is not None
    assert [drawn(half, WIDTH).words() for half in second] == [["(continued)"], ["(continued)"]]


@property_of(100)
@given(st.integers(1, 40), st.integers(1, 3), st.floats(0, 500), st.booleans())
def test_the_halves_of_a_card_lose_no_row_and_keep_to_the_room(rows: int, keep: int, room: float, whole: bool) -> None:
    made = card(bar("a", rows, keep=keep), bar("b", 3), whole=whole)
    halves = made.split(WIDTH, room)
    if halves is None:
        return
    assert not whole
    assert made.height(WIDTH) > 9 * LEADING
    assert rows_of(halves[0].body) + rows_of(halves[1].body) == rows_of(made.body)
    assert halves[0].height(WIDTH) <= room + 0.02
