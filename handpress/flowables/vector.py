"""Vector drawings. svglib takes longer to load than a handout to print, so this is loaded when one is met."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from svglib.svglib import svg2rlg

from handpress.problems import HandpressError, Problem, Severity

# What svglib has to say of a drawing goes into a Problem, if anywhere, not past us to the terminal.
logging.getLogger("svglib").disabled = True
logging.getLogger("svglib.svglib").disabled = True


@lru_cache(maxsize=64)
def _drawing(file: Path, stamp: int) -> Drawing:
    """The shapes of an SVG; `stamp` is the file's time of change, so that an edited one is read anew."""
    drawing: Drawing | None = svg2rlg(str(file))
    if drawing is None or not (drawing.width > 0 and drawing.height > 0):
        raise ValueError("no drawing")
    return drawing


def draw(canvas: Canvas, file: Path, place: tuple[float, float], size: tuple[float, float]) -> None:
    """Draw the SVG at `place` (x, y of its lower left corner), stretched to `size`. Raises HandpressError."""
    canvas.saveState()
    try:
        drawing = _drawing(file, file.stat().st_mtime_ns)
        canvas.translate(*place)
        canvas.scale(size[0] / drawing.width, size[1] / drawing.height)
        renderPDF.draw(drawing, canvas, 0, 0)
    except Exception as error:  # noqa: BLE001 - svglib raises whatever a strange path leads it to
        message = f"the SVG cannot be drawn ({type(error).__name__})"
        hint = "save it again as a plain SVG, or use PNG"
        raise HandpressError([Problem(Severity.ERROR, message, file, hint=hint)]) from None
    canvas.restoreState()
