"""The hand that draws on a page: a Sheet; and what it draws: Flowables.

A Sheet turns shapes, set text, pictures and links into operators of one ReportLab canvas. Distances are points, from
the page's lower left corner; a flowable is given the upper left corner of its place. Every mark on every page passes
through here, so this is the place where marked content will be opened and closed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from handpress.fonts import Face
from handpress.typesetting import SetBlock, glyphs, operators, rgb


class Sheet:
    """Draws on the current page of a canvas, and keeps what the document must embed and list in the end."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.glyphs = dict[Face, set[int]]()
        self.page = 1

    def _write(self, *operators: str) -> None:
        code: list[str] = self.canvas._code  # type: ignore[attr-defined]
        code.extend(operators)

    def next_page(self) -> None:
        """Close this page and begin another."""
        self.canvas.showPage()
        self.page += 1

    def text(self, block: SetBlock, x: float, y: float) -> None:
        """Draw set lines, the first one's top at `y`."""
        for face, used in glyphs(block):
            self.glyphs.setdefault(face, set()).update(used)
        self._write(f"BT\n1 0 0 1 {x:.2f} {y - block.style.ascent:.2f} Tm\n{operators(block)}\nET")

    def fill(self, x: float, y: float, size: tuple[float, float], colour: str) -> None:
        """A filled rectangle, its upper left corner at x, y, of `size` (width, height)."""
        width, height = size
        self._write(f"{rgb(colour)} rg {x:.2f} {y - height:.2f} {width:.2f} {height:.2f} re f")

    def outline(self, x: float, y: float, size: tuple[float, float], pen: tuple[float, str], radius: float = 0) -> None:
        """A rectangle drawn with a pen of (width, colour); its corners rounded where `radius` is given."""
        width, height = size
        line, colour = pen
        if radius:
            path = _rounded(x, y - height, width, height, radius)
        else:
            path = f"{x:.2f} {y - height:.2f} {width:.2f} {height:.2f} re"
        self._write(f"{line:g} w {rgb(colour)} RG {path} s")

    def rule(self, x: float, y: float, length: float, pen: tuple[float, str]) -> None:
        """A horizontal line of `length` from x, y."""
        self.lines([(x, y), (x + length, y)], pen)

    def lines(self, points: Iterable[tuple[float, float]], pen: tuple[float, str], round_ends: bool = False) -> None:
        """A line through `points`, drawn with a pen of (width, colour)."""
        width, colour = pen
        path = " ".join(f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        ends = "1 J 1 j " if round_ends else ""
        self._write(f"q {ends}{width:g} w {rgb(colour)} RG {path} S Q")

    def dot(self, x: float, y: float, radius: float, pen: tuple[float, str] | str) -> None:
        """A disc of one colour or, for a pen of (width, colour), a ring; its middle at x, y."""
        path = _rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)
        if isinstance(pen, str):
            self._write(f"{rgb(pen)} rg {path} f")
        else:
            self._write(f"{pen[0]:g} w {rgb(pen[1])} RG {path} s")

    def link(self, url: str, x: float, y: float, size: tuple[float, float]) -> None:
        """Make a rectangle, its upper left corner at x, y, lead to a web address."""
        width, height = size
        self.canvas.linkURL(url, (x, y - height, x + width, y), relative=0, thickness=0)

    def bookmark(self, title: str, level: int, y: float) -> None:
        """An entry of the document's outline that leads to height `y` of this page."""
        key = f"h{len(self.canvas._destinations)}"  # type: ignore[attr-defined]
        self.canvas.bookmarkHorizontal(key, 0, y)
        self.canvas.addOutlineEntry(title, key, level)

    def picture(self, image: Any, x: float, y: float, size: tuple[float, float]) -> None:
        """A pixel image that ReportLab can read, fitted to `size`."""
        width, height = size
        self.canvas.drawImage(image, x, y - height, width, height, mask="auto")


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
