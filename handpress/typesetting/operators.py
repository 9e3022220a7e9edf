"""Set lines to PDF text operators (ISO 32000-1, 9.4), in pieces that belong together for who listens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from handpress.fonts import Face, Glyph, SpanList
from handpress.typesetting.parts import Part, SetBlock, SetLine
from handpress.typesetting.style import rgb

NEAR = 0.02
"""How far, in points, the pen may be from where a part is to begin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Operators that draw a stretch of a block: all of it, but for links, blanks and words in another language.

    Those are pieces of their own, at most a line long: `part` is the first part of one, `text` its words, `line` its
    line, `x` and `width` its place in it, in points.
    """

    operators: str
    part: Part | None = None
    text: str = ""
    line: int = 0
    x: float = 0.0
    width: float = 0.0


@lru_cache(maxsize=4096)
def pieces(block: SetBlock) -> tuple[Piece, ...]:
    """What draws a block, from `BT`'s text matrix on: the caller has put that at the first baseline's start.

    Every line but the last ends in a space, so that words of two lines never run together when they are read out.
    """
    return _pieces(block)


def drawn_once(block: SetBlock) -> tuple[str, dict[Face, frozenset[Glyph]]]:
    """What draws a block, and its glyphs; nothing of it is remembered, as it is a patient's."""
    return "\n".join(piece.operators for piece in _pieces(block)), dict(_glyphs(block))


def _pieces(block: SetBlock) -> tuple[Piece, ...]:
    out, code, shown, state = list[Piece](), list[str](), False, ("", "")
    for number, line in enumerate(block.lines):
        if number:
            code.append(f"0 {-block.style.leading:g} Td")
        pen, places = 0.0, _places(line)
        for apart, group in groupby(zip(line.parts, places, strict=True), key=lambda pair: _apart(pair[0])):
            stretch = list(group)
            if any(apart) and shown:
                out.append(Piece("\n".join(code)))
                code = []
            shown = not any(apart)
            for part, start in stretch:
                state = _change(code, state, part, block)
                if abs(start - pen) > NEAR:
                    code.append(f"[{(pen - start) * 1000 / block.style.size:.0f}] TJ")
                ends = part is line.parts[-1] and not line.last and not line.joined
                _show(code, part, block.style.size, ends)
                pen = start + part.width
            if any(apart):
                text = "".join(part.text for part, _ in stretch)
                left = min(start for _, start in stretch)
                width = max(start + part.width for part, start in stretch) - left
                out.append(Piece("\n".join(code), stretch[0][0], text, number, left, width))
                code = []
    if code:
        out.append(Piece("\n".join(code)))
    return tuple(out)


def _places(line: SetLine) -> Iterable[float]:
    """The place of each part of a line."""
    return line.starts or (0.0, *accumulate(part.width for part in line.parts[:-1]))


def _apart(part: Part) -> tuple[str, str, int]:
    """What sets a part apart from the words round it: a link, another language, or being a blank."""
    return part.link, part.language, id(part) if part.blank else 0


def _change(out: list[str], state: tuple[str, str], part: Part, block: SetBlock) -> tuple[str, str]:
    """Set font and colour where they differ from what is set."""
    face = part.face or block.style.chain(False)[0]
    font = f"/{face.key} {block.style.size:g} Tf"
    colour = f"{rgb(block.style.link if part.link else block.style.colour)} rg"
    out.extend(new for new, old in zip((font, colour), state, strict=True) if new != old)
    return font, colour


def _show(out: list[str], part: Part, size: float, ends_line: bool) -> None:
    spans = SpanList()
    spans.add(part.spans)
    leftward = part.level % 2 == 1 and len(part.text) > 1
    space = part.face.space.spans if ends_line and part.face is not None else ()
    if space and not leftward:
        spans.add_space(space[0])
    if leftward:
        # ISO 32000-1, 14.8.2.3.3: the glyphs stand from left to right, the word is read from right to left.
        out.append("/ReversedChars BMC")
    for span in spans.done():
        if span.actual:
            out.append(f"/Span <</ActualText <FEFF{span.actual.encode('utf-16-be').hex()}>>> BDC")
        for stretch in span.stretches:
            if stretch.rise:
                out.append(f"{stretch.rise * size / 1000:g} Ts")
            out.append(f"[{stretch.tj}] TJ")
            if stretch.rise:
                out.append("0 Ts")
        if span.actual:
            out.append("EMC")
    if leftward:
        out.append("EMC")
        out.extend(f"[{stretch.tj}] TJ" for span in space for stretch in span.stretches)


@lru_cache(maxsize=4096)
def glyphs(block: SetBlock) -> tuple[tuple[Face, frozenset[Glyph]], ...]:
    """The glyphs that `pieces(block)` draws, face by face, the space at a line's end among them."""
    return _glyphs(block)


def _glyphs(block: SetBlock) -> tuple[tuple[Face, frozenset[Glyph]], ...]:
    used = dict[Face, frozenset[Glyph]]()
    for line in block.lines:
        for part in line.parts:
            face = part.face or block.style.chain(False)[0]
            used[face] = used.get(face, frozenset()) | part.glyphs | face.space.glyphs
    return tuple(used.items())
