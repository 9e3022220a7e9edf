"""A patient's details in a plate's slots: set, fitted, and drawn as forms.

Loaded only for a copy that has a patient, as it brings the typefaces with it. No ReportLab, no pydantic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from handpress.embedding import font_objects
from handpress.fonts import Chain, Face, Family, Glyph, stamp
from handpress.patients import Field, refusal
from handpress.runs import Run
from handpress.slots import LEADING, Slot, form_object
from handpress.typesetting import SetBlock, Style, base_level, drawn_once, set_once

FLOOR = 9.0
"""The least letter size of a patient's details, in points."""

STEP = 0.5
ONE_LINE = 10_000.0

Used = dict[Face, frozenset[Glyph]]
Fonts = Mapping[str, tuple[int, frozenset[Glyph]]]
"""Composite fonts by their faces' keys: the number of each, and the glyphs that it has."""


def fill(slots: Iterable[Slot], said: Mapping[Field, str], fonts: Fonts, free: int) -> dict[int, bytes]:
    """The objects that the slots with words in them become, by number: their forms, and fonts for new glyphs.

    `fonts` are those that are there already, `free` is the first number for others. Raises HandpressError for words
    that do not go in.
    """
    written = drawn(slots, said)
    added, names = _fonts([used for _, _, used in written], fonts, free)
    for slot, operators, _ in written:
        added[slot.form] = form_object(operators, slot, names)
    return added


def drawn(slots: Iterable[Slot], said: Mapping[Field, str]) -> list[tuple[Slot, bytes, Used]]:
    """The slots with words in them, each with the operators that draw those, and their glyphs.

    Raises HandpressError for words that do not go in.
    """
    filled = [slot for slot in slots if any(key in said for key, _ in slot.lines)]
    # Asked for once, as each font is looked at for a change.
    chains = {files: _chain(files, tuple(map(stamp, files))) for files in {slot.style.faces for slot in filled}}
    try:
        return [(slot, *_written(slot, chains[slot.style.faces], said)) for slot in filled]
    finally:
        # A face remembers the words that it has set; a patient's are not for the next.
        for face in {face for chain in chains.values() for face in chain.regular}:
            face.forget()


def _fonts(uses: list[Used], fonts: Fonts, free: int) -> tuple[dict[int, bytes], str]:
    """The font objects that the plate lacks, and the font dictionary of the slots' forms."""
    added, names, used = dict[int, bytes](), list[str](), dict[Face, frozenset[Glyph]]()
    for use in uses:
        for face, glyphs in use.items():
            used[face] = used.get(face, frozenset()) | glyphs
    for face in sorted(used, key=lambda f: f.key):
        number, have = fonts.get(face.key, (0, frozenset()))
        if not used[face] <= have:
            number = free + len(added)
            added |= font_objects(face, used[face], number)
        names.append(f"/{face.key} {number} 0 R")
    return added, f"<<{''.join(names)}>>"


def _written(slot: Slot, chain: Chain, said: Mapping[Field, str]) -> tuple[bytes, Used]:
    """The operators of a slot's words, and their glyphs. Raises HandpressError for words that do not fit."""
    blocks = _blocks(slot, chain, [(key, label, said[key]) for key, label in slot.lines if key in said])
    code, used = list[str](), dict[Face, frozenset[Glyph]]()
    # What is left over stands above and below a single text, and under several.
    top = slot.height - (slot.height - blocks[0].height) / 2 if len(blocks) == 1 else slot.height
    for block in blocks:
        # On a mirrored page words stand at the right; those that run leftward are placed by their right side.
        left = slot.width - block.width if slot.style.leftward else 0.0
        x = left + block.width if block.style.leftward else left
        operators, glyphs = drawn_once(block)
        code.append(f"BT 1 0 0 1 {x:.2f} {top - block.style.ascent:.2f} Tm\n{operators}\nET")
        top -= block.height
        for face, drawn in glyphs.items():
            used[face] = used.get(face, frozenset()) | drawn
    return "\n".join(code).encode("latin-1"), used


def _blocks(slot: Slot, chain: Chain, texts: list[tuple[Field, str, str]]) -> list[SetBlock]:
    """The lines of each text of a slot: field, label, words. Raises HandpressError where they do not go in."""
    blocks = list[SetBlock]()
    for key, label, words in texts:
        missing = chain.missing(words)
        if missing:
            raise refusal(key, f"no typeface has its character U+{ord(missing[0]):04X}", "write it in other letters")
        # Words beside a label take their direction from themselves.
        runs = (Run(f"{label} "), Run(words, supplied=True)) if label else (Run(words),)
        leftward = bool(base_level(f"{label} {words}"))
        colour = slot.style.colour
        style = Style(chain, slot.style.size, slot.style.size * LEADING, colour, colour, leftward=leftward)
        blocks.append(_fitted(runs, style, slot, slot.height / len(texts)))
        over = sum(block.height for block in blocks) > slot.height + 0.01
        if over or blocks[-1].width > slot.width + 0.01:
            raise refusal(key, "it does not fit into its place on the page", "make it shorter")
    return blocks


def _fitted(runs: tuple[Run, ...], style: Style, slot: Slot, room: float) -> SetBlock:
    """Words as large as go into a line of the height `room`, down to FLOOR; else in lines of that size."""
    largest = max(FLOOR, min(style.size, room / LEADING))
    for step in range(int((largest - FLOOR) / STEP) + 1):
        size = largest - step * STEP
        block = set_once(runs, style.but(size=size, leading=size * LEADING), ONE_LINE)
        if block.width <= slot.width:
            return block
    return set_once(runs, style.but(size=FLOOR, leading=FLOOR * LEADING), slot.width)


@lru_cache(maxsize=64)
def _chain(files: tuple[Path, ...], stamps: tuple[int, ...]) -> Chain:
    """The faces of these files, in order, and no others' to share; a slot has one weight."""
    faces = [Face(file) for file in files]
    return Chain(tuple(Family(face.key, face, face, ()) for face in faces))
