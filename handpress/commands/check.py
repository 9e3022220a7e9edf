"""`check`: say what is wrong with the texts, layouts and fonts."""

from __future__ import annotations

from pathlib import Path

import click

from handpress.cli import show
from handpress.commands.options import example, with_root
from handpress.library import Library, audit
from handpress.problems import Problem


@click.command(epilog=example("python generate.py check", "python generate.py check handouts/neutropenia"))
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), is_eager=True)
@with_root
def command(paths: tuple[Path, ...], root: Path) -> None:
    """Say everything that is wrong in handouts/, layouts/ and fonts/, or in PATHS alone. Nothing is written."""
    library = Library(root)
    within = [p.resolve() for p in paths]
    problems = [p for p in audit(library) if not within or _inside(p, within)]
    show(problems)
    errors = sum(p.severity == "error" for p in problems)
    warnings = len(problems) - errors
    checked = f"{len(library.topics())} topics, {len(library.clinics())} clinics"
    click.echo(f"{checked}: {errors} errors, {warnings} warnings", err=True)
    if errors:
        raise SystemExit(1)


def _inside(problem: Problem, folders: list[Path]) -> bool:
    return problem.file is not None and any(problem.file.resolve().is_relative_to(f) for f in folders)
