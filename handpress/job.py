"""What is asked for: a Job, and the Edition of a topic that it wants. Plain values that can go to another process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal["handout", "checklist"]
Audience = Literal["adult", "child", "carer"]
"""Whom a text speaks of."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which form of a topic: its language, its letter size, and its kind.

    A checklist's grids have `days` columns, from the day `start` on or, without one, with room to write the dates.
    """

    language: str
    large: bool = False
    kind: Kind = "handout"
    days: int = 14
    start: date | None = None

    @property
    def marks(self) -> str:
        """What a file's name says of letter size and kind, where they are not the usual ones."""
        return f"{'-large' if self.large else ''}{'-checklist' if self.kind == 'checklist' else ''}"


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms texts are printed: as of a day, today where none is given, and even when their review was due."""

    day: date | None = None
    allow_expired: bool = False

    @property
    def today(self) -> date:
        """The day that counts."""
        return self.day or date.today()

    @property
    def said(self) -> tuple[bool, str]:
        """The terms as plain values, as what is written down of a job holds them."""
        return self.allow_expired, str(self.day or "")


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make, out of the files below `root`: of a topic or, for a packet, of the topics `after` it too.

    The language of the edition is the tag asked for; empty, it is the first of the clinic's own.
    """

    root: Path
    topic: str
    clinic: str
    edition: Edition = Edition("")
    after: tuple[str, ...] = ()
    terms: Terms = Terms()

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics, in the order in which they stand."""
        return (self.topic, *self.after)

    def file_name(self, edition: Edition) -> str:
        """The name of the job's file where none was asked for; `edition` is the one that it turned out to be."""
        name = "packet" if self.after else self.topic
        return f"{name}-{self.clinic}-{edition.language}{edition.marks}.pdf"
