"""The slots of a plate: places for a patient's details that stay open while it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handpress.patients import Field
from handpress.pdffile import stream

LEADING = 1.1
"""The distance of lines in a slot, as a part of the letter size."""

AROUND = 12
"""How far, in points, ink may reach out of a slot."""

WORTH_PACKING = 400
"""A form of fewer bytes hardly shrinks."""


@dataclass(frozen=True, slots=True)
class SlotStyle:
    """How a slot's words are set. `faces` are the files of the typefaces to ask for a letter, first to last."""

    faces: tuple[Path, ...]
    size: float
    colour: str
    leftward: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of `width` by `height` points for a patient's details; (0, 0) is its lower left corner.

    `lines` are what stands in it: of each the field, and a label before it. `form` is the number of the form object
    that pages show there, `empty` what it is without a patient. `element` is the number of the tag tree's element
    round it, 0 where it has none; `blank` and `filled` are that element without a patient and with one.
    """

    lines: tuple[tuple[Field, str], ...]
    width: float
    height: float
    style: SlotStyle
    form: int = 0
    empty: bytes = b""
    element: int = 0
    blank: bytes = b""
    filled: bytes = b""


def form_object(content: bytes, slot: Slot, fonts: str) -> bytes:
    """A form of a slot's size; `fonts` is its font dictionary, or a reference to one."""
    # The box cuts off what is outside of it, and accents reach over the lines.
    box = f"{-AROUND} {-AROUND} {slot.width + AROUND:.2f} {slot.height + AROUND:.2f}"
    return stream(
        content, f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<</Font {fonts}>>", len(content) > WORTH_PACKING
    )
