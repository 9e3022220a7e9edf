"""What `handout` and `checklist` have in common: which options say what to print, and where it goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from handpress import press
from handpress.cli import show
from handpress.commands.options import Language
from handpress.plate import Job

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


def print_job(job: Job, output: Path | None) -> None:
    """Make a job's document and write it to a file, whose path is said, or to standard output."""
    made = press.make(job)
    show(made.warnings)
    if output == Path("-"):
        sys.stdout.buffer.write(made.plate.pdf)
        return
    file = output or Path(job.file_name(made.edition))
    press.write(file, made.plate.pdf)
    click.echo(file)
