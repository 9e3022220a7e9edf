"""`handout`: print one handout for a clinic."""

from __future__ import annotations

from pathlib import Path

import click

from handpress.commands.options import example, with_root, with_terms
from handpress.commands.printing import Asked, Copy, CopyCommand, print_job, with_edition, with_patient
from handpress.job import Edition, Job, Terms


@click.command(
    cls=CopyCommand,
    epilog=example(
        "python generate.py handout neutropenia --clinic riverside",
        "python generate.py handout head-injury --clinic lakeshore --large-print -o for-the-patient.pdf",
    ),
)
@click.argument("topic")
@with_edition
@with_patient
@with_terms
@with_root
def command(topic: str, asked: Asked, root: Path, copy: Copy, terms: Terms) -> None:
    """Print the handout on TOPIC, a folder of handouts/, for a clinic."""
    print_job(Job(root, topic, asked.clinic, Edition(asked.language, asked.large), terms=terms), asked.output, copy)
