"""The matrix of a batch: every topic for every clinic, in the languages that it lists, as each kind, in each size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handpress.inputs import Input
from handpress.job import Job, Kind, Terms
from handpress.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch is narrowed to; an empty tuple is everything. `terms` are those of all jobs."""

    clinics: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    sizes: tuple[bool, ...] = ()
    terms: Terms = Terms()

    def includes(self, job: Job) -> bool:
        """Whether a job is among what is wanted."""
        edition = job.edition
        said = (job.clinic, job.topic, edition.language, edition.kind, edition.large)
        asked = (self.clinics, self.topics, self.languages, self.kinds, self.sizes)
        return all(not wanted or value in wanted for value, wanted in zip(said, asked, strict=True))


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a matrix, the Problems in planning them, and all that was looked at for it."""

    jobs: tuple[Job, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[tuple[Input, str], ...]

    @property
    def failed(self) -> bool:
        """Whether some of what was wanted could not be planned."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a clinic's catalogue lists it: its `file` is named from the catalogue's folder on."""

    title: str
    language: str
    pages: int
    version: str
    review_by: date
    file: str


def place(job: Job) -> str:
    """The place of a job's file in the folder of output."""
    return f"{job.clinic}/{job.edition.language}/{job.topic}{job.edition.marks}.pdf"
