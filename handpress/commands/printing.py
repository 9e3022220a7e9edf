"""What `handout`, `checklist` and `packet` have in common: which options say what to print, and where it goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path

from handpress.cli import show
from handpress.commands.options import Clinic, Language
from handpress.job import Job
from handpress.patients import NAMES, Patient
from handpress.press.files import write
from handpress.press.making import make


@dataclass(frozen=True, slots=True)
class Copy:
    """For whom a document is printed, how many times, and where its plate may be kept."""

    patient: Patient | None
    copies: int
    cache: Path | None


def cache_folder() -> Path:
    """Where plates are kept on this system, unless HANDPRESS_CACHE names a folder."""
    return Path(os.environ.get("HANDPRESS_CACHE") or user_cache_path("handpress", appauthor=False) / "plates")


_OPTIONS = (
    click.option(
        "--clinic", "-c", type=Clinic(), required=True, help="Whose branding and numbers: a folder of layouts/."
    ),
    click.option("--language", "-l", type=Language(), help="Such as en-GB. Default: the clinic's first."),
    click.option("--large-print", is_flag=True, help="Set anew in large letters."),
    click.option(
        "--output",
        "-o",
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        help="The file to write; '-' is standard output. Default: a name made of topic, clinic and language, here.",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which edition of a topic is asked for, by what stands on the command line, for which clinic, and where to."""

    clinic: str
    language: str
    large: bool
    output: Path | None


def with_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which edition of a topic to print, and where to; they come as `asked`."""

    @wraps(command)
    def inner(**options: Any) -> Any:
        clinic, language, large, output = (options.pop(n) for n in ("clinic", "language", "large_print", "output"))
        return command(**options, asked=Asked(clinic, language or "", large, output))

    for option in reversed(_OPTIONS):
        inner = option(inner)
    return inner


_PATIENT = (
    click.option("--patient", "name", default="", metavar="NAME", help="Whose copy it is."),
    click.option("--born", default="", metavar="DATE", help="Such as 1961-03-31, or as the clinic writes it."),
    click.option("--id", "identifier", default="", metavar="NUMBER", help="The clinic's identifier of the patient."),
    click.option("--clinician", default="", metavar="NAME", help="Who the patient sees."),
    click.option("--appointment", default="", metavar="TEXT", help="When and where the patient comes next."),
    click.option("--note", default="", metavar="TEXT", help="A few words more."),
    click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="The folder that keeps plates."),
    click.option("--no-cache", is_flag=True, help="Lay the page out anew, and keep nothing."),
    click.option("--copies", type=click.IntRange(1, 5), default=1, help="How many the print dialog asks for."),
)


class CopyCommand(click.Command):
    """A command of a patient's copy: it does not repeat words that it did not expect, as a name may be among them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if ctx.args:
            ctx.fail("there are words too many; put a name of several words in quotation marks")
        return rest


def with_patient(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a patient's copy; they come to it as `copy`."""

    @wraps(command)
    def inner(**options: Any) -> Any:
        copies, named, none = options.pop("copies"), options.pop("cache"), options.pop("no_cache")
        patient = Patient(**{key: options.pop(key) for key in NAMES})
        cache = None if none else named or cache_folder()
        return command(**options, copy=Copy(patient if patient.said() else None, copies, cache))

    for option in reversed(_PATIENT):
        inner = option(inner)
    return inner


def print_job(job: Job, output: Path | None, copy: Copy) -> None:
    """Make a job's document and write it to a file, whose path is said, or to standard output."""
    made = make(job, copy.cache)
    pdf = made.plate.impress(copy.patient, copy.copies)
    show(made.warnings)
    if output == Path("-"):
        sys.stdout.buffer.write(pdf)
        return
    # A patient's copy never takes the place, and the name, of the page that anybody may have.
    name = Path(job.file_name(made.edition))
    file = output or (name.with_stem(f"{name.stem}-patient") if copy.patient else name)
    write(file, pdf, private=copy.patient is not None)
    click.echo(file)
