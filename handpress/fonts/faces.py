"""One font file: what it covers, how it shapes text, a subset of its glyphs."""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path

import uharfbuzz as hb

from handpress.fonts.spans import Glyph, Shaped, Span, SpanList, Stretch, flat, level
from handpress.runs import JOINERS

IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\u2066\u2067\u2068\u2069\u200e\u200f")
"""Characters that steer the setting of a line and have no glyph of their own."""

_STAND_INS = {"\u2011": "-", "\u202f": "\u00a0"}
"""What is drawn for a character that few fonts have: it looks the same, and line breaking has been done by then."""

_TABLES = frozenset(("cmap", "head", "hhea", "hmtx", "loca", "maxp"))
"""What handpress reads of a font, besides its outlines."""

_UNUSED_TABLES = (b"GSUB", b"GPOS", b"GDEF", b"STAT", b"gasp", b"DSIG", b"name", b"OS/2")
"""What a PDF viewer never reads: shaping is done, and names and weights stand in the font descriptor."""

MOST_WORDS = 20_000
"""How many words a face remembers: all of a library's, and no endless list of names."""

_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
_CLUSTERS = hb.BufferClusterLevel.MONOTONE_CHARACTERS
_ALLAH = re.compile("\u0627?\u0644\u0644\u0647")
"""Set letter by letter, though faces have a glyph for it: readers turn round what stands in one glyph."""


class FontError(ValueError):
    """A font file that handpress cannot use; the message says why."""


def _tables(data: bytes | mmap) -> set[str]:
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
            # Mapped and not read: of the many fonts that stand by for other scripts most are never drawn with.
            with file.open("rb") as opened:
                tables = _tables(mmap(opened.fileno(), 0, access=ACCESS_READ) if file.stat().st_size else b"")
            self._face = hb.Face(hb.Blob.from_file_path(file))
        except OSError as error:
            raise FontError(error.strerror or str(error)) from None
        if "glyf" not in tables or "fvar" in tables:
            raise FontError("handpress prints static TrueType outlines; this font has others")
        try:
            name = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        except UnicodeDecodeError:
            raise FontError("the file is damaged; its names cannot be read") from None
        self.key = str(name or file.stem).replace(" ", "")
        self._font = hb.Font(self._face)
        self._font.scale = (1000, 1000)
        self._words: dict[tuple[str, bool], Shaped] = {}
        self._widths: dict[int, int] = {}
        self._steps: dict[tuple[int, int, int], str] = {}

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

    def shape(self, text: str, leftward: bool = False) -> Shaped:
        """`text` in glyphs; remembered, as leaflets say the same words again and again.

        `leftward` text runs from right to left. Its glyphs are given from left to right, as all readers of pages expect
        them; its span says so.
        """
        key = (text, leftward)
        shaped = self._words.get(key)
        if shaped is None:
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            shaped = self._words[key] = self._shape(text, leftward)
        return shaped

    def forget(self) -> None:
        """Remember no word any more."""
        self._words.clear()

    def _glyphs(self, drawn: str, direction: str) -> tuple[list[hb.GlyphInfo], list[hb.GlyphPosition]]:
        """What HarfBuzz makes of a text, from left to right as it is drawn."""
        buffer = hb.Buffer()
        buffer.add_str(drawn)
        buffer.direction = direction
        buffer.guess_segment_properties()
        buffer.flags = _FLAGS
        buffer.cluster_level = _CLUSTERS
        apart = [(*found.span(), False) for found in _ALLAH.finditer(drawn)] if direction == "rtl" else []
        hb.shape(self._font, buffer, {"liga": apart} if apart else None)
        return buffer.glyph_infos or [], buffer.glyph_positions or []

    def _drawn(self, text: str) -> str:
        """`text` without what only steers line breaking and direction, and with what is drawn for rare characters."""
        if self._letters.issuperset(text) and IGNORABLE.isdisjoint(text):
            return text
        visible = (c for c in text if c not in IGNORABLE or c in JOINERS)
        return "".join(c if c in self._letters else _STAND_INS.get(c, c) for c in visible)

    def _shape(self, text: str, leftward: bool) -> Shaped:
        drawn = self._drawn(text)
        infos, positions = self._glyphs(drawn, "rtl" if leftward else "ltr")
        glyphs = [info.codepoint for info in infos]
        # A mark of its own is read at the place where it is drawn: such a word is given its text as a whole.
        alone = drawn.isascii() or not any(unicodedata.category(letter)[0] == "M" for letter in drawn)
        alone = alone and len({info.cluster for info in infos}) == len(infos)
        speaks = alone and self._reading(glyphs) == _composed(drawn).replace("\u00a0", " ")
        advance = float(sum(p.x_advance for p in positions))
        told = frozenset((glyph, "") for glyph in glyphs) if speaks else self._told(drawn, infos)
        if leftward:
            return Shaped(self._letter_by_letter(drawn, infos, positions), advance, told)
        steps = list(map(self._step, glyphs, positions))
        rises = [position.y_offset for position in positions]
        stretches = level(map(Stretch, steps, rises)) if any(rises) else flat(steps)
        return Shaped((Span(stretches, "" if speaks else text),), advance, told)

    def _told(self, drawn: str, infos: list[hb.GlyphInfo]) -> frozenset[Glyph]:
        """The glyphs of a text of which some say nothing by themselves: those get the letters they were made of.

        PDF/A asks for a text of every glyph, even where an ActualText stands for the word (ISO 19005-2, 6.2.11.7.2).
        """
        ends = _cluster_ends(drawn, infos)
        said = ((info.codepoint, drawn[info.cluster : ends[info.cluster]]) for info in infos)
        return frozenset((glyph, "" if self.text_of(glyph) else text) for glyph, text in said)

    def _letter_by_letter(
        self, drawn: str, infos: list[hb.GlyphInfo], positions: list[hb.GlyphPosition]
    ) -> tuple[Span, ...]:
        """The spans of leftward text: a letter that its glyphs do not tell is given its text by itself.

        Readers turn such text round by its letters' places, so that a text for the whole word would come out reversed.
        """
        ends = _cluster_ends(drawn, infos)
        spans = SpanList()
        for cluster, group in groupby(zip(infos, positions, strict=True), key=lambda pair: pair[0].cluster):
            pairs = list(group)
            glyphs = [info.codepoint for info, _ in pairs]
            stretches = [Stretch(self._step(g, p), p.y_offset) for g, (_, p) in zip(glyphs, pairs, strict=True)]
            said = drawn[cluster : ends[cluster]]
            speaks = unicodedata.normalize("NFC", self._reading(glyphs[::-1])) == unicodedata.normalize("NFC", said)
            spans.add((Span(tuple(stretches) if speaks else level(stretches), "" if speaks else said),))
        return spans.done()

    def _step(self, glyph: int, position: hb.GlyphPosition) -> str:
        """A glyph in a TJ array, with what moves it aside and what comes after it."""
        left, advance = position.x_offset, position.x_advance
        step = self._steps.get((glyph, left, advance))
        if step is None:
            after = self.width(glyph) + left - advance
            # The space keeps the next glyph's number apart from this one's.
            step = f"{-left if left else ''}<{glyph:04X}>{f'{after} ' if after else ''}"
            self._steps[glyph, left, advance] = step
        return step

    def _reading(self, glyphs: list[int]) -> str:
        """What glyphs say through ToUnicode."""
        return "".join(map(self.text_of, glyphs))

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The text of each glyph that a character map leads to; of two characters, the lower code point's."""
        texts = dict[int, str]()
        for code in sorted(self.coverage):
            glyph = self._font.get_nominal_glyph(code)
            if glyph is not None and not _is_form(code):
                texts.setdefault(glyph, " " if code == 0xA0 else chr(code))
        for shown, said in (*((x, x) for x in ("ff", "fi", "fl", "ffi", "ffl")), *self._joined()):
            infos, _ = self._glyphs(shown, "ltr" if said.isascii() else "rtl")
            if len(infos) == 1:
                texts.setdefault(infos[0].codepoint, said)
        return texts

    def _joined(self) -> Iterator[tuple[str, str]]:
        """Arabic letters as they join with others, and lam-alef: how to have each drawn alone, and what it says."""
        letters = [chr(code) for code in sorted(self.coverage) if chr(code).isalpha() and _is_arabic(code)]
        alefs = [alef for alef in "\u0627\u0622\u0623\u0625\u0671" if alef in letters]
        for said in (*letters, *(f"\u0644{alef}" for alef in alefs)):
            yield said, said
            yield f"{said}\u200d", said
            yield f"\u200d{said}\u200d", said
            yield f"\u200d{said}", said

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


def _composed(text: str) -> str:
    """`text` in Unicode's form NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _cluster_ends(drawn: str, infos: list[hb.GlyphInfo]) -> dict[int, int]:
    """Where in the text the letters of each cluster end, by where they begin."""
    return dict(pairwise(sorted({*(info.cluster for info in infos), len(drawn)})))


def _is_arabic(code: int) -> bool:
    """Whether a code point is of the blocks for Arabic letters, the presentation forms not among them."""
    return 0x0600 <= code <= 0x077F or 0x0870 <= code <= 0x08FF


def _is_form(code: int) -> bool:
    """Whether a code point is a presentation form: a shape with a code of its own, which says less than the letter."""
    return 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC


def face_at(file: Path) -> Face:
    """The face of a font file: one for all documents of this process, as long as the file's time stays the same.

    Raises FontError.
    """
    return _face(file, stamp(file))


def stamp(file: Path) -> int:
    """When a font file was changed last; 0 where there is none."""
    return file.stat().st_mtime_ns if file.is_file() else 0


@lru_cache(maxsize=256)
def _face(file: Path, stamp: int) -> Face:
    return Face(file)
