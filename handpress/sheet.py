"""The hand that draws on a page: a Sheet; and what it draws: Flowables.

A Sheet turns shapes, set text, pictures and links into operators of one ReportLab canvas. Distances are points, from
the page's lower left corner; a flowable is given the upper left corner of its place. Every mark on every page passes
through here and is marked content: words belong to the element that is open in the tag tree, a figure's shapes to the
figure, everything else is an artifact (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from reportlab.pdfbase.pdfdoc import PDFString

from handpress.canvas import PlateCanvas, slot_name
from handpress.document import Bookmark
from handpress.fonts import Face, Glyph, face_at
from handpress.images import ImageFile
from handpress.slots import Slot
from handpress.structure import Element, Tree, actual_text, bounds, language
from handpress.typesetting import Part, Piece, SetBlock, glyphs, pieces, rgb

_IN_URLS = "%/:=&?~#+!$,;'@()*[]"
PRINTED = 4
"""The flag of an annotation that goes to paper too: PDF/A asks for it (ISO 19005-2, 6.3.2)."""


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot that a sheet has drawn: the tag tree's element round it with its entry, and what it shows while empty."""

    slot: Slot
    element: Element | None
    entry: str
    content: bytes


class Sheet:
    """Draws on the current page of a canvas, and keeps what the document must embed and list in the end.

    For languages that are written from right to left the whole page is `mirrored`, here and nowhere else: flowables
    measure from the left as ever, and x is turned over when it is drawn.
    """

    def __init__(self, canvas: PlateCanvas, mirrored: bool = False) -> None:
        self.canvas = canvas
        # The width of a page that is mirrored, so that what is measured from the left stands as far from the right.
        self._mirror: float = canvas._pagesize[0] if mirrored else 0.0  # type: ignore[attr-defined]
        self.glyphs = dict[Face, set[Glyph]]()
        self.tree = Tree()
        self.bookmarks = list[Bookmark]()
        self.slots = dict[str, OpenSlot]()
        self.page = 1
        # Whether all that is drawn belongs to one piece of marked content, a figure or an artifact, until that ends.
        self._held = False
        # Whether decoration has been drawn last, its marked content still open for more.
        self._decorating = False

    def left(self, x: float, width: float = 0.0) -> float:
        """Where the left side of something `width` wide stands that is measured from x."""
        return self._mirror - x - width if self._mirror else x

    def _write(self, *operators: str) -> None:
        code: list[str] = self.canvas._code  # type: ignore[attr-defined]
        code.extend(operators)

    def next_page(self) -> None:
        """Close this page and begin another."""
        self._end_decoration()
        self.canvas.showPage()
        self.tree.next_page()
        self.page += 1

    def element(self, tag: str, entries: str = "", again: int | None = None) -> AbstractContextManager[Element | None]:
        """What is drawn inside becomes an element of the tag tree, or of its kid number `again` once more.

        Inside an artifact, or for an empty tag, it belongs to what is open already.
        """
        if self._held or not tag:
            return nullcontext()
        return self.tree.element(tag, entries, again)

    @contextmanager
    def artifact(self, kind: Literal["Header", "Footer", ""] = "") -> Iterator[None]:
        """What is drawn inside is no part of the text: the page's furniture, or a head that is repeated."""
        subtype = f"/Subtype/{kind}" if kind else ""
        with self._holding(f"/Artifact <</Type/Pagination{subtype}>> BDC"):
            yield

    @contextmanager
    def figure(self, entry: str, x: float, y: float, size: tuple[float, float]) -> Iterator[None]:
        """What is drawn inside is a figure, its upper left corner at x, y; `entry` says it in words.

        That is `structure.actual_text` for what reads as words itself, such as a tick box, else `alternate`.
        """
        width, height = size
        with (
            self.element("Figure", entry + bounds(self.left(x, width), y - height, width, height)),
            self._holding_mark(),
        ):
            yield

    def room(self, says: str) -> None:
        """Room to write in, where nothing is drawn: it reads as the words `says`."""
        self._end_decoration()
        with self.element("Span", actual_text(says)), self._holding_mark():
            pass

    def slot(self, slot: Slot, x: float, y: float, says: str, empty: Flowable | None = None) -> None:
        """A place for a patient's details, its upper left corner at x, y.

        Without a patient it reads as the words `says`, and shows `empty`. Places that are alike, and are no part of the
        text, show one form.
        """
        entry = actual_text(says) if says else ""
        name = self._slot_name(slot, alone=bool(entry))
        with self.element("Span", entry) as element:
            if name not in self.slots:
                content = self._captured(empty, slot) if empty else b""
                self.slots[name] = OpenSlot(slot, element, entry, content)
                face = face_at(slot.style.faces[0])
                self.glyphs.setdefault(face, set()).update(_plain_letters(face))
            self._end_decoration()
            with self._holding_mark():
                self._write(
                    f"q 1 0 0 1 {self.left(x, slot.width):.2f} {y - slot.height:.2f} cm /{slot_name(name)} Do Q"
                )
        self.canvas.show_slot(name)

    def _slot_name(self, slot: Slot, alone: bool) -> str:
        """A name that is free or, where the slot need not be `alone`, that of one which is like it."""
        first = name = "Slot" + "".join(field.title() for field, _ in slot.lines)
        number = 1
        while name in self.slots and (alone or self.slots[name].slot != slot):
            number += 1
            name = f"{first}{number}"
        return name

    def _captured(self, flowable: Flowable, slot: Slot) -> bytes:
        """The operators that draw a flowable at the upper left corner of a slot's own space."""
        code: list[str] = self.canvas._code  # type: ignore[attr-defined]
        start, mirror, held = len(code), self._mirror, self._held
        self._mirror, self._held = slot.width if mirror else 0.0, True
        flowable.draw(self, 0.0, slot.height, slot.width)
        self._mirror, self._held = mirror, held
        captured = "\n".join(code[start:])
        del code[start:]
        return captured.encode("latin-1")

    @contextmanager
    def _holding(self, opening: str) -> Iterator[None]:
        if self._held:
            yield
            return
        self._end_decoration()
        self._write(opening)
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._write("EMC")

    def _holding_mark(self) -> AbstractContextManager[None]:
        """All that is drawn inside is one piece of the current element's content."""
        return nullcontext() if self._held else self._holding(self._opening())

    def _opening(self) -> str:
        return f"/{self.tree.current.tag} <</MCID {self.tree.mark()}>> BDC"

    def _decorate(self, *operators: str) -> None:
        """Shapes that say nothing, unless they are part of a figure."""
        if not self._held and not self._decorating:
            self._write("/Artifact <</Type/Layout>> BDC")
            self._decorating = True
        self._write(*operators)

    def _end_decoration(self) -> None:
        if self._decorating:
            self._write("EMC")
            self._decorating = False

    def text(self, block: SetBlock, x: float, y: float) -> None:
        """Draw set lines, the first one's top at `y`, with their links and the rules of their blanks."""
        for face, used in glyphs(block):
            self.glyphs.setdefault(face, set()).update(used)
        self._end_decoration()
        anchor = self.left(x) if block.style.leftward else x
        self._write(f"BT\n1 0 0 1 {anchor:.2f} {y - block.style.ascent:.2f} Tm")
        apart = [(piece, self._piece(piece)) for piece in pieces(block)]
        self._write("ET")
        for piece, element in apart:
            if piece.part is not None:
                with self.tree.within(element):
                    left = anchor + piece.x
                    at = self.left(left, piece.width), y - piece.line * block.style.leading
                    self._finish(piece, piece.part, block, at)

    def _piece(self, piece: Piece) -> Element:
        """Draw a piece of a text. Returns the element that is to hold its link, or the rule of its blank."""
        part, current = piece.part, self.tree.current
        if self._held:
            self._write(piece.operators)
        elif part is None or part.blank:
            self._write(self._opening(), piece.operators, "EMC")
            if part is not None:
                return self.tree.add("Figure")
        else:
            with self.tree.within(self._link(part.link) if part.link else self.tree.add("Span")) as current:
                current.entries = language(part.language) if part.language else ""
                self._write(self._opening(), piece.operators, "EMC")
        return current

    def _link(self, url: str) -> Element:
        """The element of a link: the one before, where that is the same link's on the line above."""
        last = self.tree.current.kids[-1] if self.tree.current.kids else None
        if isinstance(last, Element) and last.target == url:
            return last
        link = self.tree.add("Link")
        link.target = url
        return link

    def _finish(self, piece: Piece, part: Part, block: SetBlock, place: tuple[float, float]) -> None:
        """The rule of a blank or the place of a link; `place` is the piece's upper left corner."""
        (x, y), style = place, block.style
        if part.blank:
            base = y - style.ascent - 1
            if not self._held:
                self.tree.current.entries = actual_text(part.says) + bounds(
                    self.left(x, piece.width), base, piece.width, style.ascent
                )
            with self._holding_mark():
                self.rule(x, base, piece.width, (0.6, style.colour))
        elif part.link and not self._held:
            self.link(part.link, x, y, (piece.width, style.leading), piece.text)

    def fill(self, x: float, y: float, size: tuple[float, float], colour: str) -> None:
        """A filled rectangle, its upper left corner at x, y, of `size` (width, height)."""
        width, height = size
        self._decorate(f"{rgb(colour)} rg {self.left(x, width):.2f} {y - height:.2f} {width:.2f} {height:.2f} re f")

    def outline(self, x: float, y: float, size: tuple[float, float], pen: tuple[float, str], radius: float = 0) -> None:
        """A rectangle drawn with a pen of (width, colour); its corners rounded where `radius` is given."""
        width, height = size
        line, colour = pen
        x = self.left(x, width)
        if radius:
            path = _rounded(x, y - height, width, height, radius)
        else:
            path = f"{x:.2f} {y - height:.2f} {width:.2f} {height:.2f} re"
        self._decorate(f"{line:g} w {rgb(colour)} RG {path} s")

    def rule(self, x: float, y: float, length: float, pen: tuple[float, str]) -> None:
        """A horizontal line of `length` from x, y."""
        self.lines([(x, y), (x + length, y)], pen)

    def lines(self, points: Iterable[tuple[float, float]], pen: tuple[float, str], round_ends: bool = False) -> None:
        """A line through `points`, drawn with a pen of (width, colour)."""
        width, colour = pen
        path = " ".join(f"{self.left(x):.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        ends = "1 J 1 j " if round_ends else ""
        self._decorate(f"q {ends}{width:g} w {rgb(colour)} RG {path} S Q")

    def dot(self, x: float, y: float, radius: float, pen: tuple[float, str] | str) -> None:
        """A disc of one colour or, for a pen of (width, colour), a ring; its middle at x, y."""
        path = _rounded(self.left(x) - radius, y - radius, 2 * radius, 2 * radius, radius)
        if isinstance(pen, str):
            self._decorate(f"{rgb(pen)} rg {path} f")
        else:
            self._decorate(f"{pen[0]:g} w {rgb(pen[1])} RG {path} s")

    def link(self, url: str, x: float, y: float, size: tuple[float, float], says: str) -> None:
        """Make a rectangle, its upper left corner at x, y, lead to a web address; `says` is what is read out of it."""
        width, height = size
        rest: dict[str, Any] = {"F": PRINTED, "Contents": PDFString(says.strip()), "StructParent": self.tree.next_key}
        x = self.left(x, width)
        # A URI is plain ASCII (RFC 3986).
        self.canvas.linkURL(quote(url, safe=_IN_URLS), (x, y - height, x + width, y), relative=0, thickness=0, **rest)
        self.tree.annotate(f"NUMBER{self.canvas._annotationCount}")  # type: ignore[attr-defined]

    def bookmark(self, title: str, level: int, y: float) -> None:
        """An entry of the document's outline that leads to height `y` of this page."""
        self.bookmarks.append(Bookmark(title, level, self.page - 1, y))

    def picture(self, image: ImageFile, x: float, y: float, size: tuple[float, float]) -> None:
        """A pixel image, set upright and fitted to `size`."""
        width, height = size
        a, b, c, d, e, f = image.turn
        left, bottom = self.left(x, width), y - height
        self._end_decoration()
        self.canvas.saveState()
        self.canvas.transform(a * width, b * height, c * width, d * height, e * width + left, f * height + bottom)
        self.canvas.show_image(image.file)
        self.canvas.restoreState()


def _rounded(x: float, y: float, width: float, height: float, r: float) -> str:
    """A closed path round a rectangle, x, y its lower left corner, with quarter circles of radius `r` for corners."""
    k = r * 0.4477  # 1 - the distance of a quarter circle's Bézier handles, 0.5523
    right, top = x + width, y + height
    points = (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l",
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c",
        f"{right:.2f} {top - r:.2f} l {right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c",
        f"{x + r:.2f} {top:.2f} l {x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c",
        f"{x:.2f} {y + r:.2f} l {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h",
    )
    return " ".join(points)


@lru_cache(maxsize=64)
def _plain_letters(face: Face) -> frozenset[Glyph]:
    """The glyphs of plain Latin letters, digits and signs: with these in the body, most impressions need no font."""
    shown = [chr(code) for code in range(0x20, 0x7F)] + ["ff", "fi", "fl", "ffi", "ffl"]
    return frozenset(glyph for text in shown if face.covers(text) for glyph in face.shape(text).glyphs)


class Flowable(ABC):
    """Something of known height at a given width, which may be split between two pages.

    `before` and `after` are the distances that it keeps, in points; of two that meet, the larger counts. `sticks`
    says that it must not be the last thing on a page. Flowables are values: to split one makes two others.
    """

    before: float = 0.0
    after: float = 0.0
    sticks: bool = False

    @abstractmethod
    def height(self, width: float) -> float:
        """How high it stands at `width`."""

    @abstractmethod
    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw it at `width`, its upper left corner at x, y."""

    def lead(self, width: float) -> float:
        """The least height of it that may stand at the foot of a page: all, for what is never split."""
        return self.height(width)

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Two flowables for one, the first no higher than `height`; None where it cannot be split there."""
        return None

    def loosened(self) -> Flowable:
        """What may be split where this may not: for one that is to stay whole, and is higher than a page."""
        return self
