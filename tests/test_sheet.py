"""The hand that draws: what it writes into a page, read back from the finished file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from pypdf import PdfReader

from handpress.canvas import PlateCanvas
from handpress.flowables.marks import PointMark
from handpress.fonts import Chain, Face, Family
from handpress.images import inspect_image
from handpress.inspection import read_page
from handpress.runs import Blank, Inline, Run
from handpress.sheet import Flowable, Sheet
from handpress.structure import Element, MarkedContent, actual_text, alternate
from handpress.typesetting import SetBlock, pieces, set_block
from tests.helpers import (
    FONTS,
    PAGE,
    atkinson,
    body,
    lines_of,
    new_sheet,
    owners,
    pages_of,
    property_of,
    read_back,
    tags_of,
)

GREEN = "#00703c"
URL = "https://a.org"
Draw = Callable[[Sheet], None]


def drawn(*draw: Draw) -> Sheet:
    """A sheet with a page for each way of drawing, all closed."""
    sheet = new_sheet()
    for each in draw:
        each(sheet)
        sheet.next_page()
    return sheet


def document(*draw: Draw) -> PdfReader:
    """A document with a page for each way of drawing."""
    return read_back(drawn(*draw))


def content(draw: Draw) -> str:
    return stream_of(document(draw).pages[0])


def stream_of(page: Any) -> str:
    return page.get_contents().get_data().decode("latin-1").strip()


def decoration(draw: Draw) -> str:
    """The content of a page on which there is nothing but decoration, without what marks it as that."""
    before, after = "/Artifact <</Type/Layout>> BDC\n", "\nEMC"
    code = content(draw)
    assert code.startswith(before)
    assert code.endswith(after)
    inside = code[len(before) : -len(after)]
    assert "BDC" not in inside
    assert "EMC" not in inside
    return inside


def block_of(*runs: Inline, width: float = 300.0) -> SetBlock:
    return set_block(runs, body(), width)


def part(block: SetBlock, again: int | None = None) -> Draw:
    """Draws set lines as a paragraph, or as more of one."""

    def draw(sheet: Sheet) -> None:
        with sheet.element("P", again=again):
            sheet.text(block, 50.0, 700.0)

    return draw


def paragraph(*runs: Inline, width: float = 300.0) -> Draw:
    """Draws runs as a paragraph."""
    return part(block_of(*runs, width=width))


RING = paragraph(Run("Ring us"))


def test_a_page_begins_without_a_font_of_reportlabs() -> None:
    assert content(lambda sheet: None) == ""
    resources: Any = document(lambda sheet: None).pages[0]["/Resources"]
    assert resources["/Font"].get_object() == {}


def test_text_stands_with_its_first_lines_top_where_it_is_told() -> None:
    code = content(RING).split("\n")
    assert code[0] == "BT"
    assert code[1] == f"1 0 0 1 50.00 {700.0 - body().ascent:.2f} Tm"
    assert code[-1] == "ET"


def test_a_sheet_keeps_the_glyphs_of_all_its_pages() -> None:
    sheet = new_sheet()
    sheet.text(block_of(Run("a")), 0.0, 0.0)
    sheet.next_page()
    sheet.text(block_of(Run("b")), 0.0, 0.0)
    face = atkinson().regular
    assert sheet.glyphs == {face: set(face.shape("a b").glyphs)}
    assert sheet.page == 2


def test_a_fill_hangs_from_its_upper_left_corner() -> None:
    assert decoration(lambda sheet: sheet.fill(50.0, 700.0, (100.0, 20.0), GREEN)) == (
        "0 0.439 0.235 rg 50.00 680.00 100.00 20.00 re f"
    )


def test_an_outline_is_stroked_and_not_filled() -> None:
    assert decoration(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.5, GREEN))) == (
        "1.5 w 0 0.439 0.235 RG 50.00 680.00 100.00 20.00 re s"
    )


def test_an_outline_with_round_corners_stays_inside_its_rectangle() -> None:
    code = decoration(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.0, GREEN), radius=3))
    assert (code.count(" c"), code.count(" l"), code.endswith("h s")) == (4, 4, True)
    numbers = [float(token) for token in code.split()[6:] if token[0].isdigit()]
    across, up = numbers[0::2], numbers[1::2]
    assert (min(across), max(across)) == (50.0, 150.0)
    assert (min(up), max(up)) == (680.0, 700.0)


def test_lines_leave_the_pen_as_it_was() -> None:
    assert decoration(lambda sheet: sheet.rule(50.0, 700.0, 100.0, (0.6, GREEN))) == (
        "q 0.6 w 0 0.439 0.235 RG 50.00 700.00 m 150.00 700.00 l S Q"
    )


def test_lines_may_have_round_ends() -> None:
    code = decoration(lambda sheet: sheet.lines([(0, 0), (1, 1), (2, 0)], (1.0, GREEN), round_ends=True))
    assert code == "q 1 J 1 j 1 w 0 0.439 0.235 RG 0.00 0.00 m 1.00 1.00 l 2.00 0.00 l S Q"


def test_a_dot_is_filled_and_a_ring_is_stroked() -> None:
    assert decoration(lambda sheet: sheet.dot(50.0, 700.0, 2.0, GREEN)).split()[-1] == "f"
    ring = decoration(lambda sheet: sheet.dot(50.0, 700.0, 2.0, (0.5, GREEN)))
    assert ring.startswith("0.5 w 0 0.439 0.235 RG 50.00 698.00 m")
    assert ring.split()[-1] == "s"


def test_a_link_leads_from_its_rectangle_to_its_address() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.element("Link"):
            sheet.link("https://www.nhs.uk", 50.0, 700.0, (100.0, 16.0), "NHS")

    page: Any = document(draw).pages[0]
    (note,) = (each.get_object() for each in page["/Annots"])
    assert (note["/Subtype"], note["/A"]["/URI"]) == ("/Link", "https://www.nhs.uk")
    assert [float(edge) for edge in note["/Rect"]] == [50.0, 684.0, 150.0, 700.0]
    assert note["/Border"] == [0, 0, 0]


def test_bookmarks_make_an_outline_that_leads_to_their_pages() -> None:
    reader = document(
        lambda sheet: [sheet.bookmark("One", 0, 700.0), sheet.bookmark("Under one", 1, 600.0)][-1],
        lambda sheet: sheet.bookmark("Two", 0, 500.0),
    )
    first, under, second = reader.outline
    assert isinstance(under, list)
    entries: list[Any] = [first, *under, second]
    assert [entry.title for entry in entries] == ["One", "Under one", "Two"]
    assert [reader.get_destination_page_number(entry) for entry in entries] == [0, 0, 1]
    assert [float(entry.top) for entry in entries] == [700.0, 600.0, 500.0]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_is_drawn_to_size_with_its_transparency(mode: str, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    Image.new(mode, (8, 4), (0, 112, 60, 128)[: len(mode)]).save(file)

    def draw(sheet: Sheet) -> None:
        with sheet.figure(alternate("A square"), 50.0, 700.0, (80.0, 40.0)):
            sheet.picture(inspect_image(file), 50.0, 700.0, (80.0, 40.0))

    page: Any = document(draw).pages[0]
    (image,) = (each.get_object() for each in page["/Resources"]["/XObject"].values())
    assert (image["/Width"], image["/Height"]) == (8, 4)
    assert ("/SMask" in image) == (mode == "RGBA")
    assert "80 0 0 40 50 660 cm" in page.get_contents().get_data().decode("latin-1")


def test_a_photograph_that_lies_on_its_side_is_set_upright_in_its_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (4, 8)).save(tmp_path / "a.jpg", exif=exif)
    photo = inspect_image(tmp_path / "a.jpg")
    # What the camera stored at the left, bottom to top, stands at the top, left to right.
    assert "0 -40 80 0 50 700 cm" in content(lambda sheet: sheet.picture(photo, 50.0, 700.0, (80.0, 40.0)))


class Rigid(Flowable):
    def height(self, width: float) -> float:
        return 30.0

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        raise AssertionError("is not drawn here")


def test_a_flowable_is_never_split_unless_it_says_how() -> None:
    assert Rigid().split(100.0, 10.0) is None
    assert Rigid().lead(100.0) == 30.0
    assert (Rigid().before, Rigid().after, Rigid().sticks) == (0.0, 0.0, False)


def test_the_language_of_the_document_is_named() -> None:
    assert document(lambda sheet: None).trailer["/Root"]["/Lang"] == "en-GB"


# Marked content


def operations(page: Any) -> list[str]:
    """How the content of a page is marked: the tag of each mark that begins, and 'EMC' where one ends."""
    return [line.split(" ")[0] for line in stream_of(page).split("\n") if line.endswith((" BDC", "EMC"))]


def nesting(page: Any) -> list[tuple[int, str]]:
    """Each mark of a page with the number of those that it stands in; fails where one begins that does not end."""
    found, depth = list[tuple[int, str]](), 0
    for line in stream_of(page).split("\n"):
        if line.endswith(" BDC"):
            found.append((depth, line))
        depth += line.endswith(" BDC") - (line == "EMC")
        assert depth >= 0
    assert depth == 0
    return found


def test_words_are_marked_as_content_of_the_element_that_is_open() -> None:
    sheet = drawn(RING)
    assert sheet.tree.document.kids == [Element("P", kids=[MarkedContent(0, 0)])]
    reader = read_back(sheet)
    code = stream_of(reader.pages[0]).split("\n")
    assert (code[2], code[-2]) == ("/P <</MCID 0>> BDC", "EMC")
    assert tags_of(reader) == ["Document", "  P", "    'Ring us'"]


def test_strong_words_are_no_content_of_their_own() -> None:
    sheet = drawn(paragraph(Run("Ring "), Run("at once", strong=True), Run(" if you are hot")))
    assert sheet.tree.document.kids == [Element("P", kids=[MarkedContent(0, 0)])]


def test_decoration_is_one_artifact_however_much_there_is() -> None:
    code = decoration(
        lambda sheet: [
            sheet.fill(50.0, 700.0, (100.0, 20.0), GREEN),
            sheet.rule(50.0, 700.0, 100.0, (0.6, GREEN)),
            sheet.dot(50.0, 700.0, 2.0, GREEN),
        ][-1]
    )
    assert len(code.split("\n")) == 3


def room(sheet: Sheet) -> None:
    sheet.room("to fill in")


def figure(sheet: Sheet) -> None:
    with sheet.figure(actual_text("box"), 50.0, 700.0, (10.0, 10.0)):
        sheet.outline(50.0, 700.0, (10.0, 10.0), (1.0, GREEN))


def footer(sheet: Sheet) -> None:
    with sheet.artifact("Footer"):
        sheet.rule(50.0, 50.0, 100.0, (1.0, GREEN))


@pytest.mark.parametrize(
    ("draw", "opened"),
    [(RING, "/P"), (room, "/Span"), (figure, "/Figure"), (footer, "/Artifact")],
    ids=["text", "room", "figure", "footer"],
)
def test_decoration_ends_where_something_else_begins(draw: Draw, opened: str) -> None:
    page = document(lambda sheet: [sheet.fill(0.0, 9.0, (9.0, 9.0), GREEN), draw(sheet)][-1]).pages[0]
    assert operations(page) == ["/Artifact", "EMC", opened, "EMC"]


def test_decoration_ends_with_its_page() -> None:
    reader = document(*[lambda sheet: sheet.fill(0.0, 9.0, (9.0, 9.0), GREEN)] * 2)
    assert [operations(page) for page in reader.pages] == [["/Artifact", "EMC"]] * 2


@pytest.mark.parametrize(("kind", "subtype"), [("Header", "/Subtype/Header"), ("Footer", "/Subtype/Footer"), ("", "")])
def test_an_artifact_holds_all_that_is_drawn_inside(kind: Any, subtype: str) -> None:
    """PDF viewers may leave a page's furniture out when they reflow or read it: all of it must be one artifact."""

    def draw(sheet: Sheet) -> None:
        with sheet.artifact(kind):
            sheet.fill(50.0, 700.0, (100.0, 20.0), GREEN)
            with sheet.element("P"):
                sheet.text(block_of(Run("Ring ", link=URL), Blank(6.0, "to fill in"), Run("nawr", language="cy")), 0, 9)
            with sheet.artifact():
                figure(sheet)
            room(sheet)

    sheet = drawn(draw)
    assert sheet.tree.document.kids == []
    page: Any = read_back(sheet).pages[0]
    assert operations(page) == ["/Artifact", "EMC"]
    code = stream_of(page).split("\n")
    assert (code[0], code[-1]) == (f"/Artifact <</Type/Pagination{subtype}>> BDC", "EMC")
    assert "/Annots" not in page


def test_after_an_artifact_words_are_content_again() -> None:
    sheet = drawn(lambda sheet: [footer(sheet), RING(sheet)][-1])
    assert sheet.tree.document.kids == [Element("P", kids=[MarkedContent(0, 0)])]


def test_an_artifact_ends_even_where_drawing_fails() -> None:
    sheet = new_sheet()
    with pytest.raises(ZeroDivisionError), sheet.artifact():
        sheet.rule(0.0, 0.0, 1 / 0, (1.0, GREEN))
    RING(sheet)
    sheet.next_page()
    assert operations(read_back(sheet).pages[0]) == ["/Artifact", "EMC", "/P", "EMC"]


def test_a_figure_is_one_mark_with_its_place_and_its_words() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.figure(actual_text("box to tick"), 50.0, 700.0, (10.0, 20.0)):
            sheet.outline(50.0, 700.0, (10.0, 20.0), (1.0, GREEN))
            sheet.lines([(50.0, 700.0), (60.0, 680.0)], (1.0, GREEN))

    reader = document(draw)
    assert operations(reader.pages[0]) == ["/Figure", "EMC"]
    (element,) = {id(owner): owner for owner in owners(reader)[0]}.values()
    assert (element["/S"], element["/ActualText"], element["/K"]) == ("/Figure", "box to tick", 0)
    assert element["/A"]["/O"] == "/Layout"
    assert [float(edge) for edge in element["/A"]["/BBox"]] == [50.0, 680.0, 60.0, 700.0]


def test_words_in_a_figure_belong_to_it() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.figure(alternate("A sign"), 50.0, 700.0, (10.0, 20.0)):
            RING(sheet)
            figure(sheet)

    assert tags_of(document(draw)) == ["Document", "  Figure Alt=A sign", "    'Ring us'"]


def test_room_to_write_reads_as_words_though_nothing_is_drawn() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.element("P"):
            sheet.text(block_of(Run("Name")), 50.0, 700.0)
            room(sheet)

    reader = document(draw)
    assert tags_of(reader) == ["Document", "  P", "    'Name'", "    Span ActualText=to fill in"]
    assert stream_of(reader.pages[0]).endswith("/Span <</MCID 1>> BDC\nEMC")


def test_an_empty_tag_is_no_element() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.element("LBody"), sheet.element("", again=-1):
            sheet.text(block_of(Run("Ring us")), 50.0, 700.0)

    assert tags_of(document(draw)) == ["Document", "  LBody", "    'Ring us'"]


def test_an_element_goes_on_over_the_page() -> None:
    first, second = block_of(Run("Ring us at once"), width=50.0).cut(1)
    sheet = drawn(part(first), part(second, again=-1))
    assert sheet.tree.document.kids == [Element("P", kids=[MarkedContent(0, 0), MarkedContent(1, 0)])]
    assert tags_of(read_back(sheet)) == ["Document", "  P", "    'Ring us at once'"]


# Links


def notes(page: Any) -> list[Any]:
    return [each.get_object() for each in page.get("/Annots", [])]


def test_a_link_over_two_lines_is_one_element_with_two_places() -> None:
    """A screen reader lists it as one link; ISO 14289-1, 7.18, asks for the words, the flag and the way back."""
    runs, width = (Run("See "), Run("our own pages", link=URL), Run(" now")), 70.0
    block = block_of(*runs, width=width)
    assert lines_of(block) == ["See our own", "pages now"]
    reader = document(paragraph(*runs, width=width))
    assert tags_of(reader) == ["Document", "  P", "    'See'", "    Link", "      'our own pages'", "    'now'"]
    first, second = notes(reader.pages[0])
    assert [note["/Contents"].strip() for note in (first, second)] == ["our own", "pages"]
    for note in (first, second):
        assert (note["/Subtype"], note["/A"]["/URI"], note["/F"]) == ("/Link", URL, 4)
    found = owners(reader)
    links = [found[note["/StructParent"]] for note in (first, second)]
    assert links[0] == links[1]
    assert links[0]["/S"] == "/Link"
    assert [kid if isinstance(kid, int) else kid["/Obj"] for kid in links[0]["/K"]] == [1, 2, first, second]
    (see, own), (pages, _) = (line.parts for line in block.lines)
    assert [float(edge) for edge in first["/Rect"]] == pytest.approx(
        [50 + see.width, 684.0, 50 + see.width + own.width, 700.0], abs=0.01
    )
    assert [float(edge) for edge in second["/Rect"]] == pytest.approx([50, 668.0, 50 + pages.width, 684.0], abs=0.01)


def test_a_link_in_strong_and_plain_words_is_one_place() -> None:
    reader = document(paragraph(Run("our ", link=URL), Run("own", strong=True, link=URL)))
    assert [note["/Contents"] for note in notes(reader.pages[0])] == ["our own"]
    assert tags_of(reader)[1:] == ["  P", "    Link", "      'our own'"]


@pytest.mark.parametrize("words", ["żółć", "κόσμος (a)", "a\\b(c"])
def test_a_link_is_named_in_any_letters(words: str) -> None:
    (note,) = notes(document(paragraph(Run(words, link=URL))).pages[0])
    assert note["/Contents"] == words


def test_two_links_are_two_elements_even_to_one_address() -> None:
    other = document(paragraph(Run("one", link=URL), Run("two", link="https://b.org")))
    assert tags_of(other)[2:] == ["    Link", "      'one'", "    Link", "      'two'"]
    apart = document(paragraph(Run("one", link=URL), Run(" and "), Run("two", link=URL)))
    assert tags_of(apart)[2:] == ["    Link", "      'one'", "    'and'", "    Link", "      'two'"]


def test_a_link_that_is_parted_by_a_page_stays_one_element() -> None:
    first, second = block_of(Run("our own pages", link=URL), width=50.0).cut(1)
    sheet = drawn(part(first), part(second, again=-1))
    ((link,),) = (paragraph.elements() for paragraph in sheet.tree.document.elements())
    assert pages_of(link) == {0, 1}
    reader = read_back(sheet)
    assert tags_of(reader)[1:] == ["  P", "    Link", "      'our own pages'"]
    assert [[note["/Contents"].strip() for note in notes(page)] for page in reader.pages] == [["our own"], ["pages"]]
    (before,), (after,) = (notes(page) for page in reader.pages)
    assert before["/StructParent"] != after["/StructParent"]


# Blanks, and words in another language


def test_a_blank_is_a_figure_in_its_place_among_the_words() -> None:
    draw = paragraph(Run("Ring "), Blank(6.0, "to fill in"), Run(" by noon"))
    sheet = drawn(draw)
    (ring, skip, blank, rest) = sheet.tree.document.elements()[0].kids
    assert isinstance(blank, Element)
    assert blank.kids == [MarkedContent(0, 3)]
    assert (ring, skip, rest) == (MarkedContent(0, 0), MarkedContent(0, 1), MarkedContent(0, 2))
    reader = read_back(sheet)
    assert tags_of(reader)[1:] == ["  P", "    'Ring'", "    Figure ActualText=to fill in", "    'by noon'"]
    box = [float(edge) for edge in owners(reader)[0][3]["/A"]["/BBox"]]
    word = block_of(Run("Ring "), Blank(6.0)).lines[0].parts[0]
    assert box[::2] == pytest.approx([50.0 + word.width, 50.0 + word.width + 72.0], abs=0.01)
    assert 684.0 < box[1] < box[3] <= 700.0


def test_two_blanks_side_by_side_are_two_figures() -> None:
    reader = document(paragraph(Blank(6.0, "day"), Run(" "), Blank(6.0, "month")))
    assert tags_of(reader)[2:] == ["    Figure ActualText=day", "    Figure ActualText=month"]


def test_words_in_another_language_are_a_span_that_names_it() -> None:
    reader = document(paragraph(Run("Welsh is "), Run("Cymraeg", language="cy"), Run(" there")))
    assert tags_of(reader)[1:] == ["  P", "    'Welsh is'", "    Span Lang=cy", "      'Cymraeg'", "    'there'"]


def test_a_link_in_another_language_is_a_link_that_names_it() -> None:
    reader = document(paragraph(Run("Cymraeg", link=URL, language="cy")))
    assert tags_of(reader)[2:] == ["    Link Lang=cy", "      'Cymraeg'"]


# What holds of any page

RUNS = st.lists(
    st.one_of(
        st.builds(
            Run,
            st.sampled_from(["Ring us now", "at once", " ", "x\u0302 office"]),
            st.booleans(),
            st.sampled_from(["", URL]),
            st.sampled_from(["", "cy"]),
        ),
        st.builds(Blank, st.just(6.0), st.just("to fill in")),
    ),
    min_size=1,
    max_size=5,
).map(lambda runs: paragraph(*runs, width=90.0))


def enclosed(kind: str, drawings: list[Draw]) -> Draw:
    def draw(sheet: Sheet) -> None:
        opened = {
            "artifact": sheet.artifact,
            "figure": lambda: sheet.figure(alternate("A sign"), 0.0, 9.0, (9.0, 9.0)),
            "element": lambda: sheet.element("Div"),
        }
        with opened[kind]():
            for each in drawings:
                each(sheet)

    return draw


DRAWINGS = st.recursive(
    RUNS | st.sampled_from([room, figure, footer, lambda sheet: sheet.fill(0.0, 9.0, (9.0, 9.0), GREEN)]),
    lambda inner: st.builds(
        enclosed, st.sampled_from(["artifact", "figure", "element"]), st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=8,
)


@property_of(40)
@given(st.lists(st.lists(DRAWINGS, max_size=4), min_size=1, max_size=3))
def test_all_that_is_painted_belongs_to_one_mark_and_each_mark_to_one_element(pages: list[list[Draw]]) -> None:
    sheet = drawn(*(lambda sheet, page=page: [draw(sheet) for draw in page] for page in pages))
    reader = read_back(sheet)
    found = owners(reader)
    for page in reader.pages:
        assert all(depth == 0 or mark.startswith("/Span <</ActualText") for depth, mark in nesting(page))
        read = read_page(page)
        assert read.loose == []
        assert sorted(read.numbers) == list(range(len(read.numbers)))
        assert len(found.get(int(page["/StructParents"]), [])) == len(read.numbers)
        for note in notes(page):
            assert found[note["/StructParent"]]["/S"] == "/Link"


# Pages that are mirrored, for languages that run from right to left


def on_mirrored(draw: Draw) -> PdfReader:
    """A document of one page that is mirrored."""
    sheet = Sheet(PlateCanvas(PAGE), mirrored=True)
    draw(sheet)
    sheet.next_page()
    return read_back(sheet)


def across(code: str) -> list[tuple[float, float]]:
    """The points that a path's operators go through, in order; of a rectangle the corner and the size."""
    found = list[tuple[float, float]]()
    for numbers in re.findall(r"((?:-?[\d.]+ )+)(?:m|l|c|re)\b", code):
        values = [float(number) for number in numbers.split()]
        found += zip(values[::2], values[1::2], strict=True)
    return found


def turned(draw: Draw) -> tuple[str, str]:
    """The content of a page as ever, and of the same page mirrored."""
    return content(draw), stream_of(on_mirrored(draw).pages[0])


def test_a_mirrored_fill_stands_as_far_from_the_right() -> None:
    plain, mirrored = turned(lambda sheet: sheet.fill(50.0, 700.0, (100.0, 20.0), GREEN))
    assert "50.00 680.00 100.00 20.00 re f" in plain
    assert "445.00 680.00 100.00 20.00 re f" in mirrored
    assert mirrored.replace("445.00", "50.00") == plain


def test_a_mirrored_outline_stands_as_far_from_the_right() -> None:
    plain, mirrored = turned(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.0, GREEN)))
    assert "50.00 680.00 100.00 20.00 re s" in plain
    assert mirrored.replace("445.00", "50.00") == plain
    plain, mirrored = turned(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.0, GREEN), radius=3))
    assert across(mirrored) == [pytest.approx((x + 395.0, y)) for x, y in across(plain)]


def test_a_mirrored_rule_goes_from_the_right_to_the_left() -> None:
    plain, mirrored = turned(lambda sheet: sheet.rule(50.0, 700.0, 100.0, (0.6, GREEN)))
    assert across(plain) == [(50.0, 700.0), (150.0, 700.0)]
    assert across(mirrored) == [(545.0, 700.0), (445.0, 700.0)]


def test_mirrored_lines_are_turned_over_point_by_point() -> None:
    points = [(50.0, 700.0), (60.0, 690.0), (90.0, 720.0)]
    _, mirrored = turned(lambda sheet: sheet.lines(points, (1.0, GREEN), round_ends=True))
    assert across(mirrored) == [(595.0 - x, y) for x, y in points]


@pytest.mark.parametrize("pen", [GREEN, (0.5, GREEN)], ids=["dot", "ring"])
def test_a_mirrored_dot_has_its_middle_as_far_from_the_right(pen: Any) -> None:
    plain, mirrored = turned(lambda sheet: sheet.dot(50.0, 700.0, 2.0, pen))
    assert across(mirrored) == [pytest.approx((x + 495.0, y)) for x, y in across(plain)]


def test_a_mirrored_link_leads_from_the_place_of_its_words() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.element("Link"):
            sheet.link(URL, 50.0, 700.0, (100.0, 16.0), "words")

    (note,) = notes(on_mirrored(draw).pages[0])
    assert [float(edge) for edge in note["/Rect"]] == [445.0, 684.0, 545.0, 700.0]


def test_a_mirrored_picture_is_moved_and_not_turned_over(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("RGB", (8, 4), (0, 112, 60)).save(file)

    def draw(sheet: Sheet) -> None:
        with sheet.figure(alternate("A square"), 50.0, 700.0, (80.0, 40.0)):
            sheet.picture(inspect_image(file), 50.0, 700.0, (80.0, 40.0))

    reader = on_mirrored(draw)
    assert "80 0 0 40 465 660 cm" in stream_of(reader.pages[0])
    (element,) = {id(owner): owner for owner in owners(reader)[0]}.values()
    assert [float(edge) for edge in element["/A"]["/BBox"]] == [465.0, 660.0, 545.0, 700.0]


def sign(kind: Any) -> Draw:
    return lambda sheet: PointMark(kind, GREEN).draw(sheet, 50.0, 700.0, body())


def test_a_tick_is_moved_on_a_mirrored_page_and_keeps_upright() -> None:
    """Turned over it would be no tick."""
    plain, mirrored = (across(code) for code in turned(sign("tick")))
    assert len(plain) == 3
    moved = mirrored[0][0] - plain[0][0]
    assert mirrored == [pytest.approx((x + moved, y), abs=0.011) for x, y in plain]


@pytest.mark.parametrize("kind", ["tick", "cross", "dash", "disc", "ring"])
def test_a_sign_before_a_point_stands_as_far_from_the_right(kind: str) -> None:
    plain, mirrored = (across(code) for code in turned(sign(kind)))
    edges = min(x for x, _ in plain), max(x for x, _ in plain)
    assert min(x for x, _ in mirrored) == pytest.approx(595.0 - edges[1], abs=0.011)
    assert max(x for x, _ in mirrored) == pytest.approx(595.0 - edges[0], abs=0.011)


def leftward(*runs: Inline, width: float = 300.0) -> SetBlock:
    regular, bold = (Face(FONTS / "noto-sans-hebrew" / f"NotoSansHebrew-{w}.ttf") for w in ("Regular", "Bold"))
    style = body().but(faces=Chain((Family("Noto Sans Hebrew", regular, bold, ()), atkinson())), leftward=True)
    return set_block(runs, style, width)


def test_a_leftward_text_begins_at_the_right_side_of_its_place() -> None:
    block = leftward(Run("אחת שתיים"))
    code = stream_of(on_mirrored(part(block)).pages[0]).split("\n")
    assert code[1] == f"1 0 0 1 545.00 {700.0 - block.style.ascent:.2f} Tm"


def test_words_on_a_mirrored_page_are_read_as_they_were_written() -> None:
    block = leftward(Run("אחת (שתיים) one two 38 °C, "), Run("שלוש", strong=True), Run(" ארבע"), width=90.0)
    assert len(block.lines) > 2
    assert tags_of(on_mirrored(part(block)))[1:] == ["  P", "    'אחת (שתיים) one two 38 °C, שלוש ארבע'"]


def test_a_link_of_a_leftward_text_has_its_place_under_its_words() -> None:
    block = leftward(Run("אחת "), Run("שתיים", link=URL), Run(" שלוש"))
    (link,) = (piece for piece in pieces(block) if piece.part is not None)
    (note,) = notes(on_mirrored(part(block)).pages[0])
    first = block.lines[0].parts[0].width
    assert link.x + link.width == pytest.approx(-first - block.lines[0].parts[1].width)
    assert [float(edge) for edge in note["/Rect"]][::2] == pytest.approx(
        [545.0 + link.x, 545.0 + link.x + link.width], abs=0.02
    )


def test_the_rule_of_a_blank_in_a_leftward_text_is_in_its_place() -> None:
    block = leftward(Run("אחת "), Blank(6.0, "to fill in"), Run(" שתיים"))
    reader = on_mirrored(part(block))
    start = next(s for s, p in zip(block.lines[0].starts, block.lines[0].parts, strict=True) if p.blank)
    ends = [x for x, _ in across(stream_of(reader.pages[0]))]
    assert sorted(ends) == pytest.approx([545.0 + start, 545.0 + start + 72.0], abs=0.02)
    (blank,) = (owner for owner in owners(reader)[0] if owner["/S"] == "/Figure")
    box = [float(edge) for edge in blank["/A"]["/BBox"]]
    assert box[::2] == pytest.approx(sorted(ends), abs=0.02)


@property_of(40)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 95)), min_size=1, max_size=5))
def test_what_is_drawn_twice_mirrored_stands_where_it_was(places: list[tuple[float, float]]) -> None:
    sheet = Sheet(PlateCanvas(PAGE), mirrored=True)
    for x, width in places:
        assert sheet.left(sheet.left(x, width), width) == pytest.approx(x)
        assert sheet.left(x, width) + width == pytest.approx(PAGE[0] - x)
        assert new_sheet().left(x, width) == x
