"""The plate: a painted document, from which impressions are made; and the job that asks for one.

Plain values only, which load nothing else: a job can be sent to another process, a plate kept in a cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edition:
    """Which form of a handout: its language and its letter size."""

    language: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One handout to make, out of the files below `root`.

    `language` is the tag asked for; empty, it is the first of the clinic's own.
    """

    root: Path
    topic: str
    clinic: str
    language: str = ""
    large: bool = False

    def file_name(self, edition: Edition) -> str:
        """The name of the job's file where none was asked for."""
        return f"{self.topic}-{self.clinic}-{edition.language}{'-large' if edition.large else ''}.pdf"


@dataclass(frozen=True, slots=True)
class Plate:
    """A finished document: its PDF bytes and how many pages it has."""

    pdf: bytes
    pages: int
