"""Pages that list other documents: what is in a packet, and what a clinic has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handpress.compose import Story, panel
from handpress.compose.blocks import Cells, table_of
from handpress.flowables import Stack
from handpress.layout import Layout
from handpress.matrix import Listed
from handpress.runs import Run
from handpress.sheet import Flowable
from handpress.text import Text
from handpress.typescale import TypeScale
from handpress.words import digits, language_name, month
from handpress.words import words as words_of


def contents(stories: Sequence[tuple[Story, int]], layout: Layout, scale: TypeScale) -> Story:
    """The first page of a packet: whose it is, and its handouts in order, each with its number of pages."""
    first, _ = stories[0]
    words, language = words_of(first.language), first.language
    rows = ((story.title, digits(str(pages), language)) for story, pages in stories)
    body: list[Flowable] = [_title(words.contents, scale)]
    if layout.patient.panel:
        body.append(panel(scale, words, layout.patient.identifiers))
    body.append(table_of(scale, _cells(words.handout, words.pages), (_cells(*row) for row in rows)))
    issued = max(story.issued for story, _ in stories)
    return Story(Stack(tuple(body)), words.contents, language, issued)


def catalogue(entries: Iterable[Listed], layout: Layout, scale: TypeScale, language: str) -> Story:
    """The list of all that a clinic has, for its staff, in their language: a table for each language of the texts."""
    words, listed = words_of(language), list(entries)
    heads = (words.handout, words.pages, words.version_number, words.review_due, words.file)
    title = words.catalogue.format(clinic=layout.name)
    body: list[Flowable] = [_title(title, scale)]
    for tag in _languages(listed, layout):
        rows = (
            (
                entry.title,
                digits(str(entry.pages), language),
                entry.version,
                month(entry.review_by, language),
                entry.file,
            )
            for entry in listed
            if entry.language == tag
        )
        body.append(_heading(language_name(tag, language), scale))
        body.append(table_of(scale, _cells(*heads), (_cells(*row) for row in rows)))
    # It is as old as the youngest text that it lists could make it, so that the same list has the same bytes.
    issued = max((entry.review_by for entry in listed), default=date(2000, 1, 1))
    return Story(Stack(tuple(body)), title, language, issued)


def _languages(entries: Iterable[Listed], layout: Layout) -> list[str]:
    """The languages of some texts: a clinic's own first, in its order."""
    own = list(layout.languages)
    return sorted(
        {entry.language for entry in entries}, key=lambda tag: (own.index(tag) if tag in own else len(own), tag)
    )


def _title(title: str, scale: TypeScale) -> Text:
    return Text((Run(title),), scale.title, after=2 * scale.unit, sticks=True, level=1, title=title)


def _heading(words: str, scale: TypeScale) -> Text:
    space = (4 * scale.unit, scale.unit)
    return Text((Run(words),), scale.section, before=space[0], after=space[1], sticks=True, level=2, title=words)


def _cells(*words: str) -> Cells:
    return tuple((Run(word),) for word in words)
