"""Tables and logs."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handpress.flowables import Table
from handpress.flowables.tables import TALL_ROW
from handpress.text import Text
from handpress.typesetting import natural_width, word_width
from tests.helpers import LEADING, PEN, body, drawn, property_of, text, words_of

WIDTH = 480.0
PADDING = (8.0, 5.0)
ROW = LEADING + 2 * PADDING[1]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


def table(*rows: tuple[str, ...], head: tuple[str, ...] = ("A", "B"), **fields: object) -> Table:
    cells = tuple(tuple(text(words) for words in row) for row in rows)
    return Table(tuple(text(words) for words in head), cells, PEN, "#eeeeee", PADDING, **fields)


def rows(count: int) -> list[tuple[str, str]]:
    return [(f"row{n}", f"cell{n}") for n in range(count)]


def log(columns: int, count: int) -> Table:
    cells = tuple(tuple(Text((), body()) for _ in range(columns)) for _ in range(count))
    return Table(tuple(text(f"Column {n}") for n in range(columns)), cells, PEN, "#eeeeee", PADDING, 22.0, grid=True)


def first_words(made: Table) -> list[str]:
    """The words of the first cell of each row."""
    return [" ".join(words_of(row[0].set(200.0))) for row in made.rows]


def least(made: Table, column: int) -> float:
    cells = (row[column] for row in (made.head, *made.rows))
    return max(word_width(cell.runs, cell.style) for cell in cells) + 2 * PADDING[0]


# Columns


def test_columns_of_equal_words_are_equally_wide() -> None:
    assert table(("one", "one"), head=("A", "A")).widths(WIDTH) == pytest.approx((240.0, 240.0))


def test_a_column_with_more_to_say_is_wider() -> None:
    first, second = table(("once", "Take it with a glass of water, after food")).widths(WIDTH)
    assert first < 120.0 < second


def test_no_column_takes_more_than_it_needs_from_one_that_needs_more() -> None:
    """A cell that fits on one line stays on one line where there is room for that."""
    made = table(("twice a day", "word " * 60))
    first, _ = made.widths(WIDTH)
    assert first < WIDTH * 0.4


def test_columns_are_never_narrower_than_their_longest_word() -> None:
    made = table((LONG_WORD, "word " * 60))
    assert made.widths(WIDTH)[0] >= least(made, 0)
    assert len(made.rows[0][0].set(made.widths(WIDTH)[0] - 16).lines) == 1


def test_columns_whose_words_are_too_long_for_the_width_share_it() -> None:
    made = table((LONG_WORD, LONG_WORD + LONG_WORD))
    widths = made.widths(300.0)
    assert sum(widths) == pytest.approx(300.0)
    assert widths[0] / widths[1] == pytest.approx(least(made, 0) / least(made, 1))


def test_columns_fill_the_width_where_one_word_takes_most_of_it() -> None:
    assert sum(table(("m" * 41, "i" * 7)).widths(WIDTH)) == pytest.approx(WIDTH)


CELLS = st.sampled_from(["", "one", "twice a day", "word " * 12, "word " * 60, LONG_WORD, "020 7946 0123"])


@property_of(150)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=5)), st.booleans())
def test_columns_fill_the_width_and_hold_their_longest_words(cells: list[tuple[str, ...]], grid: bool) -> None:
    made = table(*cells, head=tuple(f"Head {n}" for n in range(len(cells[0]))), grid=grid)
    needed = [least(made, column) for column in range(len(made.head))]
    natural = [
        max(natural_width(row[n].runs, row[n].style) for row in (made.head, *made.rows)) for n in range(len(made.head))
    ]
    # See test_columns_fill_the_width_where_one_word_takes_most_of_it.
    assume(any(min(w + 16, WIDTH * 0.6) > n for w, n in zip(natural, needed, strict=True)) or len(needed) == 1)
    widths = made.widths(WIDTH)
    assert sum(widths) == pytest.approx(WIDTH)
    if sum(needed) <= WIDTH:
        assert all(width >= least - 0.01 for width, least in zip(widths, needed, strict=True))


# Rows


def test_a_row_is_as_high_as_its_highest_cell_and_the_padding() -> None:
    made = table(("one", "word " * 60))
    inner = made.widths(WIDTH)[1] - 2 * PADDING[0]
    assert made.height(WIDTH) == ROW + text("word " * 60).height(inner) + 2 * PADDING[1]


def test_a_row_of_a_log_has_room_to_write_in() -> None:
    assert log(3, 4).height(WIDTH) == ROW + 4 * 22.0


# Page breaks


def split(made: Table, room: float) -> tuple[Table, Table]:
    halves = made.split(WIDTH, room)
    assert halves is not None
    return halves


def test_the_head_is_repeated_over_the_page() -> None:
    halves = split(table(*rows(6), before=3.0, after=4.0), 4 * ROW)
    assert [drawn(half, WIDTH).words()[:2] for half in halves] == [["A", "B"], ["A", "B"]]
    assert [first_words(half) for half in halves] == [["row0", "row1", "row2"], ["row3", "row4", "row5"]]
    assert [(half.before, half.after) for half in halves] == [(3.0, 0.0), (0.0, 4.0)]


@pytest.mark.parametrize(
    ("count", "room", "expected"),
    [
        (4, 3, (2, 2)),
        (4, 4, (2, 2)),
        (5, 5, (3, 2)),
        (5, 4, (3, 2)),
        (5, 2, None),
        (3, 3, (2, 1)),
        (2, 2, (1, 1)),
        (4, 1, None),
    ],
)
def test_two_of_four_rows_stay_on_either_side(count: int, room: int, expected: tuple[int, int] | None) -> None:
    halves = table(*rows(count)).split(WIDTH, room * ROW + 1)
    assert (halves and tuple(len(half.rows) for half in halves)) == expected


@pytest.mark.parametrize(
    ("count", "room", "expected"),
    [(14, 3, None), (14, 4, (4, 10)), (14, 12, (10, 4)), (8, 6, (4, 4)), (7, 5, None), (4, 3, None), (2, 1, None)],
)
def test_a_log_is_not_parted_into_scraps(count: int, room: int, expected: tuple[int, int] | None) -> None:
    log = table(*rows(count), grid=True)
    halves = log.split(WIDTH, (1 + room) * ROW + 0.1)
    assert (tuple(len(half.rows) for half in halves) if halves else None) == expected
    assert log.lead(WIDTH) == pytest.approx((1 + (4 if count >= 8 else count)) * ROW)


def test_the_lead_of_a_table_is_its_head_and_two_rows() -> None:
    assert table(*rows(5)).lead(WIDTH) == 3 * ROW
    assert table(*rows(1)).lead(WIDTH) == 2 * ROW


def test_a_row_is_not_split_but_goes_over_whole() -> None:
    halves = split(table(*rows(2), ("word " * 100, "b"), *rows(2)), 4 * ROW)
    assert [len(half.rows) for half in halves] == [2, 3]


def test_a_tall_row_is_parted() -> None:
    made = table(("word " * 500, "beside it"), ("last", "row"))
    assert made.height(WIDTH) > TALL_ROW
    head, tail = split(made, 200.0)
    assert head.height(WIDTH) <= 200.0
    assert [len(half.rows) for half in (head, tail)] == [1, 2]
    parted = [half.rows[0][0].set(1.0) for half in (head, tail)]
    assert [word for block in parted for word in words_of(block)] == ["word"] * 500
    assert drawn(head, WIDTH).words()[3] == "beside it"
    assert "beside it" not in drawn(tail, WIDTH).words()


def test_a_tall_row_is_not_parted_where_two_lines_do_not_go_in() -> None:
    assert table(("word " * 500, "b")).split(WIDTH, ROW + LEADING) is None


def test_a_row_that_is_not_tall_is_never_parted() -> None:
    assert table(("word " * 100, "b"), ("c", "d")).split(WIDTH, 60.0) is None


def test_columns_keep_their_widths_over_the_page() -> None:
    """Otherwise columns jump, and the lines of a parted cell are wider than its column."""
    made = table(*[("yes no " * 10, "yes no " * 10)] * 6, (LONG_WORD * 2, "word " * 100))
    assert [half.widths(WIDTH) for half in split(made, 250.0)] == [made.widths(WIDTH)] * 2


def test_no_line_of_a_parted_row_is_wider_than_its_column() -> None:
    made = table(("yes no " * 250, "yes no " * 10), (f"a {LONG_WORD} " * 3, "word " * 100))
    head, _ = split(made, 250.0)
    assert head.rows[0][0].set(1.0).width <= head.widths(WIDTH)[0] - 2 * PADDING[0] + 0.02


def test_the_first_half_is_no_higher_than_the_room() -> None:
    long, longer = "word " * 40, "word " * 90
    cells = [(LONG_WORD, longer), ("word " * 20, long), (LONG_WORD, longer), (long, long), (long, LONG_WORD)]
    head, _ = split(table(*cells, (LONG_WORD, long), ("a", "a")), 395.9)
    assert head.height(WIDTH) <= 395.92


def test_a_table_of_three_high_rows_is_parted_when_it_is_higher_than_a_page() -> None:
    cell = "word " * 100
    made = table(*[(cell, cell)] * 3)
    assert made.height(WIDTH) > 640.0
    assert made.split(WIDTH, 640.0) is not None


def test_a_tall_row_under_another_is_parted_when_it_is_higher_than_a_page() -> None:
    made = table(("a", "b"), ("word " * 900, "b"), ("c", "d"), ("e", "f"))
    assert made.split(WIDTH, 640.0) is not None


@property_of(100)
@given(st.lists(st.sampled_from(["a", "word " * 40, "word " * 90]), min_size=1, max_size=12), st.floats(0, 500))
def test_splitting_loses_no_row(cells: list[str], room: float) -> None:
    made = table(*((f"row{n} ", cell) for n, cell in enumerate(cells)))
    halves = made.split(WIDTH, room)
    if halves is None:
        return
    assert [*first_words(halves[0]), *first_words(halves[1])] == first_words(made)
    assert all(half.head == made.head for half in halves)


# Drawing


def test_cells_are_drawn_in_their_columns_row_by_row() -> None:
    sheet = drawn(table(("one", "one"), ("two", "two"), head=("A", "A")), WIDTH, 50.0, 700.0)
    assert [(x, y, words) for x, y, words, _ in sheet.kind("text")] == [
        (58.0, 695.0, "A"), (298.0, 695.0, "A"),
        (58.0, 695.0 - ROW, "one"), (298.0, 695.0 - ROW, "one"),
        (58.0, 695.0 - 2 * ROW, "two"), (298.0, 695.0 - 2 * ROW, "two"),
    ]  # fmt: skip


def test_the_head_stands_on_a_ground_and_a_rule_under_each_row() -> None:
    sheet = drawn(table(*rows(2)), WIDTH, 50.0, 700.0)
    assert sheet.kind("fill") == [(50.0, 700.0, (WIDTH, ROW), "#eeeeee")]
    assert [(x, y, points) for x, y, points, _ in sheet.kind("lines")] == [
        (50.0, 700.0 - n * ROW, [(50.0 + WIDTH, 700.0 - n * ROW)]) for n in (1, 2, 3)
    ]


def test_a_log_has_a_line_round_every_cell() -> None:
    sheet = drawn(log(3, 2), WIDTH, 50.0, 700.0)
    lines = [(x, y, points[0]) for x, y, points, _ in sheet.kind("lines")]
    across = [line for line in lines if line[1] == line[2][1]]
    down = [line for line in lines if line[0] == line[2][0]]
    bottom = 700.0 - ROW - 2 * 22.0
    assert sorted(y for _, y, _ in across) == [bottom, bottom + 22.0, 700.0 - ROW, 700.0]
    edges = [50.0, *(50.0 + sum(log(3, 2).widths(WIDTH)[:n]) for n in (1, 2, 3))]
    assert [(x, y, end[1]) for x, y, end in down] == [(pytest.approx(x), 700.0, pytest.approx(bottom)) for x in edges]
    assert sheet.words() == ["Column 0", "Column 1", "Column 2"]
