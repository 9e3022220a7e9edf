"""Grids to tick: an action a row and a day a column, for patients; a task a row with its initials, for staff."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handpress.flowables.lists import Item
from handpress.flowables.stack import fitting
from handpress.sheet import Flowable, Sheet
from handpress.structure import actual_text, heads
from handpress.text import Text
from handpress.typesetting import natural_width

LABELS = 0.46
"""The part of the width that the actions take, at the least."""

APART = 4
"""The least distance between the boxes of two days, in points: what a shaky pen needs."""

WHOLE_BELOW = 4
"""A grid of fewer rows than this is not parted by a page."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """An action, and how many times a day it is to be ticked."""

    label: Text
    boxes: int


@dataclass(frozen=True, slots=True)
class TickGrid(Flowable):
    """Actions with a box for each time of each day, under a head that is repeated on every page.

    `heads` are the days, a text for each column; `box` is the side of a box in points, `says` what is read out of one.
    Rows are never split; the rest of a grid that was split `goes_on`.
    """

    corner: Text
    heads: tuple[Text, ...]
    says: str
    rows: tuple[GridRow, ...]
    box: float
    pen: tuple[float, str]
    ground: str
    padding: tuple[float, float]
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def _labels(self, width: float) -> float:
        """The width of the first column: what its longest action needs for one line, as far as the boxes allow."""
        longest = max(natural_width(row.label.runs, row.label.style) for row in self.rows) + 2 * self.padding[0] + 1
        return min(max(width * LABELS, longest), width - len(self.heads) * (self.box + APART))

    def _head(self, width: float) -> float:
        corner = self.corner.height(self._labels(width) - 2 * self.padding[0])
        return max(corner + 2 * self.padding[1], self.box + self.padding[1])

    def _row(self, row: GridRow, width: float) -> float:
        label = row.label.height(self._labels(width) - 2 * self.padding[0]) + 2 * self.padding[1]
        boxes = row.boxes * (self.box + self.padding[1]) + self.padding[1]
        return max(label, boxes)

    def height(self, width: float) -> float:
        return self._head(width) + sum(self._row(row, width) for row in self.rows)

    def lead(self, width: float) -> float:
        rows = self.rows if len(self.rows) < WHOLE_BELOW else self.rows[:2]
        return self._head(width) + sum(self._row(row, width) for row in rows)

    def split(self, width: float, height: float) -> tuple[TickGrid, TickGrid] | None:
        count = fitting((self._row(row, width) for row in self.rows), height - self._head(width))
        count = min(count, len(self.rows) - 2)
        if count < 2 or len(self.rows) < WHOLE_BELOW:
            return None
        return replace(self, rows=self.rows[:count], after=0.0), replace(
            self, rows=self.rows[count:], before=0.0, goes_on=True
        )

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        head = self._head(width)
        sheet.fill(x, y, (width, head), self.ground)
        self._draw_rules(sheet, (x, y), width)
        with sheet.element("Table", again=-1 if self.goes_on else None):
            with sheet.artifact() if self.goes_on else sheet.element("TR"):
                self._draw_head(sheet, (x, y), width)
            top = y - head
            for row in self.rows:
                with sheet.element("TR"):
                    self._draw_row(sheet, row, (x, top), width)
                top -= self._row(row, width)

    def _draw_head(self, sheet: Sheet, place: tuple[float, float], width: float) -> None:
        x, y = place
        labels, head = self._labels(width), self._head(width)
        column, inner = (width - labels) / len(self.heads), labels - 2 * self.padding[0]
        with sheet.element("TH", heads("Column")):
            self.corner.draw(sheet, x + self.padding[0], y - (head - self.corner.height(inner)) / 2, inner)
        for number, day in enumerate(self.heads):
            with sheet.element("TH", heads("Column")):
                spare = column - day.set(column).width
                top = y - (head - day.style.leading) / 2
                day.draw(sheet, x + labels + number * column + spare / 2, top, column)

    def _draw_row(self, sheet: Sheet, row: GridRow, place: tuple[float, float], width: float) -> None:
        x, top = place
        labels, height = self._labels(width), self._row(row, width)
        column = (width - labels) / len(self.heads)
        inner = labels - 2 * self.padding[0]
        with sheet.element("TH", heads("Row")):
            row.label.draw(sheet, x + self.padding[0], top - (height - row.label.height(inner)) / 2, inner)
        pitch = self.box + self.padding[1]
        boxes = row.boxes * pitch - self.padding[1]
        upper, says = top - (height - boxes) / 2, actual_text(", ".join([self.says] * row.boxes))
        for number in range(len(self.heads)):
            left = x + labels + number * column + (column - self.box) / 2
            with sheet.element("TD"), sheet.figure(says, left, upper, (self.box, boxes)):
                for box in range(row.boxes):
                    pen = (0.9, self.corner.style.colour)
                    sheet.outline(left, upper - box * pitch, (self.box, self.box), pen)

    def _draw_rules(self, sheet: Sheet, place: tuple[float, float], width: float) -> None:
        x, y = place
        labels = self._labels(width)
        column = (width - labels) / len(self.heads)
        tops = [y, y - self._head(width)]
        for row in self.rows:
            tops.append(tops[-1] - self._row(row, width))
        for top in tops:
            sheet.rule(x, top, width, self.pen)
        edges = [x, *(x + labels + n * column for n in range(len(self.heads) + 1))]
        for edge in edges:
            sheet.lines([(edge, y), (edge, tops[-1])], self.pen)


@dataclass(frozen=True, slots=True)
class TaskRow(Item):
    """A task, or a part of one: words with a box before them, standing as far in as they belong to another."""

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        if self.mark is not None:
            self.mark.draw(sheet, x, y, self.style)
        self.body.draw(sheet, x + self.indent, y, width - self.indent)


@dataclass(frozen=True, slots=True)
class TaskTable(Flowable):
    """Tasks with room for initials and time beside each. `head` names the columns; rows are never split.

    `initials` and `time` are the widths of the columns to write in. The rest of a table that was split `goes_on`.
    """

    head: tuple[Text, Text, Text]
    rows: tuple[TaskRow, ...]
    least: float
    initials: float
    time: float
    pen: tuple[float, str]
    ground: str
    padding: tuple[float, float]
    goes_on: bool = False
    before: float = 0.0
    after: float = 0.0

    def _widths(self, width: float) -> tuple[float, float, float]:
        return width - self.initials - self.time, self.initials, self.time

    def _head(self, width: float) -> float:
        across, down = self.padding
        cells = zip(self.head, self._widths(width), strict=True)
        return max(cell.height(w - 2 * across) for cell, w in cells) + 2 * down

    def _row(self, row: TaskRow, width: float) -> float:
        across, down = self.padding
        return max(self.least, row.height(self._widths(width)[0] - 2 * across) + 2 * down)

    def height(self, width: float) -> float:
        return self._head(width) + sum(self._row(row, width) for row in self.rows)

    def lead(self, width: float) -> float:
        return self._head(width) + sum(self._row(row, width) for row in self.rows[:2])

    def split(self, width: float, height: float) -> tuple[TaskTable, TaskTable] | None:
        count = fitting((self._row(row, width) for row in self.rows), height - self._head(width))
        count = min(count, len(self.rows) - 1)
        if count < min(2, len(self.rows) - 1) or not count:
            return None
        return replace(self, rows=self.rows[:count], after=0.0), replace(
            self, rows=self.rows[count:], before=0.0, goes_on=True
        )

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        across, down = self.padding
        widths, top = self._widths(width), y - self._head(width)
        edges = [x, x + widths[0], x + widths[0] + widths[1], x + width]
        sheet.fill(x, y, (width, y - top), self.ground)
        self._draw_rules(sheet, edges, y, width)
        with sheet.element("Table", again=-1 if self.goes_on else None):
            with sheet.artifact() if self.goes_on else sheet.element("TR"):
                for cell, left, room in zip(self.head, edges, widths, strict=False):
                    with sheet.element("TH", heads("Column")):
                        cell.draw(sheet, left + across, y - down, room - 2 * across)
            for row in self.rows:
                height, inner = self._row(row, width), widths[0] - 2 * across
                with sheet.element("TR"):
                    with sheet.element("TH", heads("Row")):
                        row.draw(sheet, x + across, top - (height - row.height(inner)) / 2, inner)
                    for _ in widths[1:]:
                        with sheet.element("TD"):
                            pass
                top -= height

    def _draw_rules(self, sheet: Sheet, edges: list[float], y: float, width: float) -> None:
        tops = [y, y - self._head(width)]
        for row in self.rows:
            tops.append(tops[-1] - self._row(row, width))
        for top in tops:
            sheet.rule(edges[0], top, width, self.pen)
        for edge in edges:
            sheet.lines([(edge, y), (edge, tops[-1])], self.pen)
