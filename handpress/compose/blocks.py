"""Blocks to flowables: one function for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import assert_never

from handpress.content import (
    Addition,
    Block,
    BulletList,
    Choose,
    Do,
    Dont,
    Fragment,
    Level,
    Log,
    LogGrid,
    Note,
    Picture,
    Point,
    Points,
    Section,
    Signs,
    Steps,
    Table,
    TableGrid,
    WriteIn,
    WriteInLine,
)  # fmt: skip
from handpress.fields import WRITE_IN, Prose
from handpress.flowables import Box, CareCard, Image, Item, Listing, PointMark, Stack, WritingLines
from handpress.flowables import Picture as PictureFlowable
from handpress.flowables import Table as TableFlowable
from handpress.flowables.marks import MarkKind
from handpress.layout import INK
from handpress.library import Clinic, Loaded, placeholder_values
from handpress.library.assets import image_path
from handpress.library.values import Values
from handpress.runs import Blank, Inline, Marking, Run, Value, fill, plain
from handpress.sheet import Flowable
from handpress.text import Text
from handpress.typescale import HAIRLINE, TypeScale
from handpress.typesetting import Style
from handpress.words import Words, digits, same_tongue
from handpress.words import words as words_of

RED = "#b3261e"
Cells = tuple[tuple[Inline, ...], ...]
TWO_LOGS_FROM = 6
"""A narrow log of this many rows or more stands as two beside each other."""

_NESTED: tuple[MarkKind, ...] = ("ring", "dash")


@dataclass(frozen=True, slots=True)
class Composer:
    """What every block is set with: whose text, at which clinic, in which sizes."""

    loaded: Loaded
    clinic: Clinic
    scale: TypeScale
    values: Values
    words: Words

    @classmethod
    def of(cls, loaded: Loaded, clinic: Clinic, scale: TypeScale) -> Composer:
        values = placeholder_values(loaded.topic, clinic.layout, loaded.language)
        return cls(loaded, clinic, scale, values, words_of(loaded.language))

    def runs(self, prose: Prose) -> tuple[Inline, ...]:
        """The words of a text as they are printed: values in place of placeholders, addresses beside links."""
        out = list[Inline]()
        for link, group in groupby(fill(self._localised(prose), self.values), key=lambda run: getattr(run, "link", "")):
            runs = list(group)
            out += runs
            if link and _address(link) not in plain(tuple(runs)):
                # The address of a link goes on in the style of its last words.
                last = next(run for run in reversed(runs) if isinstance(run, Run))
                out.append(replace(last, text=f" ({_address(link)})"))
        return tuple(out)

    def plain(self, prose: Prose) -> str:
        """The words of a text without marks, as the outline shows them."""
        return plain(fill(self._localised(prose), self.values))

    def _localised(self, prose: Prose) -> tuple[Marking, ...]:
        """The runs of a text with its numbers in the language's own digits."""
        tongue = self.loaded.language
        return tuple(replace(r, text=digits(r.text, tongue)) if isinstance(r, Run) else r for r in prose.runs)

    def heading(self, prose: Prose, style: Style, level: int, around: tuple[float, float]) -> Text:
        """A heading with (before, after) round it; it goes into the outline."""
        runs, (before, after) = self.runs(prose), around
        return Text(runs, style, before, after, sticks=True, level=level, title=self.plain(prose))

    def contact(self, level: Level) -> tuple[Inline, ...]:
        """Whom to ring, on a care card of this level."""
        layout, words = self.clinic.layout, self.words
        if level == "emergency":
            template, place = words.emergency_contact, Run(layout.emergency.place)
            if not same_tongue(layout.locale, self.loaded.language):
                template = template.replace("{place}", words.emergency_place)
                place = replace(place, language=layout.locale, supplied=True)
            return phrase(template, {"phone": layout.emergency.phone, "place": place}, {"phone"})
        known: Values = {"phone": self.values["clinic.phone"]}
        if level == "urgent" and "clinic.out_of_hours" in self.values:
            known["out_of_hours"] = self.values["clinic.out_of_hours"]
            return phrase(words.urgent_contact_at_any_hour, known, set(known))
        return phrase(words.contact, known, set(known))

    @property
    def options(self) -> dict[str, str]:
        """The case of each option: the clinic's own choice, else the topic's first."""
        chosen = self.clinic.layout.options
        return {option: chosen.get(option, cases[0]) for option, cases in self.loaded.topic.options.items()}

    def titled(self, title: str) -> Text:
        """A section's heading in the program's own words."""
        unit = self.scale.unit
        runs = (Run(title),)
        return Text(runs, self.scale.section, 4 * unit, unit, sticks=True, level=2, title=title)

    def care_card(self, section: Section, inside: list[Flowable]) -> CareCard:
        """A care card: its level in words, whom to ring, then what is `inside`."""
        scale, words, level = self.scale, self.words, section.level
        assert level is not None
        unit = scale.unit
        label, title = getattr(words, level), self.plain(section.title)
        runs = framed(words.level.replace("{level}", label), "title", self.runs(section.title))
        heading = Text(runs, scale.card, level=2, title=words.level.format(level=label, title=title))
        continued = Text(framed(words.continued, "title", runs), scale.card, level=2)
        contact = Text(self.contact(level), scale.contact, after=0.75 * unit, sticks=True)
        return CareCard(
            heading,
            continued,
            Stack((contact, *inside)),
            getattr(self.clinic.layout.colours, level),
            (3.5 * unit, 2.25 * unit),
            whole=level == "emergency",
            before=3 * unit,
            after=3 * unit,
        )

    def added(self, section: Section, among: Iterable[Section]) -> list[Flowable]:
        """What the clinic adds to a section, the last of its role: in a box or, on a card, in a paragraph."""
        *_, last = (each for each in among if each.role == section.role)
        if last is not section:
            return []
        out = list[Flowable]()
        name = Run(self.clinic.layout.name, supplied=True)
        for addition in self.clinic.additions.get(self.loaded.name, ()):
            if (addition.role, addition.language) != (section.role, self.loaded.language):
                continue
            words = self._addition(addition)
            head = framed(self.words.clinic_adds, "clinic", (name,))
            if section.level is not None:
                strong = tuple(replace(run, strong=True) if isinstance(run, Run) else run for run in head)
                out.append(Text((*strong, Run(": "), *words), self.scale.body, after=self.scale.unit))
            else:
                title = Text(head, self.scale.minor, after=self.scale.unit / 2, sticks=True, level=3, title=plain(head))
                out.append(self._box([title, Text(words, self.scale.body, measure=self.scale.measure)]))
        return out

    def _addition(self, addition: Addition) -> tuple[Inline, ...]:
        """The words of an addition; a contact is a name, a number and its hours."""
        if addition.contact is None:
            assert addition.text is not None
            return self.runs(addition.text)
        contact = addition.contact
        hours = (Run(", "), *self.runs(contact.hours)) if contact.hours else ()
        number: Inline = Run(contact.phone, strong=True, supplied=True)
        if contact.phone == WRITE_IN:
            number = Blank(says=self.words.blank)
        return (*self.runs(contact.name), Run(" "), number, *hours)

    def body(self, blocks: Iterable[Block], on_card: bool = False) -> list[Flowable]:
        """The flowables of a section's or a box's blocks; on a card, lists are marked in ink."""
        return [flowable for block in blocks for flowable in self._block(block, on_card)]

    def _block(self, block: Block, on_card: bool) -> list[Flowable]:
        match block:
            case Prose():
                return [self.paragraph(block)]
            case BulletList(points=points) | Signs(points=points):
                return [self._listing(points, "disc", INK if on_card else self.scale.brand)]
            case Steps(points=points):
                return [self._listing(points, "number", INK if on_card else self.scale.brand)]
            case Do(points=points):
                return [self._listing(points, "tick", self.clinic.layout.colours.routine)]
            case Dont(points=points):
                return [self._listing(points, "cross", RED)]
            case Note(note=note):
                return [self._note(note.title, self.body(note.body))]
            case Table(table=table):
                return self._table(table)
            case Log(log=log):
                return self.log(log, tuple(self.runs(column.text) for column in log.columns))
            case WriteIn(write_in=line):
                return [self.writing(line)]
            case Picture(picture=picture):
                return [self._picture(image_path(picture.file), picture.alt, picture.caption)]
            case Choose(choose=choice):
                return self.body(choice.cases[self.options[choice.option]], on_card)
            case Fragment(fragment=name):
                raise ValueError(f"the fragment '{name}' was not put in its place")
            case _:
                assert_never(block)

    def paragraph(self, prose: Prose) -> Text:
        """A paragraph. One that ends in a colon leads to what follows, and so stays on its page."""
        runs = self.runs(prose)
        leads = plain(runs).rstrip().endswith((":", "\uff1a"))
        unit = self.scale.unit
        return Text(runs, self.scale.body, after=unit if leads else 2 * unit, sticks=leads, measure=self.scale.measure)

    def _listing(self, points: Points, kind: MarkKind, colour: str) -> Listing:
        """Points of one level, and those under them with quieter marks."""
        unit, tongue = self.scale.unit, self.loaded.language
        items = tuple(
            self.item(point, PointMark(kind, colour, digits(f"{n}.", tongue) if kind == "number" else ""), 0)
            for n, point in enumerate(points, 1)
        )
        # Steps stay in one column: their order must be plain at a glance.
        columns = kind != "number" and not self.scale.large
        return Listing(items, unit * 0.5, columns, 5 * unit, after=2 * unit)

    def item(self, point: Point, mark: PointMark, level: int) -> Item:
        """A point with its mark, and those under it."""
        style, unit = self.scale.body, self.scale.unit
        indent = mark.indent(style)
        measure = self.scale.measure - indent * (level + 1)
        text = Text(self.runs(point.text), style, measure=measure, sticks=bool(point.points), tag="")
        if not point.points:
            return Item(mark, text, style, indent)
        nested = PointMark(_NESTED[min(level, 1)], mark.colour)
        items = tuple(self.item(p, nested, level + 1) for p in point.points)
        under = Listing(items, unit * 0.5, not self.scale.large, 5 * unit, before=unit * 0.5)
        return Item(mark, Stack((text, under)), style, indent)

    def _note(self, title: Prose | None, body: list[Flowable]) -> Box:
        head = [self.heading(title, self.scale.minor, 3, (0.0, self.scale.unit / 2))] if title else []
        return self._box([*head, *body])

    def _box(self, inside: list[Flowable]) -> Box:
        """A quiet box."""
        unit = self.scale.unit
        padding = (3.5 * unit, 2.5 * unit)
        return Box(
            Stack(tuple(inside)), "#f4f4f4", HAIRLINE, padding, 3.0, whole=False, before=2 * unit, after=4 * unit
        )

    def _table(self, table: TableGrid) -> list[Flowable]:
        unit = self.scale.unit
        head = [self.heading(table.caption, self.scale.minor, 3, (2 * unit, unit))] if table.caption else []
        rows = (tuple(self.runs(cell) for cell in row) for row in table.rows)
        return [*head, table_of(self.scale, tuple(self.runs(column) for column in table.columns), rows)]

    def log(self, log: LogGrid, heads: Cells) -> list[Flowable]:
        """An empty table with rows high enough to write in: 8 mm, more in large print; `heads` name its columns.

        A long and narrow one stands as two beside each other, filled in down the first, then down the second.
        """
        unit, rows = self.scale.unit, log.rows
        if rows >= TWO_LOGS_FROM and len(heads) <= 3 and not self.scale.large:
            heads, rows = (*heads, *heads), (rows + 1) // 2
        empty: Cells = tuple(() for _ in heads)
        head = self.heading(log.title, self.scale.minor, 3, (2 * unit, unit))
        return [head, table_of(self.scale, heads, (empty for _ in range(rows)), 5.25 * unit)]

    def writing(self, line: WriteInLine) -> WritingLines:
        """A label with lines to write on."""
        unit = self.scale.unit
        text = Text(self.runs(line.label), self.scale.body.but(strong=True), tag="")
        return WritingLines(text, line.lines, 6 * unit, (0.8, HAIRLINE), self.words.blank, after=1.5 * unit)

    def _picture(self, file: Path, alt: str, caption: Prose | None) -> PictureFlowable:
        unit = self.scale.unit
        image = Image(self.loaded.pictures[file], alt, (self.scale.measure, 60 * unit))
        text = Text(self.runs(caption), self.scale.small, measure=self.scale.measure) if caption else None
        return PictureFlowable(image, text, unit, before=unit, after=3 * unit)


def table_of(scale: TypeScale, heads: Cells, rows: Iterable[Cells], least: float = 0.0) -> TableFlowable:
    """A table of words; `least` is the least height of the rows of one that is to be filled in."""
    style, unit = scale.body, scale.unit
    head = tuple(Text(runs, style.but(strong=True), tag="") for runs in heads)
    cells = tuple(tuple(Text(runs, style, tag="") for runs in row) for row in rows)
    padding = (2 * unit, 1.25 * unit)
    return TableFlowable(head, cells, (0.6, HAIRLINE), scale.ground, padding, least, grid=bool(least), after=4 * unit)


def _address(link: str) -> str:
    """A link's target as it is printed for a reader of paper."""
    return re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", link).rstrip("/")


def framed(template: str, key: str, runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A phrase of the program's own with `runs` in the braces that hold `key`."""
    before, _, after = template.partition(f"{{{key}}}")
    return (*([Run(before)] if before else []), *runs, *([Run(after)] if after else []))


def phrase(template: str, values: Mapping[str, Value], strong: set[str]) -> tuple[Inline, ...]:
    """A phrase of the program's own with values in its braces, some of them strong."""
    out = list[Inline]()
    for piece in re.split(r"(\{\w+\})", template):
        key = piece[1:-1] if piece.startswith("{") else ""
        value = values[key] if key else piece
        if isinstance(value, str):
            value = Run(value, supplied=bool(key))
        if isinstance(value, Blank):
            out.append(value)
        elif value.text:
            out.append(replace(value, strong=key in strong))
    return tuple(out)
