"""Rules about single words: hard ones, short ones, ones in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words, terms
from handpress.clarity.texts import Passage, passages
from handpress.library import Loaded

_CAPITALS = re.compile(r"(?<![\w.-])[A-Z]{4,}(?![\w-])")
_NOUN = r"['\"’”]?(?: \w+)?"
"""What may stand between a term and what is said of it: one word more at the most."""

_GLOSS = re.compile(rf"{_NOUN} \((?!(?:see|if|when|for|such as|like|ring|call|page)\b|\d)")
_IS = re.compile(rf"{_NOUN}(?:,? (?:which )?(?:is|are)|:) ")
_MEANS = re.compile(
    rf"{_NOUN}(?:,? (?:which )?means? |(?:,? (?:which )?(?:is|are)|:) (?:an?|the|when|where|another|short for)\b"
    r"(?! (?:\w+ ){0,2}(?:problem|risk|sign|symptom|effect|cause|reason|worry|emergency)\b))"
)
"""What follows a term that is explained: 'means …', 'is a …', but not 'is a common problem'."""

_CALLED = re.compile(r"(?:called|known as|named|the word) (?:an? |the )?['\"‘“]?$")
_SOMEBODYS = re.compile(r"\b(?:your|my|his|her|their|our|this|that|these|those) (?:\w+ )?$", re.IGNORECASE)
"""What stands before a term of which something is told, not what it is: 'Your hypertension is the reason.'"""

_ASIDE = re.compile(r"\((?:for|with|such as|like|if|when|in|from|because|including|see|not|due to|after|before)\b")
"""How brackets begin that hold no other name of what stands before them."""

_POINTED = re.compile(r"(?<![\w.])(?:[A-Za-z](?:\.[a-z]){1,3}|[A-Z](?:\.[A-Z]){1,3})\b\.?")
_EVERY = re.compile(r"\b[Qq]\.? ?(\d+(?:[-–]\d+)?) ?(?:[Hh]|hrs?|hourly|hours?)\b")
_NUMBERED = re.compile(r"\b(?:stage|type|grade|class|part|phase|factor|level) $", re.IGNORECASE)
_DOSED = re.compile(
    r"\b(?:take|taken|use|give|given|get|have|inject|tablets?|capsules?|pills?|puffs?|drops?|units?|dose)\b|\d",
    re.IGNORECASE,
)
_NOUN_NEXT = re.compile(r"\b(?:an?|the|your|his|her|my|their|this)$", re.IGNORECASE)
"""What stands before a noun: 'part in a bid', 'your po'."""


def jargon(loaded: Loaded) -> Iterator[Finding]:
    """Hard words for plain things."""
    yield from _terms(loaded, plain_words().everyday, "jargon", "is a hard word")


def medical_terms(loaded: Loaded) -> Iterator[Finding]:
    """Words of medicine that the text has not explained by then."""
    yield from _terms(loaded, plain_words().medical, "medical-term", "is a word of medicine")


def _terms(loaded: Loaded, plain: dict[str, str], rule: str, is_what: str) -> Iterator[Finding]:
    """Terms that stand for themselves: not in brackets after plain words, nor explained here or further up."""
    known, explained = terms(tuple(plain), forms=True), set[str]()
    for each in passages(loaded):
        for term, found in known.found(each.text):
            if _is_explained(found, plain[term]):
                explained.add(term)
            elif term not in explained:
                hint = f"write '{plain[term]}', or explain it in brackets: plain word first"
                yield Finding(rule, each.text, each.mark, f"'{found[0]}' {is_what}", hint, found[0])


def _is_explained(found: re.Match[str], plain: str) -> bool:
    """Whether a term is in brackets, or has its meaning beside it: `plain`, or what reads like one."""
    text, start, end = found.string, found.start(), found.end()
    if _in_brackets(text, start) or _GLOSS.match(text, end) or _CALLED.search(text, 0, start):
        return True
    told = _IS.match(text, end)
    if told and plain in re.split(r"[.!?;]", text[told.end() :])[0].casefold():
        return True
    return bool(_MEANS.match(text, end)) and not _SOMEBODYS.search(text, 0, start)


def _in_brackets(text: str, at: int) -> bool:
    """Whether a place is in brackets that hold another name of what stands before them."""
    opened = text.rfind("(", 0, at)
    return opened > 0 and ")" not in text[opened:at] and not _ASIDE.match(text, opened)


def abbreviations(loaded: Loaded) -> Iterator[Finding]:
    """Latin, and what clinics write for short. Capitals are known where they stand in brackets after the words that
    they are short for, and from there on."""
    known = set[str]()
    for each in passages(loaded):
        for found, meaning in _abbreviated(each.text):
            if found[0].isupper() and _in_brackets(each.text, found.start()):
                known.add(found[0])
            elif found[0] not in known:
                message = f"'{found[0]}' is an abbreviation that patients do not know"
                yield Finding("abbreviation", each.text, each.mark, message, _instead(meaning), found[0])


def _abbreviated(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each abbreviation of a text, and what it means."""
    lists = plain_words()
    for term, found in terms(tuple(lists.abbreviations), fold=False).found(text):
        if not _NUMBERED.search(text, 0, found.start()):
            yield found, lists.abbreviations[term]
    for term, found in terms(tuple(lists.doses), fold=False).found(text):
        if _says_how(text, found):
            yield found, lists.doses[term]
    meanings = {**lists.doses, **lists.abbreviations}
    for found in _POINTED.finditer(text):
        letters = found[0].replace(".", "")
        meaning = meanings.get(letters.lower()) or meanings.get(letters.upper())
        initials = letters.isupper() and len(letters) == 2
        if meaning and (not initials or _says_how(text, found)):
            yield found, meaning
    for found in _EVERY.finditer(text):
        yield found, f"every {found[1]} hours"


def _says_how(text: str, found: re.Match[str]) -> bool:
    """Whether a short word says how a medicine is taken: it stands after a dose, or alone."""
    before = re.split(r"[.!?] ", text[: found.start()])[-1].rstrip()
    after = text[found.end() :]
    if not before:
        return not after.strip(" .,")
    return bool(_DOSED.search(before) and _after_dose().match(after)) and not _NOUN_NEXT.search(before)


@lru_cache(maxsize=1)
def _after_dose() -> re.Pattern[str]:
    """What follows a word that says how a medicine is taken: a stop, how long, how else, or in what form."""
    lists = plain_words()
    short = "|".join(map(re.escape, (*lists.doses, *lists.abbreviations)))
    going_on = rf"for|with|until|and|or|then|before|after|if|when|x|{short}|drip|fluids?|injections?|infusions?"
    return re.compile(rf"\s*$|[.,;:)/+]| \(| (?:{going_on})\b")


def _instead(meaning: str) -> str:
    return f"write '{meaning}'" if not meaning.startswith("say ") else meaning


def capitals(loaded: Loaded) -> Iterator[Finding]:
    """Words in capitals, which are slower to read and seem to shout. Abbreviations are not meant: those in the list,
    and those in brackets after the words that they stand for."""
    known = {*plain_words().capitals, *plain_words().abbreviations}
    for each in passages(loaded):
        for found in _CAPITALS.finditer(each.text):
            if found[0] not in known and not _abbreviates(each, found):
                message = f"'{found[0]}' is in capitals"
                hint = "write it in small letters; **…** makes words strong"
                yield Finding("capitals", each.text, each.mark, message, hint, found[0])


def _abbreviates(passage: Passage, found: re.Match[str]) -> bool:
    return _in_brackets(passage.text, found.start()) and passage.text[found.end() :].startswith(")")
