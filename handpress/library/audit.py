"""Every Problem of a whole library, nothing printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic_core import PydanticCustomError

from handpress.content import FragmentFile
from handpress.fields import language_tag
from handpress.fonts import Chain
from handpress.library.approval import check_approvals
from handpress.library.checks import check_clinic, check_handout, check_pair, check_settings
from handpress.library.folders import Clinic, Library, Loaded
from handpress.library.translations import check_translations
from handpress.problems import Problem, Problems, did_you_mean
from handpress.source import read, read_yaml


@dataclass(frozen=True, slots=True)
class Audit:
    """What is wrong with a library, and those of its texts that could be loaded."""

    problems: Problems
    texts: tuple[Loaded, ...]


def audit(library: Library, today: date) -> Audit:
    """What is wrong today with any file of handouts/, layouts/ and fonts/, and with any topic at any clinic."""
    problems = Problems()
    topics = {name: library.topic(name, Problems()) for name in library.topics()}
    needs = {need for topic in topics.values() if topic for need in topic.needs}
    options = {option for topic in topics.values() if topic for option in topic.options}
    clinics = list[Clinic]()
    for name in library.clinics():
        clinic = library.clinic(name, problems)
        if clinic:
            check_clinic(clinic, problems)
            if all(topics.values()):  # what a topic that cannot be read asks for is not known
                check_settings(clinic, needs, options, problems)
            clinics.append(clinic)
    for name in library.parents():
        read_yaml(library.root / "layouts" / name / "layout.yaml", problems)
    for name in (*library.clinics(), *library.parents()):
        for topic in library.additions(name, problems):
            library.known("topic", topic, list(topics), problems)
    _stray_texts(library.root / "handouts", problems)
    _stray_layouts(library.root / "layouts", problems)
    loaded = _handouts(library, {c.layout.type.family: c.chain for c in clinics}, problems)
    check_translations(loaded, problems)
    check_approvals(loaded, today, problems)
    for clinic in clinics:
        for handout in loaded:
            if handout.language in clinic.layout.languages:
                check_pair(handout, clinic, problems)
    return Audit(_once(problems), tuple(loaded))


def _handouts(library: Library, chains: dict[str, Chain], problems: Problems) -> list[Loaded]:
    """Every handout in every language that can be loaded."""
    loaded = list[Loaded]()
    if not chains:
        families = library.typefaces.families(problems)
        first = next(iter(families), "")
        chain = library.typefaces.chain(first, problems) if first else None
        chains = {first: chain} if chain else {}
    for name in library.topics():
        languages = library.languages(name)
        topic = library.topic(name, problems)
        if topic and topic.source_language not in languages:
            file = library.root / "handouts" / name / "topic.yaml"
            problems.add(f"there is no {topic.source_language}.yaml, the topic's source language", file)
        for language in languages:
            handout = library.handout(name, language, problems)
            if handout:
                loaded.append(handout)
                for chain in chains.values():
                    check_handout(handout, chain, problems)
    return loaded


def _stray_texts(handouts: Path, problems: Problems) -> None:
    """What no handout would lead to: files under names by which they are not found, fragments that none holds."""
    for file in sorted(handouts.glob("_fragments/*/[!.]*.yaml")):
        read(file, FragmentFile, problems)
    for file in sorted({*handouts.glob("*/[!.]*.y*ml"), *handouts.glob("_fragments/*/[!.]*.y*ml")}):
        if file.suffix == ".yml":
            problems.add("this file is not read", file, f"name it {file.stem}.yaml")
        elif not (file.parent / "topic.yaml").is_file() and file.parent.parent == handouts:
            problems.add("there is no topic.yaml beside this file", file, "see 'handpress new topic'")
        elif file.name != "topic.yaml":
            _named_by_language(file, problems)


def _stray_layouts(layouts: Path, problems: Problems) -> None:
    """What no clinic would lead to: files under names, or in places, by which they are not found."""
    names, yaml = ("layout.yaml", "additions.yaml"), "[!.]*.[yY]*[mM][lL]"
    for file in sorted({*layouts.glob(yaml), *layouts.glob(f"*/{yaml}")}):
        if file.parent == layouts:
            problems.add("this file is not read", file, "put it into the folder of a clinic")
        elif file.name not in names:
            problems.add("this file is not read", file, did_you_mean(file.name, names))
        elif not (file.parent / "layout.yaml").is_file():
            problems.add("there is no layout.yaml beside this file", file, "see 'handpress new clinic'")


def _named_by_language(file: Path, problems: Problems) -> None:
    try:
        language_tag(file.stem)
    except PydanticCustomError:
        problems.add(f"'{file.stem}' is not a language tag", file, "name it after one, such as en-GB.yaml")


def _once(problems: Problems) -> Problems:
    """Each Problem once, file by file, from top to bottom."""
    seen = dict.fromkeys(problems)
    return Problems(sorted(seen, key=Problem.place))
