"""`list`: what there is to print."""

from __future__ import annotations

from pathlib import Path

import click

from handpress.cli import show
from handpress.commands.options import example, with_root
from handpress.compose import kinds
from handpress.library import Library
from handpress.library.translations import state
from handpress.problems import Problems
from handpress.runs import Run
from handpress.words import language_name


@click.command(epilog=example("python generate.py list", "python generate.py list clinics"))
@click.argument("what", type=click.Choice(["topics", "clinics", "languages", "fonts"]), default="topics")
@with_root
def command(what: str, root: Path) -> None:
    """List topics, clinics, languages or fonts."""
    problems = Problems()
    library = Library(root)
    rows = {"topics": _topics, "clinics": _clinics, "languages": _languages, "fonts": _fonts}[what](library, problems)
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    show(problems)
    if problems.errors:
        raise SystemExit(1)


def _topics(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    rows = list[tuple[str, ...]]()
    for name in library.topics():
        topic, languages = library.topic(name, problems), library.languages(name)
        language = topic.source_language if topic and topic.source_language in languages else next(iter(languages), "")
        loaded = library.handout(name, language, problems) if language else None
        runs = loaded.text.title.runs if loaded else ()
        title = "".join(run.text for run in runs if isinstance(run, Run))
        rows.append((name, title, ", ".join(kinds(loaded) if loaded else ()), ", ".join(languages)))
    return rows


def _clinics(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    loaded = [library.clinic(name, problems) for name in library.clinics()]
    return [(c.name, c.layout.name, c.layout.page.size, ", ".join(c.layout.languages)) for c in loaded if c]


def _languages(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    """Each language with its name, and the topics that are written in it: which are stale, which are unreviewed."""
    topics = {name: library.languages(name) for name in library.topics()}
    sources = {name: library.topic(name, problems) for name in topics}
    rows = list[tuple[str, ...]]()
    for tag in sorted({tag for tags in topics.values() for tag in tags}):
        told = list[str]()
        for name in (name for name, tags in topics.items() if tag in tags):
            topic = sources[name]
            loaded = library.handout(name, tag, problems)
            source = library.handout(name, topic.source_language, problems) if topic else None
            note = state(loaded, source) if loaded else "cannot be read"
            told.append(f"{name} ({note})" if note else name)
        missing = len(topics) - len(told)
        rows.append((tag, language_name(tag, "en"), ", ".join(told), f"{missing} topics missing" if missing else ""))
    return rows


def _fonts(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    families = library.typefaces.families(problems)
    return [(k, f.name, ", ".join(f.scripts), f"{len(f.regular.coverage):,} characters") for k, f in families.items()]
