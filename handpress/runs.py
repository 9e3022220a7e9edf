"""Runs: the words of a text, in stretches of one kind; and what stands in the places that a clinic fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

JOINERS = frozenset("\u200c\u200d")
"""Characters without a shape that belong to words: they part letters, or join them."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: strong or not, linked (`link` is a URL) or not.

    `language` is the tag of words in another language than the text round them; `supplied` words stand in a
    placeholder's place.
    """

    text: str
    strong: bool = False
    link: str = ""
    language: str = ""
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Words that the clinic supplies, named by `key`."""

    key: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a line to write on by hand; `ems` wide, in units of the letter size. `says` is what is read out."""

    ems: float = 12.0
    says: str = ""


Marking = Run | Placeholder
Inline = Run | Blank
Value = str | Run | Blank
"""What may stand in a placeholder's place."""


def placeholders(runs: tuple[Marking, ...]) -> list[str]:
    """The keys that `runs` ask for, link targets included, in order."""
    keys = list[str]()
    for run in runs:
        if isinstance(run, Placeholder):
            keys.append(run.key)
        if run.link.startswith("{"):
            keys.append(run.link.strip("{}"))
    return keys


def fill(runs: tuple[Marking, ...], values: Mapping[str, Value]) -> tuple[Inline, ...]:
    """The runs with each placeholder's value in its place; a Blank stays a place to write on.

    A value that is a Run brings its language with it.

    A link is none where its target's value is no text. Raises KeyError for a key that `values` lacks: the library has
    checked them all before.
    """
    filled = list[Inline]()
    for run in runs:
        link = run.link
        if link.startswith("{"):
            target = values[link.strip("{}")]
            link = target if isinstance(target, str) else ""
        if isinstance(run, Run):
            filled.append(run if link == run.link else replace(run, link=link))
            continue
        value = values[run.key]
        if isinstance(value, str):
            value = Run(value)
        filled.append(value if isinstance(value, Blank) else _supplied(value, run, link))
    return tuple(filled)


def _supplied(value: Run, place: Placeholder, link: str) -> Run:
    return replace(value, strong=place.strong, link=link, supplied=True)


def plain(runs: tuple[Inline, ...]) -> str:
    """The words alone, a Blank as a row of low lines, as an outline or a title shows them."""
    return "".join(run.text if isinstance(run, Run) else "____" for run in runs)
