"""The one type scale and the one spacing grid of a document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handpress.fonts import Chain
from handpress.layout import INK, WHITE, Layout, tint
from handpress.slots import SlotStyle
from handpress.typesetting import Style
from handpress.words import runs_leftward, script

GREY = "#595959"
HAIRLINE = "#8c8c8c"
TALL = frozenset(("Arab", "Deva", "Beng", "Guru", "Gujr", "Taml", "Thai", "Hans", "Hant", "Jpan", "Kore", "Ethi"))
"""Scripts whose letters reach further up and down than Latin ones: their lines stand further apart."""

TALL_LEADING = 1.25
LINE_EMS = 32.0
"""The longest line of running text, in ems: 70 characters of Atkinson Hyperlegible, more or less (RNIB: 60 to 70)."""


@dataclass(frozen=True)
class TypeScale:
    """Styles and distances that follow from the body's letter size, in points.

    Large print is not standard print enlarged: what is small grows more than what is large already.
    """

    chain: Chain
    size: float
    brand: str
    script: str = "Latn"
    leftward: bool = False

    @classmethod
    def of(cls, layout: Layout, chain: Chain, large: bool, language: str, letters: str) -> TypeScale:
        """The scale of a layout in standard or large print, for a language; `letters` are those of the text."""
        size = float(layout.type.large if large else layout.type.size)
        written = script(language)
        led = chain.led_by(written, letters)
        return cls(led, size, layout.colours.brand, written, runs_leftward(language))

    @property
    def large(self) -> bool:
        return self.size >= 16

    @property
    def unit(self) -> float:
        """The step of the spacing grid: 4 pt where the body is 12 pt."""
        return round(self.size / 3)

    @property
    def measure(self) -> float:
        """The longest line of running text."""
        return LINE_EMS * self.size

    def _style(self, size: float, leading: float, colour: str = INK, strong: bool = False) -> Style:
        if self.script in TALL:
            # To whole points, as all distances of lines are.
            leading = round(leading * TALL_LEADING)
        return Style(self.chain, size, leading, colour, self.brand, strong, leftward=self.leftward)

    @cached_property
    def body(self) -> Style:
        return self._style(self.size, 4 * self.unit)

    @cached_property
    def title(self) -> Style:
        size = max(min(30.0, self.size * 2.33), self.section.size + 2)
        return self._style(size, round(size * 1.15), strong=True).but(balanced=True)

    @cached_property
    def subtitle(self) -> Style:
        return self._style(self.size + 3, round(self.size * 1.2 + 6), GREY).but(balanced=True)

    @cached_property
    def key(self) -> Style:
        return self._style(self.size + 2, round((self.size + 2) * 1.4), strong=True)

    @cached_property
    def section(self) -> Style:
        size = round(self.size * 1.3 + 0.8)
        return self._style(size, round(size * 1.25), self.brand, strong=True).but(balanced=True)

    @cached_property
    def minor(self) -> Style:
        """The heading of a note, a table or a log."""
        return self._style(self.size + 1, 4 * self.unit, strong=True).but(balanced=True)

    @cached_property
    def card(self) -> Style:
        """The heading of a care card, on its colour."""
        return self._style(self.size + 2.5, round(self.size * 1.2 + 6), WHITE, strong=True).but(balanced=True)

    @cached_property
    def contact(self) -> Style:
        """Whom to ring, on a care card."""
        return self._style(self.size + 2.5, round(self.size * 1.2 + 8))

    @cached_property
    def small(self) -> Style:
        """Header, footer and captions."""
        return self._style(self.size * 0.75 + 0.5, round(self.size + 1), GREY)

    @property
    def slot(self) -> SlotStyle:
        """A patient's details in the panel; where they are long they are set smaller."""
        return self._slot(self.size, INK)

    @property
    def identity(self) -> SlotStyle:
        """A patient's name and identifier in the footer."""
        return self._slot(self.small.size, INK)

    def _slot(self, size: float, colour: str) -> SlotStyle:
        return SlotStyle(tuple(face.file for face in self.chain.bold), size, colour, self.leftward)

    @cached_property
    def ground(self) -> str:
        """The tint of a quiet box."""
        return tint(self.brand, 0.07)
