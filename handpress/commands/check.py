"""`check`: say what is wrong with the texts, layouts and fonts; or, of finished PDFs, what they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from handpress import clarity
from handpress.cli import show
from handpress.commands.options import example, with_root
from handpress.content import Handout
from handpress.inspection import Facts, InspectionError, inspect
from handpress.library import Library, Loaded, audit
from handpress.problems import HandpressError, Problem, Problems, counted


@click.command(
    epilog=example(
        "python generate.py check",
        "python generate.py check handouts/neutropenia",
        "python generate.py check --report neutropenia",
        "python generate.py check --pdf neutropenia-riverside-en-GB.pdf",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), is_eager=True)
@click.option("--pdf", is_flag=True, help="PATHS are PDF files: say what each is, and what is read out of it.")
@click.option("--report", is_flag=True, help="PATHS are topics: say how easy each is to understand and to act on.")
@click.option("--json", "as_json", is_flag=True, help="With --report: as JSON.")
@with_root
def command(paths: tuple[Path, ...], pdf: bool, report: bool, as_json: bool, root: Path) -> None:
    """Say everything that is wrong in handouts/, layouts/ and fonts/, or in PATHS alone. Nothing is written."""
    if pdf and report:
        raise click.UsageError("'--pdf' and '--report' do not go together")
    if as_json and not report:
        raise click.UsageError("'--json' goes with '--report'")
    if report:
        _report_on(Library(root), [path.name for path in paths], as_json)
        return
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"Path '{path}' does not exist.", param_hint="'[PATHS]...'")
    if pdf:
        _tell(paths)
    else:
        _check(Library(root), [path.resolve() for path in paths])


def _check(library: Library, within: list[Path]) -> None:
    """Show every Problem, or those in some folders, and end with status 1 if any is an error."""
    audited = audit(library, date.today())
    problems = [*audited.problems, *clarity.check(list(audited.texts))]
    problems = [p for p in problems if not within or _inside(p, within)]
    show(problems)
    _refuse_unread(library, within, problems)
    if not clarity.grades_at_hand():
        click.echo("reading grades are left out: textstat is not installed (pip install 'handpress[lint]')", err=True)
    errors = sum(p.severity == "error" for p in problems)
    warnings = len(problems) - errors
    checked = f"{counted(len(library.topics()), 'topic')}, {counted(len(library.clinics()), 'clinic')}"
    click.echo(f"{checked}: {counted(errors, 'error')}, {counted(warnings, 'warning')}", err=True)
    if errors:
        raise SystemExit(1)


def _refuse_unread(library: Library, paths: list[Path], problems: list[Problem]) -> None:
    """Raise BadParameter for a path of which nothing was read: that no fault was found there says nothing of it."""
    read = [each.path.resolve() for each in library.inputs if each.kind != "until"]
    read += [problem.file.resolve() for problem in problems if problem.file]
    for path in paths:
        if not any(file.is_relative_to(path) for file in read):
            message = f"nothing of '{path}' was checked: no text, clinic or typeface in '{library.root}' is made of it."
            raise click.BadParameter(message, param_hint="'[PATHS]...'")


def _report_on(library: Library, names: list[str], as_json: bool) -> None:
    """Say how each topic answers PEMAT's questions, in its source language; all topics for patients without a name."""
    problems, topics = Problems(), library.topics()
    texts = list[Loaded]()
    for name in dict.fromkeys(names or topics):
        topic = library.topic(name, problems) if library.known("topic", name, topics, problems) else None
        loaded = library.handout(name, topic.source_language, problems) if topic else None
        if loaded and isinstance(loaded.text, Handout):
            texts.append(loaded)
        elif loaded and names:
            hint = "a report is on a text for patients"
            problems.add(f"'{name}' is a checklist for staff", loaded.file, hint, warn=True)
    reports = [clarity.report(text) for text in texts]
    if as_json:
        click.echo(json.dumps([each.as_json() for each in reports], indent=2, ensure_ascii=False))
    elif reports:
        click.echo("\n\n".join("\n".join(each.lines()) for each in reports))
    show(dict.fromkeys(problems))
    if problems.errors:
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
