"""docs/facts: what the texts of the library stand on, read in two public sources that topic.yaml names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pytest

from handpress.content import Handout, proses
from handpress.fields import Prose
from handpress.library import Library
from handpress.problems import Problems
from tests.conftest import ROOT

LIBRARY = Library(ROOT)
FOLDER = ROOT / "docs" / "facts"
LINK = re.compile(r"\[([^\]]+)\]\((https?://(?:[^()\s]|\([^()\s]*\))+)\)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SERVICES = {"111"}
"""Numbers that are known by everybody, and no facts of an illness."""

HEADINGS = ("Where sources differ", "For the clinician who approves", "Codes")
"""What follows the table of facts."""

CLAIMS = {"about", "symptoms", "urgent", "emergency", "home_care", "medicines", "food", "activity", "safety", "hygiene"}
"""The roles of sections that state facts, whatever else they say."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a table of facts: the part of the text, what it claims, and (publisher, address) of each source."""

    part: str
    claim: str
    sources: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def document(topic: str) -> str:
    return (FOLDER / f"{topic}.md").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def facts(topic: str) -> tuple[Fact, ...]:
    table = document(topic).partition("| part | fact | read in |\n|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()]
    assert all(len(cells) == 3 for cells in rows), [cells for cells in rows if len(cells) != 3]
    return tuple(Fact(part, claim, tuple(LINK.findall(read))) for part, claim, read in rows)


@lru_cache(maxsize=64)
def text(topic: str) -> Handout:
    problems = Problems()
    loaded = LIBRARY.handout(topic, "en-GB", problems)
    assert loaded is not None
    assert isinstance(loaded.text, Handout)
    return loaded.text


def leaflets() -> list[str]:
    problems = Problems()
    loaded = {name: LIBRARY.handout(name, "en-GB", problems) for name in LIBRARY.topics()}
    return [name for name, found in loaded.items() if found and isinstance(found.text, Handout)]


every_leaflet = pytest.mark.parametrize("topic", leaflets())


def test_no_facts_are_kept_of_a_text_that_is_gone() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.md")) == leaflets()


@every_leaflet
def test_a_file_of_facts_has_its_parts_in_order(topic: str) -> None:
    headings = re.findall("^## (.+)$", document(topic), re.MULTILINE)
    assert headings == [heading for heading in HEADINGS if heading in headings]
    assert "Codes" in headings


@every_leaflet
def test_a_fact_was_read_in_two_sources_of_different_publishers(topic: str) -> None:
    assert len(facts(topic)) >= 15
    assert [fact for fact in facts(topic) if len({publisher for publisher, _ in fact.sources}) < 2] == []


@every_leaflet
def test_the_sources_of_a_topic_are_those_in_which_its_facts_were_read(topic: str) -> None:
    problems = Problems()
    found = LIBRARY.topic(topic, problems)
    assert found is not None
    cited = {source for fact in facts(topic) for source in fact.sources}
    named = {(source.publisher, source.url) for source in found.sources}
    assert cited == named


@every_leaflet
def test_each_part_that_claims_something_has_its_facts(topic: str) -> None:
    roles = {section.role for section in text(topic).sections}
    parts = {fact.part for fact in facts(topic)}
    assert parts <= roles | {"key_message"}, parts - roles
    assert parts >= roles & CLAIMS, roles & CLAIMS - parts


@every_leaflet
def test_each_number_of_a_text_is_a_fact(topic: str) -> None:
    """Days, doses, amounts and limits are what a slip is worst in."""
    known = {number for fact in facts(topic) for number in NUMBER.findall(fact.claim)}
    said = {number for prose in all_proses(topic) for number in NUMBER.findall(prose.words)}
    assert said - SERVICES <= known, said - known


def all_proses(topic: str) -> list[Prose]:
    handout = text(topic)
    return [prose for part in (handout.key_message, *handout.sections) for prose in proses(part)]


@every_leaflet
def test_each_code_of_a_topic_was_looked_up(topic: str) -> None:
    problems = Problems()
    found = LIBRARY.topic(topic, problems)
    assert found is not None
    table = document(topic).partition("## Codes\n")[2]
    for code in (*found.codes.icd10, *found.codes.snomed):
        assert re.search(rf"\|[^|]*\b{re.escape(code)} \|", table)
