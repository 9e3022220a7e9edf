"""What ships: every topic whole, in both Englishes, easy to read, with sources, and with a checklist that is of use.

docs/library.md holds what is measured of each; `--update` writes it anew.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from handpress import clarity
from handpress.clarity.pemat import Grade
from handpress.clarity.reading import as_prose, grader
from handpress.clarity.texts import passages
from handpress.content import Do, Dont, Handout, blocks
from handpress.job import Edition, Job, Kind
from handpress.library import Library, Loaded
from handpress.platemaking import make_plate
from handpress.problems import Problems
from tests.conftest import ROOT
from tests.test_facts import facts

LIBRARY = Library(ROOT)
TABLE = ROOT / "docs" / "library.md"
ROLES = {"about", "symptoms", "urgent", "emergency", "follow_up"}
"""What a leaflet for someone who goes home says at the least, beside what to do there."""

AT_HOME = {"home_care", "hygiene", "safety", "activity", "food", "medicines"}
OLDER = ("neutropenia", "wound-care")
"""Leaflets whose parts have other names: what to expect stands under `about`, and the next visit under `questions`."""


@lru_cache(maxsize=256)
def text(topic: str, language: str) -> Loaded:
    problems = Problems()
    found = LIBRARY.handout(topic, language, problems)
    assert found is not None
    assert problems == []
    return found


def leaflets() -> list[str]:
    """The topics that are for patients."""
    return [name for name in LIBRARY.topics() if isinstance(text(name, "en-GB").text, Handout)]


every_leaflet = pytest.mark.parametrize("topic", leaflets())


def test_the_starter_topics_are_all_there() -> None:
    assert len(leaflets()) >= 25


@every_leaflet
def test_a_leaflet_says_all_that_it_must(topic: str) -> None:
    handout = text(topic, "en-GB").text
    assert isinstance(handout, Handout)
    roles = {section.role for section in handout.sections}
    assert roles & AT_HOME
    assert topic in OLDER or roles >= ROLES, ROLES - roles
    assert roles >= {"about", "urgent", "emergency"}


@every_leaflet
def test_a_leaflet_is_written_in_both_englishes_and_names_two_sources(topic: str) -> None:
    assert {"en-GB", "en-US"} <= set(LIBRARY.languages(topic))
    sources = text(topic, "en-GB").topic.sources
    assert len({source.publisher for source in sources} | {source.title for source in sources}) >= 2
    assert len({source.url for source in sources}) == len(sources) >= 2
    assert text(topic, "en-GB").topic.codes.icd10


def test_ten_topics_and_more_are_in_spanish() -> None:
    assert sum("es" in LIBRARY.languages(topic) for topic in leaflets()) >= 10


@every_leaflet
def test_a_checklist_has_things_to_do_each_day_or_to_leave(topic: str) -> None:
    handout = text(topic, "en-GB").text
    assert isinstance(handout, Handout)
    inside = [block for section in handout.sections for block in blocks(section.body)]
    actions = [point for block in inside if isinstance(block, Do) for point in block.points]
    assert len(actions) >= 4
    assert any(isinstance(block, Dont) for block in inside)


def grades(topic: str, language: str) -> tuple[float, float]:
    """Flesch-Kincaid and SMOG of a whole text."""
    formulas, prose = grader(), as_prose(passages(text(topic, language)))
    assert formulas is not None
    return formulas.flesch_kincaid(prose), formulas.smog(prose) or 0.0


@every_leaflet
@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_a_leaflet_reads_at_grade_6_or_under(topic: str, language: str) -> None:
    assert grades(topic, language)[0] <= 6.0


@every_leaflet
def test_every_leaflet_and_its_checklist_can_be_printed(topic: str) -> None:
    """At a clinic that has a phone and one that has none, in either letter size, all four between them."""
    for clinic, large in (("lakeshore", True), ("genomic-medicine-uk", False)):
        kinds: tuple[Kind, ...] = ("handout", "checklist")
        for kind in kinds:
            assert make_plate(Job(ROOT, topic, clinic, Edition("", large, kind))).plate.pages


def pages(topic: str) -> str:
    """How many pages the handout and its checklist have, in standard and in large print."""
    counts, kinds = list[str](), ("handout", "checklist")
    for kind in kinds:
        jobs = (Job(ROOT, topic, "riverside", Edition("", large, kind)) for large in (False, True))
        counts.append(" and ".join(str(make_plate(job).plate.pages) for job in jobs))
    return " | ".join(counts)


def judged(topic: str) -> str:
    """Of the items of PEMAT-P that a program can judge and that apply: how many it agrees with."""
    found = clarity.report(text(topic, "en-GB"))
    answers = [answer.mark for answer in (*found.understanding, *found.action)]
    agreed, disagreed = answers.count(Grade.AGREE), answers.count(Grade.DISAGREE)
    return f"{agreed} of {agreed + disagreed}"


def row(topic: str) -> str:
    (kincaid, smog), sources = grades(topic, "en-GB"), text(topic, "en-GB").topic.sources
    stands = f"[{len(facts(topic))}](facts/{topic}.md) | {len(sources)}"
    return f"| {topic} | {kincaid:.1f} | {smog:.1f} | {pages(topic)} | {judged(topic)} | {stands} |"


def test_the_table_of_the_library_is_up_to_date(request: pytest.FixtureRequest) -> None:
    """Grades are those of the British text, pages those at the clinic riverside."""
    before = TABLE.read_text(encoding="utf-8")
    head, _, rest = before.partition("<!-- table -->\n")
    _, _, foot = rest.partition("<!-- /table -->\n")
    lines = [
        "| topic | Flesch-Kincaid | SMOG | pages, standard and large | checklist | PEMAT-P, judged | facts | sources |",
        "|---|---|---|---|---|---|---|---|",
        *map(row, leaflets()),
    ]
    wanted = f"{head}<!-- table -->\n{chr(10).join(lines)}\n<!-- /table -->\n{foot}"
    if request.config.getoption("--update"):
        Path(TABLE).write_text(wanted, encoding="utf-8", newline="\n")
    else:
        assert before == wanted
