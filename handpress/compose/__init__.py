"""A handout, a clinic and an edition to a Story: flowables in reading order.

`blocks` has one function for each kind of block, `checklist` what is made of them to be ticked; this module has the
order of things round them: title, patient panel, key message, sections, and the clinic's words about itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handpress.compose.blocks import Composer, framed
from handpress.compose.checklist import kinds, patient_checklist, staff_checklist
from handpress.content import Checklist, Handout, Section, proses
from handpress.fields import Prose
from handpress.flowables import Box, Panel, Stack
from handpress.job import Edition
from handpress.library import Clinic, Loaded
from handpress.patients import Field
from handpress.runs import Run
from handpress.sheet import Flowable
from handpress.text import Text
from handpress.typescale import GREY, TypeScale
from handpress.words import Words, foreign, in_language

__all__ = ["Story", "compose", "fields_of", "kinds", "panel", "scale_of"]

FIELDS: dict[str, Field] = {
    "name": "name",
    "date_of_birth": "born",
    "clinician": "clinician",
    "appointment": "appointment",
    "note": "note",
}
"""The details that have one name everywhere; all other cells of a panel are for the clinic's identifier."""


@dataclass(frozen=True, slots=True)
class Story:
    """What stands on the pages, from top to bottom, what the document is called, and when its text was issued."""

    body: Stack
    title: str
    language: str
    issued: date


def compose(loaded: Loaded, clinic: Clinic, edition: Edition) -> Story:
    """The story of a topic at a clinic. The checks of `library` must have passed."""
    scale = scale_of(loaded, clinic, edition)
    composer = Composer.of(loaded, clinic, scale)
    text, title = loaded.text, composer.plain(loaded.text.title)
    if isinstance(text, Checklist):
        children = [*_opening(composer, text.title, text.subtitle), *_panels(composer, edition)]
        children += staff_checklist(composer, text)
    elif edition.kind == "checklist":
        title = composer.words.checklist_title.format(title=title)
        hint = Prose((Run(composer.words.checklist_hint),))
        children = [*_opening(composer, Prose((Run(title),)), hint), *_panels(composer, edition)]
        children += patient_checklist(composer, text, edition)
    else:
        children = [*_opening(composer, text.title, text.subtitle), *_panels(composer, edition)]
        children.append(_key_message(composer, text))
        children += [f for section in text.sections for f in _section(composer, section, text.sections)]
        children += _about(composer)
    return Story(Stack(tuple(children)), title, loaded.language, loaded.text.issued)


def scale_of(loaded: Loaded, clinic: Clinic, edition: Edition) -> TypeScale:
    """The type scale of a topic at a clinic."""
    said = "".join(prose.words for prose in proses(loaded.text))
    return TypeScale.of(clinic.layout, clinic.chain, edition.large, loaded.language, "".join(filter(str.isalpha, said)))


def _opening(composer: Composer, title: Prose, subtitle: Prose | None) -> list[Flowable]:
    """Title and subtitle."""
    scale, unit = composer.scale, composer.scale.unit
    out: list[Flowable] = [composer.heading(title, scale.title, 1, (0.0, unit))]
    if subtitle:
        out.append(Text(composer.runs(subtitle), scale.subtitle, after=2.5 * unit))
    return out


def _key_message(composer: Composer, handout: Handout) -> Box:
    scale, unit = composer.scale, composer.scale.unit
    key = Text(composer.runs(handout.key_message), scale.key)
    return Box(key, scale.ground, scale.brand, (4 * unit, 2 * unit), before=3 * unit, after=3 * unit)


def _panels(composer: Composer, edition: Edition) -> list[Flowable]:
    """The rows that say whose handout this is and, on a handout, what else the clinic writes there."""
    patient = composer.clinic.layout.patient
    if not patient.panel:
        return []
    rows = [panel(composer.scale, composer.words, patient.identifiers)]
    if patient.details and edition.kind == "handout":
        rows.append(panel(composer.scale, composer.words, patient.details))
    return list(rows)


def panel(scale: TypeScale, words: Words, names: Sequence[str]) -> Panel:
    """A row of a patient's details, named as a layout names them."""
    style, unit = scale.small.but(size=scale.small.size - 0.5), scale.unit
    labels = tuple(Text((Run(getattr(words, name)),), style, tag="") for name in names)
    pen, padding = (0.8, GREY), (2.5 * unit, 1.25 * unit)
    cells = tuple(zip(labels, fields_of(names), strict=True))
    return Panel(cells, scale.slot, 5 * unit, pen, padding, words.blank, before=2 * unit, after=3 * unit)


def fields_of(names: Sequence[str]) -> list[Field | None]:
    """Which of a patient's details goes into each cell of a panel; a second identifier is written in by hand."""
    fields = list[Field | None]()
    for name in names:
        field = FIELDS.get(name, "identifier")
        fields.append(None if field in fields else field)
    return fields


def _section(composer: Composer, section: Section, among: Sequence[Section]) -> list[Flowable]:
    """A section's flowables, with what the clinic adds to it."""
    added = composer.added(section, among)
    if section.level is not None:
        return [composer.care_card(section, [*composer.body(section.body, on_card=True), *added])]
    unit = composer.scale.unit
    heading = composer.heading(section.title, composer.scale.section, 2, (4 * unit, unit))
    return [heading, *composer.body(section.body), *added]


def _about(composer: Composer) -> list[Flowable]:
    """What the clinic says of itself, at the end."""
    layout = composer.clinic.layout
    if layout.about is None:
        return []
    said, spoken = in_language(layout.about, composer.loaded.language, layout.locale)
    about = composer.paragraph(said)
    tongue, other = (foreign(tag, composer.loaded.language) for tag in (spoken, layout.locale))
    runs = tuple(replace(run, language=tongue, supplied=True) if isinstance(run, Run) else run for run in about.runs)
    name = Run(layout.name, language=other, supplied=True)
    title = composer.titled(composer.words.about_clinic.format(clinic=layout.name))
    heading = replace(title, runs=framed(composer.words.about_clinic, "clinic", (name,)))
    return [heading, replace(about, runs=runs)]
