"""What `handout` and `checklist` have in common: which options say what to print, and where it goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from handpress import press
from handpress.cli import show
from handpress.commands.options import Language
from handpress.patients import NAMES, Patient
from handpress.plate import Job

Copy = tuple[Patient | None, int]
"""For whom a document is printed, and how many times."""

_OPTIONS = (
    click.option("--clinic", "-c", required=True, help="Whose branding and numbers: a folder of layouts/."),
    click.option("--language", "-l", type=Language(), help="Such as en-GB. Default: the clinic's first."),
    click.option("--large-print", is_flag=True, help="Set anew in large letters."),
    click.option(
        "--output",
        "-o",
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        help="The file to write; '-' is standard output. Default: a name made of topic, clinic and language, here.",
    ),
)


def with_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which edition of a topic to print, and where to."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_PATIENT = (
    click.option("--patient", "name", default="", metavar="NAME", help="Whose copy it is."),
    click.option("--born", default="", metavar="DATE", help="Such as 1961-03-31, or as the clinic writes it."),
    click.option("--id", "identifier", default="", metavar="NUMBER", help="The clinic's identifier of the patient."),
    click.option("--clinician", default="", metavar="NAME", help="Who the patient sees."),
    click.option("--appointment", default="", metavar="TEXT", help="When and where the patient comes next."),
    click.option("--note", default="", metavar="TEXT", help="A few words more."),
    click.option("--copies", type=click.IntRange(1, 5), default=1, help="How many the print dialog asks for."),
)


def with_patient(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a patient's copy; they come to it as `copy`."""

    @wraps(command)
    def inner(**options: Any) -> Any:
        copies = options.pop("copies")
        patient = Patient(**{key: options.pop(key) for key in NAMES})
        return command(**options, copy=(patient if patient.said() else None, copies))

    for option in reversed(_PATIENT):
        inner = option(inner)
    return inner


def print_job(job: Job, output: Path | None, copy: Copy) -> None:
    """Make a job's document and write it to a file, whose path is said, or to standard output."""
    patient, copies = copy
    made = press.make(job)
    pdf = made.plate.impress(patient, copies)
    show(made.warnings)
    if output == Path("-"):
        sys.stdout.buffer.write(pdf)
        return
    file = output or Path(job.file_name(made.edition))
    press.write(file, pdf, private=patient is not None)
    click.echo(file)
