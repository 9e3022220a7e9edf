"""Text: the one flowable that sets words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from handpress.runs import Inline
from handpress.sheet import Flowable, Sheet
from handpress.typesetting import SetBlock, Style, set_block

KEEP = 2
"""The least number of lines of a text on either side of a page break."""


@dataclass(frozen=True, slots=True)
class Text(Flowable):
    """Words in one style.

    `measure` bounds the length of its lines in points, however wide the page. `level` is 1 to 3 for a heading, which
    goes into the outline as `title`, 0 for anything else. `tag` is the element that any other text is, empty where it
    is itself the content of a list's body or of a cell. `rest` holds the set lines of a text that was split, and the
    second half `goes_on`.
    """

    runs: tuple[Inline, ...]
    style: Style
    before: float = 0.0
    after: float = 0.0
    sticks: bool = False
    measure: float = 10_000.0
    level: int = 0
    title: str = ""
    tag: str = "P"
    rest: SetBlock | None = None
    goes_on: bool = False
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
        return replace(self, rest=head, after=0.0), replace(self, rest=tail, before=0.0, goes_on=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        block = self.set(width)
        if self.level and self.title:
            sheet.bookmark(self.title, self.level - 1, y)
        with sheet.element(f"H{self.level}" if self.level else self.tag, again=-1 if self.goes_on else None):
            sheet.text(block, x, y)

    def open_ended(self, width: float) -> Text:
        """The text with a space after it, for what is read on in the same element."""
        return replace(self, rest=self.set(width).open_ended())

    def each_line(self, width: float) -> list[Text]:
        """A text for each of the set lines, for those who place them one by one."""
        block, lines = self.set(width), list[Text]()
        for _ in block.lines:
            first, block = block.cut(1)
            lines.append(replace(self, rest=first))
        return lines
