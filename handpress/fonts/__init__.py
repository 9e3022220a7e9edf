"""Typefaces: families and what they cover, faces and how they shape, subsets of the glyphs used.

A face shapes text with HarfBuzz and gives glyphs by their number in the font; it knows neither sizes (all measures
are thousandths of an em) nor PDF objects. Faces live as long as the process and are shared by all documents of it;
they are not shared between threads.
"""

from handpress.fonts.faces import IGNORABLE, Face, FontError, face_at, stamp
from handpress.fonts.families import Chain, Family
from handpress.fonts.spans import Glyph, Shaped, Span, SpanList, Stretch, level

__all__ = [
    "IGNORABLE",
    "Chain",
    "Face",
    "Family",
    "FontError",
    "Glyph",
    "Shaped",
    "Span",
    "SpanList",
    "Stretch",
    "face_at",
    "level",
    "stamp",
]
