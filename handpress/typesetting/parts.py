"""What set text is made of: parts, chunks of them, lines, blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handpress.fonts import Face, Glyph, Span
from handpress.typesetting.style import Style


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text in one face, `width` in points.

    Without a face it is a step to the side: a `blank` to write on, or the space after one. `says` is what is read out
    of a blank, `language` the tag of words in another language. An odd `level` runs from right to left.
    """

    face: Face | None
    spans: tuple[Span, ...]
    glyphs: frozenset[Glyph]
    text: str
    width: float
    link: str = ""
    language: str = ""
    blank: bool = False
    says: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Parts that stay on one line; `space` is the width of what parts them from the next, 0 where they touch.

    That is a space of `level`, or where `bare` only air, as between Han and Latin letters.
    """

    parts: tuple[Part, ...]
    width: float
    space: float
    level: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: its parts in the order in which they are read, its width in points.

    The parts stand side by side from the line's beginning; where they do not, `starts` has the place of the left side
    of each, from there on. A leftward line goes from its beginning to the left: its places are negative. `joined` says
    that the next line goes on within a word, so that no space stands between the two; `last` that there is none.
    """

    parts: tuple[Part, ...]
    width: float
    joined: bool = False
    last: bool = False
    starts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SetBlock:
    """Set lines in their style. Compared by identity, so that what is made of a block can be remembered cheaply."""

    lines: tuple[SetLine, ...]
    style: Style

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    def words(self) -> str:
        """The text of all lines."""
        ends = ("" if line.joined or line.last else " " for line in self.lines)
        lines = ("".join(part.text for part in line.parts) for line in self.lines)
        return "".join(line + end for line, end in zip(lines, ends, strict=True))

    def open_ended(self) -> SetBlock:
        """The same, its last line ending in a space too, as something else is read after it."""
        *above, last = self.lines
        return replace(self, lines=(*above, replace(last, last=False)))

    def cut(self, lines: int) -> tuple[SetBlock, SetBlock]:
        """The first `lines` lines, and the others."""
        return replace(self, lines=self.lines[:lines]), replace(self, lines=self.lines[lines:])
