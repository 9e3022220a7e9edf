"""Reads a finished PDF: what matters to staff and to a screen reader, from the file itself.

Of the tag tree (ISO 32000-1, 14.7) each element is read with its own text: what its marks on the pages show, decoded by
the fonts' ToUnicode tables, or what an ActualText says in their place.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NullObject, StreamObject

SIZES = {(595, 842): "A4", (612, 792): "Letter", (842, 595): "A4 landscape", (792, 612): "Letter landscape"}
MOST_PARTS = 100_000
"""More elements than a document can have: a tree that holds itself ends here."""

# What pypdf has to say of a broken file is told as an InspectionError, not past us on the terminal.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

DEEPEST = 100
"""Elements nested deeper than this are nested without reason."""

_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Tj", "TJ", "'", '"', "Do", "INLINE IMAGE"}
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])")


class InspectionError(ValueError):
    """A file that cannot be read as a PDF."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF file is. `fonts` are names with whether they are embedded; `standards` are those that it claims."""

    pages: int
    sizes: tuple[str, ...]
    language: str
    title: str
    title_shown: bool
    fonts: tuple[tuple[str, bool], ...]
    standards: tuple[str, ...]
    tree: Node | None


@dataclass(slots=True)
class Node:
    """An element of the tag tree: its type, its attributes, and its kids: elements, and texts where marks are."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """What is read out of it."""
        said = self.attributes.get("ActualText") or self.attributes.get("Alt")
        if said is not None:
            return f"{said} "
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as lines of text, an element or a text each, indented."""
        notes = "".join(f" {key}={value}" for key, value in self.attributes.items())
        words = [kid for kid in self.kids if isinstance(kid, str)]
        only = words and len(words) == len(self.kids)
        says = " " + "".join(words).strip() if only else ""
        yield f"{'  ' * depth}{self.tag}{notes}{says}".rstrip()
        for kid in [] if only else self.kids:
            if isinstance(kid, Node):
                yield from kid.lines(depth + 1)
            elif kid.strip():
                yield f"{'  ' * (depth + 1)}{kid.strip()}"


def inspect(file: Path) -> Facts:
    """The facts of a PDF file. Raises InspectionError, and OSError where the file cannot be opened."""
    try:
        return facts(PdfReader(file))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - pypdf raises whatever a broken file leads it to
        raise InspectionError(f"it cannot be read as a PDF ({type(error).__name__})") from None


def facts(reader: PdfReader) -> Facts:
    """The facts of an opened PDF."""
    catalogue = reader.root_object
    packet = catalogue.get("/Metadata")
    title = reader.metadata.title if reader.metadata else None
    return Facts(
        pages=len(reader.pages),
        sizes=tuple(dict.fromkeys(_size(page) for page in reader.pages)),
        language=str(catalogue.get("/Lang", "")),
        title=title or "",
        title_shown=str(_entry(catalogue, "/ViewerPreferences").get("/DisplayDocTitle")).lower() == "true",
        fonts=tuple(sorted({font for page in reader.pages for font in _fonts(page)})),
        standards=_standards(packet.get_object().get_data()) if packet is not None else (),
        tree=tag_tree(reader),
    )


def _size(page: DictionaryObject) -> str:
    width, height = float(page.mediabox.width), float(page.mediabox.height)  # type: ignore[attr-defined]
    known = SIZES.get((round(width), round(height)))
    return known or f"{width / 72 * 25.4:.0f} x {height / 72 * 25.4:.0f} mm"


def _fonts(page: DictionaryObject) -> Iterator[tuple[str, bool]]:
    """The fonts of a page, or of a form, and of the forms that it shows."""
    for form in _entry(_entry(page, "/Resources"), "/XObject").values():
        if form.get_object().get("/Subtype") == "/Form":
            yield from _fonts(form.get_object())
    for font in _entry(_entry(page, "/Resources"), "/Font").values():
        font = font.get_object()
        inner = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
        descriptor = _entry(inner, "/FontDescriptor")
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        yield str(font.get("/BaseFont", "")).lstrip("/"), embedded or font.get("/Subtype") == "/Type3"


def _standards(packet: bytes) -> tuple[str, ...]:
    """The standards that an XMP packet claims, whether as elements or as attributes."""

    def value(name: bytes) -> str:
        found = re.search(name + rb"\s*(?:>|=\s*[\"'])\s*([0-9A-Za-z]+)", packet)
        return found[1].decode("ascii") if found else ""

    part, level, accessible = value(b"pdfaid:part"), value(b"pdfaid:conformance"), value(b"pdfuaid:part")
    claims = [f"PDF/A-{part}{level.lower()}"] if part else []
    return (*claims, *([f"PDF/UA-{accessible}"] if accessible else []))


def tag_tree(reader: PdfReader) -> Node | None:
    """The document's tag tree with the texts of its marks; None where there is none."""
    root = reader.root_object.get("/StructTreeRoot")
    if root is None:
        return None
    texts = {page.indirect_reference.idnum: read_page(page).texts for page in reader.pages if page.indirect_reference}
    nodes = _TreeReader(texts).kids(root.get_object().get("/K"), 0)
    elements = [node for node in nodes if isinstance(node, Node)]
    return elements[0] if len(elements) == 1 else Node("(no single root)", kids=list(nodes))


class _TreeReader:
    """Follows a tag tree through a file; `texts` are those of each page's marks, by the page's object number."""

    def __init__(self, texts: dict[int, dict[int, str]]) -> None:
        self.texts, self.count = texts, 0

    def kids(self, entry: Any, page: int, depth: int = 0) -> list[Node | str]:
        self.count += 1
        if self.count > MOST_PARTS or depth > DEEPEST:
            raise ValueError("a tag tree without end")
        if isinstance(entry, int):
            return [self.texts.get(page, {}).get(entry, "")]
        entry = entry.get_object() if entry is not None else NullObject()
        if isinstance(entry, int):
            return [self.texts.get(page, {}).get(entry, "")]
        if isinstance(entry, ArrayObject):
            return [kid for item in entry for kid in self.kids(item, page, depth)]
        if not isinstance(entry, DictionaryObject):
            return []
        home = entry.raw_get("/Pg").idnum if "/Pg" in entry else page
        if "/MCID" in entry:
            return [self.texts.get(home, {}).get(int(str(entry["/MCID"])), "")]
        if "/S" not in entry:
            return []
        return [Node(str(entry["/S"]).lstrip("/"), _attributes(entry), self.kids(entry.get("/K"), home, depth + 1))]


def _attributes(element: DictionaryObject) -> dict[str, str]:
    found = {key: str(element[f"/{key}"]) for key in ("Lang", "Alt", "ActualText") if f"/{key}" in element}
    attributes = _entry(element, "/A")
    for key in ("Scope", "ListNumbering"):
        if f"/{key}" in attributes:
            found[key] = str(attributes[f"/{key}"]).lstrip("/")
    return found


def _entry(dictionary: Any, key: str) -> DictionaryObject:
    found = dictionary.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


@dataclass(slots=True)
class PageContent:
    """What a page's content stream says: the text of each mark by its number, and what is painted outside of marks.

    `numbers` are those of the marks in the order in which they stand, `loose` the painting operators that belong to no
    element and are no artifact.
    """

    texts: dict[int, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def read_page(page: Any) -> PageContent:
    """The marked content of a page, that of the forms that it shows included."""
    content = PageContent()
    _ContentReader(content).read(page.get_contents(), _entry(page, "/Resources"), page.pdf)
    return content


class _ContentReader:
    """Walks a content stream with the stack of marks that are open: (number, whether an ActualText stands for it).

    Inside ReversedChars (ISO 32000-1, 14.8.2.3.3) each glyph is read before the one drawn before it: `turned` holds how
    much of a mark's text had been read when that began.
    """

    def __init__(self, content: PageContent) -> None:
        self.content = content
        self.open = list[tuple[int | None, bool]]()
        self.turned: tuple[int, int] | None = None

    def read(self, stream: Any, resources: DictionaryObject, file: Any) -> None:
        if stream is None:
            return
        decode = _Decoder(None)
        fonts = {name: _Decoder(font.get_object()) for name, font in _entry(resources, "/Font").items()}
        for operands, operator in ContentStream(stream, file).operations:
            name = operator.decode("latin-1")
            if name in ("BDC", "BMC"):
                self._begin(operands, resources)
            elif name == "EMC" and self.open:
                self.open.pop()
                if self.turned and len(self.open) <= self.turned[0]:
                    self.turned = None
            elif name == "Tf":
                decode = fonts.get(operands[0], decode)
            elif name in _PAINTS:
                self._paint(name, operands, decode)
            if name == "Do":
                form = _entry(_entry(resources, "/XObject"), str(operands[0]))
                if form.get("/Subtype") == "/Form":
                    self.read(form, _entry(form, "/Resources"), file)

    def _begin(self, operands: list[Any], resources: DictionaryObject) -> None:
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, str):
            properties = _entry(_entry(resources, "/Properties"), properties)
        number, said = None, None
        if isinstance(properties, DictionaryObject):
            number, said = properties.get("/MCID"), properties.get("/ActualText")
        if number is not None:
            self.content.numbers.append(int(number))
            self.content.texts.setdefault(int(number), "")
        if operands[0] == "/ReversedChars" and self.turned is None:
            number_here = self.open[-1][0] if self.open else None
            self.turned = len(self.open), len(self.content.texts.get(number_here or 0, ""))
        hidden = bool(self.open) and self.open[-1][1]
        inner = int(number) if number is not None else self.open[-1][0] if self.open else None
        self.open.append((-1 if operands[0] == "/Artifact" else inner, hidden or said is not None))
        if said is not None and not hidden:
            self._say(str(said))

    def _paint(self, name: str, operands: list[Any], decode: _Decoder) -> None:
        if not self.open or self.open[-1][0] is None:
            self.content.loose.append(name)
        if name in ("Tj", "TJ", "'", '"') and self.open and not self.open[-1][1]:
            strings = operands[0] if name == "TJ" else operands[-1:]
            for item in strings:
                for letter in decode(item) if isinstance(item, bytes | str) else ():
                    self._say(letter)

    def _say(self, text: str) -> None:
        number = self.open[-1][0]
        if number is not None and number >= 0:
            at = self.turned[1] if self.turned else len(self.content.texts[number])
            said = self.content.texts[number]
            self.content.texts[number] = said[:at] + text + said[at:]


class _Decoder:
    """Turns the codes of a font into text, by its ToUnicode table."""

    def __init__(self, font: DictionaryObject | None) -> None:
        self.table = dict[int, str]()
        self.wide = font is not None and font.get("/Subtype") == "/Type0"
        if font is not None and "/ToUnicode" in font:
            self.table = _to_unicode(_stream_data(font, "/ToUnicode"))

    def __call__(self, string: Any) -> list[str]:
        data: bytes = string if isinstance(string, bytes) else getattr(string, "original_bytes", b"")
        if not self.wide:
            return [self.table.get(code, chr(code)) for code in data]
        codes = (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2))
        return [self.table.get(code, "\ufffd") for code in codes]


def _stream_data(dictionary: DictionaryObject, key: str) -> bytes:
    found = dictionary[key].get_object()
    return bytes(found.get_data()) if isinstance(found, StreamObject) else b""


def _to_unicode(table: bytes) -> dict[int, str]:
    """A ToUnicode CMap as code -> text (ISO 32000-1, 9.10.3)."""

    def text(digits: bytes) -> str:
        return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")

    found = dict[int, str]()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found.update({int(code, 16): text(digits) for code, digits in _PAIR.findall(block)})
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, listed in _RANGE.findall(block):
            codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
            if listed:
                texts = [text(digits) for digits in re.findall(rb"<([0-9A-Fa-f]*)>", listed)]
            else:
                base = text(start)
                texts = [base[:-1] + chr(ord(base[-1]) + n) for n in range(len(codes))] if base else []
            found.update(dict(zip(codes, texts, strict=False)))
    return found
