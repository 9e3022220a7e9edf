"""Stories in their furniture, painted as a Plate.

`pages` breaks a story, `canvas` is ReportLab's canvas without the fonts that it would bring, and `assembly` makes a
file of what was drawn: with the glyphs used (`embedding`), the outline, the tag tree, and what the file says of itself
(`metadata`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from handpress import __version__
from handpress.canvas import PlateCanvas
from handpress.compose import Story
from handpress.flowables import Stack
from handpress.furniture import Furniture
from handpress.metadata import Metadata, moment
from handpress.paint.assembly import Binding, assemble
from handpress.paint.pages import paginate
from handpress.plate import Plate
from handpress.sheet import Sheet
from handpress.structure import language

__all__ = ["LaidOut", "lay_out", "paginate", "paint"]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A story, what stands round it, and its part on each page."""

    story: Story
    furniture: Furniture
    pages: tuple[Stack, ...]


def lay_out(story: Story, furniture: Furniture) -> LaidOut:
    """Break a story into pages. Raises HandpressError for what fits on no page."""
    return LaidOut(story, furniture, tuple(paginate(story.body, furniture.area)))


def paint(parts: Sequence[LaidOut]) -> Plate:
    """One document of all `parts`: each with page numbers of its own and, printed on both sides, on a fresh sheet."""
    first = parts[0]
    canvas, duplex = PlateCanvas(first.furniture.page), first.furniture.layout.page.duplex
    sheet = Sheet(canvas, mirrored=first.furniture.scale.leftward)
    labels = list[bytes]()
    for part in parts:
        labels.append(b"%d<</S/D>>" % sheet.tree.page)
        with sheet.element("Part", _tongue(part, first)) if len(parts) > 1 else nullcontext():
            _paint_part(sheet, part)
        if duplex and len(part.pages) % 2 and part is not parts[-1]:
            # The back of its last sheet says nothing, and has no number.
            labels.append(b"%d<<>>" % sheet.tree.page)
            sheet.next_page()
    binding = Binding(duplex, b"".join(labels), first.furniture.rules)
    return assemble(sheet, canvas, _metadata(parts), binding)


def _paint_part(sheet: Sheet, part: LaidOut) -> None:
    furniture = part.furniture
    for number, body in enumerate(part.pages, 1):
        area = furniture.area(number)
        # In the order in which the page is read, so that copied text is in that order too.
        furniture.draw_head(sheet, number)
        body.draw(sheet, area.x, area.y, area.width)
        furniture.draw_foot(sheet, number, len(part.pages))
        sheet.next_page()


def _tongue(part: LaidOut, first: LaidOut) -> str:
    """The entry of a part in another language than the document's, such as American English in a British packet."""
    return language(part.story.language) if part.story.language != first.story.language else ""


def _metadata(parts: Sequence[LaidOut]) -> Metadata:
    """What the file says of itself."""
    story, furniture = parts[0].story, parts[0].furniture
    # A page that lists the others is no text, and has no version.
    texts = [part for part in parts if part.furniture.version] or parts
    return Metadata(
        title="; ".join(part.story.title for part in texts),
        author=furniture.layout.name,
        subject="; ".join(", ".join(part.furniture.version) for part in texts),
        language=story.language,
        creator=f"handpress {__version__}",
        date=moment(max(part.story.issued for part in parts)),
    )
