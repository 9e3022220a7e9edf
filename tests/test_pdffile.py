"""PDF objects to a file, read back with pypdf."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import StreamObject

from handpress.pdffile import Body, finish, stream, text_string, write_body
from tests.helpers import property_of, write_file

CATALOGUE = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>", 3: b"<</Title(A title)>>"}


def written(more: dict[int, bytes]) -> bytes:
    return write_file({**CATALOGUE, **more}, root=1, info=3)


def opened(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data), strict=True)


def packs(reader: PdfReader) -> list[Any]:
    """The object streams of a file."""
    found = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return [each for each in found if isinstance(each, StreamObject) and each.get("/Type") == "/ObjStm"]


def read_text(text: str) -> str:
    return str(opened(written({4: f"<</A{text_string(text)}>>".encode("ascii")})).get_object(4)["/A"])


# Text strings


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("Ring us", "(Ring us)"),
        ("", "()"),
        ("a (b) \\ c", r"(a \(b\) \\ c)"),
        ("38 °C", "<FEFF00330038002000B00043>"),
        ("\U0001f600", "<FEFFD83DDE00>"),
        ("a\nb", "<FEFF0061000A0062>"),
    ],
)
def test_a_text_string_is_plain_where_it_can_be(text: str, string: str) -> None:
    assert text_string(text) == string


@property_of(60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text("()\\\r\nż", max_size=8))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert read_text(text) == text


# Streams


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize(
    "content",
    [b"", b"q Q", b"a\r\nendstream\nendobj\n%%EOF", bytes(range(256)) * 40],
    ids=["none", "few", "odd", "all"],
)
def test_a_stream_is_whole(content: bytes, compress: bool) -> None:
    found: Any = opened(written({4: stream(content, "/Kind/Test", compress)})).get_object(4)
    assert found.get_data() == content
    assert found["/Kind"] == "/Test"
    assert ("/Filter" in found) == compress


def test_an_uncompressed_stream_stands_in_the_file_as_it_is() -> None:
    """PDF/A asks that the XMP packet can be found by who knows no PDF (ISO 19005-2, 6.6.2.1)."""
    assert b"stream\n<?xpacket?>\nendstream" in written({4: stream(b"<?xpacket?>", compress=False)})


# Files


def test_each_kind_of_object_is_read_back() -> None:
    bodies = {
        4: b"<</A[1 2.5(x)/N null true 5 0 R]>>",
        5: b"[1 2]",
        6: b"42",
        7: b"(x)",
        8: b"null",
        9: b"  <</B 1>>\n ",
    }
    reader = opened(written({**bodies, 10: stream(b"q Q")}))
    (one, half, text, name, nothing, true, other) = reader.get_object(4)["/A"]
    assert [one, float(half), text, name, bool(true)] == [1, 2.5, "x", "/N", True]
    assert nothing is None or str(nothing) == "NullObject"
    assert other.get_object() == [1, 2]
    assert (reader.get_object(6), reader.get_object(7), reader.get_object(9)["/B"]) == (42, "x", 1)
    stream_object: Any = reader.get_object(10)
    assert stream_object.get_data() == b"q Q"


@pytest.mark.parametrize(("count", "expected"), [(199, 1), (200, 1), (201, 2), (600, 3), (601, 4)])
def test_objects_are_packed_and_each_is_found_in_its_pack(count: int, expected: int) -> None:
    reader = opened(written({number: b"<</N %d>>" % number for number in range(4, count + 1)}))
    assert all(reader.get_object(number)["/N"] == number for number in range(4, count + 1))
    assert len(packs(reader)) == expected
    assert sum(pack["/N"] for pack in packs(reader)) == count
    assert max(pack["/N"] for pack in packs(reader)) <= 200


def test_streams_stand_outside_of_packs() -> None:
    """ISO 32000-1, 7.5.7: a stream is never in an object stream."""
    reader = opened(written({number: stream(b"%d" % number) for number in range(4, 20)}))
    assert sum(pack["/N"] for pack in packs(reader)) == 3
    for number in range(4, 20):
        found: Any = reader.get_object(number)
        assert found.get_data() == b"%d" % number


def test_packing_makes_many_small_objects_less_than_a_quarter_as_large() -> None:
    bodies = {number: b"<</Type/StructElem/S/TD/P 4 0 R/Pg 5 0 R/K %d>>" % number for number in range(4, 1500)}
    assert len(written(bodies)) < sum(map(len, bodies.values())) / 4


@property_of(30)
@given(st.sets(st.integers(4, 900), max_size=60), st.randoms(use_true_random=False))
def test_numbers_may_have_gaps_and_come_in_any_order(numbers: set[int], random: Any) -> None:
    items = [(n, stream(b"%d" % n) if n % 3 == 0 else b"<</N %d>>" % n) for n in numbers]
    random.shuffle(items)
    reader = opened(written(dict(items)))
    for number in numbers:
        found: Any = reader.get_object(number)
        assert (int(found.get_data()) if number % 3 == 0 else found["/N"]) == number


def rows_of(data: bytes) -> list[tuple[int, int, int]]:
    """The rows of the cross-reference stream, object by object (ISO 32000-1, 7.5.8.3)."""
    table: Any = opened(data).get_object(opened(data).trailer["/Size"] - 1)
    assert (table["/Type"], table["/W"]) == ("/XRef", [1, 4, 2])
    content = table.get_data()
    assert len(content) == 7 * table["/Size"]
    return [
        (row[0], int.from_bytes(row[1:5], "big"), int.from_bytes(row[5:], "big"))
        for row in (content[at : at + 7] for at in range(0, len(content), 7))
    ]


def test_the_cross_references_lead_to_each_object() -> None:
    """Some readers forgive a wrong index or place, others do not."""
    more = {n: stream(b"%d" % n) if n % 3 == 0 else b"<</N %d>>" % n for n in range(4, 450) if n != 7}
    data = written(more)
    reader, rows = opened(data), rows_of(data)
    assert rows[0] == rows[7] == (0, 0, 65535)
    assert rows[-1][0] == 1
    for number, (kind, where, at) in enumerate(rows):
        if kind == 1:
            assert data[where:].startswith(b"%d 0 obj\n" % number)
        elif kind == 2:
            pack: Any = reader.get_object(where)
            head = pack.get_data()[: pack["/First"]].split()
            assert head[2 * at] == b"%d" % number
            assert more.get(number, CATALOGUE.get(number)) in pack.get_data()[pack["/First"] + int(head[2 * at + 1]) :]
    assert [kind for kind, _, _ in rows].count(2) == len(CATALOGUE) + sum(n % 3 > 0 for n in more)


def test_the_trailer_names_catalogue_and_information() -> None:
    reader = opened(written({}))
    assert reader.root_object["/Type"] == "/Catalog"
    assert reader.metadata is not None
    assert reader.metadata.title == "A title"


def test_a_file_begins_and_ends_as_readers_expect() -> None:
    """ISO 32000-1, 7.5.2: four bytes above 127 in the second line say that the file is binary."""
    data = written({})
    first, second, _ = data.split(b"\n", 2)
    assert first == b"%PDF-1.7"
    assert second[:1] == b"%"
    assert len(second) >= 5
    assert min(second[1:5]) > 127
    start = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", data)
    assert start is not None
    assert re.match(rb"\d+ 0 obj\n<</Type/XRef", data[int(start[1]) :])


def identity(data: bytes) -> tuple[bytes, bytes]:
    first, second = opened(data).trailer["/ID"]
    return first.original_bytes, second.original_bytes


def test_the_same_objects_make_the_same_bytes() -> None:
    more = {4: stream(b"q Q"), 5: b"<</N 5>>"}
    assert written(more) == written(dict(more))


def test_a_file_has_an_identity_that_follows_from_its_objects() -> None:
    """PDF/A asks for one (ISO 19005-2, 6.1.3)."""
    first, second = identity(written({4: b"<</N 4>>"}))
    assert first == second
    assert len(first) == 16
    assert identity(written({4: b"<</N 4>>"})) == (first, second)
    assert identity(written({4: b"<</N 5>>"})) != (first, second)
    assert identity(written({4: stream(b"q Q")})) != identity(written({4: stream(b"Q q")}))


# Copies


def body() -> Body:
    """What never changes of a file in which object 5 is left free."""
    return write_body({**CATALOGUE, 4: b"<</N 4>>", 6: stream(b"6")}, root=1, info=3)


def test_a_copy_adds_objects_under_free_numbers_and_after_all_others() -> None:
    whole = body()
    after = len(whole.rows) // 7
    data = finish(whole, {5: b"<</N 5>>", after: stream(b"more"), after + 2: b"<</N 9>>"})
    assert data.startswith(whole.data)
    reader = opened(data)
    assert [reader.get_object(number)["/N"] for number in (4, 5, after + 2)] == [4, 5, 9]
    streams: list[Any] = [reader.get_object(number) for number in (6, after)]
    assert [each.get_data() for each in streams] == [b"6", b"more"]
    rows = rows_of(data)
    assert rows[after + 1] == (0, 0, 65535)
    assert len(rows) == after + 4
    assert all(data[where:].startswith(b"%d 0 obj\n" % n) for n, (kind, where, _) in enumerate(rows) if kind == 1)


def test_copies_share_a_body_and_are_told_apart_by_their_identity() -> None:
    whole = body()
    first, again, other = (finish(whole, {5: b"<</N %d>>" % n}) for n in (1, 1, 2))
    assert first == again
    assert identity(first) != identity(other)
    assert opened(finish(whole, {})).get_object(4)["/N"] == 4
