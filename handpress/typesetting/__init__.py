"""Runs and a width to set lines, and set lines to PDF operators.

`style` says how text looks, `breaking` where a line may end, `bidi` which way text runs, `setting` cuts runs into
chunks, finds a face for each letter and fills the lines, `lines` puts a line's `parts` in their places, `operators`
writes them.
Nothing here knows a page, a document or ReportLab: a block is set once and may be drawn in any place.
"""

from handpress.typesetting.bidi import base_level
from handpress.typesetting.operators import Piece, drawn_once, glyphs, pieces
from handpress.typesetting.parts import Part, SetBlock, SetLine
from handpress.typesetting.setting import natural_width, set_block, set_once, word_width
from handpress.typesetting.style import Style, rgb

__all__ = [
    "Part",
    "Piece",
    "SetBlock",
    "SetLine",
    "Style",
    "base_level",
    "drawn_once",
    "glyphs",
    "natural_width",
    "pieces",
    "rgb",
    "set_block",
    "set_once",
    "word_width",
]
