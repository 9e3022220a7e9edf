"""Pictures: a pixel image or a vector drawing, and a picture with its caption."""

from __future__ import annotations

from dataclasses import dataclass

from handpress.images import ImageFile
from handpress.sheet import Flowable, Sheet
from handpress.structure import alternate
from handpress.text import Text


@dataclass(frozen=True, slots=True)
class Image(Flowable):
    """An image, as large as it may be within `width` and `height`. `alt` says in words what it shows."""

    image: ImageFile
    alt: str
    limit: tuple[float, float]

    def size(self, width: float) -> tuple[float, float]:
        """Its width and height in points in a column of `width`."""
        scale = min(min(width, self.limit[0]) / self.image.width, self.limit[1] / self.image.height)
        return self.image.width * scale, self.image.height * scale

    def height(self, width: float) -> float:
        return self.size(width)[1]

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw it as a figure that its `alt` describes."""
        size = self.size(width)
        with sheet.figure(alternate(self.alt), x, y, size):
            if self.image.kind == "svg":
                from handpress.flowables import vector  # noqa: PLC0415 - loaded only when an SVG is met

                vector.draw(sheet.canvas, self.image.file, (sheet.left(x, size[0]), y - size[1]), size)
            else:
                sheet.picture(self.image, x, y, size)


@dataclass(frozen=True, slots=True)
class Picture(Flowable):
    """An image with its caption under it; the two are never parted."""

    image: Image
    caption: Text | None
    gap: float
    before: float = 0.0
    after: float = 0.0

    def height(self, width: float) -> float:
        caption = self.caption.height(width) + self.gap if self.caption else 0.0
        return self.image.height(width) + caption

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        self.image.draw(sheet, x, y, width)
        if self.caption:
            self.caption.draw(sheet, x, y - self.image.height(width) - self.gap, width)
