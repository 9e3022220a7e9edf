"""The words that the rules look up: plain.yaml, read as any other YAML file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from handpress.fields import Model, Plain
from handpress.problems import Problems
from handpress.source import read

FILE = Path(__file__).parent / "plain.yaml"
_TOKEN = re.compile(r"[^\W\d]+")
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|www\.|@|\.\w{2,}/)\S*")


class PlainWords(Model):
    """Terms with what to write instead, and lists of words and phrases."""

    everyday: dict[Plain, Plain]
    medical: dict[Plain, Plain]
    abbreviations: dict[Plain, Plain]
    doses: dict[Plain, Plain]
    capitals: tuple[Plain, ...]
    imperatives: Plain
    sums: tuple[Plain, ...]
    headings: tuple[Plain, ...]


@lru_cache(maxsize=1)
def plain_words() -> PlainWords:
    """The lists of plain.yaml. Raises HandpressError where somebody has broken the file."""
    problems = Problems()
    value = read(FILE, PlainWords, problems)
    problems.raise_errors()
    assert value is not None
    return value


@dataclass(frozen=True)
class Terms:
    """Terms to find in many texts. They are looked up by how they begin: of hundreds, few are tried on a text."""

    by_start: dict[str, tuple[tuple[str, re.Pattern[str]], ...]]

    def found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Each term that a text holds, and where. What stands in a web address is no word."""
        text = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
        for start in sorted({_start(word) for word in _TOKEN.findall(text)} & self.by_start.keys()):
            for term, pattern in self.by_start[start]:
                for match in pattern.finditer(text):
                    yield term, match


@lru_cache(maxsize=8)
def terms(words: tuple[str, ...], *, forms: bool = False, fold: bool = True) -> Terms:
    """`words` as Terms, each a whole word or more. `forms` takes in -s, -ed and -ing, `fold` capitals and small."""
    by_start = dict[str, tuple[tuple[str, re.Pattern[str]], ...]]()
    for word in words:
        start = _start((_TOKEN.findall(word) or [word])[0])
        by_start[start] = (*by_start.get(start, ()), (word, _pattern(word, forms, fold)))
    return Terms(by_start)


def _start(word: str) -> str:
    return word[:3].lower()


def _pattern(word: str, forms: bool, fold: bool) -> re.Pattern[str]:
    inner = _stem(word) if forms else re.escape(word)
    # Small letters may follow a number at once ('5mins'); capitals that do are part of a name or a postcode.
    before = r"(?<![\w-])" if word[0].isupper() else r"(?<![^\W\d])(?<!-)"
    return re.compile(rf"{before}{inner}(?!\w|-\w)", re.IGNORECASE if fold else 0)


def _stem(word: str) -> str:
    """A pattern for a term in its usual forms: 'utilise', 'utilised', 'utilising'; 'injury', 'injuries'."""
    if word.endswith("e"):
        return rf"{re.escape(word[:-1])}(?:e|es|ed|ing)"
    if word.endswith("y"):
        return rf"{re.escape(word[:-1])}(?:y|ies|ied|ying)"
    return rf"{re.escape(word)}(?:s|es|ed|ing)?"
