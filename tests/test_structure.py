"""The tag tree: how it grows, and what is written of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from handpress.structure import (
    Annotation,
    Element,
    MarkedContent,
    Tree,
    actual_text,
    alternate,
    bounds,
    heads,
    language,
    numbering,
    sectioned,
)
from tests.helpers import owners, property_of, write_file

PAGE = 10
"""The number of the first page object; the others follow it."""


def annotations(element: Element) -> list[Annotation]:
    """The annotations of an element and of all below it."""
    own = [kid for kid in element.kids if isinstance(kid, Annotation)]
    return own + [each for kid in element.elements() for each in annotations(kid)]


def written(tree: Tree) -> PdfReader:
    """A file with a tree, its pages empty but for their annotations, each of which knows its key."""
    count = tree.page + 1
    pages = range(PAGE, PAGE + count)
    names = {each.name: number for number, each in enumerate(annotations(tree.document), pages.stop)}
    root = pages.stop + len(names)
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R/StructTreeRoot {root} 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 9 9]>>",
        3: "<<>>",
        **{n: f"<</Type/Page/Parent 2 0 R/StructParents {tree.page_key(n - PAGE)}>>" for n in pages},
        **{number: f"<</Type/Annot/StructParent {name}>>" for name, number in names.items()},
    }
    made = {number: body.encode("ascii") for number, body in objects.items()}
    made |= tree.write(root, pages, names.__getitem__).objects
    return PdfReader(BytesIO(write_file(made, 1, 3)), strict=True)


def root_of(reader: PdfReader) -> Any:
    return reader.root_object["/StructTreeRoot"]


def kids_of(element: Any) -> list[Any]:
    """The kids of an element that was read, a single one too as a list."""
    inside = element.get("/K")
    inside = inside.get_object() if inside is not None else []
    return [kid.get_object() for kid in (inside if isinstance(inside, list) else [inside])]


# Growing


def test_what_is_opened_inside_becomes_a_kid() -> None:
    tree = Tree()
    with tree.element("L"), tree.element("LI"):
        tree.mark()
    tree.add("P")
    assert tree.document == Element(
        "Document", kids=[Element("L", kids=[Element("LI", kids=[MarkedContent(0, 0)])]), Element("P")]
    )
    assert tree.current is tree.document


def test_an_element_is_closed_even_where_drawing_fails() -> None:
    tree = Tree()
    with pytest.raises(ZeroDivisionError), tree.element("P"):
        raise ZeroDivisionError
    assert tree.current is tree.document


def test_marks_are_numbered_on_each_page_from_0() -> None:
    tree = Tree()
    with tree.element("P"):
        assert [tree.mark(), tree.mark()] == [0, 1]
    tree.next_page()
    with tree.element("P"):
        assert [tree.mark(), tree.mark()] == [0, 1]
    assert [kid.kids for kid in tree.document.elements()] == [
        [MarkedContent(0, 0), MarkedContent(0, 1)],
        [MarkedContent(1, 0), MarkedContent(1, 1)],
    ]


def test_an_element_that_is_entered_again_owns_marks_on_both_pages() -> None:
    tree = Tree()
    tree.add("H1")
    with tree.element("P"):
        tree.mark()
    tree.next_page()
    with tree.element("P", again=-1):
        tree.mark()
    assert tree.document.kids == [Element("H1"), Element("P", kids=[MarkedContent(0, 0), MarkedContent(1, 0)])]


def test_a_kid_is_entered_again_by_its_number_among_the_elements() -> None:
    """A row that goes on over the page enters each of its cells again, whatever else it holds."""
    tree = Tree()
    with tree.element("TR"):
        tree.mark()
        cells = [tree.add("TD"), tree.add("TD")]
        with tree.element("TD", again=1) as entered:
            assert entered is cells[1]
        with tree.element("TD", again=0) as entered:
            assert entered is cells[0]


def test_what_goes_on_as_something_else_is_an_error() -> None:
    tree = Tree()
    tree.add("P")
    with pytest.raises(ValueError, match="a Table goes on, but what was there is a P"):
        tree.element("Table", again=-1)


# Entries


@pytest.mark.parametrize(
    ("entry", "read"),
    [
        (actual_text("a (b) \\ ż"), {"/ActualText": "a (b) \\ ż"}),
        (actual_text("unbalanced ("), {"/ActualText": "unbalanced ("}),
        (alternate("A thermometer >> 38 °C"), {"/Alt": "A thermometer >> 38 °C"}),
        (language("cy"), {"/Lang": "cy"}),
        (bounds(50.0, 680.004, 10.0, 20.0), {"/A": {"/O": "/Layout", "/BBox": [50, 680, 60, 700]}}),
        (heads("Column"), {"/A": {"/O": "/Table", "/Scope": "/Column"}}),
        (numbering("Decimal"), {"/A": {"/O": "/List", "/ListNumbering": "/Decimal"}}),
    ],
)
def test_entries_are_read_as_they_were_meant(entry: str, read: dict[str, Any]) -> None:
    tree = Tree()
    tree.add("Figure", entry)
    (document,) = kids_of(root_of(written(tree)))
    (found,) = kids_of(document)
    assert {key: value for key, value in found.items() if key not in ("/S", "/P")} == read


# Writing


def test_the_root_comes_first_and_then_the_parent_tree() -> None:
    tree = Tree()
    with tree.element("P"):
        tree.mark()
    objects = tree.write(20, [PAGE], lambda name: 0).objects
    assert list(objects) == [20, 21, 22, 23]
    assert b"/Type/StructTreeRoot" in objects[20]
    assert objects[21] == b"<</Nums[0 [23 0 R]]>>"
    assert objects[22] == b"<</S/Document/P 20 0 R/K 23 0 R>>"
    assert objects[23] == b"<</S/P/P 22 0 R/Pg 10 0 R/K 0>>"


def test_marks_on_two_pages_name_theirs() -> None:
    tree = Tree()
    with tree.element("P"):
        tree.mark()
        tree.next_page()
        tree.mark()
    (document,) = kids_of(root_of(written(tree)))
    (paragraph,) = kids_of(document)
    assert "/Pg" not in paragraph
    assert [(kid["/Type"], kid["/MCID"], kid.raw_get("/Pg").idnum) for kid in kids_of(paragraph)] == [
        ("/MCR", 0, PAGE),
        ("/MCR", 0, PAGE + 1),
    ]


def test_an_element_without_content_has_no_kids() -> None:
    tree = Tree()
    tree.add("TD")
    assert tree.write(20, [PAGE], lambda name: 0).objects[23] == b"<</S/TD/P 22 0 R>>"


STEPS = st.lists(st.sampled_from(["open", "close", "mark", "mark", "note", "page", "again"]), max_size=40)


def grown(steps: list[str]) -> Tree:
    """A tree that grew by these steps, of those that were possible; everything stands in a 'P'."""
    tree = Tree()

    def inside(rest: list[str], depth: int) -> None:
        while rest:
            step = rest.pop(0)
            if step == "open" and depth < 6:
                with tree.element("P"):
                    inside(rest, depth + 1)
            elif step == "again" and depth < 6 and tree.current.elements():
                with tree.element("P", again=-1):
                    inside(rest, depth + 1)
            elif step == "close" and depth > 1:
                return
            elif step == "mark":
                tree.mark()
            elif step == "note":
                tree.annotate(str(tree.next_key))
            elif step == "page":
                tree.next_page()

    with tree.element("P"):
        inside(list(steps), 1)
    return tree


@property_of(60)
@given(STEPS)
def test_every_mark_and_annotation_leads_to_the_element_that_holds_it(steps: list[str]) -> None:
    """ISO 32000-1, 14.7.4.4: the tree is walked down by who reads on, and up by who points at something."""
    tree = grown(steps)
    reader = written(tree)
    found, pages = owners(reader), {PAGE + number: page for number, page in enumerate(reader.pages)}
    marks = dict.fromkeys(pages, 0)

    def check(element: Any, home: int | None) -> None:
        home = element.raw_get("/Pg").idnum if "/Pg" in element else home
        for kid in kids_of(element):
            if isinstance(kid, int) or "/MCID" in kid:
                page, number = (home, kid) if isinstance(kid, int) else (kid.raw_get("/Pg").idnum, kid["/MCID"])
                assert found[pages[page]["/StructParents"]][number].get_object() is element
                marks[page] += 1
            elif kid.get("/Type") == "/OBJR":
                assert found[kid["/Obj"]["/StructParent"]] is element
                assert kid.raw_get("/Pg").idnum in pages
            else:
                assert kid["/P"] is element
                check(kid, None)

    (document,) = kids_of(root_of(reader))
    assert document["/P"] is root_of(reader)
    check(document, None)
    assert marks == {number: len(found.get(int(page["/StructParents"]), [])) for number, page in pages.items()}
    assert max(found, default=0) < root_of(reader)["/ParentTreeNextKey"] == tree.next_key


@property_of(30)
@given(STEPS)
def test_a_tree_is_written_in_the_order_in_which_it_grew(steps: list[str]) -> None:
    tree = grown(steps)

    def said(element: Element) -> list[Any]:
        return [said(kid) if isinstance(kid, Element) else type(kid).__name__ for kid in element.kids]

    def read(element: Any) -> list[Any]:
        names = {"/MCR": "MarkedContent", "/OBJR": "Annotation"}
        return [
            "MarkedContent" if isinstance(kid, int) else names.get(kid.get("/Type", "")) or read(kid)
            for kid in kids_of(element)
        ]

    (document,) = kids_of(root_of(written(tree)))
    assert read(document) == said(tree.document)


# Sections


def of_tags(*tags: str) -> Element:
    return Element("Document", kids=[Element(tag) for tag in tags])


def shape(element: Element) -> Any:
    kids = [shape(kid) for kid in element.elements()]
    return (element.tag, kids) if kids else element.tag


def test_a_section_is_a_heading_and_all_up_to_the_next() -> None:
    assert shape(sectioned(of_tags("H1", "P", "H2", "P", "L", "H2", "H3", "P"))) == (
        "Document",
        ["H1", "P", ("Sect", ["H2", "P", "L"]), ("Sect", ["H2", "H3", "P"])],
    )


def test_a_card_that_opens_with_a_heading_is_a_section() -> None:
    card = Element("Div", kids=[Element("H2"), Element("P")])
    document = Element("Document", kids=[Element("H2"), Element("P"), card, Element("H2")])
    assert shape(sectioned(document)) == (
        "Document",
        [("Sect", ["H2", "P"]), ("Sect", [("Div", ["H2", "P"])]), ("Sect", ["H2"])],
    )


@pytest.mark.parametrize("first", ["H3", "P"])
def test_a_box_that_opens_with_anything_else_stays_in_its_section(first: str) -> None:
    box = Element("Div", kids=[Element(first), Element("H2")])
    document = Element("Document", kids=[Element("H2"), box])
    assert shape(sectioned(document)) == ("Document", [("Sect", ["H2", ("Div", [first, "H2"])])])


def test_without_headings_there_are_no_sections() -> None:
    assert shape(sectioned(of_tags("H1", "P", "Div"))) == ("Document", ["H1", "P", "Div"])


def test_sections_are_put_in_when_the_tree_is_written_and_not_before() -> None:
    """An element of the document is entered again by its number while pages are painted."""
    tree = Tree()
    for tag in ("H2", "P"):
        with tree.element(tag):
            tree.mark()
    (document,) = kids_of(root_of(written(tree)))
    (section,) = kids_of(document)
    assert [section["/S"], *(kid["/S"] for kid in kids_of(section))] == ["/Sect", "/H2", "/P"]
    assert all(kid["/P"] is section for kid in kids_of(section))
    assert shape(tree.document) == ("Document", ["H2", "P"])
