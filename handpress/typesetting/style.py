"""How text looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from handpress.fonts import Chain, Face


@dataclass(frozen=True, slots=True)
class Style:
    """Letter size and distance of baselines in points; colours as '#rrggbb'.

    `strong` sets all of it bold. `balanced` makes the lines of a heading about equally long. `link` colours links.
    `leftward` paragraphs run from right to left, and their lines end at the place where others begin.
    """

    faces: Chain
    size: float
    leading: float
    colour: str = "#1c1c1c"
    link: str = "#1c1c1c"
    strong: bool = False
    balanced: bool = False
    leftward: bool = False

    def chain(self, strong: bool) -> tuple[Face, ...]:
        """The faces to ask for a letter, first to last."""
        return self.faces.bold if strong or self.strong else self.faces.regular

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline, so that letters stand in the middle of the leading."""
        above, below = self.chain(False)[0].extents
        return (self.leading - (above - below) * self.size / 1000) / 2 + above * self.size / 1000

    @property
    def cap_height(self) -> float:
        """Height of a capital in points."""
        return self.chain(False)[0].cap_height * self.size / 1000

    def but(self, **changes: object) -> Style:
        """The same style with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def plain(style: Style) -> Style:
    """The style without its colours: all that says where words stand."""
    return replace(style, colour="", link="")


@lru_cache(maxsize=256)
def rgb(colour: str) -> str:
    """The three operands of a PDF colour operator for '#rrggbb'."""
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") or "0" for i in (1, 3, 5))
