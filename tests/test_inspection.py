"""Reading a finished PDF: small files, built by hand or by the program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handpress import inspection
from handpress.inspection import Facts, InspectionError, Node, PageContent, facts, inspect, read_page, tag_tree
from handpress.pdffile import stream
from handpress.runs import Blank, Run
from handpress.text import Text
from tests.helpers import body, finished, printed, text, write_file

PAGE, CONTENT, FONT, CMAP, FORM, TREE = 4, 5, 6, 7, 8, 20
"""The numbers under which the objects of a file that is built by hand stand."""

CODES = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Codes/DescendantFonts[<</FontDescriptor<</FontFile2 9 0 R>>>>]"


def built(
    content: str = "", *, more: dict[int, str | bytes] | None = None, page: str = "", catalogue: str = ""
) -> bytes:
    """A file of one page, its font F with codes of two bytes; `page` and `catalogue` are further entries of those."""
    objects: dict[int, str | bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        2: f"<</Type/Pages/Kids[{PAGE} 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        3: "<</Title(A title)>>",
        PAGE: f"<</Type/Page/Parent 2 0 R/Contents {CONTENT} 0 R"
        f"/Resources<</Font<</F {FONT} 0 R>>/XObject<</X {FORM} 0 R>>/Properties<</MC<</MCID 0>>>>>>{page}>>",
        CONTENT: stream(content.encode("latin-1")),
        FONT: f"{CODES}/ToUnicode {CMAP} 0 R>>",
        CMAP: stream(b"1 beginbfrange <0041> <005A> <0041> endbfrange 1 beginbfchar <0001> <0020> endbfchar"),
        FORM: stream(b"", "/Type/XObject/Subtype/Form"),
        9: stream(b""),
        **(more or {}),
    }
    made = {number: each.encode("latin-1") if isinstance(each, str) else each for number, each in objects.items()}
    return write_file(made, root=1, info=3)


def opened(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data), strict=True)


def read(content: str, **fields: Any) -> PageContent:
    """What is found in a content stream."""
    return read_page(opened(built(content, **fields)).pages[0])


def codes(words: str) -> str:
    """Operators that show `words`, capitals and spaces, in the font F."""
    return f"/F 9 Tf <{''.join('0001' if c == ' ' else f'{ord(c):04X}' for c in words)}> Tj"


def marked(number: int, words: str) -> str:
    return f"/P <</MCID {number}>> BDC {codes(words)} EMC\n"


def decoded(cmap: bytes, string: str, font: str = CODES) -> str:
    """What a string reads as in a font with this ToUnicode table."""
    more: dict[int, str | bytes] = {CMAP: stream(cmap), FONT: f"{font}/ToUnicode {CMAP} 0 R>>"}
    return read(f"/P <</MCID 0>> BDC /F 9 Tf {string} Tj EMC", more=more).texts[0]


def tree(entry: str, content: str = "", **fields: Any) -> Node | None:
    """The tag tree of a file whose tree has `entry`, the kid or kids of the root, for its content."""
    more = {TREE: f"<</Type/StructTreeRoot/K {entry}>>", **fields.pop("more", {})}
    return tag_tree(opened(built(content, catalogue=f"/StructTreeRoot {TREE} 0 R", more=more, **fields)))


def element(tag: str, inside: str, entries: str = "") -> str:
    return f"<</S/{tag}/Pg {PAGE} 0 R/K {inside}{entries}>>"


# ToUnicode


@pytest.mark.parametrize(
    ("cmap", "string", "expected"),
    [
        (b"2 beginbfchar <0001> <0041> <0002> <00410042> endbfchar", "<00010002>", "AAB"),
        (b"1 beginbfchar\n<0003>\n<D83DDE00>\nendbfchar", "<0003>", "\U0001f600"),
        (b"1 beginbfchar <01> <0041> endbfchar 1 beginbfchar <02> <0042> endbfchar", "<00010002>", "AB"),
        (b"1 beginbfrange <0010> <0012> <0061> endbfrange", "<001000110012>", "abc"),
        (b"1 beginbfrange <0010> <0011> <00660069> endbfrange", "<00100011>", "fifj"),
        (b"1 beginbfrange <0010><0012>[<0061> <00620063><0064>] endbfrange", "<001000110012>", "abcd"),
        (b"1 beginbfrange <0010> <0012> [<0061>] endbfrange", "<00100011>", "a\ufffd"),
        (b"", "<0001>", "\ufffd"),
        (b"1 beginbfchar <0001> <> endbfchar", "<0001>", ""),
    ],
    ids=[
        "chars",
        "surrogates",
        "two blocks",
        "range",
        "range of ligatures",
        "list",
        "short list",
        "unknown",
        "nothing",
    ],
)
def test_codes_of_two_bytes_are_read_by_their_table(cmap: bytes, string: str, expected: str) -> None:
    assert decoded(cmap, string) == expected


def test_codes_of_one_byte_are_read_by_their_table_or_as_they_stand() -> None:
    font = "<</Type/Font/Subtype/TrueType/BaseFont/Arial"
    assert decoded(b"1 beginbfrange <41> <42> <0061> endbfrange", "(ABC)", font) == "abC"
    assert read(f"/P <</MCID 0>> BDC {codes('AB')} EMC", more={FONT: f"{font}>>"}).texts == {0: "\0A\0B"}


def test_strings_between_which_the_pen_moves_are_read_too() -> None:
    assert read("/P <</MCID 0>> BDC /F 9 Tf [<0041> -200 <0042>] TJ <0043> ' 1 2 <0044> \" EMC").texts == {0: "ABCD"}


def test_the_font_of_each_string_is_the_one_set_last() -> None:
    other: dict[int, str | bytes] = {
        PAGE: f"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F {FONT} 0 R/G 11 0 R>>>>>>",
        11: f"{CODES}/ToUnicode 12 0 R>>",
        12: stream(b"1 beginbfchar <0041> <0078> endbfchar"),
    }
    content = "/P <</MCID 0>> BDC /F 9 Tf <0041> Tj /G 9 Tf <0041> Tj /F 9 Tf <0042> Tj EMC"
    assert read(content, more=other).texts == {0: "AxB"}


# Marks


def test_the_text_of_each_mark_is_read() -> None:
    found = read(marked(1, "ONE") + marked(0, "TWO"))
    assert found == PageContent({1: "ONE", 0: "TWO"}, [1, 0], [])


def test_the_number_of_a_mark_may_stand_among_the_resources() -> None:
    assert read(f"/P /MC BDC {codes('RING')} EMC").texts == {0: "RING"}


def test_actual_text_stands_for_what_a_mark_shows() -> None:
    assert read(f"/Span <</MCID 0/ActualText(office)>> BDC {codes('X')} EMC").texts == {0: "office"}
    assert read(f"/Span <</MCID 0/ActualText<FEFF017C>>> BDC {codes('X')} EMC").texts == {0: "ż"}


def test_actual_text_may_stand_within_a_mark() -> None:
    span = f"/Span <</ActualText(b)>> BDC {codes('X')} EMC"
    assert read(f"/P <</MCID 0>> BDC {codes('A')} {span} {codes('C')} EMC").texts == {0: "AbC"}


def test_actual_text_stands_for_all_within_even_for_other_actual_text() -> None:
    inner = f"/Span <</ActualText(no)>> BDC {codes('X')} EMC {codes('Y')} /Note BMC {codes('Z')} EMC"
    assert read(f"/P <</MCID 0/ActualText(all)>> BDC {inner} EMC").texts == {0: "all"}


def test_marks_within_a_mark_have_their_own_text() -> None:
    nested = f"/P <</MCID 0>> BDC {codes('A')} /Span <</MCID 1>> BDC {codes('B')} EMC {codes('C')} EMC"
    assert read(nested) == PageContent({0: "AC", 1: "B"}, [0, 1], [])


def test_a_mark_without_a_number_belongs_to_the_one_round_it() -> None:
    assert read(f"/P <</MCID 0>> BDC {codes('A')} /Note BMC {codes('B')} EMC EMC").texts == {0: "AB"}


def test_what_an_artifact_shows_is_no_text() -> None:
    page = f"/Artifact <</Type/Pagination>> BDC {codes('PAGE')} EMC /Artifact BMC {codes('PAGE')} EMC"
    assert read(f"{page} {marked(0, 'RING')}") == PageContent({0: "RING"}, [0], [])
    inside = f"/P <</MCID 0>> BDC {codes('A')} /Artifact BMC {codes('B')} EMC {codes('C')} EMC"
    assert read(inside) == PageContent({0: "AC"}, [0], [])


@pytest.mark.parametrize(
    ("content", "loose"),
    [
        (codes("A"), ["Tj"]),
        ("0 0 9 9 re f 0 0 m 9 9 l S", ["f", "S"]),
        ("0 0 9 9 re b* /X Do /Sh sh", ["b*", "Do", "sh"]),
        ("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", ["INLINE IMAGE"]),
        ("/Note BMC 0 0 9 9 re f EMC", ["f"]),
        ("/Artifact BMC EMC 0 0 9 9 re f", ["f"]),
        ("0 0 9 9 re W n q 1 0 0 1 0 0 cm Q 0 g", []),
        ("/Artifact BMC 0 0 9 9 re f EMC /P <</MCID 0>> BDC 0 0 m S EMC", []),
        ("EMC EMC 0 0 9 9 re f", ["f"]),
    ],
)
def test_what_is_painted_outside_of_all_marks_is_found(content: str, loose: list[str]) -> None:
    assert read(content).loose == loose


def test_what_a_form_shows_is_read_with_its_own_fonts() -> None:
    entries = f"/Type/XObject/Subtype/Form/Resources<</Font<</G {FONT} 0 R>>>>"
    more = {FORM: stream(b"/G 9 Tf <00410042> Tj 0 0 9 9 re f", entries)}
    assert read("/P <</MCID 0>> BDC /X Do EMC", more=more) == PageContent({0: "AB"}, [0], [])
    assert read("/X Do", more=more).loose == ["Do", "Tj", "f"]


def test_an_image_is_not_read_as_content() -> None:
    more = {FORM: stream(b"(A) Tj", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8")}
    assert read("/Figure <</MCID 0>> BDC /X Do EMC", more=more) == PageContent({0: ""}, [0], [])


def test_a_page_without_content_says_nothing() -> None:
    more = {PAGE: "<</Type/Page/Parent 2 0 R>>"}
    assert read_page(opened(built(more=more)).pages[0]) == PageContent()


# The tag tree


def test_an_element_is_read_with_the_texts_of_its_marks() -> None:
    paragraph = element("P", f"[1 {element('Link', '2')} 3]")
    inside = f"[{element('H1', '0')} {paragraph}]"
    content = "".join(marked(n, words) for n, words in enumerate(("TITLE", "SEE ", "US", " NOW")))
    found = tree(element("Document", inside), content)
    link = Node("Link", kids=["US"])
    assert found == Node("Document", kids=[Node("H1", kids=["TITLE"]), Node("P", kids=["SEE ", link, " NOW"])])
    assert found.text() == "TITLESEE US NOW"
    assert [node.tag for node in found.walk()] == ["Document", "H1", "P", "Link"]
    assert list(found.lines()) == ["Document", "  H1 TITLE", "  P", "    SEE", "    Link US", "    NOW"]


def test_marks_may_name_their_page() -> None:
    second: dict[int, str | bytes] = {
        2: f"<</Type/Pages/Kids[{PAGE} 0 R 14 0 R]/Count 2/MediaBox[0 0 595 842]>>",
        14: f"<</Type/Page/Parent 2 0 R/Contents 15 0 R/Resources<</Font<</F {FONT} 0 R>>>>>>",
        15: stream(marked(0, "TWO").encode("ascii")),
    }
    kids = f"[0 <</Type/MCR/Pg 14 0 R/MCID 0>> <</Type/MCR/Pg {PAGE} 0 R/MCID 1>>]"
    assert tree(element("P", kids), marked(0, "ONE") + marked(1, "THREE"), more=second) == Node(
        "P", kids=["ONE", "TWO", "THREE"]
    )


def test_kids_may_stand_anywhere_in_the_file() -> None:
    more = {21: "<</S/Document/K 22 0 R>>", 22: "[23 0 R]", 23: element("P", "24 0 R"), 24: "0"}
    assert tree("21 0 R", marked(0, "RING"), more=more) == Node("Document", kids=[Node("P", kids=["RING"])])


def test_what_is_no_text_and_no_element_is_passed_over() -> None:
    kids = f"[<</Type/OBJR/Obj 9 0 R/Pg {PAGE} 0 R>> 7 null (x) 0]"
    assert tree(element("Link", kids), marked(0, "RING")) == Node("Link", kids=["", "RING"])
    assert tree(element("TD", "null")) == Node("TD")


def test_an_element_says_its_actual_text_or_its_alternate_instead_of_what_it_holds() -> None:
    content = marked(0, "A") + marked(1, "B")
    figures = f"[{element('Figure', '0', '/ActualText(box)')} {element('Figure', '1', '/Alt(A logo)')}]"
    found = tree(element("Document", figures), content)
    assert found is not None
    assert found.text() == "box A logo "
    assert [node.attributes for node in found.walk()] == [{}, {"ActualText": "box"}, {"Alt": "A logo"}]


def test_languages_heads_and_numbering_are_named() -> None:
    head = element("TH", "null", "/A<</O/Table/Scope/Column>>")
    numbers = element("L", "null", "/A 25 0 R")
    more = {25: "<</O/List/ListNumbering/Decimal>>"}
    found = tree(element("Div", f"[{head} {numbers}]", "/Lang(cy)"), more=more)
    assert found is not None
    assert [node.attributes for node in found.walk()] == [
        {"Lang": "cy"}, {"Scope": "Column"}, {"ListNumbering": "Decimal"},
    ]  # fmt: skip
    assert list(found.lines()) == ["Div Lang=cy", "  TH Scope=Column", "  L ListNumbering=Decimal"]


@pytest.mark.parametrize(
    ("entry", "kids"), [("[]", []), (f"[{element('P', 'null')} {element('P', 'null')}]", ["P", "P"])]
)
def test_a_tree_without_a_single_root_is_shown_as_such(entry: str, kids: list[str]) -> None:
    found = tree(entry)
    assert found is not None
    assert found.tag == "(no single root)"
    assert [kid.tag for kid in found.kids if isinstance(kid, Node)] == kids


def test_a_file_without_tags_has_no_tree() -> None:
    assert tag_tree(opened(built(codes("A")))) is None
    assert facts(opened(built(codes("A")))).tree is None


def test_the_programs_own_pages_are_read_as_they_were_written() -> None:
    runs = (
        Run("Ring "),
        Run("our office", link="https://a.org"),
        Run(" on "),
        Blank(6.0, "to fill in"),
        Run(", e\u0302\u0301"),
    )
    found = tag_tree(opened(finished(printed([Text(runs, body())], 300.0))))
    assert found is not None
    assert list(found.lines()) == [
        "Document", "  P", "    Ring", "    Link our office", "    on", "    Figure ActualText=to fill in",
        "    , e\u0302\u0301",
    ]  # fmt: skip


# Facts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


Look = Callable[[bytes], Facts]


@pytest.fixture
def look(file: Path) -> Look:
    """Inspects bytes as a file."""

    def inspected(data: bytes) -> Facts:
        file.write_bytes(data)
        return inspect(file)

    return inspected


def test_a_file_of_the_programs_own_says_what_it_is(look: Look) -> None:
    found = look(finished(printed([text("Ring us"), text("at once")], 300.0)))
    assert (found.pages, found.sizes, found.language, found.title) == (2, ("A4",), "en-GB", "A title")
    assert found.title_shown
    assert found.standards == ("PDF/A-2a", "PDF/UA-1")
    ((name, embedded),) = found.fonts
    assert name.endswith("+AtkinsonHyperlegibleNext-Regular")
    assert embedded
    assert found.tree is not None
    assert found.tree.tag == "Document"


def test_a_bare_file_claims_nothing(look: Look) -> None:
    found = look(built(more={3: "<<>>"}))
    assert (found.language, found.title, found.title_shown, found.standards, found.tree) == ("", "", False, (), None)


def test_language_and_preferences_may_stand_anywhere_in_the_file(look: Look) -> None:
    more: dict[int, str | bytes] = {
        11: "(cy)",
        12: "<</DisplayDocTitle 13 0 R>>",
        13: "true",
        3: "<</Title 14 0 R>>",
        14: "(T)",
    }
    found = look(built(catalogue="/Lang 11 0 R/ViewerPreferences 12 0 R", more=more))
    assert (found.language, found.title, found.title_shown) == ("cy", "T", True)


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ("0 0 595.28 841.89", "A4"),
        ("0 0 612 792", "Letter"),
        ("0 0 842 595", "A4 landscape"),
        ("0 0 792 612", "Letter landscape"),
        ("10 10 605 852", "A4"),
        ("0 0 419.53 595.28", "148 x 210 mm"),
    ],
)
def test_a_size_has_a_name_or_is_given_in_millimetres(box: str, size: str, look: Look) -> None:
    assert look(built(page=f"/MediaBox[{box}]")).sizes == (size,)


@pytest.mark.parametrize("preferences", ["<</DisplayDocTitle false>>", "<</DisplayDocTitle 13 0 R>>"])
def test_a_title_that_is_not_to_be_shown_is_not(preferences: str, look: Look) -> None:
    assert not look(built(catalogue=f"/ViewerPreferences{preferences}", more={13: "false"})).title_shown


def test_each_size_is_named_once(look: Look) -> None:
    kids = f"<</Type/Pages/Kids[{PAGE} 0 R 14 0 R 15 0 R]/Count 3/MediaBox[0 0 595 842]>>"
    more: dict[int, str | bytes] = {
        2: kids,
        14: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
        15: "<</Type/Page/Parent 2 0 R>>",
    }
    found = look(built(more=more))
    assert (found.pages, found.sizes) == (3, ("A4", "Letter"))


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("<</Subtype/Type1/BaseFont/Helvetica>>", ("Helvetica", False)),
        ("<</Subtype/TrueType/BaseFont/Arial/FontDescriptor<</Flags 4>>>>", ("Arial", False)),
        ("<</Subtype/TrueType/BaseFont/Arial/FontDescriptor<</FontFile2 9 0 R>>>>", ("Arial", True)),
        ("<</Subtype/Type1/BaseFont/Times/FontDescriptor<</FontFile 9 0 R>>>>", ("Times", True)),
        ("<</Subtype/Type1/BaseFont/Times/FontDescriptor 25 0 R>>", ("Times", True)),
        ("<</Subtype/Type0/BaseFont/Noto/DescendantFonts[<</FontDescriptor<</FontFile2 9 0 R>>>>]>>", ("Noto", True)),
        ("<</Subtype/Type0/BaseFont/Noto/DescendantFonts[<</FontDescriptor<<>>>>]>>", ("Noto", False)),
        ("<</Subtype/Type3/BaseFont/Drawn>>", ("Drawn", True)),
    ],
)
def test_a_font_that_is_not_embedded_is_found(font: str, expected: tuple[str, bool], look: Look) -> None:
    assert look(built(more={FONT: font, 25: "<</FontFile3 9 0 R>>"})).fonts == (expected,)


def test_a_font_that_only_a_form_uses_is_found_too(look: Look) -> None:
    entries = "/Type/XObject/Subtype/Form/Resources<</Font<</G<</Subtype/Type1/BaseFont/Helvetica>>>>>>"
    found = look(built(more={FORM: stream(b"/G 9 Tf (A) Tj", entries)}))
    assert found.fonts == (("ABCDEF+Codes", True), ("Helvetica", False))


@pytest.mark.parametrize(
    ("packet", "standards"),
    [
        ("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", ("PDF/A-2a",)),
        ("<a pdfaid:part='3' pdfaid:conformance=\"B\" pdfuaid:part = '1'/>", ("PDF/A-3b", "PDF/UA-1")),
        ("<pdfuaid:part>\n1</pdfuaid:part>", ("PDF/UA-1",)),
        ("<pdfaid:part>4</pdfaid:part>", ("PDF/A-4",)),
        ("<dc:title>pdfaid</dc:title>", ()),
    ],
)
def test_the_standards_that_a_file_claims_are_read_from_its_packet(
    packet: str, standards: tuple[str, ...], look: Look
) -> None:
    more: dict[int, str | bytes] = {11: stream(packet.encode("utf-8"))}
    assert look(built(catalogue="/Metadata 11 0 R", more=more)).standards == standards


# What cannot be read


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n", b"PK\3\4" + bytes(200), bytes(5000)])
def test_what_is_no_pdf_is_an_error(data: bytes, look: Look) -> None:
    with pytest.raises(InspectionError, match="cannot be read as a PDF"):
        look(data)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_an_error(part: float, look: Look) -> None:
    data = finished(printed([text("Ring us")], 300.0))
    with pytest.raises(InspectionError, match="cannot be read as a PDF"):
        look(data[: int(len(data) * part)])


def test_a_file_that_is_not_there_is_an_os_error(file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(file)


WITH_TREE = f"/StructTreeRoot {TREE} 0 R"


@pytest.mark.parametrize(
    "kid", ["21 0 R", "[21 0 R 21 0 R]", f"{TREE} 0 R"], ids=["itself", "itself twice", "the root"]
)
def test_a_tree_that_holds_itself_is_an_error(kid: str, look: Look) -> None:
    more: dict[int, str | bytes] = {TREE: "<</S/Document/K 21 0 R>>", 21: f"<</S/P/K {kid}>>"}
    with pytest.raises(InspectionError):
        look(built(catalogue=WITH_TREE, more=more))


def test_a_tree_that_names_each_part_twice_on_every_level_ends_too(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MOST_PARTS", 1000)
    more: dict[int, str | bytes] = {TREE: "<</K 21 0 R>>", 60: "<</S/P>>"}
    more |= {number: f"<</S/Div/K[{number + 1} 0 R {number + 1} 0 R]>>" for number in range(21, 60)}
    with pytest.raises(InspectionError):
        look(built(catalogue=WITH_TREE, more=more))


def test_a_form_that_shows_itself_is_an_error(look: Look) -> None:
    more = {FORM: stream(b"/X Do", f"/Type/XObject/Subtype/Form/Resources<</XObject<</X {FORM} 0 R>>>>")}
    with pytest.raises(InspectionError):
        look(built("/X Do", catalogue=WITH_TREE, more={TREE: "<</K null>>", **more}))


def test_a_deep_tree_can_be_told_where_it_could_be_read(look: Look) -> None:
    more: dict[int, str | bytes] = {TREE: "<</K 21 0 R>>", 620: "<</S/P/ActualText(x)>>"}
    more |= {number: f"<</S/Div/K {number + 1} 0 R>>" for number in range(21, 620)}
    try:
        found = look(built(catalogue=WITH_TREE, more=more)).tree
    except InspectionError:
        return
    assert found is not None
    assert (found.text(), len(list(found.walk())), len(list(found.lines()))) == ("x ", 600, 600)


@pytest.mark.parametrize("content", ["/P BDC", "Tj", "TJ", "/P <</MCID /X>> BDC"])
def test_an_operator_with_the_wrong_operands_is_an_error_or_nothing(content: str, look: Look) -> None:
    with suppress(InspectionError):
        look(built(content, catalogue=WITH_TREE, more={TREE: "<</K null>>"}))


@pytest.mark.parametrize("content", ["BDC", "Tf", "Do"])
def test_an_operator_without_its_operands_is_an_error_or_nothing(content: str, look: Look) -> None:
    with suppress(InspectionError):
        look(built(content, catalogue=WITH_TREE, more={TREE: "<</K null>>"}))


def test_a_stream_in_a_way_of_packing_that_nobody_knows_is_an_error(look: Look) -> None:
    content = b"<</Filter/Unknown/Length 3>>stream\nq Q\nendstream"
    with pytest.raises(InspectionError):
        look(built(catalogue=WITH_TREE, more={TREE: "<</K null>>", CONTENT: content}))


def locked(version: str) -> bytes:
    """A file that says of itself that it is encrypted."""
    encryption = f"/Encrypt<</Filter/Standard/P -4/O<{'00' * 48}>/U<{'00' * 48}>{version}>>/Root 1 0 R"
    return built().replace(b"/Root 1 0 R", encryption.encode("ascii"))


RC4 = "/V 2/R 3/Length 128"
AES = (
    "/V 5/R 6/Length 256/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF"
    f"/OE<{'00' * 32}>/UE<{'00' * 32}>/Perms<{'00' * 16}>"
)


@pytest.mark.parametrize("version", [RC4, AES], ids=["RC4", "AES"])
def test_a_file_with_a_password_is_an_error(version: str, look: Look) -> None:
    with pytest.raises(InspectionError):
        look(locked(version))


SOUND = built(
    marked(0, "RING") + "0 0 9 9 re f",
    catalogue=f"{WITH_TREE}/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>",
    more={TREE: f"<</Type/StructTreeRoot/K {element('Document', '0', '/ActualText(x)')}>>"},
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(SOUND)), st.integers(0, 20), st.binary(max_size=8))
def test_a_broken_file_is_read_or_is_an_error(look: Look, start: int, length: int, instead: bytes) -> None:
    try:
        found = look(SOUND[:start] + instead + SOUND[start + length :])
    except InspectionError:
        return
    assert found.pages >= 0
