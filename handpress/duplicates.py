"""A plate's file taken apart, for a file that holds many copies of it.

What copies share goes into such a file once: fonts, pictures, what stands on the pages. What is each copy's own (pages,
links, the tag tree) is written out of templates in which only numbers change, all of one width, so that the places of
its objects in a pack never do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from handpress.pdffile import stream, text_string, unpack
from handpress.plate import Plate

_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|(\d+) 0 R")
"""A reference to an object; or a string, in which nothing is one."""

_KEY = re.compile(rb"(/StructParents? )(\d+)")
_OWNERS = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")
_LABEL = re.compile(rb"(\d+)(<<[^<>]*>>)")
_MARK = re.compile(rb"\0([KO])(\d+)\0")
"""The place of a number in a template that is being made: a key's, or an object's."""

PAGES, LEAF = 0, 1
"""The places, among a copy's objects, of its node of the page tree and of its leaf of the parent tree."""


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with places for numbers, nine digits wide; of each whether it is a key's, and which of the copy's own."""

    text: bytes
    places: tuple[tuple[bool, int], ...]

    @classmethod
    def of(cls, marked: bytes) -> Template:
        places = tuple((found[1] == b"K", int(found[2])) for found in _MARK.finditer(marked))
        return cls(_MARK.sub(b"%-9d", marked.replace(b"%", b"%%")), places)

    def written(self, first: int, key: int) -> bytes:
        """The bytes for a copy whose objects and keys begin with these numbers."""
        return self.text % tuple([number + (key if keyed else first) for keyed, number in self.places])


@dataclass(frozen=True, slots=True)
class Roots:
    """The objects of the whole file that every copy hangs on: the tree of pages and the document's element."""

    pages: int
    document: int


class Duplicates:
    """Copies of one plate, in a language, in one file.

    `shared` are the objects to write once, by their numbers, which go from `first` on. A copy has `count` objects of
    its own, the last of which are the `forms` of its slots, by what the plate calls them; and `keys` in the parent
    tree.
    """

    def __init__(self, plate: Plate, language: str, first: int, roots: Roots) -> None:
        objects = unpack(plate.body)
        catalogue = objects[plate.body.root]
        tree, root = _number(catalogue, b"/StructTreeRoot "), _number(catalogue, b"/Pages ")
        top, parents = _number(objects[tree], b"/K "), _number(objects[tree], b"/ParentTree ")
        pages = _numbers(objects[root])
        links = [number for number, each in objects.items() if b"/StructParent " in each]
        elements = [number for number, each in objects.items() if each.startswith(b"<</S/")]
        self._slots = [slot for slot in plate.slots if slot.element]
        placed = [*pages, *links, *elements, *(slot.element for slot in self._slots), *(s.form for s in plate.slots)]
        own = {number: place for place, number in enumerate(placed, 2)} | {root: PAGES, parents: LEAF}
        outline = {number for number, each in objects.items() if each.startswith(b"<</Title")}
        apart = {plate.body.root, plate.body.info, tree, *_numbers(catalogue), *outline, *own}
        rest = {number: first + place for place, number in enumerate(n for n in objects if n not in apart)}
        self.shared = {new: _renumbered(objects[old], rest) for old, new in rest.items()}
        self.fonts = {key: (rest[number], glyphs) for key, (number, glyphs) in plate.fonts.items()}
        self.forms = {slot.form: own[slot.form] for slot in plate.slots}
        self.empty = {slot.form: _renumbered(slot.empty, rest) for slot in plate.slots}
        self.paper = _between(objects[pages[0]], b"/MediaBox")
        self.plate, self.pages, self.top = plate, [own[page] for page in pages], own[top]
        self.keys, self.count = _number(objects[tree], b"/ParentTreeNextKey "), len(placed) + 2
        self.labels = [(int(at), label) for at, label in _LABEL.findall(_between(catalogue, b"/PageLabels"))]

        known = rest | {tree: roots.document}
        part = b"/S/Part/Lang" + text_string(language).encode("ascii")
        objects[top] = objects[top].replace(b"/S/Document", part, 1)
        members = [_marked(objects[number], own, known) for number in (*pages, *links, *elements)]
        bodies = [_node(self.pages, roots.pages), _leaf(objects[parents], own), *members]
        self._body = Template.of(b"".join(body + b"\n" for body in bodies))
        self._starts = _starts(Template.of(body + b"\n") for body in bodies)
        blank, filled = ([_marked(getattr(s, name), own, known) for s in self._slots] for name in ("blank", "filled"))
        self._said = list(zip(map(Template.of, blank), map(Template.of, filled), strict=True))

    def pack(self, first: int, key: int, filled: Collection[int]) -> bytes:
        """The object stream of a copy's objects but for its forms, numbered from `first` on.

        `key` is its first in the parent tree; `filled` are the forms with words in them.
        """
        body, starts = [self._body.written(first, key)], list(self._starts)
        end = len(body[0])
        for slot, said in zip(self._slots, self._said, strict=True):
            body.append(said[slot.form in filled].written(first, key) + b"\n")
            starts.append(end)
            end += len(body[-1])
        index = b"".join([b"%d %d " % (first + place, start) for place, start in enumerate(starts)])
        head = f"/Type/ObjStm/N {len(starts)}/First {len(index)}"
        return stream(index + b"".join(body), head, level=1)


def _number(content: bytes, name: bytes) -> int:
    found = re.search(re.escape(name) + rb"(\d+)", content)
    assert found is not None
    return int(found[1])


def _numbers(content: bytes) -> list[int]:
    """What an object refers to."""
    return [int(found[1]) for found in _REFERENCE.finditer(content) if found[1]]


def _between(content: bytes, name: bytes) -> bytes:
    """An array in an entry of the catalogue."""
    return content.partition(name)[2].partition(b"[")[2].partition(b"]")[0]


def _renumbered(content: bytes, numbers: Mapping[int, int]) -> bytes:
    """An object with the numbers that all copies share; what is in a stream stays as it is."""
    entries, word, data = content.partition(b"stream\n")
    return _marked(entries, {}, numbers) + word + data


def _marked(content: bytes, own: Mapping[int, int], known: Mapping[int, int]) -> bytes:
    """An object with a mark in the place of each number that differs from copy to copy."""

    def reference(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        return b"\0O%d\0 0 R" % own[number] if number in own else b"%d 0 R" % known[number]

    return _KEY.sub(b"\\1\0K\\2\0", _REFERENCE.sub(reference, content))


def _node(pages: Iterable[int], root: int) -> bytes:
    """A copy's node of the page tree."""
    kids = [b"\0O%d\0 0 R" % page for page in pages]
    return b"<</Type/Pages/Parent %d 0 R/Kids[%s]/Count %d>>" % (root, b" ".join(kids), len(kids))


def _leaf(parents: bytes, own: Mapping[int, int]) -> bytes:
    """A copy's leaf of the parent tree (ISO 32000-1, 7.9.7)."""
    owners = [(int(key), _marked(owner, own, {})) for key, owner in _OWNERS.findall(parents)]
    nums = b" ".join(b"\0K%d\0 %s" % each for each in owners)
    return b"<</Limits[\0K%d\0 \0K%d\0]/Nums[%s]>>" % (owners[0][0], owners[-1][0], nums)


def _starts(templates: Iterable[Template]) -> tuple[int, ...]:
    """Where each template begins when all stand one after another."""
    starts, at = list[int](), 0
    for template in templates:
        starts.append(at)
        at += len(template.written(0, 0))
    return tuple(starts)
