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

TIGHTNESS = (1.0, 0.9, 0.8, 0.75)
"""Scales of the distances between blocks, tried in this order."""

SHORT_PAGE = 0.5
"""A last page filled to less than this part is worth a try: a sheet saved, and never five lines alone on one."""

MAX_PAGES = 400


def paginate(story: Stack, area: Callable[[int], Area]) -> list[Stack]:
    """The story's part on each page. Raises HandpressError for something that fits on no page."""
    loose = _break(story, area)
    last = loose[-1]
    room = area(len(loose))
    if len(loose) == 1 or last.height(room.width) >= SHORT_PAGE * room.height:
        return loose
    for tightness in TIGHTNESS[1:]:
        tight = _break(replace(story, tightness=tightness), area)
        if len(tight) < len(loose):
            return tight
    return loose


def _break(story: Stack, area: Callable[[int], Area]) -> list[Stack]:
    pages, rest = list[Stack](), story
    while len(pages) < MAX_PAGES:
        place = area(len(pages) + 1)
        if rest.height(place.width) <= place.height + 0.01:
            return [*pages, rest]
        halves = rest.split(place.width, place.height)
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
    inside = getattr(flowable, "children", None) or getattr(flowable, "items", None)
    for part in (inside[0] if inside else None, getattr(flowable, "heading", None), getattr(flowable, "body", None)):
        if isinstance(part, Flowable):
            return _first_words(part)
    return type(flowable).__name__
