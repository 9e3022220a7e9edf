"""PDF objects to a PDF file: object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).

A tag tree is hundreds of small objects that look alike: packed together they shrink to a tenth. What never changes is
written once, as a Body; a file is a body with what a copy adds. The same objects give the same bytes, and the file's ID
is taken from them.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise, repeat

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PACKED = 200
"""The most objects in one object stream: a reader that wants one unpacks all of it."""

ROW = 7
FREE = (0, 0, 65535)
"""The line of the cross-reference table of an object that is not there."""

_SPECIAL = re.compile(r"[\\()]")


def text_string(text: str) -> str:
    """`text` as a PDF text string: as it is where it is plain ASCII, else UTF-16 in hexadecimal digits."""
    if text.isascii() and text.isprintable():
        return "(" + _SPECIAL.sub(r"\\\g<0>", text) + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def stream(content: bytes, entries: str = "", compress: bool = True, level: int = 6) -> bytes:
    """A stream object of `content`; `entries` go into its dictionary. `level` is zlib's, from fast to small."""
    if compress:
        content, entries = zlib.compress(content, level), f"{entries}/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode("ascii"), len(content), content)


@dataclass(frozen=True, slots=True)
class Body:
    """The objects of a file that never change, written: `data` is how the file begins.

    `rows` are their lines of the cross-reference table, from object 0 on; objects that are to be added later have a
    line there too, as free ones. `root` is the number of the catalogue, `info` that of the information dictionary.
    """

    data: bytes
    rows: bytes
    root: int
    info: int


def write_body(objects: Mapping[int, bytes], root: int, info: int) -> Body:
    """The beginning of a file with these objects."""
    out, places = bytearray(HEADER), dict[int, tuple[int, int, int]]()
    small = [number for number, body in objects.items() if not body.rstrip().endswith(b"endstream")]
    packed = frozenset(small)
    packs = [small[n : n + PACKED] for n in range(0, len(small), PACKED)]
    for number, body in objects.items():
        if number not in packed:
            places[number] = (1, len(out), 0)
            out += numbered(number, body)
    following = max(objects) + 1
    for number, pack in enumerate(packs, following):
        places.update({member: (2, number, at) for at, member in enumerate(pack)})
        places[number] = (1, len(out), 0)
        out += numbered(number, _object_stream([(member, objects[member]) for member in pack]))
    rows = b"".join(row(places.get(number, FREE)) for number in range(following + len(packs)))
    return Body(bytes(out), rows, root, info)


def unpack(body: Body) -> dict[int, bytes]:
    """The objects that a body was written of."""
    rows = [body.rows[at : at + ROW] for at in range(0, len(body.rows), ROW)]
    places = {n: int.from_bytes(row[1:5], "big") for n, row in enumerate(rows) if row[0] == 1}
    ends = dict(pairwise((*sorted(places.values()), len(body.data))))
    whole = {number: _content(body.data[at : ends[at]]) for number, at in places.items()}
    out = {number: content for number, content in whole.items() if b"/Type/ObjStm" not in content[:40]}
    for number in whole.keys() - out.keys():
        out |= _members(whole[number])
    return dict(sorted(out.items()))


def _content(written: bytes) -> bytes:
    """What `numbered` wrote as an object."""
    return written.partition(b" obj\n")[2].removesuffix(b"\nendobj\n")


def _members(packed: bytes) -> dict[int, bytes]:
    """The objects in an object stream."""
    entries, _, data = packed.partition(b"stream\n")
    first = re.search(rb"/First (\d+)", entries)
    assert first is not None
    plain = zlib.decompress(data.removesuffix(b"\nendstream"))
    index = list(map(int, plain[: int(first[1])].split()))
    bounds = pairwise((*index[1::2], len(plain) - int(first[1])))
    body = plain[int(first[1]) :]
    return {number: body[at:end].strip() for number, (at, end) in zip(index[::2], bounds, strict=True)}


def finish(body: Body, added: Mapping[int, bytes]) -> bytes:
    """The file of a body and of the objects `added` to it, under numbers that it left free or that follow its own."""
    out, rows = [body.data], bytearray(body.rows)
    at, digest = len(body.data), sha256(body.data)
    rows += row(FREE) * (max(added, default=0) + 1 - len(rows) // ROW)
    for number, content in added.items():
        rows[number * ROW : (number + 1) * ROW] = row((1, at, 0))
        written = numbered(number, content)
        digest.update(written)
        out.append(written)
        at += len(written)
    out.append(ending(bytes(rows), at, trailer(body.root, body.info, digest.hexdigest()), level=1))
    return b"".join(out)


def trailer(root: int, info: int, digest: str) -> str:
    """What the end of a file says of it: its catalogue, its information dictionary, and its ID, of a digest of it."""
    return f"/Root {root} 0 R/Info {info} 0 R/ID[<{digest[:32]}><{digest[:32]}>]"


def ending(rows: bytes, at: int, entries: str, level: int = 6) -> bytes:
    """The end of a file of `at` bytes: the table of `rows`, which is an object itself and the last one, with the
    trailer's `entries`, and where it stands."""
    number = len(rows) // ROW
    table = stream(rows + row((1, at, 0)), f"/Type/XRef/Size {number + 1}/W[1 4 2]{entries}", level=level)
    return numbered(number, table) + b"startxref\n%d\n%%%%EOF\n" % at


def numbered(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body.strip())


def _object_stream(members: Iterable[tuple[int, bytes]]) -> bytes:
    head, body = list[str](), bytearray()
    for number, content in members:
        head.append(f"{number} {len(body)}")
        body += content.strip() + b"\n"
    index = " ".join(head).encode("ascii") + b"\n"
    return stream(index + body, f"/Type/ObjStm/N {len(head)}/First {len(index)}")


def packed_rows(pack: int, count: int) -> bytes:
    """The lines of the table for the first `count` objects of an object stream, as `row` writes each."""
    return b"".join(map(struct.Struct(">BIH").pack, repeat(2), repeat(pack), range(count)))


def row(place: tuple[int, int, int]) -> bytes:
    kind, where, more = place
    return kind.to_bytes(1, "big") + where.to_bytes(4, "big") + more.to_bytes(2, "big")
