"""Planning: which jobs a matrix comes to. It reads the layouts for their languages and the texts for their kinds."""

from __future__ import annotations

from pathlib import Path

from handpress.compose import kinds
from handpress.job import Audience, Edition, Job, Kind
from handpress.library import Library
from handpress.library.codes import covers
from handpress.matrix import Plan, Wanted, place
from handpress.problems import Problems
from handpress.roots import PARTS
from handpress.words import same_tongue

ALL_KINDS: tuple[Kind, ...] = ("handout", "checklist")
ALL_SIZES = (False, True)


def plan(root: Path, wanted: Wanted) -> Plan:
    """A job for each topic in each language that a clinic lists, clinic by clinic."""
    problems, library, jobs = Problems(), Library(root), list[Job]()
    for folder in PARTS[:2]:
        library.note(root / folder, "folder")
        # One that is no topic or clinic yet may become one.
        for each in sorted((root / folder).iterdir()):
            if each.is_dir():
                library.note(each, "folder")
    topics = _chosen(library, "topic", wanted.topics, library.topics(), problems)
    read, listed = dict[tuple[str, str], tuple[Kind, ...]](), set[str]()
    for name in _chosen(library, "clinic", wanted.clinics, library.clinics(), problems):
        clinic = library.clinic(name, problems)
        for language in clinic.layout.languages if clinic else ():
            listed.add(language)
            if wanted.languages and language not in wanted.languages:
                continue
            for topic in topics:
                if language not in library.languages(topic):
                    problems.add(f"'{topic}' is not written in '{language}', which '{name}' lists", warn=True)
                    continue
                if (topic, language) not in read:
                    read[topic, language] = _kinds(library, topic, language, wanted)
                for kind in read[topic, language]:
                    editions = (Edition(language, large, kind) for large in wanted.sizes or ALL_SIZES)
                    jobs += [Job(root, topic, name, edition, terms=wanted.terms) for edition in editions]
    _say_unlisted(wanted, listed, problems)
    return Plan(tuple(_placed(jobs, problems)), tuple(problems), tuple(library.inputs.items()))


def for_code(root: Path, code: str) -> dict[str, Audience]:
    """The topics for all who have a diagnosis, and whom each is written for."""
    library = Library(root)
    read = ((name, library.topic(name, Problems())) for name in library.topics())
    return {name: topic.audience for name, topic in read if topic and covers(topic, code)}


def _say_unlisted(wanted: Wanted, listed: set[str], problems: Problems) -> None:
    """Warn of languages that are asked for and that no clinic lists, if all clinics could be read."""
    for language in wanted.languages if not problems.errors else ():
        # 'en' asks for all English that there is; a clinic lists that of its country.
        if not any(same_tongue(language, each) for each in listed):
            hint = "add it to 'languages:' in a clinic's layout.yaml"
            problems.add(f"none of the clinics lists '{language}'", hint=hint, warn=True)


def _placed(jobs: list[Job], problems: Problems) -> list[Job]:
    """The jobs that have a file of their own; a Problem for each of the others."""
    places = dict[str, Job]()
    for job in jobs:
        other = places.setdefault(place(job), job)
        if other is not job:
            message = f"'{job.topic}' and '{other.topic}' have the same file, '{place(job)}'"
            problems.add(message, hint="give one of the topics another name")
    return list(places.values())


def _kinds(library: Library, topic: str, language: str, wanted: Wanted) -> tuple[Kind, ...]:
    """The kinds of a topic that are wanted; all of those for a text that cannot be read, so that its job says why."""
    loaded = library.handout(topic, language, Problems())
    return tuple(kind for kind in wanted.kinds or ALL_KINDS if loaded is None or kind in kinds(loaded))


def _chosen(library: Library, kind: str, asked: tuple[str, ...], known: list[str], problems: Problems) -> list[str]:
    """The names asked for that are known, or all; a Problem for each that is not."""
    return [name for name in dict.fromkeys(asked) if library.known(kind, name, known, problems)] if asked else known
