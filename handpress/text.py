"""Text: the one flowable that sets words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from handpress.inline import Inline
from handpress.sheet import Flowable, Sheet
from handpress.typesetting import SetBlock, Style, set_block

KEEP = 2
"""The least number of lines of a text on either side of a page break."""


@dataclass(frozen=True, slots=True)
class Text(Flowable):
    """Words in one style.

    `measure` bounds the length of its lines in points, however wide the page. `level` is 1 to 3 for a heading, which
    goes into the outline as `title`, 0 for anything else. `rest` holds the set lines of a text that was split.
    """

    runs: tuple[Inline, ...]
    style: Style
    before: float = 0.0
    after: float = 0.0
    sticks: bool = False
    measure: float = 10_000.0
    level: int = 0
    title: str = ""
    rest: SetBlock | None = None
    _blocks: dict[float, SetBlock] = field(default_factory=dict, init=False, repr=False, compare=False)

    def set(self, width: float) -> SetBlock:
        """The set lines at `width`."""
        if self.rest is not None:
            return self.rest
        block = self._blocks.get(width)
        if block is None:
            block = self._blocks[width] = set_block(self.runs, self.style, min(width, self.measure))
        return block

    def height(self, width: float) -> float:
        return self.set(width).height

    def lead(self, width: float) -> float:
        lines = len(self.set(width).lines)
        return (lines if lines < 2 * KEEP or self.level else KEEP) * self.style.leading

    def split(self, width: float, height: float) -> tuple[Text, Text] | None:
        block = self.set(width)
        count = len(block.lines)
        fitting = min(int(height / self.style.leading + 0.001), count - KEEP)
        if self.level or fitting < KEEP:
            return None
        head, tail = block.cut(fitting)
        return replace(self, rest=head, after=0.0), replace(self, rest=tail, before=0.0)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        block = self.set(width)
        if self.level and self.title:
            sheet.bookmark(self.title, self.level - 1, y)
        sheet.text(block, x, y)
        for number, line in enumerate(block.lines):
            top = y - number * self.style.leading
            at = x
            for part in line.parts:
                if part.blank:
                    base = top - self.style.ascent - 1
                    sheet.rule(at, base, part.width, (0.6, self.style.colour))
                elif part.link:
                    sheet.link(part.link, at, top, (part.width, self.style.leading))
                at += part.width

    def each_line(self, width: float) -> list[Text]:
        """A text for each of the set lines, for those who place them one by one."""
        block, lines = self.set(width), list[Text]()
        for _ in block.lines:
            first, block = block.cut(1)
            lines.append(replace(self, rest=first))
        return lines
