"""The glyphs that a document uses, as embedded fonts (ISO 32000-1, 9.7 and 9.9).

Each face becomes a composite font whose codes are the glyph numbers of the font file: page content is independent of
what else a document says, and the file holds a subset under the same numbers.
"""

from __future__ import annotations

from functools import lru_cache

from handpress.fonts import Face, FontError, Glyph
from handpress.pdffile import stream
from handpress.problems import HandpressError, Problem, Severity

SYMBOLIC = 4


def font_objects(face: Face, told: frozenset[Glyph], first: int) -> dict[int, bytes]:
    """The composite font of a face with a subset of its glyphs, as objects numbered from `first`, the font, on.

    Raises HandpressError for a font file that no subset can be made of.
    """
    glyphs = frozenset(glyph for glyph, _ in told)
    try:
        name, program = _program(face, glyphs)
    except FontError as error:
        raise HandpressError([Problem(Severity.ERROR, str(error), face.file)]) from None
    descendant, descriptor, file, unicode = range(first + 1, first + 5)
    system = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    parts = {
        first: f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>",
        descendant: f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo{system}"
        f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/W[{_widths(face, glyphs)}]>>",
        descriptor: _descriptor(face, name, file),
    }
    objects = {number: text.encode("ascii") for number, text in parts.items()}
    return {**objects, file: program, unicode: _to_unicode(face, told)}


@lru_cache(maxsize=64)
def _program(face: Face, glyphs: frozenset[int]) -> tuple[str, bytes]:
    """The subset's name, and its font file as a stream."""
    tag, data = face.subset(glyphs)
    return f"{tag}+{face.key}", stream(data, f"/Length1 {len(data)}")


def _descriptor(face: Face, name: str, file: int) -> str:
    ascent, descent = face.extents
    box = " ".join(f"{edge:g}" for edge in face.bounds)
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0/Ascent {ascent:.0f}"
        f"/Descent {descent:.0f}/CapHeight {face.cap_height:.0f}/StemV 80/FontFile2 {file} 0 R>>"
    )


def _widths(face: Face, glyphs: frozenset[int]) -> str:
    """The W array: runs of neighbouring glyphs, each with its first number and their widths."""
    runs = list[tuple[int, list[str]]]()
    for glyph in sorted(glyphs):
        width = f"{face.width(glyph):g}"
        if runs and runs[-1][0] + len(runs[-1][1]) == glyph:
            runs[-1][1].append(width)
        else:
            runs.append((glyph, [width]))
    return " ".join(f"{first}[{' '.join(widths)}]" for first, widths in runs)


@lru_cache(maxsize=64)
def _to_unicode(face: Face, told: frozenset[Glyph]) -> bytes:
    """The ToUnicode CMap as a stream: what each glyph stands for (ISO 32000-1, 9.10.3)."""
    # Of a glyph that was drawn for several words, one is as good as another: an ActualText stands for all of them.
    said = {glyph: text or face.text_of(glyph) for glyph, text in sorted(told, reverse=True)}
    pairs = sorted((glyph, text) for glyph, text in said.items() if text)
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        group = pairs[start : start + 100]
        lines.append(f"{len(group)} beginbfchar")
        lines += [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in group]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return stream("\n".join(lines).encode("ascii"))
