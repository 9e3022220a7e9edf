"""`packet`: print several topics as one document for a clinic."""

from __future__ import annotations

from pathlib import Path

import click

from handpress.commands.options import example, with_root, with_terms
from handpress.commands.printing import Asked, Copy, CopyCommand, print_job, with_edition, with_patient
from handpress.job import Edition, Job, Kind, Terms


@click.command(
    cls=CopyCommand,
    epilog=example(
        "python generate.py packet neutropenia wound-care --clinic riverside",
        "python generate.py packet neutropenia head-injury --clinic lakeshore --kind checklist -o home.pdf",
    ),
)
@click.argument("topics", nargs=-1, required=True)
@click.option(
    "--kind",
    "-k",
    type=click.Choice(["handout", "checklist"]),
    default="handout",
    show_default=True,
    help="What is made of each topic.",
)
@with_edition
@with_patient
@with_terms
@with_root
def command(topics: tuple[str, ...], kind: Kind, asked: Asked, root: Path, copy: Copy, terms: Terms) -> None:
    """Print TOPICS, folders of handouts/, as one document; from three on it opens with a list of them."""
    first, *after = dict.fromkeys(topics)
    edition = Edition(asked.language, asked.large, kind)
    print_job(Job(root, first, asked.clinic, edition, tuple(after), terms), asked.output, copy)
