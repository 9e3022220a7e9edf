"""One thing under another, and where a page may part them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from handpress.sheet import Flowable, Sheet
from handpress.text import Text

EPSILON = 0.01


def fitting(heights: Iterable[float], room: float) -> int:
    """How many things of these heights, one under another, fit in `room`."""
    return sum(bottom <= room + EPSILON for bottom in accumulate(heights))


@dataclass(frozen=True, slots=True)
class Stack(Flowable):
    """Flowables from top to bottom. `tightness` scales the distances between them, not the flowables."""

    children: tuple[Flowable, ...]
    before: float = 0.0
    after: float = 0.0
    sticks: bool = False
    tightness: float = 1.0

    def _gap(self, number: int) -> float:
        """The distance above child `number`."""
        if number == 0:
            return 0.0
        return max(self.children[number - 1].after, self.children[number].before) * self.tightness

    def height(self, width: float) -> float:
        return sum(self._gap(n) + c.height(width) for n, c in enumerate(self.children))

    def lead(self, width: float) -> float:
        return self._lead_from(0, width)

    def _lead_from(self, number: int, width: float) -> float:
        """The least height of child `number` and of all that must stand on one page with it.

        Under a heading, a text of one line is not enough: what follows it must begin on that page too.
        """
        lead, first = 0.0, number
        while number < len(self.children) - 1 and (self.children[number].sticks or self._lone(number, first, width)):
            lead += self.children[number].height(width) + self._gap(number + 1)
            number += 1
        return lead + (self.children[number].lead(width) if self.children else 0.0)

    def _lone(self, number: int, first: int, width: float) -> bool:
        """Whether child `number` is a single line under something that sticks to it."""
        child = self.children[number]
        under = number > first and self.children[number - 1].sticks
        return under and isinstance(child, Text) and len(child.set(width).lines) == 1

    def split(self, width: float, height: float) -> tuple[Stack, Stack] | None:
        used = 0.0
        for number, child in enumerate(self.children):
            room = height - used - self._gap(number)
            whole = child.height(width)
            sticks = child.sticks and number < len(self.children) - 1
            needed = self._lead_from(number, width) if sticks else whole
            if needed <= room + EPSILON:
                used += self._gap(number) + whole
                continue
            halves = None if child.sticks else child.split(width, room)
            if halves is not None:
                return self._part(number, halves)
            return self._parted(number) if number else None
        return None

    def _part(self, number: int, halves: tuple[Flowable, Flowable]) -> tuple[Stack, Stack]:
        """Two stacks that part within child `number`."""
        first, second = halves
        return (
            replace(self, children=(*self.children[:number], first), after=0.0),
            replace(self, children=(second, *self.children[number + 1 :]), before=0.0),
        )

    def _parted(self, number: int) -> tuple[Stack, Stack] | None:
        """Two stacks that part above child `number`; above what sticks to it, where there is such."""
        while number and self.children[number - 1].sticks:
            number -= 1
        if not number:
            return None
        return (
            replace(self, children=self.children[:number], after=0.0),
            replace(self, children=self.children[number:], before=0.0),
        )

    def loosened(self) -> Stack:
        """The same, its first child loosened."""
        return replace(self, children=(self.children[0].loosened(), *self.children[1:])) if self.children else self

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        for number, child in enumerate(self.children):
            y -= self._gap(number)
            child.draw(sheet, x, y, width)
            y -= child.height(width)
