"""What stands round the story on every page: header, footer with page x of y, and a band of notices.

Page 1 opens with the clinic's logo and numbers; the pages after it have a slimmer head. All of it follows the letter
size, so that large print is large everywhere.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from handpress.compose import fields_of, scale_of
from handpress.fields import WRITE_IN
from handpress.flowables import Image, Stack
from handpress.job import Edition
from handpress.layout import INK, Layout
from handpress.library import Clinic, Loaded, State
from handpress.patients import Field, Rules
from handpress.runs import Inline, Run
from handpress.sheet import Sheet
from handpress.slots import LEADING, Slot
from handpress.text import Text
from handpress.typescale import HAIRLINE, TypeScale
from handpress.typesetting import Style, natural_width
from handpress.words import Words, date_form, digits, foreign, in_language, month
from handpress.words import words as words_of

MM = 72 / 25.4
PAGES = {"A4": (210 * MM, 297 * MM), "Letter": (612.0, 792.0)}
EDGE = 12.0
"""How near to a sheet's edge office printers print, in points: a sixth of an inch. The band must not be cut off."""

CONTACT = 0.44
"""The part of the header's width that the clinic's numbers take."""

Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Area:
    """The place of the story on a page: upper left corner, width and height, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Furniture:
    """Header, footer and band of one handout at one clinic.

    `version` are the lines that say which text it is, `notices` those that stand in the band; both may be missing.
    """

    layout: Layout
    logo: Image | None
    scale: TypeScale
    words: Words
    language: str
    version: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, loaded: Loaded, clinic: Clinic, edition: Edition, title: str, state: State) -> Furniture:
        """The furniture of a document that is called `title`; a band tells the faults of its text's `state`."""
        text, words = loaded.text, words_of(loaded.language)
        scale = scale_of(loaded, clinic, edition)
        version = (
            words.version.format(title=title, version=text.version),
            words.review_by.format(month=month(text.review_by, loaded.language)),
        )
        due = month(text.review_by, loaded.language)
        notices = tuple(getattr(words, fault).format(month=due) for fault in state.faults)
        return replace(cls.plain(clinic, scale, loaded.language), version=version, notices=notices)

    @classmethod
    def plain(cls, clinic: Clinic, scale: TypeScale, language: str) -> Furniture:
        """The furniture of a page that belongs to no text, such as a list of others."""
        layout, unit = clinic.layout, scale.unit
        logo = Image(clinic.logo, layout.logo_alt or layout.name, (42 * unit, 8 * unit)) if clinic.logo else None
        return cls(layout, logo, scale, words_of(language), language)

    @property
    def rules(self) -> Rules:
        """What the clinic asks of a patient's details."""
        numbered = (name for name in self.layout.patient.identifiers if name.endswith("_number"))
        return Rules(date_form(self.language, self.layout.locale), next(numbered, "") == "nhs_number")

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        return PAGES[self.layout.page.size]

    @cached_property
    def _side(self) -> float:
        return float(self.layout.page.margins.side) * MM

    @property
    def _width(self) -> float:
        return self.page[0] - 2 * self._side

    @cached_property
    def _top(self) -> float:
        """Where the header begins: under the margin, and under the band."""
        # With each notice more the band stands out further, and needs more air round it.
        air = (len(self.notices) - 0.5) * self.scale.unit
        band = EDGE + self._band_size[1] + air if self.notices else 0.0
        return self.page[1] - max(float(self.layout.page.margins.top) * MM, band)

    @cached_property
    def _foot(self) -> float:
        """Where the footer's rule is."""
        lines = max(sum(t.height(w) for t in texts) for texts, w, _ in self._cells(1, 1))
        return float(self.layout.page.margins.bottom) * MM + lines + 1.5 * self.scale.unit

    def area(self, number: int) -> Area:
        """The story's place on page `number`, which counts from 1."""
        unit = self.scale.unit
        top = self._top - self._head(number) - 3 * unit
        return Area(self._side, top, self._width, top - self._foot - 2 * unit)

    def _head(self, number: int) -> float:
        """Height of the header down to its rule."""
        unit = self.scale.unit
        if number > 1:
            return self._name.height(self._width * 0.5) + 1.5 * unit
        start = max(self._brand[1], sum(t.height(self._names_width) for t in self._names))
        return max(start, sum(t.height(self._width * CONTACT) for t in self._contact)) + 2 * unit

    @cached_property
    def _name(self) -> Text:
        style = self.scale.minor.but(colour=self.scale.brand)
        return Text((Run(self.layout.name),), style.but(size=self.scale.size, leading=self.scale.body.leading))

    @cached_property
    def _names(self) -> list[Text]:
        """The clinic's name and what it is part of, beside the logo or instead of it."""
        if self.logo and self.layout.header.start == "logo":
            return []
        style = self.scale.section.but(balanced=False, size=self.scale.size + 3, leading=self.scale.size + 7)
        names = [Text((Run(self.layout.name),), style)]
        if self.layout.tagline:
            names.append(Text((self._said(self.layout.tagline),), self.scale.small))
        return names

    def _said(self, texts: dict[str, str]) -> Run:
        """The clinic's own words; they keep together where the page runs the other way."""
        text, language = in_language(texts, self.language, self.layout.locale)
        return Run(text, language=foreign(language, self.language), supplied=True)

    @cached_property
    def _brand(self) -> tuple[float, float]:
        """Width and height of the logo as it is drawn on page 1."""
        if self.logo is None or self.layout.header.start == "name":
            return 0.0, 0.0
        return self.logo.size(self._width * (1 - CONTACT))

    @property
    def _names_width(self) -> float:
        """The room for the clinic's name, between the logo and the numbers."""
        gap = 2.5 * self.scale.unit if self._brand[0] else 0.0
        return self._width * (1 - CONTACT) - self._brand[0] - gap

    @cached_property
    def _contact(self) -> list[Text]:
        """The lines at the end of the header: numbers with their hours, or the address."""
        contact, small = self.layout.contact, self.scale.small
        if self.layout.header.end == "none":
            return []
        if self.layout.header.end == "address":
            return [Text((Run(line),), small) for line in contact.address]
        lines = list[tuple[Inline, ...]]()
        hours = self._said(contact.hours) if contact.hours else None
        for phone, when in (
            (contact.phone, hours),
            (contact.out_of_hours, Run(self.words.out_of_hours, supplied=True)),
        ):
            if phone and phone != WRITE_IN:
                lines.append((Run(phone, strong=True, supplied=True), *([Run(", "), when] if when else [])))
        if contact.web:
            lines.append((Run(contact.web.split("//")[-1].rstrip("/")),))
        return [Text(line, small) for line in lines]

    def _cells(self, number: int, count: int) -> list[tuple[list[Text], float, Align]]:
        """The footer's three cells: lines, width, alignment."""
        small, layout = self.scale.small, self.layout
        start = list[tuple[Inline, ...]]()
        if layout.footer.start == "contact":
            phone = layout.contact.phone
            start.append((Run(layout.name, strong=True),))
            if phone and phone != WRITE_IN:
                start.append((Run(phone),))
        elif layout.footer.start == "web" and layout.contact.web:
            start.append((Run(layout.contact.web.split("//")[-1].rstrip("/")),))
        middle = [(Run(line),) for line in self.version] if layout.footer.middle == "version" else []
        page = digits(self.words.page.format(page=number, pages=count), self.language)
        cells: list[tuple[list[tuple[Inline, ...]], float, Align]] = [
            (start, 0.36, "start"), (list(middle), 0.42, "middle"), ([(Run(page, strong=True),)], 0.22, "end"),
        ]  # fmt: skip
        return [([Text(r, small) for r in runs], share * self._width, align) for runs, share, align in cells]

    def draw_head(self, sheet: Sheet, number: int) -> None:
        """Draw what stands above the story on page `number`. The notices are read out once, on page 1."""
        if self.notices:
            with sheet.artifact("Header") if number > 1 else nullcontext():
                self._draw_band(sheet)
        with sheet.artifact("Header"):
            if number == 1:
                self._draw_first_head(sheet)
            else:
                self._draw_later_head(sheet)

    def _draw_band(self, sheet: Sheet) -> None:
        """What a reader must know of the text: near the top edge, in words and in a frame."""
        unit, (width, height) = self.scale.unit, self._band_size
        x, y = (self.page[0] - width) / 2, self._top + (self.page[1] - EDGE - self._top + height) / 2
        sheet.outline(x, y, (width, height), (1.0, INK), radius=3)
        self._band.draw(sheet, x + 2 * unit, y - unit / 2, width - 4 * unit + 1)

    @cached_property
    def _band(self) -> Stack:
        """The notices, one under another."""
        gap = self.scale.unit / 2
        return Stack(tuple(Text((Run(notice),), self._label_style, before=gap) for notice in self.notices))

    @cached_property
    def _band_size(self) -> tuple[float, float]:
        """Width and height of the frame: as wide as the longest notice, or as the text below where that is longer."""
        unit = self.scale.unit
        natural = max(natural_width((Run(notice),), self._label_style) for notice in self.notices) + 4 * unit
        width = min(natural, self._width)
        return width, self._band.height(width - 4 * unit + 1) + unit

    @property
    def _label_style(self) -> Style:
        return self.scale.small.but(strong=True, colour=INK)

    def _draw_first_head(self, sheet: Sheet) -> None:
        head = self._head(1) - 2 * self.scale.unit
        contact, names = self._width * CONTACT, self._names_width
        if self.logo and self._brand[0]:
            self.logo.draw(sheet, self._side, self._top - (head - self._brand[1]) / 2, self._width - contact)
        self._lines(sheet, self._names, (self._side + self._width - contact - names, names, head), "start")
        self._lines(sheet, self._contact, (self._side + self._width - contact, contact, head), "end")
        sheet.rule(self._side, self._top - self._head(1), self._width, (1.5, self.scale.brand))

    def _draw_later_head(self, sheet: Sheet) -> None:
        head = self._head(2) - 1.5 * self.scale.unit
        self._lines(sheet, [self._name], (self._side, self._width * 0.6, head), "start")
        phone = self.layout.contact.phone
        if phone and phone != WRITE_IN:
            number = Text((Run(phone),), self._name.style.but(colour=INK))
            self._lines(sheet, [number], (self._side + self._width * 0.6, self._width * 0.4, head), "end")
        sheet.rule(self._side, self._top - self._head(2), self._width, (1.5, self.scale.brand))

    def draw_foot(self, sheet: Sheet, number: int, count: int) -> None:
        """Draw what stands under the story on page `number` of `count`."""
        with sheet.artifact("Footer"):
            self._draw_foot(sheet, number, count)

    def _draw_foot(self, sheet: Sheet, number: int, count: int) -> None:
        sheet.rule(self._side, self._foot, self._width, (0.6, HAIRLINE))
        x, y = self._side, self._foot - 1.5 * self.scale.unit
        cells = self._cells(number, count)
        # The patient's name and identifier take the place of the clinic's, on each page.
        start = Stack(tuple(cells[0][0]))
        # Room for a long name in two lines and the identifier under it, which reaches into the margin.
        height = max(
            *(sum(text.height(width) for text in texts) for texts, width, _ in cells),
            3 * self.scale.identity.size * LEADING,
        )
        sheet.slot(Slot(self._identity, cells[0][1], height, self.scale.identity), x, y, "", start)
        x += cells[0][1]
        for texts, width, align in cells[1:]:
            top = y
            for text in texts:
                _aligned(sheet, text, (x, top, width), align)
                top -= text.height(width)
            x += width

    @property
    def _identity(self) -> tuple[tuple[Field, str], ...]:
        """The two details that say on each page whose it is: the name, and the clinic's identifier or the birth."""
        names = self.layout.patient.identifiers
        said = [(field, getattr(self.words, name)) for name, field in zip(names, fields_of(names), strict=True)]
        numbered = [(field, label) for field, label in said if field == "identifier"]
        born = [(field, label) for field, label in said if field == "born"]
        return (("name", ""), *(numbered or born)[:1])

    def _lines(self, sheet: Sheet, texts: list[Text], place: tuple[float, float, float], align: Align) -> None:
        """Texts under one another, in the middle of the header; `place` is (x, width, height of the header)."""
        x, width, height = place
        y = self._top - (height - sum(t.height(width) for t in texts)) / 2
        for text in texts:
            _aligned(sheet, text, (x, y, width), align)
            y -= text.height(width)


def _aligned(sheet: Sheet, text: Text, place: tuple[float, float, float], align: Align) -> None:
    """Draw a text line by line; `place` is (x, top, width)."""
    x, y, width = place
    for line in text.each_line(width):
        spare = width - line.set(width).width
        line.draw(sheet, x + {"start": 0.0, "middle": spare / 2, "end": spare}[align], y, width)
        y -= text.style.leading
