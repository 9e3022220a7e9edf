"""The tag tree: what a screen reader is told of a document (ISO 32000-1, 14.7 and 14.8; ISO 14289-1).

The tree grows while pages are painted, in reading order: whoever draws opens an element, and what is painted inside
becomes its content. An element that goes on over the page is not opened again but entered again, so that it owns
marks on both. When all is painted the tree is written as ready objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from handpress.pdffile import text_string


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A piece of marked content: the page on which it stands, counted from 0, and its number there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's place on a page, by the name under which the document knows it."""

    page: int
    name: str


@dataclass(slots=True)
class Element:
    """A structure element: a standard type such as H1 or LBody, further entries ready to be written, and its kids.

    `target` is where a Link leads to.
    """

    tag: str
    entries: str = ""
    kids: list[Element | MarkedContent | Annotation] = field(default_factory=list)
    target: str = ""

    def elements(self) -> list[Element]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Element)]


def actual_text(text: str) -> str:
    """The entry that says what is read out instead of an element's content."""
    return f"/ActualText{text_string(text)}"


def alternate(text: str) -> str:
    """The entry that describes a picture."""
    return f"/Alt{text_string(text)}"


def bounds(x: float, y: float, width: float, height: float) -> str:
    """The entry for the place of a figure; x, y is its lower left corner."""
    return f"/A<</O/Layout/BBox[{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}]>>"


def heads(what: str) -> str:
    """The entry of a table's head cell; it is the head of a 'Row' or of a 'Column'."""
    return f"/A<</O/Table/Scope/{what}>>"


def numbering(kind: str) -> str:
    """The entry of a list, for how its points are marked: 'Disc', 'Decimal', 'None' …"""
    return f"/A<</O/List/ListNumbering/{kind}>>"


def language(tag: str) -> str:
    """The entry of words in another language than the document's."""
    return f"/Lang{text_string(tag)}"


@dataclass(frozen=True, slots=True)
class WrittenTree:
    """A tag tree as objects by their numbers, and the numbers of its elements by their identity."""

    objects: dict[int, bytes]
    numbers: dict[int, int]


class Tree:
    """A document's tag tree while it grows. Pages are counted from 0."""

    def __init__(self) -> None:
        self.document = Element("Document")
        self.page = 0
        self._open = [self.document]
        # What the parent tree leads to: for a page the element of each of its marks, for an annotation its own.
        self._owners: list[list[Element] | Element] = [[]]
        self._keys = [0]

    @property
    def current(self) -> Element:
        """The innermost element that is open."""
        return self._open[-1]

    def add(self, tag: str, entries: str = "") -> Element:
        """A new element inside the current one."""
        element = Element(tag, entries)
        self.current.kids.append(element)
        return element

    @contextmanager
    def within(self, element: Element) -> Iterator[Element]:
        """What comes inside belongs to `element`."""
        self._open.append(element)
        try:
            yield element
        finally:
            self._open.pop()

    def element(self, tag: str, entries: str = "", again: int | None = None) -> AbstractContextManager[Element]:
        """Open an element inside the current one; or enter its kid number `again` once more, where that is given."""
        if again is None:
            return self.within(self.add(tag, entries))
        inner = self.current.elements()[again]
        if inner.tag != tag:
            raise ValueError(f"a {tag} goes on, but what was there is a {inner.tag}")
        return self.within(inner)

    def mark(self) -> int:
        """A piece of marked content of the current element on this page: its number there."""
        owners = self._owners[self._keys[self.page]]
        assert isinstance(owners, list)
        owners.append(self.current)
        self.current.kids.append(MarkedContent(self.page, len(owners) - 1))
        return len(owners) - 1

    @property
    def next_key(self) -> int:
        """The key that the parent tree will give to the next annotation."""
        return len(self._owners)

    def annotate(self, name: str) -> None:
        """Make an annotation of this page the current element's."""
        self._owners.append(self.current)
        self.current.kids.append(Annotation(self.page, name))

    def next_page(self) -> None:
        """Go on to the next page."""
        self.page += 1
        self._keys.append(len(self._owners))
        self._owners.append([])

    def page_key(self, page: int) -> int:
        """The key of a page in the parent tree."""
        return self._keys[page]

    def write(self, first: int, pages: Sequence[int], number_of: Callable[[str], int]) -> WrittenTree:
        """The tree as objects numbered from `first`, which is its root, on; the second is the parent tree.

        `pages` are the page objects' numbers, `number_of` knows that of an annotation. Sections are put in here.
        """
        writer = _Writer(first, pages, number_of)
        return WrittenTree(writer.objects(self.document, self._owners), writer.numbers)


def sectioned(document: Element) -> Element:
    """The document, and each part of one, with each heading of level 2, and all up to the next, in a section.

    A card that opens with such a heading is a section by itself.
    """
    kids = list[Element | MarkedContent | Annotation]()
    for kid in document.kids:
        if isinstance(kid, Element) and kid.tag == "Part":
            kids.append(sectioned(kid))
        elif isinstance(kid, Element) and _opens_section(kid):
            kids.append(Element("Sect", kids=[kid]))
        elif kids and isinstance(kids[-1], Element) and kids[-1].tag == "Sect" and kids[-1].elements()[0].tag != "Div":
            kids[-1].kids.append(kid)
        else:
            kids.append(kid)
    return Element(document.tag, document.entries, kids)


def _opens_section(element: Element) -> bool:
    first = element.elements()[:1]
    return element.tag == "H2" or (element.tag == "Div" and bool(first) and first[0].tag == "H2")


class _Writer:
    """Writes elements depth first, each under a number of its own."""

    def __init__(self, first: int, pages: Sequence[int], number_of: Callable[[str], int]) -> None:
        self.root, self.pages, self.number_of = first, pages, number_of
        self.out = dict[int, bytes]()
        self.numbers = dict[int, int]()
        self.next = first + 2

    def objects(self, document: Element, owners: list[list[Element] | Element]) -> dict[int, bytes]:
        # What is drawn in the document itself belongs to it, with its sections too.
        top = self.numbers[id(document)] = self._write(sectioned(document), self.root)
        leaves = " ".join(f"{key} {self._owner(owner)}" for key, owner in enumerate(owners) if owner != [])
        self.out[self.root + 1] = f"<</Nums[{leaves}]>>".encode("ascii")
        root = f"<</Type/StructTreeRoot/K {top} 0 R/ParentTree {self.root + 1} 0 R/ParentTreeNextKey {len(owners)}>>"
        self.out[self.root] = root.encode("ascii")
        return dict(sorted(self.out.items()))

    def _owner(self, owner: list[Element] | Element) -> str:
        if isinstance(owner, Element):
            return f"{self.numbers[id(owner)]} 0 R"
        return f"[{' '.join(f'{self.numbers[id(element)]} 0 R' for element in owner)}]"

    def _write(self, element: Element, parent: int) -> int:
        number = self.numbers[id(element)] = self.next
        self.next += 1
        pages = {kid.page for kid in element.kids if isinstance(kid, MarkedContent)}
        # Marks that stand on one page all are mere numbers.
        home = min(pages) if len(pages) == 1 else None
        kids = [self._kid(kid, number, home) for kid in element.kids]
        inside = f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]" if kids else ""
        page = "" if home is None else f"/Pg {self.pages[home]} 0 R"
        entries = f"<</S/{element.tag}/P {parent} 0 R{page}{inside}{element.entries}>>"
        self.out[number] = entries.encode("ascii")
        return number

    def _kid(self, kid: Element | MarkedContent | Annotation, parent: int, home: int | None) -> str:
        if isinstance(kid, Element):
            return f"{self._write(kid, parent)} 0 R"
        if isinstance(kid, Annotation):
            return f"<</Type/OBJR/Obj {self.number_of(kid.name)} 0 R/Pg {self.pages[kid.page]} 0 R>>"
        if home is not None:
            return str(kid.mcid)
        return f"<</Type/MCR/Pg {self.pages[kid.page]} 0 R/MCID {kid.mcid}>>"
