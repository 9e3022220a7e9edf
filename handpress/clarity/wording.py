"""Rules about single words: hard ones, short ones, ones in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    """Latin, and what clinics write for short."""
    meanings = plain_words().abbreviations
    known = terms(tuple(meanings), fold=False)
    for each in passages(loaded):
        for term, found in known.found(each.text):
            if not _in_brackets(each.text, found.start()) or not found[0].isupper():
                message = f"'{found[0]}' is an abbreviation that patients do not know"
                yield Finding("abbreviation", each.text, each.mark, message, _instead(meanings[term]), found[0])


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
