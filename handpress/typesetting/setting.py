"""Runs and a width to set lines.

A chunk is what stays together between two places where a line may end: a word with the space after it, or a phone
number. Its parts are stretches in one face, of one kind and of one direction. Lines are filled with as many chunks as
go in; then the last line is looked after, and headings are balanced. All is kept in the order in which it is read;
where something runs from right to left, a line says at which place each of its parts stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from handpress.fonts import Face, Span, Stretch
from handpress.runs import Blank, Inline, Run
from handpress.typesetting.breaking import directions, joints, meet_with_air, opportunities
from handpress.typesetting.lines import line_of, width_of
from handpress.typesetting.parts import Chunk, Part, SetBlock, SetLine
from handpress.typesetting.style import Style, plain

AIR = 0.25
"""The air between Han and Latin letters, in ems (CLREQ, 3.1.4, and JLREQ, 3.2.6)."""

RUNT = 0.16
"""A last line of one word that is shorter than this part of the width is a runt."""


@lru_cache(maxsize=4096)
def set_block(runs: tuple[Inline, ...], style: Style, width: float) -> SetBlock:
    """`runs` in lines no wider than `width` points.

    Remembered: a text that another clinic or patient prints too, at the same width, is set once in a process.
    """
    return SetBlock(_lines(runs, plain(style), width), style)


@lru_cache(maxsize=4096)
def _lines(runs: tuple[Inline, ...], style: Style, width: float) -> tuple[SetLine, ...]:
    """The lines alone, which no colour changes: what one clinic has in green another has in blue."""
    return _set(_chunks(runs, style), style, width)


def set_once(runs: tuple[Inline, ...], style: Style, width: float) -> SetBlock:
    """The same, but not remembered: for a patient's details."""
    return SetBlock(_set(_cut_into_chunks(runs, style), style, width), style)


def _set(chunks: tuple[Chunk, ...], style: Style, width: float) -> tuple[SetLine, ...]:
    lines = _fill(chunks, width)
    balance = style.balanced and len(lines) > 1
    lines = _balance(chunks, width, len(lines)) if balance else _without_runt(lines, width)
    return tuple(line_of(line, style, last=line is lines[-1]) for line in lines)


def natural_width(runs: tuple[Inline, ...], style: Style) -> float:
    """The width in points of `runs` on a single line."""
    chunks = _chunks(runs, plain(style))
    return sum(c.width + c.space for c in chunks) - (chunks[-1].space if chunks else 0)


def word_width(runs: tuple[Inline, ...], style: Style) -> float:
    """The width in points of the widest chunk: less than this, and words are cut."""
    return max((c.width for c in _chunks(runs, plain(style))), default=0.0)


@lru_cache(maxsize=8192)
def _chunks(runs: tuple[Inline, ...], style: Style) -> tuple[Chunk, ...]:
    return _cut_into_chunks(runs, style)


def _cut_into_chunks(runs: tuple[Inline, ...], style: Style) -> tuple[Chunk, ...]:
    # A blank takes the place of one character, so that text and runs keep step.
    text = "".join(run.text if isinstance(run, Run) else "\ufffc" for run in runs)
    chunks, start = list[Chunk](), 0
    bounds = [*opportunities(text), len(text)]
    levels = directions(text, runs, style.leftward)
    stretches = _Stretches(runs)
    for end in bounds:
        word = text[start:end].rstrip(" \n\u200b")
        if word:
            after = text[start + len(word) : end]
            # What has no width and stands right after the word stays with it, so that it is copied with it.
            whole = end - len(after.lstrip("\u200b"))
            parts = tuple(
                part
                for first, last, level in _one_way(levels, start, whole)
                for run, piece in stretches.take(first, last)
                for part in _parts(run, piece, style, level)
            )
            spaced = bool(after.strip("\u200b"))
            air = AIR * style.size if not spaced and meet_with_air(text, whole) else 0.0
            level = levels[start + len(word)] if levels and spaced else parts[-1].level
            space = _space(parts[-1], style) if spaced else air
            chunks.append(Chunk(parts, sum(p.width for p in parts), space, level, bare=not spaced))
        start = end
    return tuple(chunks)


def _one_way(levels: tuple[int, ...], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of one level between two offsets, each with its level; all is of level 0 where none are given."""
    if not levels:
        yield start, end, 0
        return
    while start < end:
        stop = start
        while stop < end and levels[stop] == levels[start]:
            stop += 1
        yield start, stop, levels[start]
        start = stop


class _Stretches:
    """Cuts runs at offsets of their common text; the offsets rise from call to call."""

    def __init__(self, runs: tuple[Inline, ...]) -> None:
        self.spans = list[tuple[int, int, Inline]]()
        at = 0
        for run in runs:
            length = len(run.text) if isinstance(run, Run) else 1
            self.spans.append((at, at + length, run))
            at += length
        self.first = 0

    def take(self, start: int, end: int) -> Iterator[tuple[Inline, str]]:
        while self.first < len(self.spans) and self.spans[self.first][1] <= start:
            self.first += 1
        for a, b, run in self.spans[self.first :]:
            if a >= end:
                return
            yield run, run.text[max(a, start) - a : min(b, end) - a] if isinstance(run, Run) else ""


def _space(part: Part, style: Style) -> float:
    face = part.face or style.chain(False)[0]
    return face.space.advance * style.size / 1000


def _parts(run: Inline, text: str, style: Style, level: int) -> Iterator[Part]:
    if isinstance(run, Blank):
        width = run.ems * style.size
        step = Span((Stretch(f"{-run.ems * 1000:g}"),))
        yield Part(None, (step,), frozenset(), "", width, blank=True, says=run.says, level=level)
        return
    for face, stretch in _faced(text, style.chain(run.strong)):
        shaped = face.shape(stretch, level % 2 == 1)
        width = shaped.advance * style.size / 1000
        yield Part(face, shaped.spans, shaped.glyphs, stretch, width, run.link, run.language, level=level)


def _faced(text: str, chain: tuple[Face, ...]) -> Iterator[tuple[Face, str]]:
    """`text` in stretches of one face: the first that covers a whole word, else letter by letter.

    Marks stay with the letter that they stand on. A letter that no face has is left to the first one; the library
    has refused such a text before it comes here.
    """
    for face in chain:
        if face.covers(text):
            yield face, text
            return
    faces, at = list[Face](), 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc", "Me", "Cf"):
            end += 1
        whole = next((face for face in chain if face.covers(text[at:end])), None)
        # A mark that no face has together with its letter comes from another one.
        apart = (next((face for face in chain if face.covers(letter)), chain[0]) for letter in text[at:end])
        faces += [whole] * (end - at) if whole else apart
        at = end
    for face, group in groupby(range(len(text)), key=faces.__getitem__):
        stretch = list(group)
        yield face, text[stretch[0] : stretch[-1] + 1]


def _fill(chunks: tuple[Chunk, ...], width: float) -> list[list[Chunk]]:
    """Lines of chunks, each as full as it can be; an over-long chunk is cut."""
    lines: list[list[Chunk]] = [[]]
    used = 0.0
    for chunk in chunks:
        for piece in [chunk] if chunk.width <= width + 0.01 else _cut(chunk, width):
            if lines[-1] and used + piece.width > width + 0.01:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += piece.width + piece.space
    return lines if lines[0] else []


def _cut(chunk: Chunk, width: float) -> list[Chunk]:
    """A chunk wider than a line in pieces that fit: at the joints of a web address, else between letters."""
    pieces, parts, used = list[Chunk](), list[Part](), 0.0
    for part in chunk.parts:
        if part.face is None:
            if parts and used + part.width > width:
                pieces.append(Chunk(tuple(parts), used, 0.0))
                parts, used = [], 0.0
            fitted = min(part.width, width)
            skip = Stretch(f"{float(part.spans[0].stretches[0].tj) * fitted / part.width:g}")
            parts.append(replace(part, width=fitted, spans=(Span((skip,)),)))
            used += fitted
            continue
        for letters in _letters(part, width):
            small = _reshaped(part, letters)
            if parts and used + small.width > width:
                pieces.append(Chunk(tuple(parts), used, 0.0))
                parts, used = [], 0.0
            parts.append(small)
            used += small.width
    pieces.append(replace(chunk, parts=tuple(parts), width=used))
    return pieces


def _letters(part: Part, width: float) -> Iterator[str]:
    """The text of a part in the smallest pieces between which it may be cut."""
    bounds = [0, *joints(part.text), len(part.text)]
    for start, end in zip(bounds, bounds[1:], strict=False):
        piece = part.text[start:end]
        if _reshaped(part, piece).width <= width:
            yield piece
            continue
        letter = ""
        for character in piece:
            if letter and unicodedata.category(character) not in ("Mn", "Mc", "Me", "Cf"):
                yield letter
                letter = ""
            letter += character
        yield letter


def _reshaped(part: Part, text: str) -> Part:
    assert part.face is not None
    leftward = part.level % 2 == 1
    shaped = part.face.shape(text, leftward)
    scale = part.width / (part.face.shape(part.text, leftward).advance or 1)
    return replace(part, spans=shaped.spans, glyphs=shaped.glyphs, text=text, width=shaped.advance * scale)


def _without_runt(lines: list[list[Chunk]], width: float) -> list[list[Chunk]]:
    """The lines, with a word brought down to a last line that would hold a single short word."""
    if len(lines) < 2 or len(lines[-1]) > 1 or len(lines[-2]) < 3:
        return lines
    last, above = lines[-1][0], lines[-2]
    kept = width_of(above[:-1])
    if last.width >= RUNT * width or kept < width / 2 or above[-1].width + above[-1].space + last.width > width:
        return lines
    return [*lines[:-2], above[:-1], [above[-1], last]]


def _balance(chunks: tuple[Chunk, ...], width: float, count: int) -> list[list[Chunk]]:
    """As many lines, but as narrow as they can be."""
    low, high = width / count / 2, width
    for _ in range(12):
        middle = (low + high) / 2
        if max((c.width for c in chunks), default=0.0) <= middle and len(_fill(chunks, middle)) <= count:
            high = middle
        else:
            low = middle
    return _fill(chunks, high)
