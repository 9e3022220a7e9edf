"""The plate: a painted document whose slots are open; its impressions; and the job that asks for one.

A plate is laid out once. An impression for a patient adds what changes to the plate's own bytes: the forms in the
slots, the glyphs that they need and the plate lacks, and the tag tree's elements that now hold words. Nothing else is
loaded for that: no ReportLab, no pydantic. Jobs and plates are plain values that can go to another process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from handpress.embedding import font_objects
from handpress.fonts import Chain, Face, Family, Glyph, face_at
from handpress.patients import Field, Patient, Rules, refusal
from handpress.pdffile import ROW, Body, finish, stream
from handpress.problems import Problem
from handpress.runs import Run
from handpress.typesetting import SetBlock, Style, base_level, drawn_once, set_once

Kind = Literal["handout", "checklist"]

FLOOR = 9.0
"""The least letter size of a patient's details, in points."""

STEP = 0.5
AROUND = 12
"""How far, in points, ink may reach out of a slot."""

WORTH_PACKING = 400
"""A form of fewer bytes hardly shrinks."""

ONE_LINE = 10_000.0
LEADING = 1.1
"""The distance of lines in a slot, as a part of the letter size."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which form of a topic: its language, its letter size, and its kind.

    A checklist's grids have `days` columns, from the day `start` on or, without one, with room to write the dates.
    """

    language: str
    large: bool = False
    kind: Kind = "handout"
    days: int = 14
    start: date | None = None

    @property
    def marks(self) -> str:
        """What a file's name says of letter size and kind, where they are not the usual ones."""
        return f"{'-large' if self.large else ''}{'-checklist' if self.kind == 'checklist' else ''}"


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make, out of the files below `root`.

    The language of the edition is the tag asked for; empty, it is the first of the clinic's own.
    """

    root: Path
    topic: str
    clinic: str
    edition: Edition = Edition("")

    def file_name(self, edition: Edition) -> str:
        """The name of the job's file where none was asked for; `edition` is the one that it turned out to be."""
        return f"{self.topic}-{self.clinic}-{edition.language}{edition.marks}.pdf"


InputKind = Literal["file", "folder", "font"]


@dataclass(frozen=True, slots=True)
class Input:
    """What a plate is made of: a file, the names in a folder, or a font, known by its size and time."""

    kind: InputKind
    path: Path

    def held(self) -> str:
        """What it holds now, in short; nothing where it is not there."""
        try:
            if self.kind == "font":
                stat = self.path.stat()
                return f"{stat.st_size} {stat.st_mtime_ns}"
            if self.kind == "folder":
                return " ".join(sorted(file.name for file in self.path.iterdir()))
            return sha256(self.path.read_bytes()).hexdigest()
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class SlotStyle:
    """How a slot's words are set. `faces` are the files of the typefaces to ask for a letter, first to last."""

    faces: tuple[Path, ...]
    size: float
    colour: str
    leftward: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of `width` by `height` points for a patient's details; (0, 0) is its lower left corner.

    `lines` are what stands in it: of each the field, and a label before it. `form` is the number of the form object
    that pages show there, `empty` what it is without a patient. `element` is the number of the tag tree's element
    round it, 0 where it has none; `blank` and `filled` are that element without a patient and with one.
    """

    lines: tuple[tuple[Field, str], ...]
    width: float
    height: float
    style: SlotStyle
    form: int = 0
    empty: bytes = b""
    element: int = 0
    blank: bytes = b""
    filled: bytes = b""


@dataclass(frozen=True, slots=True)
class Plate:
    """A painted document of so many pages whose slots are open.

    `fonts` are the composite fonts of its body by their faces' keys: the number of each, and the glyphs that it has.
    `preferences` are the number and the text of what the file asks of printers. `rules` are the clinic's for details.
    """

    pages: int
    body: Body
    slots: tuple[Slot, ...]
    fonts: dict[str, tuple[int, frozenset[Glyph]]]
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
        said = self.rules.checked(patient, date.today()).said() if patient else {}
        for key in said:
            if not any(key == field for slot in self.slots for field, _ in slot.lines):
                raise refusal(key, "this clinic's panel has no place for it", "see 'patient:' in its layout.yaml")
        filled = [slot for slot in self.slots if any(key in said for key, _ in slot.lines)]
        # Asked for once, as each font is looked at for a change.
        chains = {files: _chain(tuple(map(face_at, files))) for files in {slot.style.faces for slot in filled}}
        written = {slot.form: _written(slot, chains[slot.style.faces], said) for slot in filled}
        added, fonts = self._fonts([used for _, used in written.values()])
        for slot in self.slots:
            full = slot.form in written
            added[slot.form] = form_object(written[slot.form][0], slot, fonts) if full else slot.empty
            if slot.element:
                added[slot.element] = slot.filled if full else slot.blank
        number, entries = self.preferences
        added[number] = f"<<{entries}{f'/NumCopies {copies}' if copies > 1 else ''}>>".encode("ascii")
        return finish(self.body, added)

    def _fonts(self, uses: list[dict[Face, frozenset[Glyph]]]) -> tuple[dict[int, bytes], str]:
        """The font objects that the body lacks, and the font dictionary of the slots' forms."""
        added, names, used = dict[int, bytes](), list[str](), dict[Face, frozenset[Glyph]]()
        for use in uses:
            for face, glyphs in use.items():
                used[face] = used.get(face, frozenset()) | glyphs
        for face in sorted(used, key=lambda f: f.key):
            number, have = self.fonts.get(face.key, (0, frozenset()))
            if not used[face] <= have:
                number = len(self.body.rows) // ROW + len(added)
                added |= font_objects(face, used[face], number)
            names.append(f"/{face.key} {number} 0 R")
        return added, f"<<{''.join(names)}>>"


@dataclass(frozen=True, slots=True)
class Made:
    """A plate, the edition that it turned out to be, the warnings that came up on the way, and what it is made of.

    `inputs` are named with what each held when it was read.
    """

    plate: Plate
    edition: Edition
    warnings: tuple[Problem, ...]
    inputs: tuple[tuple[Input, str], ...] = ()


def _written(slot: Slot, chain: Chain, said: dict[Field, str]) -> tuple[bytes, dict[Face, frozenset[Glyph]]]:
    """The operators of a slot's words, and their glyphs. Raises HandpressError for words that do not fit."""
    blocks = _blocks(slot, chain, [(key, label, said[key]) for key, label in slot.lines if key in said])
    code, used = list[str](), dict[Face, frozenset[Glyph]]()
    # What is left over stands above and below a single text, and under several.
    top = slot.height - (slot.height - blocks[0].height) / 2 if len(blocks) == 1 else slot.height
    for block in blocks:
        # On a mirrored page words stand at the right; those that run leftward are placed by their right side.
        left = slot.width - block.width if slot.style.leftward else 0.0
        x = left + block.width if block.style.leftward else left
        operators, glyphs = drawn_once(block)
        code.append(f"BT 1 0 0 1 {x:.2f} {top - block.style.ascent:.2f} Tm\n{operators}\nET")
        top -= block.height
        for face, drawn in glyphs.items():
            used[face] = used.get(face, frozenset()) | drawn
    return "\n".join(code).encode("latin-1"), used


def _blocks(slot: Slot, chain: Chain, texts: list[tuple[Field, str, str]]) -> list[SetBlock]:
    """The lines of each text of a slot: field, label, words. Raises HandpressError where they do not go in."""
    blocks = list[SetBlock]()
    for key, label, words in texts:
        missing = chain.missing(words)
        if missing:
            raise refusal(key, f"no typeface has its character U+{ord(missing[0]):04X}", "write it in other letters")
        # Words beside a label take their direction from themselves.
        runs = (Run(f"{label} "), Run(words, supplied=True)) if label else (Run(words),)
        leftward = bool(base_level(f"{label} {words}"))
        colour = slot.style.colour
        style = Style(chain, slot.style.size, slot.style.size * LEADING, colour, colour, leftward=leftward)
        blocks.append(_fitted(runs, style, slot, slot.height / len(texts)))
        over = sum(block.height for block in blocks) > slot.height + 0.01
        if over or blocks[-1].width > slot.width + 0.01:
            raise refusal(key, "it does not fit into its place on the page", "make it shorter")
    return blocks


def _fitted(runs: tuple[Run, ...], style: Style, slot: Slot, room: float) -> SetBlock:
    """Words as large as go into a line of the height `room`, down to FLOOR; else in lines of that size."""
    largest = max(FLOOR, min(style.size, room / LEADING))
    for step in range(int((largest - FLOOR) / STEP) + 1):
        size = largest - step * STEP
        block = set_once(runs, style.but(size=size, leading=size * LEADING), ONE_LINE)
        if block.width <= slot.width:
            return block
    return set_once(runs, style.but(size=FLOOR, leading=FLOOR * LEADING), slot.width)


def form_object(content: bytes, slot: Slot, fonts: str) -> bytes:
    """A form of a slot's size; `fonts` is its font dictionary, or a reference to one."""
    # The box cuts off what is outside of it, and accents reach over the lines.
    box = f"{-AROUND} {-AROUND} {slot.width + AROUND:.2f} {slot.height + AROUND:.2f}"
    return stream(
        content, f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<</Font {fonts}>>", len(content) > WORTH_PACKING
    )


@lru_cache(maxsize=64)
def _chain(faces: tuple[Face, ...]) -> Chain:
    """These faces, in order; a slot has one weight."""
    return Chain(tuple(Family(face.key, face, face, ()) for face in faces))
