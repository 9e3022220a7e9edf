"""The plate: a painted document whose slots are open, and its impressions.

A plate is laid out once. An impression for a patient adds what changes to the plate's own bytes: the forms in the
slots, the glyphs that they need and the plate lacks, and the tag tree's elements that now hold words. Nothing else is
loaded for that: no ReportLab, no pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handpress.inputs import Input
from handpress.job import Edition
from handpress.patients import Field, Patient, Rules, refusal
from handpress.pdffile import ROW, Body, finish
from handpress.problems import Problem
from handpress.slots import Slot


@dataclass(frozen=True, slots=True)
class Plate:
    """A painted document of so many pages whose slots are open.

    `fonts` are the composite fonts of its body by their faces' keys: the number of each, and the glyphs that it has.
    `preferences` are the number and the text of what the file asks of printers. `rules` are the clinic's for details.
    """

    pages: int
    body: Body
    slots: tuple[Slot, ...]
    fonts: dict[str, tuple[int, frozenset[tuple[int, str]]]]
    preferences: tuple[int, str]
    rules: Rules = Rules()

    @property
    def pdf(self) -> bytes:
        """The document without a patient."""
        return self.impress(None)

    def impress(self, patient: Patient | None, copies: int = 1) -> bytes:
        """The document for a patient, to be printed so many times.

        Raises HandpressError for details that are wrong, or do not fit into their place.
        """
        said = self.said(patient)
        added = self._filled(said) if said else {}
        for slot in self.slots:
            empty = slot.form not in added
            if empty:
                added[slot.form] = slot.empty
            if slot.element:
                added[slot.element] = slot.blank if empty else slot.filled
        number, entries = self.preferences
        added[number] = f"<<{entries}{f'/NumCopies {copies}' if copies > 1 else ''}>>".encode("ascii")
        return finish(self.body, added)

    def said(self, patient: Patient | None) -> dict[Field, str]:
        """A patient's details as they are printed. Raises HandpressError for what is wrong, or has no place."""
        said = self.rules.checked(patient, date.today()).said() if patient else {}
        for key in said:
            if not any(key == field for slot in self.slots for field, _ in slot.lines):
                raise refusal(key, "this clinic's panel has no place for it", "see 'patient:' in its layout.yaml")
        return said

    def _filled(self, said: dict[Field, str]) -> dict[int, bytes]:
        # A late import: a copy without a patient sets no words, and typefaces take longer to load than it to write.
        from handpress.filling import fill  # noqa: PLC0415

        return fill(self.slots, said, self.fonts, len(self.body.rows) // ROW)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document says of itself: its title, whose it is, and which version it is from when until when.

    Of a packet the version is the first text's.
    """

    title: str
    clinic: str
    version: str
    issued: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Made:
    """A plate, the edition and particulars that it turned out to have, the warnings on the way, and what it is made of.

    `inputs` are named with what each held when it was read.
    """

    plate: Plate
    edition: Edition
    particulars: Particulars
    warnings: tuple[Problem, ...]
    inputs: tuple[tuple[Input, str], ...] = ()
