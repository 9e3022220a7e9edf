"""Pages, fonts, outline, tags and metadata put together: the objects of a file, and the plate of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handpress import document
from handpress.canvas import PlateCanvas, slot_name
from handpress.embedding import font_objects
from handpress.fonts import Glyph
from handpress.metadata import Metadata
from handpress.patients import Rules
from handpress.pdffile import write_body
from handpress.plate import Plate
from handpress.sheet import OpenSlot, Sheet
from handpress.slots import Slot, form_object
from handpress.structure import WrittenTree


@dataclass(frozen=True, slots=True)
class Binding:
    """What holds the pages together: whether both sides are printed, the pages' labels, and the clinic's rules."""

    duplex: bool
    labels: bytes
    rules: Rules


def assemble(sheet: Sheet, canvas: PlateCanvas, metadata: Metadata, binding: Binding) -> Plate:
    """The plate of what was drawn on a sheet's canvas; every page has been closed.

    Raises HandpressError for a font file that no subset can be made of.
    """
    tree = sheet.tree
    objects = canvas.objects([tree.page_key(page) for page in range(tree.page)])
    pages = [canvas.number_of(f"Page{page + 1}") for page in range(tree.page)]
    fonts = _fonts(sheet, objects)
    basic = canvas.number_of("BasicFonts")
    names = "".join(f"/{key} {number} 0 R" for key, (number, _) in fonts.items())
    objects[basic] = f"<<{names}>>".encode("ascii")
    first = len(objects) + 1
    preferences, outlines = first + document.COUNT, first + document.COUNT + 1
    entries = document.outline(sheet.bookmarks, pages, outlines)
    root = outlines + max(1, len(entries))
    branches = document.Branches(canvas.number_of("Pages"), root, preferences, outlines if entries else None)
    objects |= document.roots(first, branches, binding.labels, metadata)
    objects |= entries or {outlines: b"null"}
    written = tree.write(root, pages, lambda name: canvas.number_of(f"Annot.{name}"))
    objects |= written.objects
    slots = tuple(_slot(each, canvas.number_of(slot_name(name)), written, basic) for name, each in sheet.slots.items())
    open_ = {preferences, *(number for slot in slots for number in (slot.form, slot.element))}
    closed = {number: each for number, each in objects.items() if number not in open_}
    body = write_body(closed, first + document.CATALOGUE, first + document.INFORMATION)
    return Plate(len(pages), body, slots, fonts, (preferences, _preferences(binding.duplex)), binding.rules)


def _fonts(sheet: Sheet, objects: dict[int, bytes]) -> dict[str, tuple[int, frozenset[Glyph]]]:
    """Add the fonts of all that was drawn; by their faces' keys the number of each, and its glyphs."""
    fonts = dict[str, tuple[int, frozenset[Glyph]]]()
    for face in sorted(sheet.glyphs, key=lambda f: f.key):
        fonts[face.key] = (len(objects) + 1, frozenset(sheet.glyphs[face]))
        objects |= font_objects(face, fonts[face.key][1], len(objects) + 1)
    return fonts


def _slot(slot: OpenSlot, form: int, tree: WrittenTree, fonts: int) -> Slot:
    """A slot with all that an impression needs to know of it; `fonts` is the number of the font dictionary."""
    empty = form_object(slot.content, slot.slot, f"{fonts} 0 R")
    if slot.element is None:
        return replace(slot.slot, form=form, empty=empty)
    element = tree.numbers[id(slot.element)]
    blank = tree.objects[element]
    # With words in it, it reads as those.
    filled = blank.replace(slot.entry.encode("ascii"), b"")
    return replace(slot.slot, form=form, empty=empty, element=element, blank=blank, filled=filled)


def _preferences(duplex: bool) -> str:
    """A sheet is printed at its own size, its document called by its title rather than by its file's name."""
    sides = "DuplexFlipLongEdge" if duplex else "Simplex"
    return f"/DisplayDocTitle true/PrintScaling/None/Duplex/{sides}"
