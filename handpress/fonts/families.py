"""Typefaces in two weights, and the order in which they are asked for a letter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handpress.fonts.faces import Face

FEW = 0.1
"""The part of a text's different letters that its leading typeface may lack."""


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface in two weights."""

    name: str
    regular: Face
    bold: Face
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """A family and those that stand in, one after the other, for what it lacks. Compared by identity."""

    families: tuple[Family, ...]
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @cached_property
    def _led(self) -> dict[Family, Chain]:
        """The chains of the same families with another at their head."""
        return {self.families[0]: self}

    def led_by(self, script: str, letters: str) -> Chain:
        """The chain with the first family at its head that serves a script and has all but a few of the `letters`.

        So a text is not set in two typefaces, word by word, because the clinic's lacks some of its letters. Where no
        family has them, the first one that serves the script leads.
        """
        serving = [family for family in self.families if script in family.scripts] or [self.families[0]]
        wanted = set(letters)
        few = len(wanted) * FEW
        able = (f for f in serving if sum(not f.regular.covers(letter) for letter in wanted) <= few)
        leader = next(able, serving[0])
        if leader not in self._led:
            self._led[leader] = Chain((leader, *(f for f in self.families if f is not leader)))
        return self._led[leader]

    @cached_property
    def regular(self) -> tuple[Face, ...]:
        return tuple(f.regular for f in self.families)

    @cached_property
    def bold(self) -> tuple[Face, ...]:
        return tuple(f.bold for f in self.families)

    def missing(self, text: str) -> list[str]:
        """The characters of `text` that no family has in both weights, each once, in order."""
        if self.regular[0].covers(text) and self.bold[0].covers(text):
            return []
        weights = (self.regular, self.bold)
        return [c for c in dict.fromkeys(text) if not all(any(f.covers(c) for f in faces) for faces in weights)]
