"""What each flowable is in the tag tree: whole, and the same when pages part it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PixelImage

from handpress.flowables import (
    Box,
    CareCard,
    GridRow,
    Image,
    Item,
    Listing,
    Panel,
    Picture,
    PointMark,
    SignaturePanel,
    Stack,
    Table,
    TaskRow,
    TaskTable,
    TickGrid,
    WritingLines,
)
from handpress.flowables.marks import MarkKind
from handpress.images import ImageFile
from handpress.runs import Blank, Run
from handpress.sheet import Flowable
from handpress.structure import Element
from handpress.text import Text
from tests.helpers import LEADING, PEN, body, pages_of, printed, property_of, read_back, slot_style, tags_of, text

WIDTH = 450.0
PADDING = (8.0, 5.0)
GROUND = "#eeeeee"
GREEN = "#00664f"
URL = "https://a.org"
LONG = " ".join(f"word{n}" for n in range(60))


def cell(words: str) -> Text:
    """Words that are themselves the content of what holds them."""
    return text(words, tag="")


def item(words: str, mark: PointMark | None = None, under: Listing | None = None) -> Item:
    inside = Stack((text(words, tag="", sticks=True), under)) if under else cell(words)
    return Item(mark or PointMark("disc", GREEN), inside, body(), 15.0)


def listing(*points: str, kind: MarkKind = "disc", **fields: Any) -> Listing:
    marks = (PointMark(kind, GREEN, f"{n}." if kind == "number" else "", "box") for n in range(1, 100))
    return Listing(tuple(item(point, mark) for point, mark in zip(points, marks, strict=False)), 2.0, **fields)


def card(*children: Flowable) -> CareCard:
    heading, continued = (text(words, level=2) for words in ("Urgent: ring us if", "Urgent (continued)"))
    return CareCard(heading, continued, Stack(children), GREEN, PADDING)


def table(*rows: tuple[str, ...], **fields: Any) -> Table:
    cells = tuple(tuple(map(cell, row)) for row in rows)
    return Table((cell("When"), cell("How much")), cells, PEN, GROUND, PADDING, **fields)


def grid(*labels: str, days: tuple[str, ...] = ("1", "2")) -> TickGrid:
    rows = tuple(GridRow(cell(label), 1 + number % 2) for number, label in enumerate(labels))
    return TickGrid(cell("Date"), tuple(map(cell, days)), "box", rows, 12.0, PEN, GROUND, PADDING)


def tasks(*words: str) -> TaskTable:
    box = PointMark("box", GREEN, says="box")
    rows = tuple(TaskRow(box, text(each), body(), 15.0) for each in words)
    head = (cell("Task"), cell("Initials"), cell("Time"))
    return TaskTable(head, rows, 30.0, 70.0, 60.0, PEN, GROUND, PADDING)


def lines(count: int, label: str = "Next test") -> WritingLines:
    return WritingLines(cell(label), count, 24.0, PEN, "to fill in")


def pieces(whole: Flowable, room: float) -> list[Flowable]:
    """A flowable in the parts that pages with so much room make of it."""
    found, rest = list[Flowable](), whole
    while rest.height(WIDTH) > room and (halves := rest.split(WIDTH, room)):
        found.append(halves[0])
        rest = halves[1]
    return [*found, rest]


def tags(parts: Iterable[Flowable]) -> list[str]:
    """The tags of flowables each of which stands on a page of its own, without the document's."""
    return [line[2:] for line in tags_of(read_back(printed(parts, WIDTH)))[1:]]


def parted(whole: Flowable, room: float) -> tuple[Element, list[str]]:
    """The one element that a flowable in two halves is, and the words of the second page."""
    halves = whole.split(WIDTH, room)
    assert halves is not None
    sheet = printed(halves, WIDTH)
    (element,) = sheet.tree.document.elements()
    return element, read_back(sheet).pages[1].extract_text().split()


def shape(element: Element) -> list[Any]:
    """An element's tag and the pages that it stands on, with those of its kids."""
    return [element.tag, pages_of(element), *map(shape, element.elements())]


# Whole


def test_a_text_is_a_paragraph_or_a_heading_or_part_of_what_holds_it() -> None:
    words = [text("Title", level=1), text("Ring us"), text("Caption", tag="Caption"), text("Note", level=3)]
    assert tags([Stack(tuple(words))]) == [
        "H1",
        "  'Title'",
        "P",
        "  'Ring us'",
        "Caption",
        "  'Caption'",
        "H3",
        "  'Note'",
    ]
    assert tags([Item(None, cell("Ring us"), body(), 15.0)]) == ["LI", "  LBody", "    'Ring us'"]


@pytest.mark.parametrize(
    ("kind", "numbering"),
    [("disc", "Disc"), ("ring", "Circle"), ("dash", "None"), ("tick", "None"), ("cross", "None")],
)
def test_the_sign_before_a_point_is_decoration_and_its_kind_is_named(kind: MarkKind, numbering: str) -> None:
    assert tags([listing("one", "two", kind=kind)]) == [
        f"L ListNumbering={numbering}",
        "  LI", "    LBody", "      'one'",
        "  LI", "    LBody", "      'two'",
    ]  # fmt: skip


def test_the_number_of_a_step_is_its_label() -> None:
    assert tags([listing("one", kind="number")]) == [
        "L ListNumbering=Decimal", "  LI", "    Lbl", "      '1.'", "    LBody", "      'one'",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["box", "crossed_box"])
def test_a_box_to_tick_is_a_label_that_reads_as_words(kind: MarkKind) -> None:
    assert tags([listing("one", kind=kind)]) == [
        "L ListNumbering=Square", "  LI", "    Lbl", "      Figure ActualText=box", "    LBody", "      'one'",
    ]  # fmt: skip


def test_points_under_a_point_are_a_list_in_its_body() -> None:
    assert tags([Listing((item("one", under=listing("two", kind="ring")), item("three")), 2.0)]) == [
        "L ListNumbering=Disc",
        "  LI",
        "    LBody",
        "      'one'",
        "      L ListNumbering=Circle", "        LI", "          LBody", "            'two'",
        "  LI", "    LBody", "      'three'",
    ]  # fmt: skip


def test_two_columns_are_one_list_read_down_the_first_then_down_the_second() -> None:
    whole = listing(*"abcdef", columns=True)
    assert whole.height(WIDTH) < 4 * LEADING
    assert tags([whole]) == tags([listing(*"abcdef")])


def test_boxes_and_cards_are_divisions_and_a_card_is_a_section() -> None:
    assert tags([Box(text("Ring us"), GROUND, GREEN, PADDING)]) == ["Div", "  P", "    'Ring us'"]
    assert tags([card(text("you are hot"))]) == [
        "Sect", "  Div", "    H2", "      'Urgent: ring us if'", "    P", "      'you are hot'",
    ]  # fmt: skip


def test_a_table_has_heads_and_cells() -> None:
    assert tags([table(("noon", "one"), ("night", ""))]) == [
        "Table",
        "  TR", "    TH Scope=Column", "      'When'", "    TH Scope=Column", "      'How much'",
        "  TR", "    TD", "      'noon'", "    TD", "      'one'",
        "  TR", "    TD", "      'night'", "    TD",
    ]  # fmt: skip


def test_a_grid_to_tick_names_its_days_and_says_its_boxes() -> None:
    assert tags([grid("Wash", "Walk", days=("22", "23"))]) == [
        "Table",
        "  TR", "    TH Scope=Column", "      'Date'", "    TH Scope=Column", "      '22'",
        "    TH Scope=Column", "      '23'",
        "  TR", "    TH Scope=Row", "      'Wash'",
        "    TD", "      Figure ActualText=box", "    TD", "      Figure ActualText=box",
        "  TR", "    TH Scope=Row", "      'Walk'",
        "    TD", "      Figure ActualText=box, box", "    TD", "      Figure ActualText=box, box",
    ]  # fmt: skip


def test_a_task_is_the_head_of_its_row_with_room_beside_it() -> None:
    assert tags([tasks("Show the drain")]) == [
        "Table",
        "  TR",
        "    TH Scope=Column", "      'Task'",
        "    TH Scope=Column", "      'Initials'",
        "    TH Scope=Column", "      'Time'",
        "  TR",
        "    TH Scope=Row", "      Figure ActualText=box", "      P", "        'Show the drain'",
        "    TD", "    TD",
    ]  # fmt: skip


def test_lines_to_write_on_read_as_words_after_their_label() -> None:
    fill = "  Figure ActualText=to fill in"
    assert tags([lines(3)]) == ["P", "  'Next test'", fill, fill, fill]
    panel = Panel(((cell("Name"), "name"), (cell("Born"), None)), slot_style(), 18.0, PEN, PADDING, "to fill in")
    room = "  Span ActualText=to fill in"
    assert tags([panel]) == ["P", "  'Name'", room, "P", "  'Born'", room]
    signed = SignaturePanel(text("We spoke", level=3), (cell("Name"), cell("Date")), 30.0, PEN, PADDING, "to fill in")
    assert tags([signed]) == ["H3", "  'We spoke'", "P", "  'Name'", fill, "P", "  'Date'", fill]


def test_a_picture_is_a_figure_that_its_words_describe(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    PixelImage.new("RGB", (8, 4)).save(file)
    image = Image(ImageFile(file, "png", 8.0, 4.0), "A thermometer", (80.0, 40.0))
    expected = ["Figure Alt=A thermometer", "P", "  'Under the tongue'"]
    assert tags([Picture(image, text("Under the tongue"), 4.0)]) == expected


# Parted by pages

STEPS = tuple(f"step {n} {'of some more words ' * (n % 3)}".strip() for n in range(9))
ROWS = tuple((f"row {n}", "one tablet " * (1 + 9 * (n % 2))) for n in range(7))
LINKED = (Run(f"{LONG} see "), Run("our own pages ", link=URL), Blank(6.0, "to fill in"), Run(f" {LONG}"))
WELSH = (Run("In Welsh: "), Run(LONG, language="cy"), Run(" and "), Run(LONG, link=URL))
NESTED = Listing(
    tuple(item(f"point {n}", under=listing(*STEPS[:5], kind="ring") if n % 2 else None) for n in range(4)), 2.0
)

SAMPLES: dict[str, Flowable] = {
    "text": Text(LINKED, body()),
    "text in another language": Text(WELSH, body()),
    "list": listing(*STEPS, LONG, LONG),
    "steps": listing(*STEPS, LONG, kind="number"),
    "boxes": listing(*STEPS, LONG, kind="box"),
    "list in two columns": listing(*STEPS, columns=True),
    "list with lists in it": NESTED,
    "list with lists in two columns": Listing(NESTED.items * 2, 2.0, columns=True),
    "point": item(LONG, under=listing(*STEPS)),
    "box": Box(Stack((text("Title", level=3, sticks=True), text(LONG), NESTED)), GROUND, GREEN, PADDING, whole=False),
    "card": card(text(LONG), listing(*STEPS), text(LONG)),
    "table": table(*ROWS),
    "log": table(*((f"day {n}", "") for n in range(9)), grid=True, least=22.0),
    "table with tall rows": table(*ROWS[:2], (LONG * 4, LONG * 2), ("short", LONG * 4), *ROWS[2:4]),
    "grid": grid(*(f"action {n}" for n in range(7))),
    "tasks": tasks(*STEPS),
    "lines": lines(12),
    "lines under a label": lines(12, "Questions that you would like to ask at your next appointment, if any"),
}
every_sample = pytest.mark.parametrize("name", SAMPLES)


@every_sample
def test_two_halves_are_one_element_with_content_on_both_pages(name: str) -> None:
    whole = SAMPLES[name]
    element, _ = parted(whole, whole.height(WIDTH) * 0.6)
    assert pages_of(element) == {0, 1}


@every_sample
def test_two_halves_say_what_the_whole_says(name: str) -> None:
    whole = SAMPLES[name]
    halves = whole.split(WIDTH, whole.height(WIDTH) * 0.6)
    assert halves is not None
    assert tags(halves) == tags([whole])


def test_a_parted_text_is_one_paragraph() -> None:
    element, _ = parted(text(LONG), 2 * LEADING)
    assert (element.tag, [(mark.page, mark.mcid) for mark in element.kids]) == ("P", [(0, 0), (1, 0)])


def test_a_point_that_is_parted_is_one_point_with_one_label() -> None:
    element, _ = parted(listing("one", LONG * 2, "three", kind="number"), 4 * LEADING)
    both = {0, 1}
    assert shape(element) == [
        "L", both,
        ["LI", {0}, ["Lbl", {0}], ["LBody", {0}]],
        ["LI", both, ["Lbl", {0}], ["LBody", both]],
        ["LI", {1}, ["Lbl", {1}], ["LBody", {1}]],
    ]  # fmt: skip


def test_points_under_a_point_that_are_parted_stay_in_one_list() -> None:
    element, _ = parted(Listing((item("one", under=listing(*"abcd")), item("two")), 2.0), 3 * LEADING + 4)
    both = {0, 1}
    under = ["L", both, *(["LI", {page}, ["LBody", {page}]] for page in (0, 0, 1, 1))]
    assert shape(element) == ["L", both, ["LI", both, ["LBody", both, under]], ["LI", {1}, ["LBody", {1}]]]


def test_a_list_in_two_columns_is_one_list_on_both_pages() -> None:
    element, _ = parted(listing(*"abcdefghij", columns=True), 2 * LEADING + 2)
    assert [(point.tag, pages_of(point)) for point in element.elements()] == [("LI", {0})] * 4 + [("LI", {1})] * 6


def test_a_box_goes_on_with_the_paragraph_that_was_parted() -> None:
    element, _ = parted(Box(Stack((text(LONG), text("end"))), GROUND, GREEN, PADDING, whole=False), 4 * LEADING)
    assert shape(element) == ["Div", {0, 1}, ["P", {0, 1}], ["P", {1}]]


def test_the_heading_of_a_card_is_drawn_again_but_not_read_out_again() -> None:
    element, drawn = parted(card(text(f"{LONG} {LONG}"), text(LONG)), 9 * LEADING)
    assert shape(element) == ["Div", {0, 1}, ["H2", {0}], ["P", {0, 1}], ["P", {1}]]
    assert drawn[:2] == ["Urgent", "(continued)"]
    assert not any("continued" in line for line in tags(pieces(card(text(f"{LONG} {LONG}"), text(LONG)), 9 * LEADING)))


@pytest.mark.parametrize(
    ("whole", "head"),
    [
        (table(*ROWS), ["When", "How", "much"]),
        (grid("Wash", "Walk", "Eat", "Rest", days=("22", "23")), ["Date", "22", "23"]),
        (tasks(*STEPS), ["Task", "Initials", "Time"]),
    ],
    ids=["table", "grid", "tasks"],
)
def test_the_head_of_a_table_is_drawn_again_but_not_read_out_again(whole: Flowable, head: list[str]) -> None:
    element, drawn = parted(whole, whole.height(WIDTH) * 0.6)
    rows = element.elements()
    assert {cell.tag for cell in rows[0].elements()} == {"TH"}
    assert all([cell.tag for cell in row.elements()].count("TH") < 2 for row in rows[1:])
    assert [pages_of(row) for row in rows] == sorted((pages_of(row) for row in rows), key=min)
    assert drawn[: len(head)] == head


def test_a_tall_row_is_one_row_on_both_pages() -> None:
    element, _ = parted(table(("short", LONG * 6), ("last", "row")), 220.0)
    head, tall, last = element.elements()
    assert shape(head) == ["TR", {0}, ["TH", {0}], ["TH", {0}]]
    assert shape(tall) == ["TR", {0, 1}, ["TD", {0}], ["TD", {0, 1}]]
    assert shape(last) == ["TR", {1}, ["TD", {1}], ["TD", {1}]]


def test_a_tall_row_may_go_on_over_three_pages() -> None:
    whole = table(
        (
            LONG * 9,
            "short",
        ),
        ("last", "row"),
    )
    parts = pieces(whole, 220.0)
    assert len(parts) > 3
    sheet = printed(parts, WIDTH)
    (element,) = sheet.tree.document.elements()
    assert [len(row.elements()) for row in element.elements()] == [2, 2, 2]
    assert pages_of(element.elements()[1].elements()[0]) >= {0, 1, 2}
    assert tags(parts) == tags([whole])


def test_an_empty_log_has_all_its_rows_in_one_table() -> None:
    element, drawn = parted(table(*[("", "")] * 8, grid=True, least=22.0), 120.0)
    assert [len(row.elements()) for row in element.elements()] == [2] * 9
    assert drawn == ["When", "How", "much"]


def test_lines_that_go_on_belong_to_their_label() -> None:
    element, drawn = parted(lines(9), 5 * 24.0)
    assert shape(element) == ["P", {0, 1}, *(["Figure", {page}] for page in [0] * 5 + [1] * 4)]
    assert drawn == []


@lru_cache(maxsize=32)
def tags_whole(name: str) -> list[str]:
    return tags([SAMPLES[name]])


@property_of(30)
@given(st.sampled_from(list(SAMPLES)), st.floats(60.0, 400.0))
def test_however_many_pages_there_are_the_tags_are_the_same(name: str, room: float) -> None:
    assert tags(pieces(SAMPLES[name], room)) == tags_whole(name)


def test_a_story_over_pages_says_what_it_says_on_one() -> None:
    room = 260.0
    story = Stack((text("Title", level=1, sticks=True), *SAMPLES.values()))
    parts = pieces(story, room)
    assert len(parts) > 5
    assert all(part.height(WIDTH) <= room + 0.02 for part in parts)
    assert tags(parts) == tags([story])
