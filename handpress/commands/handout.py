"""`handout`: print one handout for a clinic."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handpress import press
from handpress.cli import show
from handpress.commands.options import Language, example, with_root
from handpress.plate import Job


@click.command(
    epilog=example(
        "python generate.py handout neutropenia --clinic riverside",
        "python generate.py handout head-injury --clinic lakeshore --large-print -o for-the-patient.pdf",
    )
)
@click.argument("topic")
@click.option("--clinic", "-c", required=True, help="Whose branding and numbers: a folder of layouts/.")
@click.option("--language", "-l", type=Language(), help="Such as en-GB. Default: the clinic's first.")
@click.option("--large-print", is_flag=True, help="Set anew in large letters.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write; '-' is standard output. Default: TOPIC-CLINIC-LANGUAGE.pdf here.",
)
@with_root
def command(topic: str, clinic: str, language: str | None, large_print: bool, output: Path | None, root: Path) -> None:
    """Print the handout on TOPIC, a folder of handouts/, for a clinic."""
    job = Job(root, topic, clinic, language or "", large_print)
    made = press.make(job)
    show(made.warnings)
    if output == Path("-"):
        sys.stdout.buffer.write(made.plate.pdf)
        return
    file = output or Path(job.file_name(made.edition))
    press.write(file, made.plate.pdf)
    click.echo(file)
