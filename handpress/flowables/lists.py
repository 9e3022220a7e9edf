"""Lists: points with a mark at their head, in one column or, where they are short, in two."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from handpress.flowables.marks import PointMark
from handpress.flowables.stack import EPSILON, Stack
from handpress.sheet import Flowable, Sheet
from handpress.structure import numbering
from handpress.text import Text
from handpress.typesetting import Style

COLUMNS_FROM = 4
"""The least number of points that stand in two columns."""

WHOLE_BELOW = 6
"""A list in two columns of fewer points than this is never parted by a page."""

WHOLE_STEPS = 12
"""The most lines that steps have which are never parted: who has to turn the page half-way through loses the thread."""

SHORT = 12
"""The most lines that a short point has, with those under it."""

COLUMN_EMS = 13
"""The least width of such a column, in ems of the points' letter size."""


@dataclass(frozen=True, slots=True)
class Item(Flowable):
    """One point: a mark, and what hangs beside it. `style` is that of its first line, `mark` None when that was cut.

    The second half of one that was split `goes_on`.
    """

    mark: PointMark | None
    body: Flowable
    style: Style
    indent: float
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def height(self, width: float) -> float:
        return self.body.height(width - self.indent)

    def lead(self, width: float) -> float:
        return self.body.lead(width - self.indent)

    def split(self, width: float, height: float) -> tuple[Item, Item] | None:
        halves = self.body.split(width - self.indent, height)
        if halves is None:
            return None
        return replace(self, body=halves[0], after=0.0), replace(
            self, body=halves[1], mark=None, before=0.0, goes_on=True
        )

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw it as a list's point."""
        again = -1 if self.goes_on else None
        with sheet.element("LI", again=again):
            if self.mark is not None:
                with sheet.element("Lbl" if self.mark.is_label else ""):
                    self.mark.draw(sheet, x, y, self.style)
            with sheet.element("LBody", again=again):
                self.body.draw(sheet, x + self.indent, y, width - self.indent)

    def short(self, width: float) -> bool:
        """Whether each text of the point, and of those under it, fits in two lines at `width`, and all in SHORT."""
        inner = width - self.indent
        return _short(self.body, inner) and self.body.height(inner) <= SHORT * self.style.leading


def _short(flowable: Flowable, width: float) -> bool:
    match flowable:
        case Text():
            return flowable.rest is None and len(flowable.set(width).lines) <= 2
        case Stack(children=parts) | Listing(items=parts):
            return all(_short(part, width) for part in parts)
        case Item():
            return flowable.short(width)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Listing(Flowable):
    """Points under one another, `gap` apart; in two columns, `gutter` apart, where `columns` allows and all are short.

    Two columns are read down the first, then down the second. A page break leaves two lines at least on either side;
    what stands after it `goes_on`.
    """

    items: tuple[Item, ...]
    gap: float
    columns: bool = False
    gutter: float = 20.0
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0
    sticks: bool = False
    # What a list has found out about itself: it is asked again and again while pages are broken.
    _columns: dict[float, float] = field(default_factory=dict, init=False, repr=False, compare=False)
    _heights: dict[float, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def _column(self, width: float) -> float:
        """The width of a column: half the width, if the points are to stand in two."""
        column = self._columns.get(width)
        if column is None:
            column = self._columns[width] = self._find_column(width)
        return column

    def _find_column(self, width: float) -> float:
        half = (width - self.gutter) / 2
        if not self.columns or len(self.items) < COLUMNS_FROM or half < COLUMN_EMS * self.items[0].style.size:
            return width
        return half if all(item.short(half) for item in self.items) else width

    def _turn(self, width: float) -> int:
        """How many points stand in the first of two columns: as many as make the two end most nearly together."""
        heights = [item.height(width) + self.gap for item in self.items]
        return min(range(1, len(heights)), key=lambda n: (max(sum(heights[:n]), sum(heights[n:])), -n))

    def _stacked(self, items: tuple[Item, ...], width: float) -> float:
        return sum(i.height(width) for i in items) + self.gap * max(0, len(items) - 1)

    def height(self, width: float) -> float:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._find_height(width)
        return height

    def _find_height(self, width: float) -> float:
        column = self._column(width)
        if column == width:
            return self._stacked(self.items, width)
        turn = self._turn(column)
        return max(self._stacked(self.items[:turn], column), self._stacked(self.items[turn:], column))

    def _whole(self, width: float) -> bool:
        """Whether no page's end may part the list."""
        if self._column(width) < width:
            return len(self.items) < WHOLE_BELOW
        first = self.items[0]
        numbered = first.mark is not None and first.mark.kind == "number"
        return numbered and self.height(width) <= WHOLE_STEPS * first.style.leading

    def lead(self, width: float) -> float:
        if self._whole(width):
            return self.height(width)
        if self._column(width) < width:
            return self._head(2).height(width)
        first = self.items[0]
        if len(self.items) > 1 and first.height(width) < 2 * first.style.leading - EPSILON:
            return first.height(width) + self.gap + self.items[1].lead(width)
        return first.lead(width)

    def split(self, width: float, height: float) -> tuple[Listing, Listing] | None:
        if self._whole(width):
            return None
        if self._column(width) < width:
            return self._split_columns(width, height)
        used = 0.0
        for number, item in enumerate(self.items):
            room = height - used - (self.gap if number else 0.0)
            whole = item.height(width)
            if whole <= room + EPSILON:
                used = height - room + whole
                continue
            halves = item.split(width, room)
            if halves is not None:
                return self._halves((*self.items[:number], halves[0]), (halves[1], *self.items[number + 1 :]))
            return self._parted(number, width)
        return None

    def _split_columns(self, width: float, height: float) -> tuple[Listing, Listing] | None:
        """As many points as go in, balanced anew, and the others."""
        for number in range(len(self.items) - 2, 1, -1):
            head = self._head(number)
            if head.height(width) <= height + EPSILON:
                return head, replace(self, items=self.items[number:], before=0.0, goes_on=True)
        return None

    def _head(self, number: int) -> Listing:
        return replace(self, items=self.items[:number], after=0.0)

    def _parted(self, number: int, width: float) -> tuple[Listing, Listing] | None:
        """Two lists that part above point `number`, or above the one before it where one line would be left alone."""
        while number > 0:
            head, tail = self.items[:number], self.items[number:]
            leading = self.items[0].style.leading
            if min(self._stacked(head, width), self._stacked(tail, width)) >= 2 * leading - EPSILON:
                return self._halves(head, tail)
            number -= 1
        return None

    def _halves(self, head: tuple[Item, ...], tail: tuple[Item, ...]) -> tuple[Listing, Listing]:
        return replace(self, items=head, after=0.0), replace(self, items=tail, before=0.0, goes_on=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        column = self._column(width)
        turn = self._turn(column) if column < width else len(self.items)
        at, mark = y, self.items[0].mark
        with sheet.element("L", numbering(mark.numbering) if mark else "", again=-1 if self.goes_on else None):
            for number, item in enumerate(self.items):
                if number == turn:
                    x, at = x + column + self.gutter, y
                item.draw(sheet, x, at, column)
                at -= item.height(column) + self.gap
