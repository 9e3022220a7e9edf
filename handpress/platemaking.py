"""Platemaking: one job to one plate. The whole walk, from files to PDF bytes."""

from __future__ import annotations

from dataclasses import replace

from handpress.compose import compose, kinds
from handpress.content import Checklist
from handpress.furniture import Furniture
from handpress.job import Job
from handpress.library import Library, Loaded, check_clinic, check_handout, check_pair
from handpress.paint import paint
from handpress.plate import Made
from handpress.problems import Problems


def make_plate(job: Job) -> Made:
    """Load, check, compose and paint. Raises HandpressError with everything that is wrong."""
    problems = Problems()
    library = Library(job.root)
    known_topic = library.known("topic", job.topic, library.topics(), problems)
    known_clinic = library.known("clinic", job.clinic, library.clinics(), problems)
    clinic = library.clinic(job.clinic, problems) if known_clinic else None
    asked = job.edition.language or (clinic.layout.languages[0] if clinic else "")
    language = library.choose_language(job.topic, asked, problems) if known_topic and asked else None
    loaded = library.handout(job.topic, language, problems) if language else None
    if loaded and clinic:
        check_clinic(clinic, problems)
        check_handout(loaded, clinic.chain, problems)
        check_pair(loaded, clinic, problems)
        _check_kind(loaded, job, problems)
    problems.raise_errors()
    assert loaded is not None and clinic is not None
    edition = replace(job.edition, language=loaded.language)
    story = compose(loaded, clinic, edition)
    plate = paint(story, Furniture.of(loaded, clinic, edition, story.title))
    return Made(plate, edition, tuple(problems), tuple(library.inputs.items()))


def _check_kind(loaded: Loaded, job: Job, problems: Problems) -> None:
    """Whether the topic can be printed as the kind that was asked for."""
    if job.edition.kind in kinds(loaded):
        return
    if isinstance(loaded.text, Checklist):
        hint = f"python generate.py checklist {job.topic} --clinic {job.clinic}"
        problems.add(f"'{job.topic}' is a checklist, not a handout", loaded.file, hint)
    else:
        hint = "do, dont, signs, log and write_in blocks make a checklist"
        problems.add(f"'{job.topic}' has nothing to tick", loaded.file, hint)
