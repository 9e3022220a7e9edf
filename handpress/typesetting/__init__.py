"""Runs and a width to set lines, and set lines to PDF operators.

`style` says how text looks, `breaking` where a line may end, `setting` cuts runs into chunks, finds a face for each
letter and fills the lines, `operators` writes them. Nothing here knows a page, a document or ReportLab: a block is
set once and may be drawn in any place. Scripts that run from right to left, that shape across words or that break
without spaces come in at two places: `breaking.opportunities` and the order of a line's pieces in `setting`.
"""

from handpress.typesetting.bidi import base_level
from handpress.typesetting.operators import Piece, drawn_once, glyphs, pieces
from handpress.typesetting.setting import Part, SetBlock, SetLine, natural_width, set_block, set_once, word_width
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
