"""What shaping makes of a word: stretches of glyphs, ready for a page's text operators, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Glyph = tuple[int, str]
"""A glyph's number in its font, and what it says: nothing where `Face.text_of` knows."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Glyphs drawn one after another on one level.

    `tj` is the inside of a PDF TJ array: glyph numbers in hex, and the adjustments between them in thousandths of an
    em. `rise` lifts all of it, in the same unit.
    """

    tj: str
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Stretches that are read together. `actual` is their text where the glyphs, through ToUnicode, do not give it."""

    stretches: tuple[Stretch, ...]
    actual: str = ""


class SpanList:
    """Builds the spans of a line out of those of its words: neighbours without a text of their own become one."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._plain: list[Stretch] = []

    def add(self, spans: Iterable[Span]) -> None:
        for span in spans:
            if span.actual:
                self._close()
                self._spans.append(span)
            else:
                self._plain.extend(span.stretches)

    def add_space(self, space: Span) -> None:
        """Add a space. After a word with a text of its own it goes into that text.

        A mark of such a word may reach over the space, and readers would take it for none.
        """
        if self._spans and not self._plain:
            word = self._spans.pop()
            self._spans.append(Span(level((*word.stretches, *space.stretches)), f"{word.actual} "))
        else:
            self._plain.extend(space.stretches)

    def _close(self) -> None:
        if self._plain:
            self._spans.append(Span(level(self._plain)))
            self._plain = []

    def done(self) -> tuple[Span, ...]:
        self._close()
        return tuple(self._spans)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word in one face. `advance` is in thousandths of an em.

    `glyphs` are those drawn, each with the letters that it is drawn for where the character map does not lead to it.
    """

    spans: tuple[Span, ...]
    advance: float
    glyphs: frozenset[Glyph]


def flat(steps: list[str]) -> tuple[Stretch, ...]:
    """The stretch of a word of which no glyph is lifted, as most are."""
    return (Stretch("".join(steps).replace("><", "")),) if steps else ()


def level(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one rise as one; `<01><02>` as `<0102>`."""
    out, rise, pending = list[Stretch](), 0, list[str]()
    for stretch in stretches:
        if stretch.rise != rise and pending:
            out.append(Stretch("".join(pending).replace("><", ""), rise))
            pending = []
        rise = stretch.rise
        pending.append(stretch.tj)
    if pending:
        out.append(Stretch("".join(pending).replace("><", ""), rise))
    return tuple(out)
