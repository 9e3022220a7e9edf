"""Rules about what a sentence does: actions, passive warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words
from handpress.clarity.texts import Part, passages
from handpress.library import Loaded

_OBJECT = r"the|a|an|your|it|them|us|him|her|this|that|these|those|any|all|some|on|off|up|down|out|away|back"
_UNDER = re.compile(
    r"\b(?:to|if|when|how|who|that|which|what|where|can|cannot|could|may|will|should|must|until|before|after|while|"
    r"or|not|unless|because|so)\b",
    re.IGNORECASE,
)
"""What begins a clause in which a second verb is no second action: 'Ask when you can work and use your arm.'"""

_POSED = re.compile(r"(?:get up|sit up|sit down|stand up|lie down|go|stop|come|try)", re.IGNORECASE)
"""What is one action with the verb after it: 'Get up and walk a little.'"""

_CONDITION = re.compile(r"(?:if|when|once|after|as soon as)\b", re.IGNORECASE)
_SHARING = re.compile(
    r"(?:\w+ly )?(?!(?:rest|wait|sleep|sit|stand|lie|stay|eat|drink|walk)\b)\w+(?:, \w+)*", re.IGNORECASE
)
"""Verbs that share the object of the one after them: 'Wash and dry your hands.'"""

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


def two_actions(loaded: Loaded) -> Iterator[Finding]:
    """A point of `do` that asks for two things. It asks for one where the second verb shares the first one's object
    ('Wash and peel fresh fruit') or stands in a clause of its own ('Ask when you can work and drive')."""
    for each in passages(loaded):
        if each.part != "do":
            continue
        seconds = [_second_sentence(each.sentences), *map(_second_action, each.sentences)]
        for second in filter(None, seconds):
            message = f"more than one action in one point: '{second}'"
            hint = "give each action a point of its own"
            yield Finding("two-actions", each.text, each.mark, message, hint, second)


def _second_sentence(sentences: list[str]) -> str:
    """How a sentence begins that asks for something after another one has: 'Rest. Drink water.' What is only to be
    done if the first is of no use ('If it still bleeds, ring us.') is no second action."""
    asking = [sentence for sentence in sentences if _request().match(sentence)]
    second = next((sentence for sentence in asking[1:] if not _CONDITION.match(sentence)), "")
    return " ".join(second.split()[:2]).rstrip(".,;:!")


def _second_action(sentence: str) -> str:
    """What adds a second action to the first one of a sentence."""
    strong, weak = _joints()
    found = strong.search(sentence)
    if found and not _CONDITION.match(sentence):
        return found[0].strip(" ,")
    for found in weak.finditer(sentence):
        before = sentence[: found.start()]
        if not (_UNDER.search(before) or _POSED.fullmatch(before) or _SHARING.fullmatch(before)):
            return found[0].strip(" ,")
    return ""


@lru_cache(maxsize=1)
def _request() -> re.Pattern[str]:
    """How a sentence begins that asks for something, after its condition if it has one. 'Rest helps' asks for nothing,
    nor does 'See page 2'."""
    verbs = "|".join(plain_words().imperatives.split())
    before = rf"(?:{_CONDITION.pattern}[^,]*, )?(?:(?:always|please|then|also|\w+ly) )?"
    nothing = r"(?!\w+ (?:helps?|is|can|may|will|makes?)\b|see (?:page|below|above|the (?:list|table|picture)))"
    return re.compile(rf"{before}{nothing}(?:do not|don[’']t|never|{verbs})\b", re.IGNORECASE)


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
