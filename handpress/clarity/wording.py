"""Rules about single words: hard ones, short ones, ones in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words, terms
from handpress.clarity.texts import Passage, passages
from handpress.library import Loaded

_CAPITALS = re.compile(r"(?<![\w.-])[A-Z]{4,}(?![\w-])")
_MEANS = re.compile(r"['\"’”]?(?: \w+)?(?: \(|,? (?:is|are|means?|which is|which means) |: )")
"""What follows a term that is explained: '(…)', 'is a …', 'means …', each after one word more at the most."""

_CALLED = re.compile(r"(?:called|known as|named|the word) (?:an? |the )?['\"‘“]?$")


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
            if _is_explained(each.text, found.start(), found.end()):
                explained.add(term)
            elif term not in explained:
                hint = f"write '{plain[term]}', or explain it in brackets: plain word first"
                yield Finding(rule, each.text, each.mark, f"'{found[0]}' {is_what}", hint, found[0])


def _is_explained(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is in brackets, or has its meaning beside it."""
    return _in_brackets(text, start) or bool(_MEANS.match(text, end)) or bool(_CALLED.search(text[:start]))


def _in_brackets(text: str, at: int) -> bool:
    """Whether a place is in brackets that follow some words."""
    opened = text.rfind("(", 0, at)
    return opened > 0 and ")" not in text[opened:at]


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
