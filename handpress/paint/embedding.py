"""The glyphs that a document uses, as embedded fonts (ISO 32000-1, 9.7 and 9.9).

Each face becomes a composite font whose codes are the glyph numbers of the font file: page content is independent of
what else a document says, and the file holds a subset under the same numbers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from handpress.fonts import Face, FontError
from handpress.problems import HandpressError, Problem, Severity

SYMBOLIC = 4


def embed(canvas: Canvas, used: dict[Face, set[int]]) -> None:
    """Put a subset of each face into the canvas's document, under the name by which pages call it.

    Raises HandpressError for a font file that no subset can be made of.
    """
    document = canvas._doc  # type: ignore[attr-defined]
    for face in sorted(used, key=lambda f: f.key):
        try:
            composite = _composite(document, face, frozenset(used[face]))
        except FontError as error:
            raise HandpressError([Problem(Severity.ERROR, str(error), face.file)]) from None
        document.idToObject["BasicFonts"].dict[face.key] = document.Reference(composite, face.key)


def _composite(document: Any, face: Face, glyphs: frozenset[int]) -> PDFDictionary:
    """The Type 0 font of a face; its parts become objects of the document."""
    tag, data = face.subset(glyphs)
    name, key = PDFName(f"{tag}+{face.key}"), face.key
    file = _stream(data)
    file.dictionary["Length1"] = len(data)
    descriptor = _descriptor(face, name, document.Reference(file, f"{key}-file"))
    system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
    descendant = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(system),
            "FontDescriptor": document.Reference(descriptor, f"{key}-descriptor"),
            "CIDToGIDMap": PDFName("Identity"),
            "W": PDFArray(_widths(face, glyphs)),
        }
    )
    return PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": name,
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(descendant, f"{key}-descendant")]),
            "ToUnicode": document.Reference(_stream(_to_unicode(face, glyphs)), f"{key}-unicode"),
        }
    )


def _descriptor(face: Face, name: Any, file: PDFObjectReference) -> PDFDictionary:
    ascent, descent = face.extents
    return PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": SYMBOLIC,
            "FontBBox": PDFArray(list(face.bounds)),
            "ItalicAngle": 0,
            "Ascent": round(ascent),
            "Descent": round(descent),
            "CapHeight": round(face.cap_height),
            "StemV": 80,
            "FontFile2": file,
        }
    )


def _stream(data: bytes) -> PDFStream:
    stream = PDFStream(content=data)
    stream.filters = [PDFZCompress]
    return stream


def _widths(face: Face, glyphs: frozenset[int]) -> list[object]:
    """The W array: runs of neighbouring glyphs, each with its first number and their widths."""
    runs = list[tuple[int, list[int]]]()
    for glyph in sorted(glyphs):
        if runs and runs[-1][0] + len(runs[-1][1]) == glyph:
            runs[-1][1].append(face.width(glyph))
        else:
            runs.append((glyph, [face.width(glyph)]))
    return [item for first, widths in runs for item in (first, PDFArray(widths))]


@lru_cache(maxsize=256)
def _to_unicode(face: Face, glyphs: frozenset[int]) -> bytes:
    """The ToUnicode CMap: what each glyph stands for (ISO 32000-1, 9.10.3)."""
    pairs = [(g, face.text_of(g)) for g in sorted(glyphs) if face.text_of(g)]
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
    return "\n".join(lines).encode("ascii")
