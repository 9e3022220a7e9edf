"""Rules that look at a text beside another: at a translation beside its source text, at any text beside the starter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from handpress.clarity.findings import Finding
from handpress.clarity.texts import said
from handpress.content import Handout, Section, proses
from handpress.fields import Prose
from handpress.library import Loaded
from handpress.problems import Problems, mark_of
from handpress.roots import STARTERS
from handpress.source import Mapping, read_yaml

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_KEPT = ("title", "version", "issued", "review_by", "role", "when", "write_in")
"""The keys of the starter whose values a text may keep: they say nothing of an illness."""


def numbers(loaded: Loaded, source: Loaded) -> Iterator[Finding]:
    """Numbers that the key message or a section has and its source text has not, or the other way round: a slip is
    worst in doses, days and limits."""
    text, original = loaded.text, source.text
    if not (isinstance(text, Handout) and isinstance(original, Handout)):
        return
    if [section.role for section in text.sections] != [section.role for section in original.sections]:
        return
    parts: list[tuple[str, Prose, Section | Prose, Section | Prose]]
    parts = [("key message", text.key_message, text.key_message, original.key_message)]
    sections = zip(text.sections, original.sections, strict=True)
    parts += [("section", section.title, section, other) for section, other in sections]
    for what, title, part, other in parts:
        have, wanted = _numbers(part), _numbers(other)
        if have != wanted:
            differ = " and ".join(
                f"{', '.join(sorted(some.elements()))} {where}"
                for some, where in ((wanted - have, f"only in {source.file.name}"), (have - wanted, "only here"))
                if some
            )
            message = f"numbers of this {what} differ from those of {source.file.name}: {differ}"
            yield Finding("numbers", said(title, loaded), title.mark, message, "compare the two")


def _numbers(part: Section | Prose) -> Counter[str]:
    return Counter(found.replace(",", ".") for prose in proses(part) for found in _NUMBER.findall(prose.words))


def starter(loaded: Loaded) -> Iterator[Finding]:
    """Words that stand as `new topic` wrote them, and a source that is none."""
    words, sources = _starter()
    for prose in proses(loaded.text):
        if prose.words in words:
            hint = "write your own, or delete it"
            yield Finding("starter", said(prose, loaded), prose.mark, "this is as 'new topic' wrote it", hint)
    for reference in loaded.topic.sources:
        if reference.title in sources:
            message = "this source is the one that 'new topic' made up"
            yield Finding("starter", reference.title, mark_of(reference.title), message, "name the pages that you read")


@lru_cache(maxsize=1)
def _starter() -> tuple[frozenset[str], frozenset[str]]:
    """The words that a text does not keep, and the titles of sources."""
    text, topic = (read_yaml(STARTERS / "topic" / name, Problems()) for name in ("en-GB.yaml", "topic.yaml"))
    assert isinstance(text, Mapping)
    assert isinstance(topic, Mapping)
    return frozenset(Prose.read(each).words for each in _texts(text)), frozenset(s["title"] for s in topic["sources"])


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in _KEPT:
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    else:
        yield node
