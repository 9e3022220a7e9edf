"""Vector drawings. svglib takes longer to load than a handout to print, so this is loaded when one is met."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from svglib.svglib import svg2rlg


@lru_cache(maxsize=64)
def _drawing(file: Path, stamp: int) -> Drawing | None:
    """The shapes of an SVG; `stamp` is the file's time of change, so that an edited one is read anew."""
    drawing: Drawing | None = svg2rlg(str(file))
    return drawing


def draw(canvas: Canvas, file: Path, place: tuple[float, float], size: tuple[float, float]) -> None:
    """Draw the SVG at `place` (x, y of its lower left corner), stretched to `size`."""
    drawing = _drawing(file, file.stat().st_mtime_ns)
    if drawing is None:
        return
    canvas.saveState()
    canvas.translate(*place)
    canvas.scale(size[0] / drawing.width, size[1] / drawing.height)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.restoreState()
