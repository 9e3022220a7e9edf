"""Chunks to a line: what belongs together is joined, and where something runs from right to left, all is placed."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from handpress.fonts import Glyph, Span, SpanList, Stretch
from handpress.typesetting.bidi import visual_order
from handpress.typesetting.parts import Chunk, Part, SetLine
from handpress.typesetting.style import Style


def width_of(chunks: list[Chunk]) -> float:
    return sum(c.width + c.space for c in chunks) - (chunks[-1].space if chunks else 0.0)


def line_of(chunks: list[Chunk], style: Style, last: bool) -> SetLine:
    """A line of chunks, neighbours in one face and of one kind joined, the spaces between words among the glyphs."""
    joined, width = not last and (chunks[-1].bare or not chunks[-1].space), width_of(chunks)
    if style.leftward or any(part.level for chunk in chunks for part in chunk.parts):
        return _placed(chunks, style, SetLine((), width, joined, last))
    pieces = list[tuple[Part, float, bool]]()
    for chunk in chunks:
        pieces += [(part, 0.0, True) for part in chunk.parts[:-1]]
        pieces.append((chunk.parts[-1], chunk.space if chunk is not chunks[-1] else 0.0, chunk.bare))
    groups = groupby(pieces, key=_likeness)
    parts = tuple(part for _, group in groups for part in _joined(list(group)))
    return SetLine(parts, width, joined, last)


def _placed(chunks: list[Chunk], style: Style, line: SetLine) -> SetLine:
    """A line of which not all runs from left to right: its parts, words and spaces each by itself, in their places."""
    parts = list[Part]()
    for chunk in chunks:
        parts += chunk.parts
        if chunk is not chunks[-1] and chunk.space:
            parts.append(_between(chunk, style))
    starts, x = [0.0] * len(parts), -line.width if style.leftward else 0.0
    for at in visual_order([part.level for part in parts]):
        starts[at] = x
        x += parts[at].width
    return replace(line, parts=tuple(parts), starts=tuple(starts))


def _between(chunk: Chunk, style: Style) -> Part:
    """The space after a chunk, or the air, as a part."""
    near = chunk.parts[-1]
    if chunk.bare or near.face is None:
        step = Span((Stretch(f"{-chunk.space * 1000 / style.size:g}"),))
        return Part(None, (step,), frozenset(), "" if chunk.bare else " ", chunk.space, level=chunk.level)
    space = near.face.space
    return replace(near, spans=space.spans, glyphs=space.glyphs, text=" ", width=chunk.space, level=chunk.level)


def _likeness(piece: tuple[Part, float, bool]) -> tuple[int, str, str]:
    """Equal for parts that can be drawn as one; a blank is like no other."""
    part = piece[0]
    return id(part.face or part), part.link, part.language


def _joined(pieces: list[tuple[Part, float, bool]]) -> list[Part]:
    """Parts of one face and kind, each with the width of the space after it, as one part.

    A blank stays as wide as it is: the step to the next word is a part of its own. Where there is only air, as the
    third item of each says, no space is drawn.
    """
    first = pieces[0][0]
    if first.face is None:
        step = pieces[0][1]
        skip = float(first.spans[0].stretches[0].tj) * step / first.width
        after = replace(first, spans=(Span((Stretch(f"{skip:g}"),)),), text=" ", width=step, blank=False)
        return [first, after] if step else [first]
    spans, glyphs, text, width = SpanList(), set[Glyph](), "", 0.0
    for part, space, bare in pieces:
        spans.add(part.spans)
        glyphs |= part.glyphs
        text += part.text
        width += part.width + space
        if space and bare:
            scale = part.width / (part.face.shape(part.text).advance or 1) if part.face else 1
            spans.add((Span((Stretch(f"{-space / scale:g}"),)),))
        elif space:
            spans.add_space(first.face.space.spans[0])
            glyphs |= first.face.space.glyphs
            text += " "
    return [
        Part(first.face, spans.done(), frozenset(glyphs), text, width, first.link, first.language, level=first.level)
    ]
