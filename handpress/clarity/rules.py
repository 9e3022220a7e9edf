"""The rules, by name: each a function from a text to what it finds there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handpress.clarity import amounts, comparing, form, phrasing, reading, wording
from handpress.clarity.findings import Finding
from handpress.clarity.texts import is_english
from handpress.library import Loaded


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `english`: it knows English only, and leaves texts in other languages alone."""

    find: Callable[[Loaded], Iterator[Finding]]
    english: bool = True


RULES: dict[str, Rule] = {
    "reading-grade": Rule(reading.grades),
    "smog": Rule(reading.smog),
    "long-sentence": Rule(reading.long_sentences),
    "two-actions": Rule(phrasing.two_actions),
    "abbreviation": Rule(wording.abbreviations),
    "jargon": Rule(wording.jargon),
    "medical-term": Rule(wording.medical_terms),
    "capitals": Rule(wording.capitals),
    "passive": Rule(phrasing.passive_warnings),
    "bare-number": Rule(amounts.bare_numbers),
    "sum": Rule(amounts.sums),
    "do-form": Rule(form.do_and_dont),
    "heading": Rule(form.headings),
    "summary": Rule(form.summary, english=False),
    "contact": Rule(form.contact, english=False),
    "emergency-number": Rule(form.emergency_numbers, english=False),
    "too-many-items": Rule(form.list_lengths, english=False),
    "alt-text": Rule(form.alternatives, english=False),
    "care-cards": Rule(form.care_cards, english=False),
    "starter": Rule(comparing.starter, english=False),
}
COMPARING: dict[str, Callable[[Loaded, Loaded], Iterator[Finding]]] = {"numbers": comparing.numbers}
"""The rules that look at a translation beside its source text."""


def findings(loaded: Loaded, source: Loaded | None) -> list[Finding]:
    """What any rule finds in a text, allowances not looked at. `source` is what it was translated from, if it was."""
    english = is_english(loaded)
    found = [each for rule in RULES.values() if english or not rule.english for each in rule.find(loaded)]
    return found + [each for compare in COMPARING.values() if source for each in compare(loaded, source)]
