"""Tables and logs: words, or room to write, in rows and columns."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from handpress.flowables.stack import fitting
from handpress.sheet import Flowable, Sheet
from handpress.structure import heads
from handpress.text import Text
from handpress.typesetting import natural_width, word_width

Row = tuple[Text, ...]

SHORT_HEAD = 4.0
"""The most ems of a column's head that is never broken."""

TALL_ROW = 240.0
"""A row higher than this, in points, may be parted by a page; others are never."""

TOGETHER = {False: 2, True: 4}
"""How many rows stay on either side of a page's end, of a table and of a log: a row alone looks lost, and a log, which
is filled in day by day, is of little use in scraps. A shorter table is parted all the same, a shorter log is not."""

TALL_LEAD = 60.0
"""How much of such a row stands at the foot of a page at the least."""


def _least(head: Text) -> float:
    """The least width of a column's head: a short one stays on a line in any script."""
    natural = natural_width(head.runs, head.style)
    return natural if natural <= SHORT_HEAD * head.style.size else 0.0


def _shared(spare: float, missing: list[float]) -> list[float]:
    """What each column gets of the width to spare: as much as any other, but none more than it needs, so that a date
    stays on its line beside long words. What all need is given out evenly once more."""
    shares, columns = [0.0] * len(missing), sorted(range(len(missing)), key=missing.__getitem__)
    for number, column in enumerate(columns):
        shares[column] = min(missing[column], spare / (len(columns) - number))
        spare -= shares[column]
    return [share + spare / len(shares) for share in shares]


@dataclass(frozen=True, slots=True)
class Table(Flowable):
    """Rows under a head that is repeated on every page. `head` and `rows` hold as many cells as there are columns.

    `least` is the least height of a row, so that a log has room to write in; a log is a `grid`. `pen` draws the rules,
    `ground` is the head's. Rows are not split, but for one higher than TALL_ROW. The rest of a table that was split
    `goes_on`, and where a row was split, its first row `row_goes_on`.
    """

    head: Row
    rows: tuple[Row, ...]
    pen: tuple[float, str]
    ground: str
    padding: tuple[float, float]
    least: float = 0.0
    grid: bool = False
    fixed: tuple[float, ...] = ()
    goes_on: bool = False
    row_goes_on: bool = False
    before: float = 0.0
    after: float = 0.0
    _found: dict[float, tuple[float, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def widths(self, width: float) -> tuple[float, ...]:
        """The columns' widths: what each needs on one line, made to fit; never less than its longest word.

        The rest of a table that was split keeps those of the whole.
        """
        if self.fixed:
            return self.fixed
        found = self._found.get(width)
        if found is None:
            found = self._found[width] = self._find_widths(width)
        return found

    def _find_widths(self, width: float) -> tuple[float, ...]:
        columns = list(zip(self.head, *self.rows, strict=True))
        extra = 2 * self.padding[0]
        wanted = [max(natural_width(c.runs, c.style) for c in column) + extra for column in columns]
        least = [max(_least(column[0]), *(word_width(c.runs, c.style) for c in column)) + extra for column in columns]
        if sum(least) >= width:
            return tuple(w * width / sum(least) for w in least)
        wanted = [min(w, width * 0.6) for w in wanted]
        spare, missing = width - sum(least), [max(0.0, w - m) for w, m in zip(wanted, least, strict=True)]
        if sum(missing) <= spare or self.grid:
            share = width / sum(wanted)
            even = [w * share for w in wanted]
            if all(e >= m for e, m in zip(even, least, strict=True)):
                return tuple(even)
        return tuple(m + x for m, x in zip(least, _shared(spare, missing), strict=True))

    def _row(self, row: Row, widths: tuple[float, ...]) -> float:
        across, down = self.padding
        tallest = max(cell.height(w - 2 * across) for cell, w in zip(row, widths, strict=True))
        return max(tallest + 2 * down, self.least)

    def height(self, width: float) -> float:
        widths = self.widths(width)
        return sum(self._row(row, widths) for row in (self.head, *self.rows))

    def lead(self, width: float) -> float:
        widths = self.widths(width)
        heights = [self._row(row, widths) for row in (self.head, *self.rows[: max(2, self._together)])]
        # A row that may be parted need not stand there whole.
        return heights[0] + sum(TALL_LEAD if height > TALL_ROW else height for height in heights[1:])

    def split(self, width: float, height: float) -> tuple[Table, Table] | None:
        widths = self.widths(width)
        room = height - self._row(self.head, widths)
        heights = [self._row(row, widths) for row in self.rows]
        count = fitting(heights, room)
        if count < len(heights) and heights[count] > TALL_ROW:
            return self._cut(count, room - sum(heights[:count]), widths)
        count = min(count, len(heights) - self._together)
        return self._parted(self.rows[:count], self.rows[count:], widths) if count >= self._together else None

    @property
    def _together(self) -> int:
        least = TOGETHER[self.grid]
        if len(self.rows) >= 2 * least:
            return least
        return len(self.rows) if self.grid else max(1, len(self.rows) // 2)

    def _parted(self, head: tuple[Row, ...], tail: tuple[Row, ...], widths: tuple[float, ...]) -> tuple[Table, Table]:
        return (
            replace(self, rows=head, fixed=widths, after=0.0),
            replace(self, rows=tail, fixed=widths, before=0.0, goes_on=True, row_goes_on=False),
        )

    def _cut(self, number: int, room: float, widths: tuple[float, ...]) -> tuple[Table, Table] | None:
        """Two tables that part within row `number`, for which there is `room`; above it, where that is too little."""
        across, down = self.padding
        uppers, lowers = list[Text](), list[Text]()
        for cell, width in zip(self.rows[number], widths, strict=True):
            inner = width - 2 * across
            halves = cell.split(inner, room - 2 * down)
            if halves is None and cell.height(inner) > room - 2 * down:
                return self._parted(self.rows[:number], self.rows[number:], widths) if number else None
            uppers.append(halves[0] if halves else cell)
            lowers.append(halves[1] if halves else replace(cell, runs=(), rest=None))
        above, below = self.rows[:number], self.rows[number + 1 :]
        first, rest = self._parted((*above, tuple(uppers)), (tuple(lowers), *below), widths)
        return first, replace(rest, row_goes_on=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        widths = self.widths(width)
        sheet.fill(x, y, (width, self._row(self.head, widths)), self.ground)
        top = y
        with sheet.element("Table", again=-1 if self.goes_on else None):
            for number, row in enumerate((self.head, *self.rows)):
                with sheet.artifact() if self.goes_on and not number else nullcontext():
                    self._draw_row(sheet, number, (x, top), widths)
                top -= self._row(row, widths)
                sheet.rule(x, top, width, self.pen)
        if self.grid:
            sheet.rule(x, y, width, self.pen)
            edge = x
            for column in (0.0, *widths):
                edge += column
                sheet.lines([(edge, y), (edge, top)], self.pen)

    def _draw_row(self, sheet: Sheet, number: int, place: tuple[float, float], widths: tuple[float, ...]) -> None:
        """Draw row `number`, of which 0 is the head, at `place`, its upper left corner."""
        across, down = self.padding
        x, top = place
        again = self.row_goes_on and number == 1
        with sheet.element("TR", again=-1 if again else None):
            for column, (cell, width) in enumerate(zip((self.head, *self.rows)[number], widths, strict=True)):
                entry = "" if number else heads("Column")
                with sheet.element("TD" if number else "TH", entry, again=column if again else None):
                    if cell.runs:
                        cell.draw(sheet, x + across, top - down, width - 2 * across)
                x += width
