"""`batch`: print every topic for every clinic, or a worklist of patients."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from handpress.cli import show
from handpress.commands.options import Language, example, with_root, with_terms
from handpress.commands.printing import cache_folder
from handpress.commands.runs import Running, print_matrix, print_worklist
from handpress.matrix import Wanted
from handpress.press.making import meant_languages, nearest_language
from handpress.press.orders import Manner
from handpress.problems import Problem, Severity, quoted
from handpress.roots import is_language_tag, written_in

STOPPED = 130
"""The exit status of a program that was stopped by Ctrl-C."""

_NARROWING = (
    click.option("--clinic", "-c", "clinics", multiple=True, help="Only this clinic. May be repeated."),
    click.option("--topic", "-t", "topics", multiple=True, help="Only this topic. May be repeated."),
    click.option("--language", "-l", "languages", type=Language(), multiple=True, help="Only this language."),
    click.option(
        "--kind", "-k", "kinds", type=click.Choice(["handout", "checklist"]), multiple=True, help="Only this kind."
    ),
    click.option("--large-print", "sizes", flag_value="large", help="Only large print."),
    click.option("--standard-print", "sizes", flag_value="standard", help="Only the standard letter size."),
)
SIZES = {None: (), "large": (True,), "standard": (False,)}


def _narrowed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that narrow a matrix; they come to it as `wanted`."""

    @wraps(command)
    def inner(**options: Any) -> Any:
        sizes = SIZES[options.pop("sizes")]
        clinics, topics, languages, kinds = (options.pop(n) for n in ("clinics", "topics", "languages", "kinds"))
        languages = _meant(languages, written_in(options["root"]))
        wanted = Wanted(clinics, topics, languages, kinds, sizes, options.pop("terms"))
        return command(**options, wanted=wanted)

    for option in reversed(_NARROWING):
        inner = option(inner)
    return with_terms(inner)


def _meant(asked: tuple[str, ...], tags: list[str]) -> tuple[str, ...]:
    """Which of the `tags` that there are texts in are asked for. Raises BadParameter for a language of no text."""
    meant = {each: [each] if each in tags else meant_languages(each, tags) for each in asked}
    unknown = [each for each, found in meant.items() if not found]
    if unknown:
        near = " ".join(filter(None, (nearest_language(each, tags) for each in unknown)))
        message = f"no topic is written in {quoted(unknown, 'or')}; {near or 'there are: ' + ', '.join(tags)}"
        raise click.BadParameter(message, param_hint="'--language' / '-l'")
    for each, found in meant.items():
        if is_language_tag(each) and each not in found:
            message = f"no topic is written in '{each}'; {quoted(found)} will do"
            show([Problem(Severity.WARNING, message)])
    return tuple(dict.fromkeys(tag for found in meant.values() for tag in found))


@click.command(
    epilog=example(
        "python generate.py batch -o out",
        "python generate.py batch --clinic riverside --topic neutropenia --large-print -o out --jobs 2",
        "python generate.py batch --worklist visits.csv -o today",
        "python generate.py batch --worklist visits.csv --single-file run.pdf",
    )
)
@_narrowed
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to: CLINIC/LANGUAGE/TOPIC.pdf or, of a worklist, a file for each row.",
)
@click.option(
    "--worklist",
    "-w",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Patients who go home: a CSV with the columns clinic and topics, and others.",
)
@click.option(
    "--single-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The whole worklist as one file for the printer.",
)
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="How many processes. Default: one for each processor.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster that does the work, such as tcp://host:8786.")
@click.option("--dry-run", is_flag=True, help="Try everything, and write nothing.")
@click.option("--verify", is_flag=True, help="Look at the digest of files that need not be made, not only their size.")
@click.option("--prune", is_flag=True, help="Delete files of topics, clinics and languages that are gone.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="The folder that keeps plates.")
@click.option("--no-cache", is_flag=True, help="Keep no plates.")
@with_root
def command(root: Path, wanted: Wanted, **options: Any) -> None:
    """Print every topic, in the languages that each clinic's layout lists; or a worklist of patients."""
    output, worklist, single = options["output"], options["worklist"], options["single_file"]
    if output is None and single is None:
        raise click.UsageError("say where to: '-o FOLDER' or, of a worklist, '--single-file FILE'")
    if single is not None and (worklist is None or output is not None):
        raise click.UsageError("'--single-file' goes with '--worklist', and without '-o'")
    if worklist is not None and wanted != Wanted(terms=wanted.terms):
        raise click.UsageError("a worklist says itself what to print; '--clinic' and its like go without one")
    _refuse(options, worklist is not None)
    # A run of thousands leaves garbage behind, and goes on for long: here it is looked for as Python does by itself.
    gc.set_threshold(700, 10, 10)
    cache = None if options["no_cache"] or options["dry_run"] else options["cache"] or cache_folder()
    manner = Manner(cache and cache.absolute(), options["dry_run"])
    running = Running(root, manner, options["jobs"] or os.cpu_count() or 1, options["scheduler"] or "")
    try:
        if single is not None:
            # Loaded when it is asked for: a print file draws names itself, and what shapes them loads for long.
            singlefile: Any = import_module("handpress.commands.singlefile")
            failed = singlefile.print_single_file(running, (worklist, wanted.terms), single)
        elif worklist is not None:
            failed = print_worklist(running, (worklist, wanted.terms), output)
        else:
            failed = print_matrix(running, wanted, output, (options["verify"], options["prune"]))
    except KeyboardInterrupt:
        goes_on = "goes on from here" if worklist is None else "begins again"
        click.echo(f"\nstopped; the same command {goes_on}", err=True)
        raise SystemExit(STOPPED) from None
    if failed:
        raise SystemExit(1)


def _refuse(options: dict[str, Any], worklist: bool) -> None:
    """Raise UsageError for options that would do nothing."""
    idle = [name for name in ("verify", "prune") if worklist and options[name]]
    if options["single_file"] is not None:
        idle += [name for name in ("scheduler", "jobs") if options[name]]
    if idle:
        which = (
            "a print file is made in one process"
            if idle[-1] in ("scheduler", "jobs")
            else "a worklist is always printed"
        )
        raise click.UsageError(f"'--{idle[-1]}' does nothing here: {which}")
