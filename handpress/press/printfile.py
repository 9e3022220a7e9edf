"""A print file: many patients' copies in one document, for the printer at the end of the corridor.

Copies of one plate share its fonts, pictures and pages' contents; each has its own pages, tags and slots. It is written
as it grows, beside its place, and takes that when it is whole.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO

from handpress import __version__, document
from handpress.document import Bookmark
from handpress.duplicates import LEAF, PAGES, Duplicates, Roots
from handpress.embedding import font_objects
from handpress.filling import Used, drawn
from handpress.fonts import Face, Glyph
from handpress.job import Job
from handpress.metadata import Metadata, moment
from handpress.pdffile import FREE, HEADER, ROW, ending, numbered, packed_rows, row, trailer
from handpress.plate import Made
from handpress.press.files import make_folder, place_of, unwritable
from handpress.press.making import make
from handpress.press.orders import Manner, Order
from handpress.problems import HandpressError, Problem
from handpress.slots import form_object

FIRST = 1
PAGE_ROOT, TREE, PARENTS, DOCUMENT, PREFERENCES = range(FIRST + document.COUNT, FIRST + document.COUNT + 5)
"""The numbers of the objects that a print file has once, from those of `document.roots` on."""

FONT_OBJECTS = 5
MOST_TITLE = 200


@dataclass(slots=True)
class Extra:
    """A font for letters that a plate lacks: its number, and the glyphs that are asked of it so far."""

    face: Face
    number: int
    glyphs: frozenset[Glyph] = frozenset()


class UnwritableError(HandpressError):
    """The file itself cannot be written: no row is at fault, and none can follow."""


class PrintRun:
    """Writes a print file, order by order. A `dry` one tries all the same, and writes nothing."""

    def __init__(self, target: Path, manner: Manner) -> None:
        self.target, self.manner = target, manner
        self._part, self._place = Path(), target
        self._out: IO[bytes] | None = None
        self._digest, self._at = sha256(), 0
        self._rows = bytearray(row(FREE) * (PREFERENCES + 1))
        self._made = dict[Job, Made]()
        self._plates = dict[Job, Duplicates]()
        self._extra = dict[tuple[int, str], Extra]()
        self._nodes, self._leaves, self._tops = list[int](), list[int](), list[int]()
        self._bookmarks, self._fronts, self._labels = list[Bookmark](), list[int](), list[bytes]()
        self._pages, self._keys = 0, 0
        # What the last copy was made of, if it ends on the front of a sheet.
        self._odd: Duplicates | None = None
        self._first: Made | None = None
        self._titles = dict[str, None]()
        self._issued = date.min
        if not manner.dry:
            self._open()

    def add(self, order: Order, number: int) -> tuple[tuple[Problem, ...], int]:
        """Add the copies of row `number`: the warnings, and how many pages they have. Raises HandpressError."""
        if order.job not in self._made:
            self._made[order.job] = make(order.job, self.manner.cache)
        made = self._made[order.job]
        plate = made.plate
        said = plate.said(order.patient)
        forms = drawn(plate.slots, said)
        if self._out is None:
            return made.warnings, plate.pages * order.copies
        copies = self._copies(order.job, made)
        fonts = {slot.form: self._fonts(copies, used) for slot, _, used in forms}
        filled = {slot.form: form_object(operators, slot, fonts[slot.form]) for slot, operators, _ in forms}
        # From here on nothing can be wrong with the row.
        self._first = self._first or made
        self._titles[made.particulars.title] = None
        self._issued = max(self._issued, made.particulars.issued)
        for copy in range(order.copies):
            first = self._copy(copies, copies.empty | filled, set(filled))
            if not copy:
                self._bookmarks.append(Bookmark(f"{number}. {made.particulars.title}", 0, len(self._fronts)))
                self._fronts.append(first + copies.pages[0])
        return made.warnings, plate.pages * order.copies

    def _copies(self, job: Job, made: Made) -> Duplicates:
        """The plate taken apart; what its copies share is written when the first of them comes."""
        if job not in self._plates:
            first = self._next
            copies = Duplicates(made.plate, made.edition.language, first, Roots(PAGE_ROOT, DOCUMENT))
            self._plates[job] = copies
            for number, content in copies.shared.items():
                self._write(number, content)
        return self._plates[job]

    def _copy(self, copies: Duplicates, forms: dict[int, bytes], filled: set[int]) -> int:
        """Write one copy; its first object's number."""
        if self._odd:
            self._blank_page(self._odd.paper)
        first, pack = self._next, self._next + copies.count
        self._rows += row(FREE) * (copies.count + 1)
        self._write(pack, copies.pack(first, self._keys, filled))
        packed = copies.count - len(copies.forms)
        self._rows[first * ROW : (first + packed) * ROW] = packed_rows(pack, packed)
        for form, content in forms.items():
            self._write(first + copies.forms[form], content)
        self._labels += [b"%d%s" % (self._pages + at, label) for at, label in copies.labels]
        self._nodes.append(first + PAGES)
        self._leaves.append(first + LEAF)
        self._tops.append(first + copies.top)
        self._pages += len(copies.pages)
        self._keys += copies.keys
        self._odd = copies if self._duplex and len(copies.pages) % 2 else None
        return first

    @property
    def _duplex(self) -> bool:
        """Whether the file is printed on both sides: all of it, or none, as the first of its plates has it."""
        return self._first is not None and "Simplex" not in self._first.plate.preferences[1]

    def _blank_page(self, paper: bytes) -> None:
        """The back of a sheet, so that the next copy begins on a fresh one. It says nothing, and has no number."""
        number = self._next
        page = b"<</Type/Page/Parent %d 0 R/MediaBox[%s]/Resources<<>>/Tabs/S>>" % (PAGE_ROOT, paper)
        self._write(number, page)
        self._labels.append(b"%d<<>>" % self._pages)
        self._nodes.append(number)
        self._pages += 1
        # That sheet is full now, whatever becomes of the copy that follows.
        self._odd = None

    def _fonts(self, copies: Duplicates, used: Used) -> str:
        """The font dictionary of a slot's form: the plate's fonts, and others for letters that those lack."""
        names = list[str]()
        for face in sorted(used, key=lambda f: f.key):
            number, have = copies.fonts.get(face.key, (0, frozenset()))
            if not used[face] <= have:
                key = (id(copies.plate), face.key)
                if key not in self._extra:
                    self._extra[key] = Extra(face, self._next)
                    self._rows += row(FREE) * FONT_OBJECTS
                extra = self._extra[key]
                number, extra.glyphs = extra.number, extra.glyphs | used[face]
            names.append(f"/{face.key} {number} 0 R")
        return f"<<{''.join(names)}>>"

    # The file

    @property
    def _next(self) -> int:
        """The first number that no object has."""
        return len(self._rows) // ROW

    def _open(self) -> None:
        self._place = place_of(self.target)
        make_folder(self._place.parent)
        try:
            handle, name = tempfile.mkstemp(prefix=".handpress-", suffix=".part", dir=self._place.parent)
        except OSError as error:
            raise self._refused(error) from None
        self._part, self._out = Path(name), os.fdopen(handle, "wb")
        try:
            self._put(HEADER)
        except UnwritableError:
            self.discard()
            raise

    def _put(self, data: bytes) -> None:
        assert self._out is not None
        try:
            self._out.write(data)
        except OSError as error:
            raise self._refused(error) from None
        self._digest.update(data)
        self._at += len(data)

    def _write(self, number: int, content: bytes) -> None:
        """Write an object; its line in the table of references is made where it is not there yet."""
        if number >= self._next:
            self._rows += row(FREE) * (number + 1 - self._next)
        self._rows[number * ROW : (number + 1) * ROW] = row((1, self._at, 0))
        self._put(numbered(number, content))

    def close(self) -> None:
        """Write what stands over all copies, and put the file into its place. Raises HandpressError."""
        for extra in self._extra.values():
            for number, content in font_objects(extra.face, extra.glyphs, extra.number).items():
                self._write(number, content)
        for number, content in self._roots(outline := self._next).items():
            self._write(number, content)
        for number, content in document.outline(self._bookmarks, self._fronts, outline).items():
            self._write(number, content)
        said = trailer(FIRST + document.CATALOGUE, FIRST + document.INFORMATION, self._digest.hexdigest())
        self._put(ending(bytes(self._rows), self._at, said))
        assert self._out is not None
        try:
            self._out.close()
            self._part.replace(self._place)
        except OSError as error:
            raise self._refused(error) from None
        self._out = None

    def discard(self) -> None:
        """Leave nothing half-written behind."""
        if self._out is not None:
            self._out.close()
            self._out = None
        if self._part.name:
            self._part.unlink(missing_ok=True)

    def _roots(self, outline: int) -> dict[int, bytes]:
        """The objects that a print file has once, but for its outline, which stands at that number."""
        made = self._first
        assert made is not None
        branches = document.Branches(PAGE_ROOT, TREE, PREFERENCES, outline)
        tree = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        return {
            **document.roots(FIRST, branches, b"".join(self._labels), self._metadata(made)),
            PAGE_ROOT: b"<</Type/Pages/Kids[%s]/Count %d>>" % (_references(self._nodes), self._pages),
            TREE: tree % (DOCUMENT, PARENTS, self._keys),
            PARENTS: b"<</Kids[%s]>>" % _references(self._leaves),
            DOCUMENT: b"<</S/Document/P %d 0 R/K[%s]>>" % (TREE, _references(self._tops)),
            PREFERENCES: b"<<%s>>" % made.plate.preferences[1].encode("ascii"),
        }

    def _metadata(self, made: Made) -> Metadata:
        title, language = "; ".join(self._titles), made.edition.language
        if len(title) > MOST_TITLE:
            title = f"{title[:MOST_TITLE]} …"
        return Metadata(title, made.particulars.clinic, "", language, f"handpress {__version__}", moment(self._issued))

    def _refused(self, error: OSError) -> UnwritableError:
        return UnwritableError([unwritable(self.target, error)])


def _references(numbers: list[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])
