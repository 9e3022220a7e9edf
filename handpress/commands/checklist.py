"""`checklist`: print a topic as a page to tick."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from handpress.commands.options import Day, example, with_root, with_terms
from handpress.commands.printing import Asked, Copy, CopyCommand, print_job, with_edition, with_patient
from handpress.job import Edition, Job, Terms


@click.command(
    cls=CopyCommand,
    epilog=example(
        "python generate.py checklist neutropenia --clinic riverside --start 2026-11-23",
        "python generate.py checklist discharge --clinic lakeshore",
    ),
)
@click.argument("topic")
@with_edition
@click.option("--days", type=click.IntRange(1, 62), default=14, show_default=True, help="How many days to tick.")
@click.option(
    "--start",
    type=Day(),
    help="The first day, such as 2026-11-23. Default: days are counted.",
)
@with_patient
@with_terms
@with_root
def command(topic: str, asked: Asked, days: int, start: date | None, root: Path, copy: Copy, terms: Terms) -> None:
    """Print the checklist of TOPIC: made from a handout's own text for the patient, or a list of tasks for staff."""
    if start and (date.max - start).days < days:
        raise click.BadParameter(f"there are no {days} days from '{start}' on", param_hint="'--start'")
    edition = Edition(asked.language, asked.large, "checklist", days, start)
    print_job(Job(root, topic, asked.clinic, edition, terms=terms), asked.output, copy)
