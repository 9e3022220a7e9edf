"""Lists in [ ], in which the comma of a sentence begins a new item, and nobody is told."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pydantic import BeforeValidator, ValidationInfo

from handpress.problems import Marked, Problems

_ENDS = tuple(".!?\u0964\u06d4\u061f")
"""How sentences end, in Latin letters and in those without capitals that are written with a comma."""


def _look_for_commas(items: Any, info: ValidationInfo) -> Any:
    """Warn of the first item that looks like the rest of the one before it.

    Texts in quotes are never meant, nor are the cells of a table: there a comma too many is an error already, as the
    row does not fit, and a cell such as 'under 38 °C' often begins with a small letter.
    """
    if isinstance(items, list) and isinstance(info.context, Problems):
        texts = [item for item in items if isinstance(item, Marked)]
        rests = (item for before, item in pairwise(texts) if item.brackets and _goes_on(texts[0], before, item))
        rest = next(rests, None)
        if rest is not None:
            hint = 'put the text in quotes, ["…, …"], or write a line with a dash for each item'
            info.context.add("a comma in [ ] begins a new item", rest.mark, hint, warn=True)
    return items


def _goes_on(first: Marked, before: Marked, item: Marked) -> bool:
    """Whether an item looks like the rest of the one before it, which a comma cut off.

    It begins small in a list that begins with a capital; or the comma stands inside a number, 38,5; or, in a script
    without capitals, it ends as a sentence does and the one before it does not.
    """
    begins = _first_letter(item)
    if before[-1:].isdigit() and item[:1].isdigit():
        return (before.mark.end_line, before.mark.end_column + 1) == (item.mark.line, item.mark.column)
    if begins.islower():
        return _first_letter(first).isupper()
    return begins.isalpha() and not begins.isupper() and item.endswith(_ENDS) and not before.endswith(_ENDS)


def _first_letter(text: str) -> str:
    return next((character for character in text if character.isalnum()), "")


WithoutCommas = BeforeValidator(_look_for_commas)
"""On a list of texts that are read as sentences: see to it that no comma has made two items of one."""
