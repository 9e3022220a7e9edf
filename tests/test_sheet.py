"""The hand that draws: what it writes into a page, read back from the finished file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from handpress.inline import Run
from handpress.paint.canvas import PlateCanvas
from handpress.paint.embedding import embed
from handpress.sheet import Flowable, Sheet
from handpress.typesetting import set_block
from tests.helpers import atkinson, body

GREEN = "#00703c"


def document(*draw: Callable[[Sheet], None]) -> PdfReader:
    """A document with a page for each way of drawing."""
    out = BytesIO()
    canvas = PlateCanvas(out, (595.0, 842.0), "en-GB")
    sheet = Sheet(canvas)
    for each in draw:
        each(sheet)
        sheet.next_page()
    embed(canvas, sheet.glyphs)
    canvas.finish()
    return PdfReader(BytesIO(out.getvalue()), strict=True)


def content(draw: Callable[[Sheet], None]) -> str:
    found = document(draw).pages[0].get_contents()
    assert found is not None
    return found.get_data().decode("latin-1").strip()


def test_a_page_begins_without_a_font_of_reportlabs() -> None:
    assert content(lambda sheet: None) == ""
    resources: Any = document(lambda sheet: None).pages[0]["/Resources"]
    assert resources["/Font"].get_object() == {}


def test_text_stands_with_its_first_lines_top_where_it_is_told() -> None:
    block = set_block((Run("Ring"),), body(), 100.0)
    code = content(lambda sheet: sheet.text(block, 50.0, 700.0)).split("\n")
    assert code[0] == "BT"
    assert code[1] == f"1 0 0 1 50.00 {700.0 - body().ascent:.2f} Tm"
    assert code[-1] == "ET"


def test_a_sheet_keeps_the_glyphs_of_all_its_pages() -> None:
    sheet = Sheet(PlateCanvas(BytesIO(), (595.0, 842.0), "en"))
    sheet.text(set_block((Run("a"),), body(), 100.0), 0.0, 0.0)
    sheet.next_page()
    sheet.text(set_block((Run("b"),), body(), 100.0), 0.0, 0.0)
    face = atkinson().regular
    assert sheet.glyphs == {face: set(face.shape("a b").glyphs)}
    assert sheet.page == 2


def test_a_fill_hangs_from_its_upper_left_corner() -> None:
    assert content(lambda sheet: sheet.fill(50.0, 700.0, (100.0, 20.0), GREEN)) == (
        "0 0.439 0.235 rg 50.00 680.00 100.00 20.00 re f"
    )


def test_an_outline_is_stroked_and_not_filled() -> None:
    assert content(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.5, GREEN))) == (
        "1.5 w 0 0.439 0.235 RG 50.00 680.00 100.00 20.00 re s"
    )


def test_an_outline_with_round_corners_stays_inside_its_rectangle() -> None:
    code = content(lambda sheet: sheet.outline(50.0, 700.0, (100.0, 20.0), (1.0, GREEN), radius=3))
    assert (code.count(" c"), code.count(" l"), code.endswith("h s")) == (4, 4, True)
    numbers = [float(token) for token in code.split()[6:] if token[0].isdigit()]
    across, up = numbers[0::2], numbers[1::2]
    assert (min(across), max(across)) == (50.0, 150.0)
    assert (min(up), max(up)) == (680.0, 700.0)


def test_lines_leave_the_pen_as_it_was() -> None:
    assert content(lambda sheet: sheet.rule(50.0, 700.0, 100.0, (0.6, GREEN))) == (
        "q 0.6 w 0 0.439 0.235 RG 50.00 700.00 m 150.00 700.00 l S Q"
    )


def test_lines_may_have_round_ends() -> None:
    code = content(lambda sheet: sheet.lines([(0, 0), (1, 1), (2, 0)], (1.0, GREEN), round_ends=True))
    assert code == "q 1 J 1 j 1 w 0 0.439 0.235 RG 0.00 0.00 m 1.00 1.00 l 2.00 0.00 l S Q"


def test_a_dot_is_filled_and_a_ring_is_stroked() -> None:
    assert content(lambda sheet: sheet.dot(50.0, 700.0, 2.0, GREEN)).split()[-1] == "f"
    ring = content(lambda sheet: sheet.dot(50.0, 700.0, 2.0, (0.5, GREEN)))
    assert ring.startswith("0.5 w 0 0.439 0.235 RG 50.00 698.00 m")
    assert ring.split()[-1] == "s"


def test_a_link_leads_from_its_rectangle_to_its_address() -> None:
    page: Any = document(lambda sheet: sheet.link("https://www.nhs.uk", 50.0, 700.0, (100.0, 16.0))).pages[0]
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
    reader = document(lambda sheet: sheet.picture(str(file), 50.0, 700.0, (80.0, 40.0)))
    page: Any = reader.pages[0]
    (image,) = (each.get_object() for each in page["/Resources"]["/XObject"].values())
    assert (image["/Width"], image["/Height"]) == (8, 4)
    assert ("/SMask" in image) == (mode == "RGBA")
    assert "80 0 0 40 50 660 cm" in page.get_contents().get_data().decode("latin-1")


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
