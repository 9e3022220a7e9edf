"""`batch`: print every handout of one clinic or of all."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import click

from handpress.cli import show
from handpress.commands.options import Language, example, with_root
from handpress.compose import kinds
from handpress.job import Edition, Job, Kind
from handpress.library import Library
from handpress.press.orders import Order, run
from handpress.problems import Problems


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch is narrowed to; an empty tuple is everything."""

    clinics: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    kinds: tuple[Kind, ...]
    large: bool


def plan(library: Library, wanted: Wanted, output: Path, problems: Problems) -> list[Order]:
    """An order for each topic in each language that a clinic lists, clinic by clinic."""
    topics = _chosen(library, "topic", wanted.topics, library.topics(), problems)
    clinics = _chosen(library, "clinic", wanted.clinics, library.clinics(), problems)
    orders = list[Order]()
    read = dict[tuple[str, str], tuple[Kind, ...]]()
    for name in clinics:
        clinic = library.clinic(name, problems)
        for language in clinic.layout.languages if clinic else ():
            if wanted.languages and language not in wanted.languages:
                continue
            for topic in topics:
                if language not in library.languages(topic):
                    problems.add(f"'{topic}' is not written in '{language}', which '{name}' lists", warn=True)
                    continue
                if (topic, language) not in read:
                    read[topic, language] = _kinds(library, topic, language, wanted)
                for kind in read[topic, language]:
                    edition = Edition(language, wanted.large, kind)
                    file = output / name / language / f"{topic}{edition.marks}.pdf"
                    orders.append(Order(Job(library.root, topic, name, edition), file))
    return orders


def _kinds(library: Library, topic: str, language: str, wanted: Wanted) -> tuple[Kind, ...]:
    """The kinds of a topic that are wanted; all of those for a text that cannot be read, so that its job says why."""
    loaded = library.handout(topic, language, Problems())
    return tuple(kind for kind in wanted.kinds if loaded is None or kind in kinds(loaded))


def _chosen(library: Library, kind: str, asked: tuple[str, ...], known: list[str], problems: Problems) -> list[str]:
    """The names asked for that are known, or all; a Problem for each that is not."""
    return [name for name in dict.fromkeys(asked) if library.known(kind, name, known, problems)] if asked else known


@click.command(
    epilog=example(
        "python generate.py batch -o out",
        "python generate.py batch --clinic riverside --topic neutropenia --large-print -o out --jobs 2",
    )
)
@click.option("--clinic", "-c", "clinics", multiple=True, help="Only this clinic. May be repeated.")
@click.option("--topic", "-t", "topics", multiple=True, help="Only this topic. May be repeated.")
@click.option("--language", "-l", "languages", type=Language(), multiple=True, help="Only this language.")
@click.option(
    "--kind",
    "-k",
    type=click.Choice(["handout", "checklist"]),
    multiple=True,
    default=("handout",),
    show_default=True,
    help="Handouts, checklists (TOPIC-checklist.pdf), or both.",
)
@click.option("--large-print", is_flag=True, help="Large print, in files of their own.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to: CLINIC/LANGUAGE/TOPIC.pdf.",
)
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="How many processes. Default: one for each processor.")
@with_root
def command(
    clinics: tuple[str, ...],
    topics: tuple[str, ...],
    languages: tuple[str, ...],
    kind: tuple[Kind, ...],
    large_print: bool,
    output: Path,
    jobs: int | None,
    root: Path,
) -> None:
    """Print every topic, in the languages that each clinic's layout lists."""
    problems = Problems()
    wanted = Wanted(clinics, topics, languages, kind, large_print)
    orders = plan(Library(root), wanted, output, problems)
    show(problems)
    started, failed, pages = time.monotonic(), 0, 0
    for number, outcome in enumerate(run(orders, jobs or os.cpu_count() or 1), 1):
        pages += outcome.pages
        failed += not outcome.done
        job = outcome.order.job
        if outcome.done:
            click.echo(outcome.order.output)
        else:
            what = f"{job.topic} for {job.clinic} in {job.edition.language}"
            click.echo(f"[{number}/{len(orders)}] {what}: not printed", err=True)
        show(outcome.problems)
    seconds = time.monotonic() - started
    click.echo(f"{len(orders) - failed} of {len(orders)} printed, {pages} pages, {seconds:.1f} s", err=True)
    if failed or problems.errors:
        raise SystemExit(1)
    if not orders:
        click.echo("nothing to print: no clinic lists a language that these topics are written in", err=True)
        raise SystemExit(1)
