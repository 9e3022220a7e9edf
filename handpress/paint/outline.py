"""The document's outline, which viewers show beside the pages (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from handpress.pdffile import text_string
from handpress.sheet import Bookmark


def outline_objects(bookmarks: Sequence[Bookmark], pages: Sequence[int], first: int) -> dict[int, bytes]:
    """The outline as objects numbered from `first`, which is its root, on; none where there is nothing to list.

    `pages` are the page objects' numbers. An entry belongs under the last one before it of a lower level.
    """
    if not bookmarks:
        return {}
    parents, open_ = list[int](), list[int]()
    for number, bookmark in enumerate(bookmarks):
        while open_ and bookmarks[open_[-1]].level >= bookmark.level:
            open_.pop()
        parents.append(open_[-1] if open_ else -1)
        open_.append(number)
    children = dict[int, list[int]]()
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    out = {first: f"<</Type/Outlines{_inside(children, -1, first)}>>".encode("ascii")}
    for number, bookmark in enumerate(bookmarks):
        siblings = children[parents[number]]
        at = siblings.index(number)
        before = f"/Prev {first + 1 + siblings[at - 1]} 0 R" if at else ""
        after = f"/Next {first + 1 + siblings[at + 1]} 0 R" if at + 1 < len(siblings) else ""
        place = f"/Dest[{pages[bookmark.page]} 0 R/FitH {bookmark.y:.2f}]"
        head = f"/Title{text_string(bookmark.title)}/Parent {first + 1 + parents[number]} 0 R"
        entry = f"<<{head}{before}{after}{_inside(children, number, first)}{place}>>"
        out[first + 1 + number] = entry.encode("ascii")
    return out


def _inside(children: dict[int, list[int]], number: int, first: int) -> str:
    """The entries that lead to what stands under an entry; all of it is shown."""
    kids = children.get(number)
    if not kids:
        return ""
    return f"/First {first + 1 + kids[0]} 0 R/Last {first + 1 + kids[-1]} 0 R/Count {_count(children, number)}"


def _count(children: dict[int, list[int]], number: int) -> int:
    return sum(1 + _count(children, kid) for kid in children.get(number, ()))
