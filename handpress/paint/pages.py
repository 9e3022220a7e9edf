"""A story into pages.

The story is measured once and broken by arithmetic, before anything is drawn: so the number of pages is known to the
footer, and a last page that would hold little can be avoided by trying tighter distances.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handpress.flowables import Stack
from handpress.furniture import Area
from handpress.problems import HandpressError, Problem, Severity
from handpress.sheet import Flowable
from handpress.text import Text

TIGHTNESS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Scales of the distances between blocks, tried in this order."""

SHORT_PAGE = 0.5
"""A last page filled to less than this part is worth a try: a sheet saved, and never five lines alone on one."""

HOLE = 0.125
"""An earlier page that stays empty to more than this part, because what follows is not split, is worth one too; and
one that does by half as much is better."""

MAX_PAGES = 400


def paginate(story: Stack, area: Callable[[int], Area]) -> list[Stack]:
    """The story's part on each page. Raises HandpressError for something that fits on no page."""
    loose = _break(story, area)
    last = loose[-1].height(area(len(loose)).width) / area(len(loose)).height
    hole = _hole(loose, area)
    if len(loose) == 1 or (last >= SHORT_PAGE and hole <= HOLE):
        return loose
    filled, smallest = loose, hole
    for tightness in TIGHTNESS[1:]:
        tight = _break(replace(story, tightness=tightness), area)
        if len(tight) < len(loose):
            return tight
        # No tighter than it takes; and where a hole remains, it is worth it if that is half as large.
        left = _hole(tight, area)
        if smallest > HOLE and left < smallest and left <= max(HOLE, hole / 2):
            filled, smallest = tight, left
    return filled


def _hole(pages: list[Stack], area: Callable[[int], Area]) -> float:
    """The part of a page, of all but the last, that stays empty at the most."""
    places = [area(number) for number in range(1, len(pages))]
    return max((1 - page.height(p.width) / p.height for page, p in zip(pages, places, strict=False)), default=0.0)


def _break(story: Stack, area: Callable[[int], Area]) -> list[Stack]:
    pages, rest = list[Stack](), story
    while len(pages) < MAX_PAGES:
        place = area(len(pages) + 1)
        if rest.height(place.width) <= place.height + 0.01:
            return [*pages, rest]
        halves = rest.split(place.width, place.height) or rest.loosened().split(place.width, place.height)
        if halves is None:
            raise _too_large(rest)
        page, rest = halves
        pages.append(page)
    raise HandpressError([Problem(Severity.ERROR, f"the handout has more than {MAX_PAGES} pages")])


def _too_large(rest: Stack) -> HandpressError:
    words = _first_words(rest)
    return HandpressError(
        [Problem(Severity.ERROR, f"something fits on no page: '{words}…'", hint="make it shorter, or divide it")]
    )


def _first_words(flowable: Flowable) -> str:
    """What a flowable begins with, to name it by."""
    if isinstance(flowable, Text):
        return flowable.set(400).words()[:60]
    for name in ("heading", "label", "labels", "head", "title", "children", "items", "body"):
        inside = getattr(flowable, name, None)
        first = inside[0] if isinstance(inside, tuple) and inside else inside
        if isinstance(first, Flowable):
            return _first_words(first)
    return type(flowable).__name__
