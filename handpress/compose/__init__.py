"""A handout, a clinic and an edition to a Story: flowables in reading order.

`blocks` has one function for each kind of block; this module has the order of things round them: title, patient
panel, key message, sections, and the clinic's words about itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from handpress.compose.blocks import Composer
from handpress.content import Level, Section
from handpress.flowables import Box, CareCard, Panel, Stack
from handpress.inline import Run
from handpress.library import Clinic, Loaded
from handpress.plate import Edition
from handpress.sheet import Flowable
from handpress.text import Text
from handpress.typescale import GREY, TypeScale

__all__ = ["Story", "compose"]


@dataclass(frozen=True, slots=True)
class Story:
    """What stands on the pages, from top to bottom, and what the document is called."""

    body: Stack
    title: str
    language: str


def compose(loaded: Loaded, clinic: Clinic, edition: Edition) -> Story:
    """The story of a handout at a clinic. The checks of `library` must have passed."""
    scale = TypeScale.of(clinic.layout, clinic.chain, edition.large)
    composer = Composer.of(loaded, clinic, scale)
    children = [*_opening(composer), *(f for s in loaded.handout.sections for f in _section(composer, s))]
    children += _about(composer)
    return Story(Stack(tuple(children)), composer.plain(loaded.handout.title), loaded.language)


def _opening(composer: Composer) -> list[Flowable]:
    """Title, subtitle, patient panel, key message."""
    handout, scale = composer.loaded.handout, composer.scale
    unit = scale.unit
    out: list[Flowable] = [composer.heading(handout.title, scale.title, 1, (0.0, unit))]
    if handout.subtitle:
        out.append(Text(composer.runs(handout.subtitle), scale.subtitle, after=2.5 * unit))
    if composer.clinic.layout.patient.panel:
        out.append(_panel(composer))
    key = Text(composer.runs(handout.key_message), scale.key)
    padding = (4 * unit, 2 * unit)
    out.append(Box(key, scale.ground, scale.brand, padding, before=3 * unit, after=3 * unit))
    return out


def _panel(composer: Composer) -> Panel:
    scale, words = composer.scale, composer.words
    style = scale.small.but(size=scale.small.size - 0.5)
    labels = tuple(Text((Run(getattr(words, name)),), style) for name in composer.clinic.layout.patient.identifiers)
    unit = scale.unit
    return Panel(labels, 4.5 * unit, (0.8, GREY), (2.5 * unit, 1.5 * unit), before=2 * unit, after=3 * unit)


def _section(composer: Composer, section: Section) -> list[Flowable]:
    level = section.level
    if level is not None:
        return [_care_card(composer, section, level)]
    unit = composer.scale.unit
    heading = composer.heading(section.title, composer.scale.section, 2, (4 * unit, unit))
    return [heading, *composer.body(section.body)]


def _care_card(composer: Composer, section: Section, level: Level) -> CareCard:
    """A care card: its level in words, whom to ring, then the signs."""
    scale, words = composer.scale, composer.words
    unit = scale.unit
    label = f"{getattr(words, level)}: "
    runs = (Run(label), *composer.runs(section.title))
    heading = Text(runs, scale.card, level=2, title=label + composer.plain(section.title))
    continued = Text((*runs, Run(f" ({words.continued})")), scale.card, level=2)
    contact = Text(composer.contact(level), scale.contact, after=0.75 * unit, sticks=True)
    return CareCard(
        heading,
        continued,
        Stack((contact, *composer.body(section.body, on_card=True))),
        getattr(composer.clinic.layout.colours, level),
        (3.5 * unit, 2.5 * unit),
        whole=level == "emergency",
        before=3 * unit,
        after=3 * unit,
    )


def _about(composer: Composer) -> list[Flowable]:
    """What the clinic says of itself, at the end."""
    layout, scale = composer.clinic.layout, composer.scale
    if layout.about is None:
        return []
    title = composer.words.about_clinic.format(clinic=layout.name)
    heading = Text(
        (Run(title),), scale.section, before=5 * scale.unit, after=scale.unit, sticks=True, level=2, title=title
    )
    return [heading, composer.paragraph(layout.about)]
