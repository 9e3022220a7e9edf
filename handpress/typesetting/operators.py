"""Set lines to PDF text operators (ISO 32000-1, 9.4), in pieces that belong together for who listens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from handpress.fonts import Face, SpanList
from handpress.typesetting.setting import Part, SetBlock
from handpress.typesetting.style import rgb


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
    out, code, shown, state = list[Piece](), list[str](), False, ("", "")
    for number, line in enumerate(block.lines):
        if number:
            code.append(f"0 {-block.style.leading:g} Td")
        x = 0.0
        for apart, group in groupby(line.parts, key=_apart):
            parts = list(group)
            if any(apart) and shown:
                out.append(Piece("\n".join(code)))
                code = []
            shown = not any(apart)
            for part in parts:
                state = _change(code, state, part, block)
                ends = part is line.parts[-1] and not line.last and not line.joined
                _show(code, part, block.style.size, ends)
            width = sum(part.width for part in parts)
            if any(apart):
                text = "".join(part.text for part in parts)
                out.append(Piece("\n".join(code), parts[0], text, number, x, width))
                code = []
            x += width
    if code:
        out.append(Piece("\n".join(code)))
    return tuple(out)


def _apart(part: Part) -> tuple[str, str, int]:
    """What sets a part apart from the words round it: a link, another language, or being a blank."""
    return part.link, part.language, id(part) if part.blank else 0


def _change(out: list[str], state: tuple[str, str], part: Part, block: SetBlock) -> tuple[str, str]:
    """Set font and colour where they differ from what is set."""
    face = part.face or block.style.chain(False)[0]
    font = f"/{face.key} {block.style.size:g} Tf"
    colour = f"{rgb(part.colour)} rg"
    out.extend(new for new, old in zip((font, colour), state, strict=True) if new != old)
    return font, colour


def _show(out: list[str], part: Part, size: float, ends_line: bool) -> None:
    spans = SpanList()
    spans.add(part.spans)
    if ends_line and part.face is not None:
        spans.add_space(part.face.space.span)
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


@lru_cache(maxsize=4096)
def glyphs(block: SetBlock) -> tuple[tuple[Face, frozenset[int]], ...]:
    """The glyphs that `pieces(block)` draws, face by face, the space at a line's end among them."""
    used = dict[Face, frozenset[int]]()
    for line in block.lines:
        for part in line.parts:
            face = part.face or block.style.chain(False)[0]
            used[face] = used.get(face, frozenset()) | part.glyphs | face.space.glyphs
    return tuple(used.items())
