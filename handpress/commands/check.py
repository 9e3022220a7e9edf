"""`check`: say what is wrong with the texts, layouts and fonts; or, of finished PDFs, what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from handpress.cli import show
from handpress.commands.options import example, with_root
from handpress.inspection import Facts, InspectionError, inspect
from handpress.library import Library, audit
from handpress.problems import HandpressError, Problem, Problems


@click.command(
    epilog=example(
        "python generate.py check",
        "python generate.py check handouts/neutropenia",
        "python generate.py check --pdf neutropenia-riverside-en-GB.pdf",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), is_eager=True)
@click.option("--pdf", is_flag=True, help="PATHS are PDF files: say what each is, and what is read out of it.")
@with_root
def command(paths: tuple[Path, ...], pdf: bool, root: Path) -> None:
    """Say everything that is wrong in handouts/, layouts/ and fonts/, or in PATHS alone. Nothing is written."""
    if pdf:
        _tell(paths)
        return
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


def _tell(files: tuple[Path, ...]) -> None:
    """Say what each PDF is. Raises HandpressError for those that cannot be read, after the others."""
    if not files:
        raise click.UsageError("--pdf needs the name of a file; for example: check --pdf handout.pdf")
    problems = Problems()
    for file in files:
        try:
            found = inspect(file)
        except (InspectionError, OSError) as error:
            message = str(error) if isinstance(error, InspectionError) else f"cannot be read: {error.strerror}"
            problems.add(message, file, "name a PDF file that is whole and has no password")
            continue
        click.echo("\n".join((str(file), *_report(found))))
    if problems:
        raise HandpressError(problems)


def _report(facts: Facts) -> Iterator[str]:
    """The facts of a PDF, a line each, and last what is read out of it."""
    missing = [name for name, embedded in facts.fonts if not embedded]
    yield f"  pages      {facts.pages}, {', '.join(facts.sizes)}"
    yield f"  language   {facts.language or 'not named'}"
    yield f"  title      {facts.title or 'none'}{'' if facts.title_shown else ' (the window shows the file name)'}"
    yield f"  fonts      {len(facts.fonts)}, {'NOT EMBEDDED: ' + ', '.join(missing) if missing else 'all embedded'}"
    yield f"  tagged     {'yes' if facts.tree else 'NO: a screen reader has to guess the order'}"
    yield f"  claims     {', '.join(facts.standards) or 'no standard'}"
    if facts.tree:
        yield "  read out   in this order:"
        yield from facts.tree.lines(2)
