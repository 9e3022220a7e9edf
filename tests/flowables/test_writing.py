"""Room to write by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import Panel, SignaturePanel, WritingLines
from handpress.patients import Field
from tests.helpers import LEADING, PEN, body, drawn, property_of, slot_style, text

WIDTH = 400.0
PITCH = 24.0
SAYS = "to fill in"
FIELDS: tuple[Field | None, ...] = ("name", "born", None)
LONG = "Questions that you would like to ask at your next appointment"


def lines(count: int, label: str = "Next test", **fields: float) -> WritingLines:
    return WritingLines(text(label, tag=""), count, PITCH, PEN, SAYS, **fields)


def rules(made: WritingLines) -> list[tuple[float, float]]:
    """(x, length) of each line drawn, from the top down."""
    found = drawn(made, WIDTH).kind("lines")
    assert [y for _, y, _, _ in found] == sorted((y for _, y, _, _ in found), reverse=True)
    return [(x, points[0][0] - x) for x, _, points, _ in found]


def test_the_first_line_goes_on_beside_a_short_label_to_the_edge() -> None:
    start = text("Next test").set(WIDTH).width + 0.6 * 12
    assert rules(lines(1)) == [(pytest.approx(start), pytest.approx(WIDTH - start))]
    assert lines(1).height(WIDTH) == PITCH


def test_all_lines_stand_under_a_long_label() -> None:
    assert text(LONG).set(WIDTH).width > WIDTH * 0.55
    assert rules(lines(2, LONG)) == [(0.0, WIDTH), (0.0, WIDTH)]
    assert lines(2, LONG).height(WIDTH) == LEADING + 2 * PITCH


def test_all_lines_stand_under_a_label_of_two_lines() -> None:
    label = "word " * 20
    assert lines(1, label).height(WIDTH) == 2 * LEADING + PITCH
    assert len(rules(lines(1, label))) == 1


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("label", ["Next test", LONG])
def test_there_are_as_many_lines_as_asked_for(count: int, label: str) -> None:
    assert len(rules(lines(count, label))) == count


def test_lines_are_a_pitch_apart_so_that_there_is_room_to_write() -> None:
    found = drawn(lines(4, LONG), WIDTH).kind("lines")
    heights = [y for _, y, _, _ in found]
    assert [a - b for a, b in zip(heights, heights[1:], strict=False)] == [PITCH] * 3


def test_a_label_beside_its_line_stands_on_it() -> None:
    sheet = drawn(lines(2), WIDTH, 50.0, 700.0)
    ((x, top, words, _),) = sheet.kind("text")
    assert (x, top, words) == (50.0, 700.0 - (PITCH - LEADING), "Next test")
    baseline = top - body().ascent
    rule = sheet.kind("lines")[0][1]
    assert 0 < baseline - rule < 4
    assert rule > 700.0 - PITCH


def test_nothing_is_drawn_under_the_height() -> None:
    made = lines(3)
    assert min(y for _, y, _, _ in drawn(made, WIDTH).kind("lines")) >= -made.height(WIDTH)


def test_lines_are_parted_with_two_at_least_on_either_side() -> None:
    made = lines(6, LONG, before=3.0, after=4.0)
    assert made.split(WIDTH, LEADING + 2 * PITCH - 1) is None
    halves = made.split(WIDTH, LEADING + 2 * PITCH)
    assert halves is not None
    assert [len(rules(half)) for half in halves] == [2, 4]
    assert [(half.before, half.after) for half in halves] == [(3.0, 0.0), (0.0, 4.0)]


def test_the_label_is_not_said_again_over_the_page() -> None:
    halves = lines(6).split(WIDTH, 3 * PITCH)
    assert halves is not None
    assert [drawn(half, WIDTH).words() for half in halves] == [["Next test"], []]
    assert [len(rules(half)) for half in halves] == [3, 3]
    assert halves[1].height(WIDTH) == 3 * PITCH


@pytest.mark.parametrize("count", [1, 2, 3])
def test_three_lines_are_never_parted(count: int) -> None:
    assert all(lines(count, LONG).split(WIDTH, room) is None for room in (10.0, 40.0, 64.0, 88.0, 500.0))


@pytest.mark.parametrize(("count", "lead"), [(1, PITCH), (2, 2 * PITCH), (9, 3 * PITCH)])
def test_their_lead_is_the_label_with_two_lines_at_the_most(count: int, lead: float) -> None:
    assert lines(count).lead(WIDTH) == lead


def test_lines_of_which_all_but_one_fit_are_parted_too() -> None:
    """At the top of a page None becomes 'something fits on no page': 27 lines at 12 pt on A4, for one."""
    halves = lines(27).split(WIDTH, 26 * PITCH)
    assert halves is not None
    assert [len(rules(half)) for half in halves] == [25, 2]


@property_of(80)
@given(st.integers(1, 40), st.sampled_from(["Next test", LONG]), st.floats(0, 900))
def test_parting_loses_no_line_and_keeps_to_the_room(count: int, label: str, room: float) -> None:
    halves = lines(count, label).split(WIDTH, room)
    if halves is None:
        return
    assert sum(len(rules(half)) for half in halves) == count
    assert halves[0].height(WIDTH) <= room + 0.05
    assert min(len(rules(half)) for half in halves) >= 2


# The patient panel


def panel(*labels: str) -> Panel:
    cells = tuple((text(label, tag=""), field) for label, field in zip(labels, FIELDS, strict=False))
    return Panel(cells, slot_style(), 18.0, PEN, (10.0, 6.0), SAYS)


def test_a_panel_has_room_to_write_under_its_labels() -> None:
    assert panel("Name", "Born").height(WIDTH) == LEADING + 18.0 + 12.0


def test_a_panel_is_as_high_as_its_longest_label_needs() -> None:
    assert panel("Name", "Date of birth of the patient, as on the record " * 2).height(WIDTH) > LEADING + 30.0


def test_the_name_has_nearly_twice_the_room_of_the_other_cells() -> None:
    sheet = drawn(panel("Name", "Born", "Number"), 380.0, 50.0, 700.0)
    assert [(x, y, words) for x, y, words, _ in sheet.kind("text")] == [
        (60.0, 694.0, "Name"),
        (pytest.approx(240.0), 694.0, "Born"),
        (pytest.approx(340.0), 694.0, "Number"),
    ]


def test_a_panel_is_framed_with_a_line_between_its_cells() -> None:
    sheet = drawn(panel("Name", "Born", "Number"), 380.0, 50.0, 700.0)
    assert [mark[:3] for mark in sheet.kind("outline")] == [(50.0, 700.0, (380.0, 46.0))]
    assert [(x, y, points) for x, y, points, _ in sheet.kind("lines")] == [
        (pytest.approx(x), 700.0, [(pytest.approx(x), 654.0)]) for x in (230.0, 330.0)
    ]


def test_a_panel_is_never_parted() -> None:
    assert panel("Name", "Born").split(WIDTH, 30.0) is None
    assert panel("Name", "Born").lead(WIDTH) == panel("Name", "Born").height(WIDTH)


# The panel to sign


def signatures(*labels: str) -> SignaturePanel:
    title, lines = text("We went through this together", level=2), tuple(text(label, tag="") for label in labels)
    return SignaturePanel(title, lines, 30.0, PEN, (10.0, 6.0), SAYS)


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_lines_to_sign_on_stand_two_beside_each_other(count: int, rows: int) -> None:
    assert signatures(*["Date"] * count).height(WIDTH) == LEADING + rows * 30.0 + 12.0


def test_each_line_to_sign_on_goes_on_from_its_label_inside_the_frame() -> None:
    made = signatures("Explained by", "Patient or carer", "Date")
    sheet = drawn(made, WIDTH, 50.0, 700.0)
    assert sheet.words() == ["We went through this together", "Explained by", "Patient or carer", "Date"]
    assert [mark[:3] for mark in sheet.kind("outline")] == [(50.0, 700.0, (WIDTH, made.height(WIDTH)))]
    rules = [(x, y, points[0][0]) for x, y, points, _ in sheet.kind("lines")]
    assert len(rules) == 3
    for (x, y, end), (left, top, _, block) in zip(rules, sheet.kind("text")[1:], strict=True):
        assert left + block.width < x < end <= 50.0 + WIDTH - 10.0
        assert 0 < top - body().ascent - y < 4
        assert y > 700.0 - made.height(WIDTH)
    assert rules[0][2] < sheet.kind("text")[2][0]
    assert [y for _, y, _ in rules] == [rules[0][1], rules[0][1], rules[0][1] - 30.0]


def test_a_panel_to_sign_is_never_parted() -> None:
    assert signatures("Date", "Date").split(WIDTH, 40.0) is None
