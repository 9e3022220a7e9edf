"""Grids to tick, for patients and for staff."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.flowables import GridRow, PointMark, TaskTable, TickGrid, box_side
from tests.helpers import LEADING, PEN, Recorder, body, drawn, property_of, rows_of, text
from tests.helpers import bar as task

WIDTH = 480.0
BOX = 12.0
PADDING = (6.0, 4.0)
HEAD = LEADING + 2 * PADDING[1]
LONG = "Take your temperature in the morning and in the evening, and write it down"


def grid(*boxes: int, days: int = 7, label: str = "Wash", **fields: float) -> TickGrid:
    rows = tuple(GridRow(text(f"{label} {number}"), count) for number, count in enumerate(boxes))
    names = tuple(text(str(number + 1)) for number in range(days))
    return TickGrid(text("Every day"), names, "box", rows, BOX, PEN, "#eeeeee", PADDING, **fields)


def labels(made: TickGrid) -> list[str]:
    """The actions; the corner and the days come before them."""
    return drawn(made, WIDTH).words()[1 + len(made.heads) :]


# The mark at the head of a point


@pytest.mark.parametrize(("size", "side"), [(12.0, 11.34), (18.0, 16.2)])
def test_a_box_to_tick_is_4_millimetres_at_least_and_grows_with_the_letters(size: float, side: float) -> None:
    assert box_side(body().but(size=size)) == pytest.approx(side, abs=0.01)


def test_the_text_beside_a_box_stands_clear_of_it() -> None:
    assert PointMark("box", "#000000").indent(body()) >= box_side(body()) + 4
    assert PointMark("number", "#000000", "3.").indent(body()) == 18.0
    assert PointMark("disc", "#000000").indent(body()) == 15.0


def test_a_box_is_an_empty_square_and_one_not_to_do_is_crossed() -> None:
    sheets = [Recorder(), Recorder()]
    PointMark("box", "#000000").draw(sheets[0], 50.0, 700.0, body())
    PointMark("crossed_box", "#000000").draw(sheets[1], 50.0, 700.0, body())
    side = box_side(body())
    for sheet in sheets:
        ((x, top, size, _),) = sheet.kind("outline")
        assert size == (side, side)
        assert x >= 50.0
        assert 700.0 - LEADING < top - side < top < 700.0
    assert [len(sheet.kind("lines")) for sheet in sheets] == [0, 2]
    for x, y, points, _ in sheets[1].kind("lines"):
        assert all(50.0 < across < 50.0 + side + 1 for across in (x, points[0][0]))
        assert all(700.0 - LEADING < up < 700.0 for up in (y, points[0][1]))


# A patient's grid


def test_there_is_a_box_for_each_time_of_each_day() -> None:
    assert len(drawn(grid(1, 3, 2, days=14), WIDTH).kind("outline")) == 14 * 6
    assert {size for _, _, size, _ in drawn(grid(1, 3), WIDTH).kind("outline")} == {(BOX, BOX)}


def test_a_row_is_high_enough_for_its_boxes_and_for_its_words() -> None:
    assert grid(1).height(WIDTH) == HEAD + LEADING + 2 * PADDING[1]
    assert grid(3).height(WIDTH) == HEAD + 3 * (BOX + 4) + 4
    long = grid(1, label=LONG).rows[0].label.height(WIDTH * 0.46 - 12)
    assert long > LEADING
    assert grid(1, label=LONG).height(WIDTH) == HEAD + long + 8


@property_of(60)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(1, 14), st.sampled_from(["Wash", LONG]))
def test_boxes_stand_in_their_row_and_column_clear_of_one_another(boxes: list[int], days: int, label: str) -> None:
    made = grid(*boxes, days=days, label=label)
    sheet = drawn(made, WIDTH)
    found = [(x, y) for x, y, _, _ in sheet.kind("outline")]
    assert len(set(found)) == sum(boxes) * days
    for number, (x, y) in enumerate(found):
        assert x >= 0.0
        assert x + BOX <= WIDTH + 0.01
        assert y <= -HEAD
        assert y - BOX >= -made.height(WIDTH) - 0.01
        assert all(abs(x - a) >= BOX or abs(y - b) >= BOX for a, b in found[:number])
    words_end = max(x + block.width for x, _, words, block in sheet.kind("text") if not words.isdigit())
    assert words_end <= min(x for x, _ in found)


def test_days_are_named_over_the_middle_of_their_columns() -> None:
    days = tuple(text(name) for name in ("22", "23"))
    rows = (GridRow(text("Wash"), 1),)
    made = TickGrid(text("Every day"), days, "box", rows, BOX, PEN, "#eeeeee", PADDING)
    sheet = drawn(made, WIDTH)
    middles = [x + block.width / 2 for x, _, words, block in sheet.kind("text") if words in ("22", "23")]
    assert middles == [pytest.approx(x + BOX / 2) for x, _, _, _ in sheet.kind("outline")]


def test_a_grid_of_three_rows_is_never_parted() -> None:
    assert grid(1, 1, 1).split(WIDTH, HEAD + 2 * 24.0) is None
    assert grid(1, 1, 1).lead(WIDTH) == grid(1, 1, 1).height(WIDTH)


def test_a_grid_is_parted_between_rows_and_its_head_repeated() -> None:
    halves = grid(1, 1, 1, 1, 1, before=3.0, after=4.0).split(WIDTH, HEAD + 3 * 24.0)
    assert halves is not None
    assert [labels(half) for half in halves] == [["Wash 0", "Wash 1", "Wash 2"], ["Wash 3", "Wash 4"]]
    assert [drawn(half, WIDTH).words()[0] for half in halves] == ["Every day", "Every day"]
    assert [(half.before, half.after) for half in halves] == [(3.0, 0.0), (0.0, 4.0)]


def test_the_lead_of_a_grid_is_its_head_and_two_rows() -> None:
    assert grid(1, 1, 1, 1).lead(WIDTH) == HEAD + 2 * 24.0


@property_of(60)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.floats(0, 400))
def test_parting_a_grid_loses_no_row_and_keeps_to_the_room(boxes: list[int], room: float) -> None:
    halves = grid(*boxes).split(WIDTH, room)
    if halves is None:
        return
    assert labels(halves[0]) + labels(halves[1]) == labels(grid(*boxes))
    assert halves[0].height(WIDTH) <= room + 0.02


# The staff's table


def table(count: int, **fields: float) -> TaskTable:
    head = (text("Task"), text("Initials"), text("Time"))
    rows = tuple(task(f"task{number}", 2) for number in range(count))
    return TaskTable(head, rows, 30.0, 70.0, 60.0, PEN, "#eeeeee", PADDING, **fields)


def tasks(made: TaskTable) -> list[str]:
    return [name for row in made.rows for name, part in rows_of(row) if part == 0]


def test_a_task_has_room_for_initials_and_time() -> None:
    sheet = drawn(table(2), WIDTH, 50.0, 700.0)
    assert [(x, words) for x, _, words, _ in sheet.kind("text")] == [
        (56.0, "Task"), (406.0, "Initials"), (476.0, "Time"),
    ]  # fmt: skip
    assert sheet.kind("bar") == [
        (56.0, 700.0 - HEAD - 5.0, "task0"),
        (56.0, 700.0 - HEAD - 35.0, "task1"),
    ]
    edges = sorted({x for x, _, points, _ in sheet.kind("lines") if points[0][0] == x})
    assert edges == [50.0, 400.0, 470.0, 530.0]


def test_a_task_has_room_to_write_in_or_as_much_as_its_words_need() -> None:
    assert table(2).height(WIDTH) == HEAD + 60.0
    assert (
        TaskTable(table(1).head, (task("a", 9),), 30.0, 70.0, 60.0, PEN, "#eeeeee", PADDING).height(WIDTH)
        == HEAD + 98.0
    )


@pytest.mark.parametrize(
    ("count", "rows", "expected"), [(5, 3, (3, 2)), (5, 2, (2, 3)), (5, 1, None), (2, 1, (1, 1)), (1, 0, None)]
)
def test_tasks_are_parted_between_rows(count: int, rows: int, expected: tuple[int, int] | None) -> None:
    halves = table(count).split(WIDTH, HEAD + rows * 30.0 + 1)
    assert (halves and tuple(len(half.rows) for half in halves)) == expected
    if halves:
        assert [drawn(half, WIDTH).words() for half in halves] == [["Task", "Initials", "Time"]] * 2
        assert tasks(halves[0]) + tasks(halves[1]) == tasks(table(count))


def test_the_lead_of_tasks_is_their_head_and_two_rows() -> None:
    assert table(5).lead(WIDTH) == HEAD + 60.0
    assert table(1).lead(WIDTH) == HEAD + 30.0
