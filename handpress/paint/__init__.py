"""A Story in its furniture, painted as a Plate.

`pages` breaks the story, `canvas` is ReportLab's canvas without the fonts that it would bring, `embedding` puts the
glyphs used into the file.
"""

from __future__ import annotations

from io import BytesIO

from handpress import __version__
from handpress.compose import Story
from handpress.furniture import Furniture
from handpress.paint.canvas import PlateCanvas
from handpress.paint.embedding import embed
from handpress.paint.pages import paginate
from handpress.plate import Plate
from handpress.sheet import Sheet

__all__ = ["paint", "paginate"]


def paint(story: Story, furniture: Furniture) -> Plate:
    """Break the story into pages and paint them. Raises HandpressError for what fits on no page."""
    pages = paginate(story.body, furniture.area)
    out = BytesIO()
    canvas = PlateCanvas(out, furniture.page, story.language)
    _describe(canvas, story, furniture)
    sheet = Sheet(canvas)
    for number, body in enumerate(pages, 1):
        area = furniture.area(number)
        # In the order in which the page is read, so that copied text is in that order too.
        furniture.draw_head(sheet, number)
        body.draw(sheet, area.x, area.y, area.width)
        furniture.draw_foot(sheet, number, len(pages))
        sheet.next_page()
    embed(canvas, sheet.glyphs)
    canvas.finish()
    return Plate(out.getvalue(), len(pages))


def _describe(canvas: PlateCanvas, story: Story, furniture: Furniture) -> None:
    """Title, author, version, and what the file asks of viewers and printers."""
    canvas.setTitle(story.title)
    canvas.setAuthor(furniture.layout.name)
    canvas.setSubject(", ".join(furniture.version))
    canvas.setCreator(f"handpress {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge" if furniture.layout.page.duplex else "Simplex")
