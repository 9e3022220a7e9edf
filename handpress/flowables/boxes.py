"""Boxes: the quiet one of a note and of the key message, and the care card."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace

from handpress.flowables.stack import Stack
from handpress.sheet import Flowable, Sheet
from handpress.text import Text

WHOLE_BELOW = 9
"""A care card as high as this many lines of its heading, or lower, is never split."""


@dataclass(frozen=True, slots=True)
class Box(Flowable):
    """Things on a tinted ground, with a bar down its leading side. `padding` is (across, down)."""

    body: Flowable
    ground: str
    bar: str
    padding: tuple[float, float]
    bar_width: float = 4.0
    whole: bool = True
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def _inner(self, width: float) -> float:
        return width - self.bar_width - 2 * self.padding[0]

    def height(self, width: float) -> float:
        return self.body.height(self._inner(width)) + 2 * self.padding[1]

    def lead(self, width: float) -> float:
        if self.whole:
            return self.height(width)
        return self.body.lead(self._inner(width)) + 2 * self.padding[1]

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        halves = None if self.whole else self.body.split(self._inner(width), height - 2 * self.padding[1])
        if halves is None:
            return None
        return replace(self, body=halves[0], after=0.0), replace(self, body=halves[1], before=0.0, goes_on=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        height = self.height(width)
        sheet.fill(x, y, (width, height), self.ground)
        if self.bar_width:
            sheet.fill(x, y, (self.bar_width, height), self.bar)
        across, down = self.padding
        with sheet.element("Div", again=-1 if self.goes_on else None):
            self.body.draw(sheet, x + self.bar_width + across, y - down, self._inner(width))


@dataclass(frozen=True, slots=True)
class CareCard(Flowable):
    """When to get help, and from whom: a heading in a bar of the level's colour over a framed body.

    Where it goes on over the page, the bar stands there again with `continued` as its heading, which is not read out
    a second time. A `whole` card is not split unless it is higher than a page, one of WHOLE_BELOW lines or fewer never.
    """

    heading: Text
    continued: Text
    body: Stack
    colour: str
    padding: tuple[float, float]
    whole: bool = False
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding[0]

    @property
    def _head(self) -> Text:
        return self.continued if self.goes_on else self.heading

    def _bar(self, width: float) -> float:
        """Height of the bar, and of the air under it."""
        return self._head.height(self._inner(width)) + self.padding[1]

    def height(self, width: float) -> float:
        return self._bar(width) + self.body.height(self._inner(width)) + 2 * self.padding[1]

    def _stays_whole(self, width: float) -> bool:
        return self.whole or self.height(width) <= WHOLE_BELOW * self.heading.style.leading

    def lead(self, width: float) -> float:
        if self._stays_whole(width):
            return self.height(width)
        return self._bar(width) + self.body.lead(self._inner(width)) + 2 * self.padding[1]

    def split(self, width: float, height: float) -> tuple[CareCard, CareCard] | None:
        room = height - self._bar(width) - 2 * self.padding[1]
        halves = None if self._stays_whole(width) else self.body.split(self._inner(width), room)
        if halves is None:
            return None
        return (
            replace(self, body=halves[0], after=0.0),
            replace(self, body=halves[1], before=0.0, goes_on=True),
        )

    def loosened(self) -> CareCard:
        return replace(self, whole=False)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        across, down = self.padding
        bar, height = self._bar(width), self.height(width)
        sheet.fill(x, y, (width, bar), self.colour)
        sheet.outline(x + 0.6, y - 0.6, (width - 1.2, height - 1.2), (1.2, self.colour))
        inner = self._inner(width)
        with sheet.element("Div", again=-1 if self.goes_on else None):
            with sheet.artifact() if self.goes_on else nullcontext():
                self._head.draw(sheet, x + across, y - down * 0.5, inner)
            self.body.draw(sheet, x + across, y - bar - down, inner)
