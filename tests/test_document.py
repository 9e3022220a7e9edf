"""The document's outline, read back from the finished file."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from handpress.document import Bookmark, outline
from tests.helpers import new_sheet, property_of, read_back

Entry = tuple[str, int, int]


def document(entries: list[Entry]) -> PdfReader:
    """Three pages with bookmarks: each a title, its level and its page, which counts from 0."""
    sheet = new_sheet()
    for page in range(3):
        for title, level, its_page in entries:
            if its_page == page:
                sheet.bookmark(title, level, 700.0)
        sheet.next_page()
    return read_back(sheet)


def titles(outline: list[Any]) -> list[Any]:
    """An outline as pypdf reads it, entries by their titles; what stands under one is a list after it."""
    return [titles(entry) if isinstance(entry, list) else entry.title for entry in outline]


def nested(entries: list[Entry]) -> list[Any]:
    """What `titles` must give: each entry followed by a list of those after it that are of a higher level."""
    found = list[Any]()
    while entries:
        (title, level, _), *entries = entries
        under = next((n for n, entry in enumerate(entries) if entry[1] <= level), len(entries))
        found += [title, nested(entries[:under])] if under else [title]
        entries = entries[under:]
    return found


def test_without_bookmarks_there_is_no_outline() -> None:
    assert outline([], [1], 9) == {}
    assert "/Outlines" not in document([]).root_object


def test_an_entry_stands_under_the_last_one_of_a_lower_level() -> None:
    entries = [("Title", 0, 0), ("About", 1, 0), ("A note", 2, 0), ("Care", 1, 1), ("Other", 0, 2)]
    assert titles(document(entries).outline) == ["Title", ["About", ["A note"], "Care"], "Other"]


def test_a_title_may_have_any_letters() -> None:
    assert titles(document([("Gdy (38 °C) \\ żółć", 0, 0)]).outline) == ["Gdy (38 °C) \\ żółć"]


ENTRIES = st.lists(st.tuples(st.sampled_from(["a", "b", "ż"]), st.integers(0, 2), st.integers(0, 2)), max_size=9).map(
    lambda entries: sorted(entries, key=lambda entry: entry[2])
)


@property_of(20)
@given(ENTRIES)
def test_any_headings_make_an_outline_that_leads_to_their_pages(entries: list[Entry]) -> None:
    reader = document(entries)
    assert titles(reader.outline) == nested(entries)

    def flat(outline: list[Any]) -> list[int | None]:
        return [
            page
            for entry in outline
            for page in (flat(entry) if isinstance(entry, list) else [reader.get_destination_page_number(entry)])
        ]

    assert flat(reader.outline) == [page for _, _, page in entries]
    if entries:
        root: Any = reader.root_object["/Outlines"]
        assert root["/Count"] == len(entries)


def test_entries_lead_to_a_height_of_their_page_or_to_all_of_it() -> None:
    made = outline([Bookmark("One", 0, 1, 700.0), Bookmark("Two", 0, 0)], [21, 22], 9)
    assert b"/Dest[22 0 R/FitH 700.00]" in made[10]
    assert b"/Dest[21 0 R/Fit]" in made[11]
