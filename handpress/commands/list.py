"""`list`: what there is to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import combining, normalize

import click

from handpress.cli import show
from handpress.commands.options import Day, example, with_root
from handpress.compose import kinds
from handpress.content import Topic
from handpress.library import Library, Loaded, state
from handpress.library.codes import has_code, is_code
from handpress.library.translations import state as translation_state
from handpress.problems import Problems, counted
from handpress.roots import written_in
from handpress.words import language_name


@dataclass(frozen=True, slots=True)
class Sought:
    """Which topics are looked for: by a code, by words, by category; empty is any."""

    code: str = ""
    words: str = ""
    category: str = ""

    def finds(self, topic: Topic, said: str) -> bool:
        """Whether a topic is one of them; `said` is its titles and what else may be searched."""
        plain = _plain(said)
        return (
            (not self.code or has_code(topic, self.code))
            and (not self.category or topic.category == self.category.lower())
            and all(word in plain for word in _plain(self.words).split())
        )


_STROKES = str.maketrans("łøđ", "lod")
"""Letters whose stroke Unicode does not take for an accent."""


def _plain(text: str) -> str:
    """A text as it is searched: in small letters, without accents."""
    parts = normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not combining(letter)).translate(_STROKES)


@click.command(
    epilog=example(
        "python generate.py list",
        "python generate.py list topics --code D70.1",
        "python generate.py list topics --search 'white blood'",
        "python generate.py list clinics",
    )
)
@click.argument("what", type=click.Choice(["topics", "clinics", "languages", "fonts"]), default="topics")
@click.option("--code", default="", help="Topics for a diagnosis: ICD-10-CM, such as D70.1, or SNOMED CT.")
@click.option(
    "--search", "words", default="", help="Topics with all these words in titles or key message, in any language."
)
@click.option("--category", default="", help="Topics of a category, such as heart.")
@click.option("--date", "day", type=Day(), hidden=True)
@with_root
def command(what: str, code: str, words: str, category: str, day: date | None, root: Path) -> None:
    """List topics, clinics, languages or fonts."""
    problems, library, sought = Problems(), Library(root), Sought(code, words, category)
    if what != "topics" and sought != Sought():
        raise click.UsageError("'--code', '--search' and '--category' go with 'list topics'")
    if code and not is_code(code):
        raise click.UsageError(f"'--code': '{code}' is not a diagnosis code, such as D70.1 or 165517008")
    today = day or date.today()
    listings: dict[str, Callable[[], list[tuple[str, ...]]]] = {
        "topics": lambda: _topics(library, sought, today, problems),
        "clinics": lambda: _clinics(library, problems),
        "languages": lambda: _languages(library, problems),
        "fonts": lambda: _fonts(library, problems),
    }
    rows = listings[what]()
    if not rows:
        click.echo(f"no {what} found", err=True)
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    show(dict.fromkeys(problems))
    if problems.errors:
        raise SystemExit(1)


def _topics(library: Library, sought: Sought, today: date, problems: Problems) -> list[tuple[str, ...]]:
    """Each topic with its title, what can be printed of it, its category, and what holds of each of its texts."""
    rows = list[tuple[str, ...]]()
    for name in library.topics():
        topic, languages = library.topic(name, problems), library.languages(name)
        if topic is None:
            continue
        texts = {language: library.handout(name, language, problems) for language in languages}
        loaded = texts.get(topic.source_language) or next(filter(None, texts.values()), None)
        title = loaded.text.title.words if loaded else ""
        searched = (words for text in texts.values() if text for words in _searched(text))
        if not sought.finds(topic, " ".join((name, *searched))):
            continue
        states = dict[str, list[str]]()
        for language, text in texts.items():
            found = str(state(text, texts.get(topic.source_language), today)) if text else "cannot be read"
            states.setdefault(found, []).append(language)
        told = "; ".join(f"{found}: {', '.join(tags)}" for found, tags in states.items())
        rows.append((name, title, ", ".join(kinds(loaded) if loaded else ()), topic.category, told))
    return rows


def _searched(loaded: Loaded) -> Iterator[str]:
    """What of a text is searched: its title, its subtitle and its main message."""
    text = loaded.text
    for prose in (text.title, text.subtitle, getattr(text, "key_message", None)):
        if prose is not None:
            yield prose.words


def _clinics(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    loaded = [library.clinic(name, problems) for name in library.clinics()]
    return [(c.name, c.layout.name, c.layout.page.size, ", ".join(c.layout.languages)) for c in loaded if c]


def _languages(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    """Each language with its name, how many topics are written in it, and which of them are stale or unreviewed."""
    topics = {name: library.languages(name) for name in library.topics()}
    rows = list[tuple[str, ...]]()
    for tag in written_in(library.root):
        written, states = [name for name, tags in topics.items() if tag in tags], dict[str, list[str]]()
        for name in written:
            loaded = library.handout(name, tag, problems)
            source = library.source_of(loaded) if loaded else None
            found = translation_state(loaded, source) if loaded else "cannot be read"
            states.setdefault(found, []).append(name)
        missing = len(topics) - len(written)
        count = counted(len(written), "topic") + (f", {missing} missing" if missing else "")
        told = "; ".join(f"{found}: {', '.join(names)}" for found, names in states.items() if found)
        rows.append((tag, language_name(tag, "en"), count, told))
    return rows


def _fonts(library: Library, problems: Problems) -> list[tuple[str, ...]]:
    families = library.typefaces.families(problems)
    return [
        (k, f.name, ", ".join(f.scripts), counted(len(f.regular.coverage), "character")) for k, f in families.items()
    ]
