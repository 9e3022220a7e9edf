"""A Story in its furniture, painted as a Plate.

`pages` breaks the story, `canvas` is ReportLab's canvas without the fonts that it would bring, and `assembly` makes a
file of what was drawn: with the glyphs used (`embedding`), the outline, the tag tree, and what the file says of itself
(`metadata`).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time

from handpress import __version__
from handpress.canvas import PlateCanvas
from handpress.compose import Story
from handpress.furniture import Furniture
from handpress.paint.assembly import assemble
from handpress.paint.metadata import Metadata
from handpress.paint.pages import paginate
from handpress.plate import Plate
from handpress.sheet import Sheet

__all__ = ["paint", "paginate"]


def paint(story: Story, furniture: Furniture) -> Plate:
    """Break the story into pages and paint them. Raises HandpressError for what fits on no page."""
    pages = paginate(story.body, furniture.area)
    canvas = PlateCanvas(furniture.page)
    sheet = Sheet(canvas, mirrored=furniture.scale.leftward)
    for number, body in enumerate(pages, 1):
        area = furniture.area(number)
        # In the order in which the page is read, so that copied text is in that order too.
        furniture.draw_head(sheet, number)
        body.draw(sheet, area.x, area.y, area.width)
        furniture.draw_foot(sheet, number, len(pages))
        sheet.next_page()
    return assemble(sheet, canvas, _metadata(story, furniture), furniture.layout.page.duplex, furniture.rules)


def _metadata(story: Story, furniture: Furniture) -> Metadata:
    """What the file says of itself. It was made when SOURCE_DATE_EPOCH says, else on the day the text was issued."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    issued = datetime.combine(story.issued, time(), UTC)
    return Metadata(
        title=story.title,
        author=furniture.layout.name,
        subject=", ".join(furniture.version),
        language=story.language,
        creator=f"handpress {__version__}",
        date=datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else issued,
    )
