"""What a PDF file has once, whatever stands on its pages: the catalogue and what it names, and the outline.

A plate has it for its document, a print file for all of its copies (ISO 32000-1, 7.7.2 and 12.3.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handpress.metadata import COLOUR_PROFILE, Metadata, output_intent
from handpress.pdffile import stream, text_string


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: it leads to height `y` of a page, which is counted from 0; without one, to all of it."""

    title: str
    level: int
    page: int
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Branches:
    """The numbers of what hangs on the catalogue: the root of all pages, that of the tags, what is asked of viewers and
    printers, and the outline, or None where there is nothing to list."""

    pages: int
    tags: int
    preferences: int
    outline: int | None


CATALOGUE, INFORMATION, PACKET, PROFILE = range(COUNT := 4)
"""The places of what `roots` gives, from its first number on, and how many they are."""


def roots(first: int, branches: Branches, labels: bytes, metadata: Metadata) -> dict[int, bytes]:
    """The catalogue, and what the file says of itself, as objects numbered from `first` on.

    `labels` are the pages' labels (12.4.2), each with the index of the page from which it holds.
    """
    parts = {
        "Type": "/Catalog",
        "Pages": f"{branches.pages} 0 R",
        "Lang": text_string(metadata.language),
        "MarkInfo": "<</Marked true>>",
        "StructTreeRoot": f"{branches.tags} 0 R",
        "Metadata": f"{first + PACKET} 0 R",
        "OutputIntents": f"[{output_intent(first + PROFILE)}]",
        "PageLabels": f"<</Nums[{labels.decode('ascii')}]>>",
        "ViewerPreferences": f"{branches.preferences} 0 R",
        **({"Outlines": f"{branches.outline} 0 R"} if branches.outline else {}),
    }
    return {
        first + CATALOGUE: ("<<" + "".join(f"/{key} {value}" for key, value in parts.items()) + ">>").encode("ascii"),
        first + INFORMATION: metadata.information(),
        first + PACKET: stream(metadata.packet(), "/Type/Metadata/Subtype/XML", compress=False),
        first + PROFILE: stream(COLOUR_PROFILE.read_bytes(), "/N 3"),
    }


def outline(bookmarks: Sequence[Bookmark], pages: Sequence[int], first: int) -> dict[int, bytes]:
    """The outline as objects numbered from `first`, which is its root, on; none where there is nothing to list.

    `pages` are the page objects' numbers. An entry belongs under the last one before it of a lower level.
    """
    if not bookmarks:
        return {}
    children = _children(bookmarks)
    out = {first: f"<</Type/Outlines{_inside(children, -1, first)}>>".encode("ascii")}
    for parent, siblings in children.items():
        for at, number in enumerate(siblings):
            bookmark = bookmarks[number]
            before = f"/Prev {first + 1 + siblings[at - 1]} 0 R" if at else ""
            after = f"/Next {first + 1 + siblings[at + 1]} 0 R" if at + 1 < len(siblings) else ""
            view = "Fit" if bookmark.y is None else f"FitH {bookmark.y:.2f}"
            place = f"/Dest[{pages[bookmark.page]} 0 R/{view}]"
            head = f"/Title{text_string(bookmark.title)}/Parent {first + 1 + parent} 0 R"
            entry = f"<<{head}{before}{after}{_inside(children, number, first)}{place}>>"
            out[first + 1 + number] = entry.encode("ascii")
    return dict(sorted(out.items()))


def _children(bookmarks: Sequence[Bookmark]) -> dict[int, list[int]]:
    """By its number what stands under each entry, and under -1 what stands under none."""
    out, open_ = dict[int, list[int]](), list[int]()
    for number, bookmark in enumerate(bookmarks):
        while open_ and bookmarks[open_[-1]].level >= bookmark.level:
            open_.pop()
        out.setdefault(open_[-1] if open_ else -1, []).append(number)
        open_.append(number)
    return out


def _inside(children: dict[int, list[int]], number: int, first: int) -> str:
    """The entries that lead to what stands under an entry; all of it is shown."""
    kids = children.get(number)
    if not kids:
        return ""
    return f"/First {first + 1 + kids[0]} 0 R/Last {first + 1 + kids[-1]} 0 R/Count {_count(children, number)}"


def _count(children: dict[int, list[int]], number: int) -> int:
    return sum(1 + _count(children, kid) for kid in children.get(number, ()))
