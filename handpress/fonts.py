"""Typefaces: families and what they cover, faces and how they shape, subsets of the glyphs used.

A face shapes text with HarfBuzz and gives glyphs by their number in the font; it knows neither sizes (all measures
are thousandths of an em) nor PDF objects. Faces live as long as the process and are shared by all documents of it;
they are not shared between threads.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\u2066\u2067\u2068\u2069\u200e\u200f")
"""Characters that steer the setting of a line and have no glyph of their own."""

_STAND_INS = {"\u2011": "-", "\u202f": "\u00a0"}
"""What is drawn for a character that few fonts have: it looks the same, and line breaking has been done by then."""

_TABLES = frozenset(("cmap", "head", "hhea", "hmtx", "loca", "maxp"))
"""What handpress reads of a font, besides its outlines."""

_UNUSED_TABLES = (b"GSUB", b"GPOS", b"GDEF", b"STAT", b"gasp", b"DSIG", b"name", b"OS/2")
"""What a PDF viewer never reads: shaping is done, and names and weights stand in the font descriptor."""

FEATURES = {"kern": True, "liga": True, "clig": True, "dlig": False}


class FontError(ValueError):
    """A font file that handpress cannot use; the message says why."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Glyphs drawn one after another on one level.

    `tj` is the inside of a PDF TJ array: glyph numbers in hex, and the adjustments between them in thousandths of an
    em. `rise` lifts all of it, in the same unit.
    """

    tj: str
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Stretches that are read together. `actual` is their text where the glyphs, through ToUnicode, do not give it."""

    stretches: tuple[Stretch, ...]
    actual: str = ""


class SpanList:
    """Builds the spans of a line out of those of its words: neighbours without a text of their own become one."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._plain: list[Stretch] = []

    def add(self, spans: Iterable[Span]) -> None:
        for span in spans:
            if span.actual:
                self._close()
                self._spans.append(span)
            else:
                self._plain.extend(span.stretches)

    def add_space(self, space: Span) -> None:
        """Add a space. After a word with a text of its own it goes into that text.

        A mark of such a word may reach over the space, and readers would take it for none.
        """
        if self._spans and not self._plain:
            word = self._spans.pop()
            self._spans.append(Span(level((*word.stretches, *space.stretches)), f"{word.actual} "))
        else:
            self._plain.extend(space.stretches)

    def _close(self) -> None:
        if self._plain:
            self._spans.append(Span(level(self._plain)))
            self._plain = []

    def done(self) -> tuple[Span, ...]:
        self._close()
        return tuple(self._spans)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word in one face. `advance` is in thousandths of an em."""

    span: Span
    advance: float
    glyphs: frozenset[int]


def _tables(data: bytes) -> set[str]:
    """The names of a font's tables, by the table directory of OpenType 1.9.

    Raises FontError where tables are missing, end after the file does, or give outlines to fewer glyphs than there
    are: HarfBuzz would draw nothing, silently.
    """
    if data[:4] not in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
        raise FontError("this is not a font")
    directory = data[12 : 12 + 16 * int.from_bytes(data[4:6], "big")]
    entries = [struct.unpack_from(">4s4x2I", directory, at) for at in range(0, len(directory) - 15, 16)]
    places = {tag.decode("latin-1"): (start, start + length) for tag, start, length in entries}
    if len(directory) % 16 or max((end for _, end in places.values()), default=len(data) + 1) > len(data):
        raise FontError("the file is damaged; its end is missing")
    lacking = sorted((_TABLES if "glyf" in places else _TABLES - {"loca"}) - places.keys())
    if lacking:
        raise FontError(f"the file is damaged; it lacks the table '{lacking[0]}'")
    if "loca" in places:
        glyphs = int.from_bytes(data[places["maxp"][0] + 4 : places["maxp"][0] + 6], "big")
        wide = int.from_bytes(data[places["head"][0] + 50 : places["head"][0] + 52], "big")
        if places["loca"][1] - places["loca"][0] < (glyphs + 1) * (4 if wide else 2):
            raise FontError("the file is damaged; its table 'loca' is too short")
    return set(places)


class Face:
    """One font file. `key` is its PostScript name, the name by which PDF pages call it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._data = file.read_bytes()
        except OSError as error:
            raise FontError(error.strerror or str(error)) from None
        tables = _tables(self._data)
        self._face = hb.Face(hb.Blob(self._data))
        if "glyf" not in tables or "fvar" in tables:
            raise FontError("handpress prints static TrueType outlines; this font has others")
        try:
            name = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        except UnicodeDecodeError:
            raise FontError("the file is damaged; its names cannot be read") from None
        self.key = str(name or file.stem).replace(" ", "")
        self._font = hb.Font(self._face)
        self._font.scale = (1000, 1000)
        self._words: dict[str, Shaped] = {}
        self._widths: dict[int, int] = {}

    @cached_property
    def coverage(self) -> frozenset[int]:
        """The code points that this face has glyphs for."""
        return frozenset(self._face.unicodes)

    @cached_property
    def extents(self) -> tuple[float, float]:
        """How far letters reach above and below the baseline, in thousandths of an em; the second is negative."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender, extents.descender

    @cached_property
    def cap_height(self) -> float:
        """Height of a capital, in thousandths of an em."""
        extents = self._font.get_glyph_extents(self._font.get_nominal_glyph(ord("H")))
        return float(extents.y_bearing) if extents else 700.0

    @cached_property
    def space(self) -> Shaped:
        return self.shape(" ")

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(map(chr, self.coverage))

    def covers(self, text: str) -> bool:
        """Whether every character of `text` that needs a glyph has one."""
        return self._letters.issuperset(text) or all(
            c in self._letters or c in IGNORABLE or c in _STAND_INS for c in text
        )

    def shape(self, text: str) -> Shaped:
        """`text` in glyphs; remembered, as leaflets say the same words again and again."""
        shaped = self._words.get(text)
        if shaped is None:
            shaped = self._words[text] = self._shape(text)
        return shaped

    def _shape(self, text: str) -> Shaped:
        drawn = text
        if not self._letters.issuperset(text) or not IGNORABLE.isdisjoint(text):
            visible = (c for c in text if c not in IGNORABLE)
            drawn = "".join(c if c in self._letters else _STAND_INS.get(c, c) for c in visible)
        buffer = hb.Buffer()
        buffer.add_str(drawn)
        buffer.guess_segment_properties()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self._font, buffer, FEATURES)
        infos, positions = buffer.glyph_infos or [], buffer.glyph_positions or []
        glyphs = [info.codepoint for info in infos]
        # A mark of its own is read at the place where it is drawn: such a word is given its text as a whole.
        alone = drawn.isascii() or not any(map(unicodedata.combining, drawn))
        alone = alone and len({info.cluster for info in infos}) == len(infos)
        speaks = alone and self._reading(glyphs) == unicodedata.normalize("NFC", drawn).replace("\u00a0", " ")
        steps = list(map(self._step, glyphs, positions))
        rises = [position.y_offset for position in positions]
        stretches = level(map(Stretch, steps, rises)) if any(rises) else _flat(steps)
        advance = float(sum(p.x_advance for p in positions))
        return Shaped(Span(stretches, "" if speaks else text), advance, frozenset(glyphs))

    def _step(self, glyph: int, position: hb.GlyphPosition) -> str:
        """A glyph in a TJ array, with what moves it aside and what comes after it."""
        left = position.x_offset
        after = self.width(glyph) + left - position.x_advance
        return f"{-left if left else ''}<{glyph:04X}>{after or ''}"

    def _reading(self, glyphs: list[int]) -> str:
        """What glyphs say through ToUnicode."""
        return "".join(map(self.text_of, glyphs))

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The text of each glyph that a character map leads to; of two characters, the lower code point's."""
        texts = dict[int, str]()
        for code in sorted(self.coverage):
            glyph = self._font.get_nominal_glyph(code)
            if glyph is not None:
                texts.setdefault(glyph, " " if code == 0xA0 else chr(code))
        for ligature in ("ff", "fi", "fl", "ffi", "ffl"):
            buffer = hb.Buffer()
            buffer.add_str(ligature)
            buffer.guess_segment_properties()
            hb.shape(self._font, buffer, FEATURES)
            if len(buffer.glyph_infos) == 1:
                texts.setdefault(buffer.glyph_infos[0].codepoint, ligature)
        return texts

    def text_of(self, glyph: int) -> str:
        """What a glyph stands for wherever it is drawn without ActualText; the same in every document."""
        return self._texts.get(glyph, "")

    def width(self, glyph: int) -> int:
        """Advance width of a glyph, in thousandths of an em."""
        width = self._widths.get(glyph)
        if width is None:
            width = self._widths[glyph] = int(self._font.get_glyph_h_advance(glyph))
        return width

    @cached_property
    def bounds(self) -> tuple[int, int, int, int]:
        """The font's bounding box, in thousandths of an em, as its `head` table gives it."""
        head = bytes(self._face.reference_table("head").data)
        box = [int.from_bytes(head[i : i + 2], "big", signed=True) * 1000 // self._face.upem for i in (36, 38, 40, 42)]
        return box[0], box[1], box[2], box[3]

    @lru_cache(maxsize=256)  # noqa: B019 - a face lives as long as its process
    def subset(self, glyphs: frozenset[int]) -> tuple[str, bytes]:
        """A font file with these glyphs only, under their own numbers, and the six-letter tag of such a subset."""
        request = hb.SubsetInput()
        request.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        request.glyph_set.update(glyphs)
        request.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNUSED_TABLES)
        try:
            subset = hb.subset(self._face, request)
        except RuntimeError:
            raise FontError(f"no subset can be made of {self.file.name}; the file is damaged") from None
        digest = hashlib.sha256(",".join(map(str, sorted(glyphs))).encode()).digest()
        return "".join(chr(65 + b % 26) for b in digest[:6]), bytes(subset.blob.data)


def _flat(steps: list[str]) -> tuple[Stretch, ...]:
    """The stretch of a word of which no glyph is lifted, as most are."""
    return (Stretch("".join(steps).replace("><", "")),) if steps else ()


def level(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one rise as one; `<01><02>` as `<0102>`."""
    out, rise, pending = list[Stretch](), 0, list[str]()
    for stretch in stretches:
        if stretch.rise != rise and pending:
            out.append(Stretch("".join(pending).replace("><", ""), rise))
            pending = []
        rise = stretch.rise
        pending.append(stretch.tj)
    if pending:
        out.append(Stretch("".join(pending).replace("><", ""), rise))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface in two weights."""

    name: str
    regular: Face
    bold: Face
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """A family and those that stand in, one after the other, for what it lacks. Compared by identity."""

    families: tuple[Family, ...]
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @cached_property
    def regular(self) -> tuple[Face, ...]:
        return tuple(f.regular for f in self.families)

    @cached_property
    def bold(self) -> tuple[Face, ...]:
        return tuple(f.bold for f in self.families)

    def missing(self, text: str) -> list[str]:
        """The characters of `text` that no family has in both weights, each once, in order."""
        weights = (self.regular, self.bold)
        return [c for c in dict.fromkeys(text) if not all(any(f.covers(c) for f in faces) for faces in weights)]
