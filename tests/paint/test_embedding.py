"""The glyphs that a document uses, as embedded fonts: read back from the finished file."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handpress.embedding import font_objects
from handpress.fonts import Face
from handpress.problems import HandpressError
from handpress.runs import Run
from handpress.typesetting import SetBlock, set_block
from tests.helpers import ATKINSON, atkinson, body, finished, font_file, new_sheet, noto, numbers, tables_of

PLAIN = (Run("Ring the ward now"),)
MIXED = (Run("Ring "), Run("the ward", strong=True), Run(" κόσμος"))
MANY = "".join(chr(code) for code in (*range(0x21, 0x7F), *range(0xA1, 0x17F)) if code in atkinson().regular.coverage)


def block(*runs: Run, width: float = 400.0) -> SetBlock:
    return set_block(runs, body(), width)


def document(*blocks: SetBlock) -> bytes:
    """A page of these blocks, one under the other."""
    sheet = new_sheet()
    for number, each in enumerate(blocks):
        with sheet.element("P"):
            sheet.text(each, 50.0, 800.0 - 60 * number)
    sheet.next_page()
    return finished(sheet)


def read(data: bytes) -> Any:
    return PdfReader(BytesIO(data), strict=True).pages[0]


def dictionaries(data: bytes) -> list[Any]:
    """Every dictionary and stream that is an object of the file."""
    reader = PdfReader(BytesIO(data), strict=True)
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    found = [each for each in objects if isinstance(each, dict)]
    assert len(found) > 5
    return found


def fonts(page: Any) -> dict[str, Any]:
    """The fonts of a page, by the name by which it calls them."""
    return {name.removeprefix("/"): font.get_object() for name, font in page["/Resources"]["/Font"].items()}


def descendant(font: Any) -> Any:
    return font["/DescendantFonts"][0].get_object()


def widths(font: Any) -> dict[int, int]:
    """Glyph number to width, as the W array gives them (ISO 32000-1, 9.7.4.3)."""
    array, found = list(descendant(font)["/W"]), {}
    while array:
        first, run, *array = array
        found |= {int(first) + n: int(width) for n, width in enumerate(run)}
    return found


def meanings(font: Any) -> dict[int, str]:
    """Glyph number to text, as ToUnicode gives them."""
    blocks = re.findall(rb"beginbfchar\n(.*?)endbfchar", font["/ToUnicode"].get_data(), re.DOTALL)
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", b"".join(blocks))
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def test_a_page_names_the_faces_that_it_draws_with_and_no_other() -> None:
    assert set(fonts(read(document(block(*MIXED))))) == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "NotoSans-Regular",
    }
    assert set(fonts(read(document(block(*PLAIN))))) == {"AtkinsonHyperlegibleNext-Regular"}


def test_a_document_without_words_has_no_font() -> None:
    assert not any("/BaseFont" in each for each in dictionaries(document()))
    words = dictionaries(document(block(*PLAIN)))
    assert any("/BaseFont" in each for each in words)
    assert not any("Helvetica" in str(each) for each in words)


def test_every_font_is_embedded_with_the_fonts_glyph_numbers_for_codes() -> None:
    """ISO 32000-1, 9.7; PDF/A and PDF/UA ask for embedded fonts and ToUnicode."""
    for font in fonts(read(document(block(*MIXED)))).values():
        assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
        inner = descendant(font)
        assert (inner["/Subtype"], inner["/CIDToGIDMap"]) == ("/CIDFontType2", "/Identity")
        file = inner["/FontDescriptor"]["/FontFile2"]
        assert len(file.get_data()) == file["/Length1"]
        assert file.get_data().startswith(b"\0\1\0\0")


def test_a_font_is_named_as_a_subset_and_by_one_name_throughout() -> None:
    for key, font in fonts(read(document(block(*MIXED)))).items():
        names = {font["/BaseFont"], descendant(font)["/BaseFont"], descendant(font)["/FontDescriptor"]["/FontName"]}
        (name,) = names
        assert re.fullmatch(rf"/[A-Z]{{6}}\+{key}", name)


def test_the_embedded_file_is_the_subset_of_the_glyphs_drawn() -> None:
    face = atkinson().regular
    (font,) = fonts(read(document(block(*PLAIN)))).values()
    drawn = frozenset(numbers(face.shape("Ring the ward now").glyphs))
    tag, data = face.subset(drawn)
    assert descendant(font)["/FontDescriptor"]["/FontFile2"].get_data() == data
    assert font["/BaseFont"] == f"/{tag}+{face.key}"


@pytest.mark.parametrize("face", [atkinson().regular, noto().regular], ids=lambda face: face.key)
def test_the_descriptor_says_what_the_font_says(face: Face) -> None:
    descriptor = descendant(fonts(read(document(block(*MIXED))))[face.key])["/FontDescriptor"]
    assert tuple(descriptor["/FontBBox"]) == face.bounds
    assert (descriptor["/Ascent"], descriptor["/Descent"]) == face.extents
    assert descriptor["/CapHeight"] == face.cap_height
    assert descriptor["/Flags"] == 4


def test_every_glyph_has_its_width() -> None:
    face = atkinson().regular
    (font,) = fonts(read(document(block(Run(MANY), width=500.0)))).values()
    found = widths(font)
    assert found == {
        glyph: face.width(glyph) for letter in [*MANY, " "] for glyph in numbers(face.shape(letter).glyphs)
    }
    assert len(found) > 150


def test_every_glyph_has_its_meaning() -> None:
    face = atkinson().regular
    (font,) = fonts(read(document(block(Run(MANY), width=500.0)))).values()
    assert sorted(meanings(font).values()) == sorted({*MANY, " "})
    assert all(face.text_of(glyph) == text for glyph, text in meanings(font).items())


def test_meanings_come_a_hundred_at_a_time_as_readers_expect() -> None:
    """Adobe technical note 5411: a bfchar block holds 100 entries at the most."""
    (font,) = fonts(read(document(block(Run(MANY), width=500.0)))).values()
    counts = [int(count) for count in re.findall(rb"(\d+) beginbfchar", font["/ToUnicode"].get_data())]
    assert len(counts) > 1
    assert sum(counts) == len(meanings(font))
    assert max(counts) <= 100


@pytest.mark.parametrize(("told", "expected"), [("", ["a"]), ("ab", ["a", "ab"])], ids=["nothing", "letters"])
def test_a_glyph_that_no_character_leads_to_means_what_it_was_drawn_for(told: str, expected: list[str]) -> None:
    """PDF/A-2a asks for a meaning of every glyph (ISO 19005-2, 6.2.11.7.2); where there is none, none is made up."""
    sheet, face = new_sheet(), atkinson().regular
    sheet.next_page()
    nameless = next(glyph for glyph in range(1, 400) if not face.text_of(glyph))
    sheet.glyphs = {face: {(nameless, told), *face.shape("a").glyphs}}
    assert sorted(meanings(fonts(read(finished(sheet)))[face.key]).values()) == expected


def test_a_font_that_no_subset_can_be_made_of_is_an_error_that_names_its_file(tmp_path: Path) -> None:
    tables = {**tables_of((ATKINSON / "AtkinsonHyperlegibleNext-Regular.ttf").read_bytes()), b"glyf": b""}
    face = Face(font_file(tmp_path / "made.ttf", tables))
    with pytest.raises(HandpressError) as caught:
        font_objects(face, frozenset({(1, ""), (2, "")}), 1)
    assert [problem.file for problem in caught.value.problems] == [tmp_path / "made.ttf"]


def test_words_can_be_copied_from_the_page_as_they_were_written() -> None:
    text = "Zażółć gęślą jaźń: 38 °C, AVATAR"
    assert read(document(block(Run(text), width=500.0))).extract_text().strip() == text
    assert read(document(block(*MIXED))).extract_text().strip() == "Ring the ward κόσμος"


def test_words_of_two_lines_do_not_run_together() -> None:
    page = read(document(block(Run("your temperature goes up"), width=100.0)))
    assert page.extract_text().split() == ["your", "temperature", "goes", "up"]


def test_the_same_page_makes_the_same_bytes() -> None:
    assert document(block(*MIXED)) == document(block(*MIXED))
    other = document(block(*PLAIN), block(*MIXED))
    assert other != document(block(*MIXED))


def test_the_order_of_drawing_does_not_change_what_is_embedded() -> None:
    one, other = (
        fonts(read(document(*order))) for order in ((block(*PLAIN), block(*MIXED)), (block(*MIXED), block(*PLAIN)))
    )
    for key, font in one.items():
        assert widths(font) == widths(other[key])
        assert meanings(font) == meanings(other[key])
        assert font["/BaseFont"] == other[key]["/BaseFont"]
