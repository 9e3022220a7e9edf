"""Rules about what a sentence does: actions, passive warnings, numbers, sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words, terms
from handpress.clarity.texts import Part, passages
from handpress.library import Loaded

_OBJECT = r"the|a|an|your|it|them|us|him|her|this|that|these|those|any|all|some|off|up|down|out|away|back"
_UNDER = re.compile(
    r"\b(?:to|if|when|how|who|that|which|what|where|can|cannot|could|may|will|should|must|until|before|after|while|"
    r"or|not|unless|because|so)\b",
    re.IGNORECASE,
)
"""What begins a clause in which a second verb is no second action: 'Ask when you can work and use your arm.'"""

_POSED = re.compile(r"(?:get up|sit up|sit down|stand up|lie down|go|stop|come|try)", re.IGNORECASE)
"""What is one action with the verb after it: 'Get up and walk a little.'"""

_CONDITION = re.compile(r"(?:if|when|once|after|as soon as)\b", re.IGNORECASE)
_ADVICE: tuple[Part, ...] = ("key_message", "steps", "do", "dont")
_PASSIVE = re.compile(
    r"\b(?:(?:should|must)(?:n[’']t)?|needs? to|ha(?:s|ve) to|(?:is|are|ought)(?: not)? to) "
    r"(?:not |never |always |only )?be (?:\w+ly )?"
    r"(?!tired\b|worried\b|used to\b)(?:\w{2,}ed|taken|given|kept|done|made|put|seen|told|worn|eaten|drunk|held|left|"
    r"cut|sent|shown|brought|found|sought|drawn|driven|begun|stuck|read|felt|paid|chosen|written)\b"
    r"|\b(?:is|are) (?:not |strongly |best )?(?:recommended|advised|advisable|required|prohibited|permitted|avoided"
    r"|forbidden|not allowed)\b",
    re.IGNORECASE,
)
_WARNING = re.compile(r"\b(?:must|not|never|only|prohibited|forbidden)\b|n[’']t\b", re.IGNORECASE)
_NO_ADVICE = re.compile(
    r"\b(?:I|you|he|she|we|who) $|\b(?:if|when|whether|unless|until|how|why)\b[^.,;:!?]*$", re.IGNORECASE
)
"""What stands before a passive that is no advice: whom others are to do it to, or a condition."""

_DOSE = re.compile(
    r"\b(?:take|have|use|drink|eat|give|swallow|inject|keep|store|limit|than|below|above|under|over)\b", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w.,:/+-])(?<!\d )\d+(?:\.\d+)?(?=[.,;]?$|[.;] |\)| (?:once|twice|every|each|daily|a day|per day|a week"
    r"|at night|at bedtime|in the (?:morning|evening)|with (?:food|meals)|before (?:food|meals|bed)"
    r"|after (?:food|meals))\b)"
)
_COUNTED = re.compile(
    r"\b(?:tablet|capsule|pill|puff|drop|spoon|teaspoon|glass|cup|bottle|sachet|patch|dose|time|portion|slice|piece|unit"
    r"|injection|spray|lozenge|meal|number|step|age|year|week|month|hour|minute|day|grade|scale|ring|call|type|page"
    r"|vitamin|omega|bag|litre|liter|gram|mg|ml|calorie|degree|percent|child|baby|babies|people|adult|anyone|old)",
    re.IGNORECASE,
)
"""What makes a number in its sentence the count of something, or no amount at all."""

_RATE = re.compile(r"\b(?:once|twice|times?|a|per|each|every) (?:day|week|month|hour|meal)\b", re.IGNORECASE)
_NAMES: tuple[Part, ...] = ("cell", "column", "label", "heading")


def two_actions(loaded: Loaded) -> Iterator[Finding]:
    """A point of `do` that asks for two things. It asks for one where the second verb shares the first one's object
    ('Wash and peel fresh fruit') or stands in a clause of its own ('Ask when you can work and drive')."""
    for each in passages(loaded):
        if each.part != "do":
            continue
        for sentence in each.sentences:
            second = _second_action(sentence)
            if second:
                message = f"more than one action in one point: '{second}'"
                hint = "give each action a point of its own"
                yield Finding("two-actions", each.text, each.mark, message, hint, second)


def _second_action(sentence: str) -> str:
    strong, weak = _joints()
    found = strong.search(sentence)
    if found and not _CONDITION.match(sentence):
        return found[0].strip(" ,")
    found = weak.search(sentence)
    if found and not _UNDER.search(sentence, 0, found.start()) and not _POSED.fullmatch(sentence, 0, found.start()):
        return found[0].strip(" ,")
    return ""


@lru_cache(maxsize=1)
def _joints() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What joins a second action for sure ('…, and ring', '… then ring'), and what does where no clause is open."""
    verbs = "|".join(plain_words().imperatives.split())
    strong = rf"(?:, and(?: then)?|,? and then|[,;]? then) (?:{verbs})\b(?! and\b|,)"
    return re.compile(strong), re.compile(rf",? and (?:{verbs}) (?:{_OBJECT})\b")


def passive_warnings(loaded: Loaded) -> Iterator[Finding]:
    """Advice that does not say who is to act: 'Alcohol should be avoided.' Outside lists of advice, what only tells how
    things are done is none, but a warning is: 'Tablets must not be crushed.'"""
    for each in passages(loaded):
        for found in _PASSIVE.finditer(each.text):
            advises = each.part in _ADVICE or _WARNING.search(found[0])
            if advises and not _NO_ADVICE.search(each.text, 0, found.start()):
                message = f"advice in the passive voice: '{found[0]}'"
                hint = "say it to the reader: 'Do not drink alcohol.'"
                yield Finding("passive", each.text, each.mark, message, hint, found[0])


def bare_numbers(loaded: Loaded) -> Iterator[Finding]:
    """Amounts of medicine or food without what they count. Tables say it in their heads, and are left out."""
    for each in passages(loaded):
        if each.section is None or each.section.role not in ("medicines", "food") or each.part in _NAMES:
            continue
        for sentence in each.sentences:
            found = _BARE.search(sentence)
            if found and _DOSE.search(sentence) and not _COUNTED.search(_RATE.sub("", sentence)):
                message = f"the number {found[0]} has no unit"
                yield Finding("bare-number", each.text, each.mark, message, "say of what: tablets, ml, °C …", found[0])


def sums(loaded: Loaded) -> Iterator[Finding]:
    """Reckoning that is left to the reader. A warning against it ('Do not take twice the dose') is none."""
    known = terms(plain_words().sums)
    for each in passages(loaded):
        for sentence in each.sentences:
            _, found = next(known.found(sentence), ("", None))
            if found and not re.match(r"(?:do not|don[’']t|never)\b", sentence, re.IGNORECASE):
                message = f"a sum for the reader: '{found[0]}'"
                yield Finding("sum", each.text, each.mark, message, "give the result", found[0])
