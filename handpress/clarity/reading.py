"""How hard a text is to read, as a school grade, and sentences that are too long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from handpress.clarity.findings import Finding
from handpress.clarity.texts import SENTENCES, Passage, passages, words_of
from handpress.library import Loaded

MAX_GRADE = 6.0
MIN_WORDS = 40
"""The least words of a section that is judged: of fewer, one long word decides."""

MAX_SENTENCE = 20


@dataclass(frozen=True, slots=True)
class Grader:
    """The two formulas: a text to a school grade, and to one or None where it has too few sentences."""

    flesch_kincaid: Callable[[str], float]
    smog: Callable[[str], float | None]


def grader() -> Grader | None:
    """The formulas; None where textstat is not installed, or has lost what it is built on."""
    try:
        formulas = import_module("handpress.clarity.grades")
    except ImportError:
        return None
    return Grader(formulas.flesch_kincaid, formulas.smog)


def as_prose(texts: Iterable[Passage]) -> str:
    """What the formulas read: the sentences of `texts`, one after the other.

    Each point of a list counts as a sentence of its own, and so does the lead-in that ends in ':' or the title ('Call
    999 now if') which it completes: a reader takes them in one at a time, and joined they would make one sentence of
    a hundred words. That flatters a leaflet of many lists; `long-sentence` and the limits on lists are there for those.
    Names of things (titles of tables, cells, labels) are no sentences, and are left out.
    """
    return " ".join(_sentence(each.text) for each in texts if each.part in SENTENCES)


def _sentence(text: str) -> str:
    # The formulas would end a sentence at the point of 38.5.
    words = re.sub(r"(?<=\d)\.(?=\d)", ",", text).rstrip(" :;,–-")
    return words if words.endswith((".", "!", "?")) else f"{words}."


def grades(loaded: Loaded) -> Iterator[Finding]:
    """Flesch-Kincaid of each section and of the whole."""
    formulas, texts = grader(), passages(loaded)
    if formulas is None or not texts:
        return
    parts = [(texts[0], "the whole text", texts)]
    for heading in (each for each in texts if each.part == "heading"):
        parts.append((heading, "this section", [each for each in texts if each.section is heading.section]))
    for at, name, within in parts:
        text = as_prose(within)
        if len(words_of(text)) < MIN_WORDS:
            continue
        grade = formulas.flesch_kincaid(text)
        if grade > MAX_GRADE:
            message = f"{name} reads at grade {grade:.1f} by Flesch-Kincaid; the most is {MAX_GRADE:.0f}"
            yield Finding("reading-grade", at.text, at.mark, message, "shorter sentences, and shorter words")


def smog(loaded: Loaded) -> Iterator[Finding]:
    """SMOG of the whole text: it is made for 30 sentences or more, which no section has."""
    formulas, texts = grader(), passages(loaded)
    grade = formulas.smog(as_prose(texts)) if formulas and texts else None
    if grade is not None and grade > MAX_GRADE:
        message = f"the whole text reads at grade {grade:.1f} by SMOG; the most is {MAX_GRADE:.0f}"
        hint = "fewer words of three syllables or more"
        yield Finding("smog", texts[0].text, texts[0].mark, message, hint)


def long_sentences(loaded: Loaded) -> Iterator[Finding]:
    for each in passages(loaded):
        for sentence in each.sentences:
            count = len(words_of(sentence))
            if count > MAX_SENTENCE:
                message = f"a sentence of {count} words; the most is {MAX_SENTENCE}"
                begins = " ".join(sentence.split()[:3])
                yield Finding("long-sentence", each.text, each.mark, message, "make two of it", begins)
