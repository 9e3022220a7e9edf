"""Set lines to PDF text operators (ISO 32000-1, 9.4)."""

from __future__ import annotations

from functools import lru_cache

from handpress.fonts import Face, SpanList
from handpress.typesetting.setting import Part, SetBlock
from handpress.typesetting.style import rgb


@lru_cache(maxsize=4096)
def operators(block: SetBlock) -> str:
    """What draws a block, from `BT`'s text matrix on: the caller has put that at the first baseline's start.

    Every line but the last ends in a space, so that words of two lines never run together when they are read out.
    """
    out, state = list[str](), ("", "")
    for number, line in enumerate(block.lines):
        if number:
            out.append(f"0 {-block.style.leading:g} Td")
        for at, part in enumerate(line.parts):
            state = _change(out, state, part, block)
            ends = at == len(line.parts) - 1 and not line.last and not line.joined
            _show(out, part, block.style.size, ends)
    return "\n".join(out)


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
    """The glyphs that `operators(block)` draws, face by face, the space at a line's end among them."""
    used = dict[Face, frozenset[int]]()
    for line in block.lines:
        for part in line.parts:
            face = part.face or block.style.chain(False)[0]
            used[face] = used.get(face, frozenset()) | part.glyphs | face.space.glyphs
    return tuple(used.items())
