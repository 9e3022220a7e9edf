"""PDF objects to a PDF file: object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).

A tag tree is hundreds of small objects that look alike: packed together they shrink to a tenth. The same objects give
the same bytes, and the file's ID is taken from them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PACKED = 200
"""The most objects in one object stream: a reader that wants one unpacks all of it."""

_SPECIAL = re.compile(r"[\\()]")


def text_string(text: str) -> str:
    """`text` as a PDF text string: as it is where it is plain ASCII, else UTF-16 in hexadecimal digits."""
    if text.isascii() and text.isprintable():
        return "(" + _SPECIAL.sub(r"\\\g<0>", text) + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def stream(content: bytes, entries: str = "", compress: bool = True) -> bytes:
    """A stream object of `content`; `entries` go into its dictionary."""
    if compress:
        content, entries = zlib.compress(content), f"{entries}/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode("ascii"), len(content), content)


def write_file(objects: Mapping[int, bytes], root: int, info: int) -> bytes:
    """A file of numbered objects, of which `root` is the catalogue's number and `info` the information dictionary's."""
    out, places = bytearray(HEADER), dict[int, tuple[int, int, int]]()
    small = [number for number, body in objects.items() if not body.rstrip().endswith(b"endstream")]
    packs = [small[n : n + PACKED] for n in range(0, len(small), PACKED)]
    following = max(objects) + 1
    for number, body in objects.items():
        if number not in small:
            _add(out, places, number, body)
    for number, pack in enumerate(packs, following):
        places.update({member: (2, number, at) for at, member in enumerate(pack)})
        _add(out, places, number, _object_stream([(member, objects[member]) for member in pack]))
    table = following + len(packs)
    places[table] = (1, len(out), 0)
    identity = sha256(out).hexdigest()[:32]
    rows = b"".join(_row(places.get(number, (0, 0, 65535))) for number in range(table + 1))
    trailer = f"/Type/XRef/Size {table + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"
    start = len(out)
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, stream(rows, trailer), start)
    return bytes(out)


def _add(out: bytearray, places: dict[int, tuple[int, int, int]], number: int, body: bytes) -> None:
    places[number] = (1, len(out), 0)
    out += b"%d 0 obj\n%s\nendobj\n" % (number, body.strip())


def _object_stream(members: Iterable[tuple[int, bytes]]) -> bytes:
    head, body = list[str](), bytearray()
    for number, content in members:
        head.append(f"{number} {len(body)}")
        body += content.strip() + b"\n"
    index = " ".join(head).encode("ascii") + b"\n"
    return stream(index + body, f"/Type/ObjStm/N {len(head)}/First {len(index)}")


def _row(place: tuple[int, int, int]) -> bytes:
    kind, where, more = place
    return kind.to_bytes(1, "big") + where.to_bytes(4, "big") + more.to_bytes(2, "big")
