"""The small signs at the head of a point: drawn, not typed, so that no font need have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handpress.runs import Run
from handpress.sheet import Sheet
from handpress.structure import actual_text
from handpress.typesetting import SetBlock, Style, set_block

MarkKind = Literal["disc", "ring", "dash", "tick", "cross", "number", "box", "crossed_box"]

BOX = 4 * 72 / 25.4
"""The least side of a box to tick, in points: 4 mm, in reach of a shaky pen."""


@dataclass(frozen=True, slots=True)
class PointMark:
    """A sign of one kind and colour. `number` is the text of a numbered one, `says` what is read out of a box."""

    kind: MarkKind
    colour: str
    number: str = ""
    says: str = ""

    @property
    def is_label(self) -> bool:
        """Whether it says something, so that a list names it as the label of its point; others are decoration."""
        return self.kind in ("number", "box", "crossed_box")

    @property
    def numbering(self) -> str:
        """How a list marked so is numbered, in the words of ISO 32000-1, table 347."""
        kinds = {"disc": "Disc", "ring": "Circle", "number": "Decimal", "box": "Square", "crossed_box": "Square"}
        return kinds.get(self.kind, "None")

    def indent(self, style: Style) -> float:
        """How far the text of `style` beside it stands in."""
        if self.kind in ("box", "crossed_box"):
            return box_side(style) + style.size * 0.5
        return style.size * (1.5 if self.kind == "number" else 1.25)

    def draw(self, sheet: Sheet, x: float, y: float, style: Style) -> None:
        """Draw it for a line of `style` whose top is `y`, in a column that begins at `x`."""
        size = style.size
        middle = y - style.ascent + style.cap_height / 2
        if self.kind == "disc":
            sheet.dot(x + size * 0.3, middle - size * 0.06, size * 0.17, self.colour)
        elif self.kind == "ring":
            sheet.dot(x + size * 0.3, middle - size * 0.06, size * 0.15, (size * 0.075, self.colour))
        elif self.kind == "dash":
            sheet.lines([(x + size * 0.1, middle), (x + size * 0.5, middle)], (size * 0.09, self.colour), True)
        elif self.kind == "tick":
            points = [(0.0, 0.02), (0.22, -0.24), (0.66, 0.34)]
            # A tick looks the same on a page that runs from right to left: it is moved there, not turned over.
            left = sheet.left(x, 0.66 * size)
            upright = [(sheet.left(left + a * size), middle + b * size) for a, b in points]
            sheet.lines(upright, (size * 0.14, self.colour), True)
        elif self.kind == "cross":
            a, b = x + size * 0.06, size * 0.24
            pen = (size * 0.14, self.colour)
            sheet.lines([(a, middle - b), (a + 2 * b, middle + b)], pen, True)
            sheet.lines([(a, middle + b), (a + 2 * b, middle - b)], pen, True)
        elif self.kind in ("box", "crossed_box"):
            self._draw_box(sheet, x, middle, box_side(style))
        else:
            sheet.text(self._digits(style), x, y)

    def _draw_box(self, sheet: Sheet, x: float, middle: float, side: float) -> None:
        top = middle + side / 2
        with sheet.figure(actual_text(self.says), x + 0.5, top, (side, side)):
            sheet.outline(x + 0.5, top, (side, side), (0.9, self.colour))
            if self.kind == "crossed_box":
                a, b = x + 0.5 + side * 0.28, side * 0.44
                pen = (side * 0.12, self.colour)
                sheet.lines([(a, top - side * 0.72), (a + b, top - side * 0.28)], pen, True)
                sheet.lines([(a, top - side * 0.28), (a + b, top - side * 0.72)], pen, True)

    def _digits(self, style: Style) -> SetBlock:
        return set_block((Run(self.number, strong=True),), style.but(colour=self.colour), 1000.0)


def box_side(style: Style) -> float:
    """The side of a box to tick beside text of this style."""
    return max(BOX, style.size * 0.9)
