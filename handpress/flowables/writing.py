"""Room to write by hand: labelled lines, and the panel that says whose handout this is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handpress.patients import Field
from handpress.sheet import Flowable, Sheet
from handpress.slots import Slot, SlotStyle
from handpress.structure import actual_text
from handpress.text import Text

LABEL_SHARE = 0.6
"""The part of a line to sign on that its label takes at the most."""

ROOM = 16.0
"""The height in points of what counts as the place of a line to write on."""


@dataclass(frozen=True, slots=True)
class WritingLines(Flowable):
    """A label, with `count` lines to write on, `pitch` apart; the first goes on beside a short label.

    `says` is what is read out of a line. The rest of what was split `goes_on`.
    """

    label: Text
    count: int
    pitch: float
    pen: tuple[float, str]
    says: str
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def _beside(self, width: float) -> float | None:
        """Where the first line begins beside the label; None where the label leaves too little room."""
        block = self.label.set(width)
        end = block.width + self.label.style.size * 0.6
        return end if len(block.lines) == 1 and end < width * 0.55 else None

    def _rules(self, width: float) -> int:
        """How many lines stand under the label's own."""
        return self.count - (0 if self._beside(width) is None else 1)

    def _first(self, width: float) -> float:
        """The height of the label's own line, with room to write where a line goes on beside it."""
        return self.label.height(width) if self._beside(width) is None else max(self.pitch, self.label.height(width))

    def height(self, width: float) -> float:
        return self._first(width) + self._rules(width) * self.pitch

    def lead(self, width: float) -> float:
        return self._first(width) + min(2, self._rules(width)) * self.pitch

    def split(self, width: float, height: float) -> tuple[WritingLines, WritingLines] | None:
        fitting = int((height - self._first(width)) / self.pitch + 0.001)
        fitting = min(fitting, self._rules(width) - 2)
        if fitting < 2:
            return None
        beside = 0 if self._beside(width) is None else 1
        rest = replace(self, label=replace(self.label, runs=(), rest=None), count=self.count - fitting - beside)
        return replace(self, count=fitting + beside, after=0.0), replace(rest, before=0.0, goes_on=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        beside, first = self._beside(width), self._first(width)
        drop = first - self.label.height(width) if beside is not None else 0.0
        with sheet.element("P", again=-1 if self.goes_on else None):
            if self.label.runs:
                self.label.open_ended(width).draw(sheet, x, y - drop, width)
            if beside is not None:
                base = y - drop - self.label.style.ascent - 2
                _line(sheet, self.says, (x + beside, base, width - beside), self.pen)
            for number in range(1, self._rules(width) + 1):
                _line(sheet, self.says, (x, y - first - number * self.pitch + 2, width), self.pen)


def _line(sheet: Sheet, says: str, place: tuple[float, float, float], pen: tuple[float, str]) -> None:
    """A line to write on, at `place` (x, y, length), which reads as the words `says`."""
    x, y, length = place
    with sheet.figure(actual_text(says), x, y + ROOM, (length, ROOM)):
        sheet.rule(x, y, length, pen)


@dataclass(frozen=True, slots=True)
class Panel(Flowable):
    """A row of labelled cells for a patient's details. The first is wider than the others.

    Each cell has a label and which detail goes into it, set in `style`; without a patient, and where that is None, it
    is to be written in by hand, and reads as the words `says`.
    """

    cells: tuple[tuple[Text, Field | None], ...]
    style: SlotStyle
    room: float
    pen: tuple[float, str]
    padding: tuple[float, float]
    says: str
    before: float = 0.0
    after: float = 0.0

    def _widths(self, width: float) -> list[float]:
        share = width / (len(self.cells) + 0.8)
        return [share * 1.8] + [share] * (len(self.cells) - 1)

    def height(self, width: float) -> float:
        across, down = self.padding
        cells = zip(self.cells, self._widths(width), strict=True)
        return max(label.height(w - 2 * across) for (label, _), w in cells) + self.room + 2 * down

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        across, down = self.padding
        height = self.height(width)
        sheet.outline(x, y, (width, height), self.pen, radius=3)
        for number, ((label, field), cell) in enumerate(zip(self.cells, self._widths(width), strict=True)):
            if number:
                sheet.lines([(x, y), (x, y - height)], self.pen)
            with sheet.element("P"):
                label.open_ended(cell - 2 * across).draw(sheet, x + across, y - down, cell - 2 * across)
                if field:
                    slot = Slot(((field, ""),), cell - 2 * across, self.room, self.style)
                    sheet.slot(slot, x + across, y - height + down + self.room, self.says)
                else:
                    sheet.room(self.says)
            x += cell


@dataclass(frozen=True, slots=True)
class SignaturePanel(Flowable):
    """A framed panel with a heading and labelled lines to sign on, two beside each other. Never split.

    `says` is what is read out of a line.
    """

    title: Text
    labels: tuple[Text, ...]
    pitch: float
    pen: tuple[float, str]
    padding: tuple[float, float]
    says: str
    before: float = 0.0
    after: float = 0.0

    def _column(self, width: float) -> float:
        return (width - 4 * self.padding[0]) / 2

    def _rows(self, width: float) -> list[float]:
        """The height of each row: higher where a long label takes several lines."""
        room = self._column(width) * LABEL_SHARE
        heights = [label.height(room) for label in self.labels]
        gap = self.pitch - self.labels[0].style.leading
        return [max(heights[n : n + 2]) + gap for n in range(0, len(heights), 2)]

    def height(self, width: float) -> float:
        title = self.title.height(width - 2 * self.padding[0])
        return title + sum(self._rows(width)) + 2 * self.padding[1]

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        across, down = self.padding
        inner, column = width - 2 * across, self._column(width)
        sheet.outline(x, y, (width, self.height(width)), self.pen, radius=3)
        self.title.draw(sheet, x + across, y - down, inner)
        base = y - down - self.title.height(inner)
        for row, height in enumerate(self._rows(width)):
            base -= height
            for side, label in enumerate(self.labels[2 * row : 2 * row + 2]):
                left = x + across + side * (column + 2 * across)
                block = label.set(column * LABEL_SHARE)
                end = block.width + label.style.size / 2
                with sheet.element("P"):
                    label.open_ended(column * LABEL_SHARE).draw(sheet, left, base + block.height, column)
                    line = base + label.style.leading - label.style.ascent - 2
                    _line(sheet, self.says, (left + end, line, column - end), self.pen)
