"""Rules about amounts: numbers that do not say of what, and sums that are left to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words, terms
from handpress.clarity.texts import Part, Passage, passages
from handpress.library import Loaded

_DOSE = re.compile(
    r"\b(?:take|have|use|drink|eat|give|swallow|inject|keep|store|limit|than|below|above|under|over)\b", re.IGNORECASE
)
_TAKEN = re.compile(r"\b(?:take|give|swallow|inject)\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w.,:/+-])(?<!\d )\d+(?:\.\d+)?(?=[.,;]?$|[.,;] |\)| ?…| (?:once|twice|every|each|daily|a day|a week|per day"
    r"|now|by|with|at|in the|before|after|if|when|until|(?:or|and)(?! \d))\b)"
)
"""A number that no noun follows."""

_TIME = r"(?:minute|hour|day|night|week|month|year|meal)s?"
_WHEN = re.compile(
    r"\b(?:(?:up to )?(?:(?:\d+|two|three|four|five|six) )?times )?(?:a|per|each|every|in|for|over|within|after)"
    rf"(?: any| the (?:first|next|last))?(?: \d+(?: ?(?:to|or|[-–]) ?\d+)?)? {_TIME}\b|\bat (?:a|the same|any) time\b"
    r"|\b(?:until|till|in|by|since|before|after|from|January|February|March|April|May|June|July|August|September"
    r"|October|November|December) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""What says when, and not how much: 'every 4 hours', 'in 24 hours', 'until 2028'."""

_AGE = re.compile(
    r"\b(?:aged?|you|who|they|child|children|baby|babies|anyone|people|adults?|those|(?:he|she|child|baby) is|are"
    r"|(?:you|they)[’']re) (?:(?:over|under|above|below|older than|younger than) )?\d+\b",
    re.IGNORECASE,
)
_ODDS = re.compile(rf"\b\d+ (?:out of|in) \d+\b(?! {_TIME})", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:tablet|capsule|pill|puff|drop|spoon|teaspoon|glass|cup|bottle|sachet|patch|dose|time|portion|slice|piece|unit"
    r"|injection|spray|lozenge|meal|number|step|age|year|week|month|hour|minute|day|grade|scale|score|ring|call|type"
    r"|page|vitamin|omega|bag|box|bus|room|ward|litre|liter|gram|mg|ml|calorie|degree|percent|child|baby|babies|people|adult|anyone|old)",
    re.IGNORECASE,
)
"""What makes a number in its sentence the count of something, or no amount at all."""

_HEAT = re.compile(
    r"\b(?:temperature|fever)\b[^.;]*?\b(?:above|over|below|under|between|of|than|at least|is|reaches|to) "
    r"((?:3[4-9]|4[0-3]|9[3-9]|10\d)(?:\.\d+)?)(?![.,]?\d)"
    rf"(?! ?(?:(?:to|or|and|[-–]) ?\d+(?:\.\d+)? ?)?(?:°|º|degrees?\b|[CF]\b|Celsius|Fahrenheit|{_TIME}\b))",
    re.IGNORECASE,
)
"""A temperature of which nobody knows whether it is in Celsius or Fahrenheit."""

_NAMES: tuple[Part, ...] = ("cell", "column", "label", "heading")
_BY_WEIGHT = re.compile(
    r"(?:\bper |\bfor (?:each|every) |\w+/ ?)(?:\d+ ?)?(?:kg|kilos?|kilogram(?:me)?s?|lbs?|pounds?)\b", re.IGNORECASE
)
_PART_OF_DOSE = re.compile(
    r"\b(?:half|halve|twice|double|triple|(?:quarter|third) of|times)(?: of)? (?:the|your|a|this|that|each|every) "
    r"(?:\w+ )?doses?\b|\b(?:take|give|have|use|inject) (?:an? )?(?:half|double|triple) doses?\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:(?:do|must|should|can) ?not|(?:do|must|should|ca)n[’']t|not to|never|without)\b[^,;:]*$", re.IGNORECASE
)
"""A warning against what follows, in the same clause."""


def bare_numbers(loaded: Loaded) -> Iterator[Finding]:
    """Amounts without what they count, and temperatures without their scale. Tables say it in their heads, and are
    left out."""
    for each in passages(loaded):
        if each.part in _NAMES:
            continue
        for sentence in each.sentences:
            if number := _bare_number(sentence, _dosing(each)):
                message = f"the number {number} has no unit"
                yield Finding("bare-number", each.text, each.mark, message, "say of what: tablets, ml, °C …", number)


def _dosing(passage: Passage) -> re.Pattern[str]:
    """What makes a number of a sentence an amount: more does where medicines and food are spoken of."""
    of_amounts = passage.section and passage.section.role in ("medicines", "food")
    return _DOSE if of_amounts else _TAKEN


def _bare_number(sentence: str, dosing: re.Pattern[str]) -> str:
    """The first number of a sentence that counts nothing, or is a temperature without its scale."""
    if heat := _HEAT.search(sentence):
        return heat[1]
    for other in (_WHEN, _AGE, _ODDS):
        sentence = other.sub("…", sentence)
    found = _BARE.search(sentence)
    return found[0] if found and dosing.search(sentence) and not _COUNTED.search(sentence) else ""


def sums(loaded: Loaded) -> Iterator[Finding]:
    """Reckoning that is left to the reader. A warning against it ('Do not take twice the dose') is none."""
    for each in passages(loaded):
        for sentence in each.sentences:
            found = next((sum_ for sum_ in _sums(sentence) if not _AGAINST.search(sentence, 0, sum_.start())), None)
            if found:
                message = f"a sum for the reader: '{found[0]}'"
                yield Finding("sum", each.text, each.mark, message, "give the result", found[0])


def _sums(sentence: str) -> Iterator[re.Match[str]]:
    yield from (found for _, found in terms(plain_words().sums).found(sentence))
    yield from _BY_WEIGHT.finditer(sentence)
    yield from _PART_OF_DOSE.finditer(sentence)
