"""ReportLab's canvas, made to bring nothing of its own into a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

# Base-85 makes streams a quarter larger, for the sake of mail systems of the 1990s.
rl_config.useA85 = 0


class PlateCanvas(Canvas):
    """A canvas whose pages name no font: all words are set by `typesetting`, in fonts that are embedded.

    ReportLab begins each page in Helvetica and sets a font when it draws shapes; Helvetica is never embedded, so both
    are left out.
    """

    def __init__(self, out: BytesIO, page: tuple[float, float], language: str) -> None:
        super().__init__(out, pagesize=page, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang=language)

    def _make_preamble(self) -> None:
        self._preamble = ""

    def setFont(self, *args: Any, **kwargs: Any) -> None:  # noqa: N802 - ReportLab's name
        """Do nothing: shapes hold no words."""

    def finish(self) -> None:
        """Write the file. Every page has been closed before."""
        self._doc.SaveToFile(self._filename, self)  # type: ignore[attr-defined] # not in ReportLab's stubs
