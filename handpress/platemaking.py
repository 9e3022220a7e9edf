"""Platemaking: one job to one plate. The whole walk, from files to PDF bytes."""

from __future__ import annotations

from dataclasses import dataclass

from handpress.compose import compose
from handpress.furniture import Furniture
from handpress.library import Library, check_clinic, check_handout, check_pair
from handpress.paint import paint
from handpress.plate import Edition, Job, Plate
from handpress.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Made:
    """A plate, the edition that it turned out to be, and the warnings that came up on the way."""

    plate: Plate
    edition: Edition
    warnings: tuple[Problem, ...]


def make_plate(job: Job) -> Made:
    """Load, check, compose and paint. Raises HandpressError with everything that is wrong."""
    problems = Problems()
    library = Library(job.root)
    known_topic = library.known("topic", job.topic, library.topics(), problems)
    known_clinic = library.known("clinic", job.clinic, library.clinics(), problems)
    clinic = library.clinic(job.clinic, problems) if known_clinic else None
    asked = job.language or (clinic.layout.languages[0] if clinic else "")
    language = library.choose_language(job.topic, asked, problems) if known_topic and asked else None
    loaded = library.handout(job.topic, language, problems) if language else None
    if loaded and clinic:
        check_clinic(clinic, problems)
        check_handout(loaded, clinic.chain, problems)
        check_pair(loaded, clinic, problems)
    problems.raise_errors()
    assert loaded is not None and clinic is not None
    edition = Edition(loaded.language, job.large)
    plate = paint(compose(loaded, clinic, edition), Furniture.of(loaded, clinic, edition))
    return Made(plate, edition, tuple(problems))
