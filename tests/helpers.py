"""What the unit tests share: typefaces, short ways to write flowables, and stand-ins that can be looked into.

`Bar` is a flowable of plain height, `Recorder` a sheet that writes down what is drawn on it. `small_root` makes a
folder of content that is no larger than a job needs.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any

from hypothesis import HealthCheck, settings
from pypdf import PdfReader

from handpress.canvas import PlateCanvas
from handpress.fonts import Chain, Face, Family, Glyph
from handpress.inspection import Node, tag_tree
from handpress.metadata import Metadata
from handpress.paint.assembly import Binding, assemble
from handpress.patients import Rules
from handpress.pdffile import finish, write_body
from handpress.runs import Inline, Run
from handpress.sheet import Flowable, Sheet
from handpress.slots import SlotStyle
from handpress.structure import Element
from handpress.text import Text
from handpress.typesetting import SetBlock, Style, pieces

FONTS = Path(__file__).resolve().parent.parent / "fonts"
ATKINSON = FONTS / "atkinson-hyperlegible-next"
NOTO = FONTS / "noto-sans"

PAGE = (595.0, 842.0)
LEADING = 16.0
PEN = (1.0, "#000000")


def property_of(examples: int) -> settings:
    """Settings of a property test: so many examples, and no complaint about a busy machine."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(maxsize=1)
def atkinson() -> Family:
    regular, bold = (Face(ATKINSON / f"AtkinsonHyperlegibleNext-{weight}.ttf") for weight in ("Regular", "Bold"))
    return Family("Atkinson Hyperlegible Next", regular, bold, ("Latn",))


@lru_cache(maxsize=1)
def noto() -> Family:
    regular, bold = (Face(NOTO / f"NotoSans-{weight}.ttf") for weight in ("Regular", "Bold"))
    return Family("Noto Sans", regular, bold, ("Latn", "Grek", "Cyrl"))


@lru_cache(maxsize=1)
def chain() -> Chain:
    """Atkinson, and Noto for what it lacks."""
    return Chain((atkinson(), noto()))


@lru_cache(maxsize=1)
def body() -> Style:
    """Body text: 12 on 16 pt."""
    return Style(chain(), 12.0, LEADING)


def slot_style() -> SlotStyle:
    """How a patient's details are set: in body type."""
    return SlotStyle((atkinson().regular.file, noto().regular.file), 12.0, "#1c1c1c")


def text(words: str, **fields: Any) -> Text:
    """A Text of plain words, in body type unless `style` is given."""
    return Text((Run(words),), fields.pop("style", body()), **fields)


def numbers(glyphs: Iterable[Glyph]) -> set[int]:
    """The numbers of glyphs."""
    return {number for number, _ in glyphs}


def lines_of(block: SetBlock) -> list[str]:
    """The words of each line."""
    return ["".join(part.text for part in line.parts) for line in block.lines]


def words_of(block: SetBlock) -> list[str]:
    """The words of all lines; of a word that was cut between two, the whole."""
    out = ""
    for line, words in zip(block.lines, lines_of(block), strict=True):
        out += words + ("" if line.joined else " ")
    return out.split()


def plain_runs(*words: str) -> tuple[Inline, ...]:
    return (Run(" ".join(words)),)


def all_texts(flowable: Flowable) -> Iterator[Text]:
    """Every Text of a flowable and of what it holds, in reading order."""
    if isinstance(flowable, Text):
        yield flowable
        return
    for name in ("heading", "children", "items", "body", "caption"):
        value = getattr(flowable, name, None)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Flowable):
                yield from all_texts(part)


@dataclass(frozen=True)
class Bar(Flowable):
    """A flowable of `rows`, each 10 pt high, that may part between two of them but leaves `keep` on either side."""

    name: str
    rows: tuple[int, ...] = (0,)
    keep: int = 1
    sticks: bool = False
    before: float = 0.0
    after: float = 0.0

    def height(self, width: float) -> float:
        return 10.0 * len(self.rows)

    def lead(self, width: float) -> float:
        return 10.0 * (self.keep if len(self.rows) >= 2 * self.keep else len(self.rows))

    def split(self, width: float, height: float) -> tuple[Bar, Bar] | None:
        fitting = min(int(height / 10 + 0.001), len(self.rows) - self.keep)
        if fitting < self.keep:
            return None
        return replace(self, rows=self.rows[:fitting], after=0.0), replace(self, rows=self.rows[fitting:], before=0.0)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        assert isinstance(sheet, Recorder)
        sheet.marks.append(("bar", x, y, self.name))


def bar(name: str, rows: int = 1, **fields: Any) -> Bar:
    return Bar(name, tuple(range(rows)), **fields)


def rows_of(flowable: Any) -> list[tuple[str, int]]:
    """(name, row) of every row of the bars in a flowable, in order."""
    if isinstance(flowable, Bar):
        return [(flowable.name, row) for row in flowable.rows]
    return [row for child in flowable.children for row in rows_of(child)]


class Recorder(Sheet):
    """A sheet that keeps a list of what is drawn: tuples of a kind, x, y of the upper left corner, and the rest.

    The second half of something may be drawn without the first.
    """

    def __init__(self) -> None:
        super().__init__(PlateCanvas(PAGE))
        self.marks = list[tuple[Any, ...]]()

    def element(self, tag: str, entries: str = "", again: int | None = None) -> AbstractContextManager[Element | None]:
        there = len(self.tree.current.elements())
        alone = again is not None and not -there <= again < there
        return super().element(tag, entries, None if alone else again)

    def text(self, block: SetBlock, x: float, y: float) -> None:
        self.marks.append(("text", x, y, " ".join(words_of(block)), block))
        super().text(block, x, y)  # its links and the rules of its blanks

    def fill(self, x: float, y: float, size: tuple[float, float], colour: str) -> None:
        self.marks.append(("fill", x, y, size, colour))

    def outline(self, x: float, y: float, size: tuple[float, float], pen: tuple[float, str], radius: float = 0) -> None:
        self.marks.append(("outline", x, y, size, pen))

    def lines(self, points: Any, pen: tuple[float, str], round_ends: bool = False) -> None:
        points = list(points)
        self.marks.append(("lines", *points[0], points[1:], pen))

    def dot(self, x: float, y: float, radius: float, pen: tuple[float, str] | str) -> None:
        self.marks.append(("dot", x, y, radius, pen))

    def link(self, url: str, x: float, y: float, size: tuple[float, float], says: str) -> None:
        self.marks.append(("link", x, y, size, url, says))

    def bookmark(self, title: str, level: int, y: float) -> None:
        self.marks.append(("bookmark", 0.0, y, title, level))

    def picture(self, image: Any, x: float, y: float, size: tuple[float, float]) -> None:
        self.marks.append(("picture", x, y, size, image))

    def kind(self, kind: str) -> list[tuple[Any, ...]]:
        """What was drawn of one kind, without the kind's name."""
        return [mark[1:] for mark in self.marks if mark[0] == kind]

    def words(self) -> list[str]:
        """The words drawn, one string a text."""
        return [mark[2] for mark in self.kind("text")]


def drawn(flowable: Flowable, width: float, x: float = 0.0, y: float = 0.0) -> Recorder:
    """What a flowable draws at x, y."""
    sheet = Recorder()
    flowable.draw(sheet, x, y, width)
    return sheet


def write_file(objects: Mapping[int, bytes], root: int, info: int) -> bytes:
    """A file of these objects; `root` and `info` are the numbers of the catalogue and the information dictionary."""
    return finish(write_body(objects, root, info), {})


def new_sheet() -> Sheet:
    """A sheet on the first of a document's A4 pages."""
    return Sheet(PlateCanvas(PAGE))


def finished(sheet: Sheet, duplex: bool = False) -> bytes:
    """The file of all that was drawn on a sheet; its last page must be closed."""
    metadata = Metadata("A title", "A clinic", "A subject", "en-GB", "handpress", datetime(2026, 11, 22, tzinfo=UTC))
    return assemble(sheet, sheet.canvas, metadata, Binding(duplex, b"0<</S/D>>", Rules())).pdf


def read_back(sheet: Sheet) -> PdfReader:
    """The finished file of a sheet, opened; fails where a reader would have to mend it."""
    return PdfReader(BytesIO(finished(sheet)), strict=True)


def printed(flowables: Iterable[Flowable], width: float) -> Sheet:
    """A sheet on which each of the flowables stands on a page of its own, the last page closed."""
    sheet = new_sheet()
    for flowable in flowables:
        flowable.draw(sheet, 50.0, 790.0, width)
        sheet.next_page()
    return sheet


def owners(reader: PdfReader) -> dict[int, Any]:
    """What a file's parent tree leads to, by its keys: an element, or those of a page's marks."""
    root: Any = reader.root_object["/StructTreeRoot"]
    leaves = list(root["/ParentTree"]["/Nums"])
    return {int(key): owner.get_object() for key, owner in zip(leaves[::2], leaves[1::2], strict=True)}


def tags_of(reader: PdfReader) -> list[str]:
    """A file's tag tree as lines, indented: an element or a text each. Texts that meet are one, as they are heard."""

    def lines(node: Node, depth: int) -> Iterator[str]:
        notes = "".join(f" {key}={value}" for key, value in node.attributes.items())
        yield f"{'  ' * depth}{node.tag}{notes}"
        for is_text, group in groupby(node.kids, key=lambda kid: isinstance(kid, str)):
            kids = list(group)
            if is_text and (words := " ".join("".join(map(str, kids)).split())):
                yield f"{'  ' * (depth + 1)}'{words}'"
            yield from (line for kid in kids if isinstance(kid, Node) for line in lines(kid, depth + 1))

    tree = tag_tree(reader)
    assert tree is not None
    return list(lines(tree, 0))


def pages_of(element: Element) -> set[int]:
    """The pages, counted from 0, on which marks or annotations of an element and of all below it stand."""
    return {page for kid in element.kids for page in (pages_of(kid) if isinstance(kid, Element) else {kid.page})}


def tables_of(data: bytes) -> dict[bytes, bytes]:
    """The tables of a TrueType file."""
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for entry in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * entry)
        tables[tag] = data[offset : offset + length]
    return tables


def font_file(file: Path, tables: dict[bytes, bytes]) -> Path:
    """Write a font of these tables (without checksums, which HarfBuzz does not ask for)."""
    offset = 12 + 16 * len(tables)
    head, content = struct.pack(">LHHHH", 0x00010000, len(tables), 0, 0, 0), b""
    for tag, table in sorted(tables.items()):
        head += struct.pack(">4sLLL", tag, 0, offset + len(content), len(table))
        content += table + b"\0" * (-len(table) % 4)
    file.write_bytes(head + content)
    return file


def ligature_table(feature: bytes, first: int, second: int, ligature: int) -> bytes:
    """A GSUB table with one rule, under `feature`: of glyphs `first`, `second` it makes `ligature`."""
    scripts = struct.pack(">H4sHHHHHHH", 1, b"DFLT", 8, 4, 0, 0, 0xFFFF, 1, 0)
    features = struct.pack(">H4sHHHH", 1, feature, 8, 0, 1, 0)
    subtable = struct.pack(">HHHH", 1, 18, 1, 8) + struct.pack(">HHHHH", 1, 4, ligature, 2, second)
    subtable += struct.pack(">HHH", 1, 1, first)
    lookups = struct.pack(">HHHHHH", 1, 4, 4, 0, 1, 8) + subtable
    at = 10 + len(scripts)
    return struct.pack(">HHHHH", 1, 0, 10, at, at + len(features)) + scripts + features + lookups


def character_map(glyphs: dict[str, int]) -> bytes:
    """A cmap table (format 12) that leads each letter to its glyph."""
    groups = b"".join(struct.pack(">LLL", ord(c), ord(c), glyphs[c]) for c in sorted(glyphs))
    subtable = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + subtable


def small_root(folder: Path) -> Path:
    """A root with one topic, `cough`, and one clinic, `quay`, that prints in the repository's own typefaces."""
    files = {
        "handouts/cough/topic.yaml": """\
            source_language: en-GB
            category: chest
            sources: [{title: Cough, publisher: NHS, url: "https://www.nhs.uk/cough", accessed: 2026-11-22}]
            """,
        "handouts/cough/en-GB.yaml": """\
            title: Cough
            version: "1.0"
            issued: 2026-11-22
            review_by: 2099-11-22
            key_message: Most coughs go away by themselves.
            sections:
              - {role: about, title: What is a cough?, body: [A cough clears the throat.]}
              - {role: urgent, title: Ring us if, body: [signs: [You cough blood]]}
            """,
        "layouts/quay/layout.yaml": """\
            name: Quay Street Clinic
            contact: {phone: "020 7946 0123"}
            emergency: {phone: "999", place: A&E}
            locale: en-GB
            languages: [en-GB]
            """,
        "fonts/families.yaml": f"""\
            families:
              atkinson:
                name: Atkinson Hyperlegible Next
                regular: "{ATKINSON.as_posix()}/AtkinsonHyperlegibleNext-Regular.ttf"
                bold: "{ATKINSON.as_posix()}/AtkinsonHyperlegibleNext-Bold.ttf"
                licence: "{ATKINSON.as_posix()}/OFL.txt"
                scripts: [Latn]
            """,
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(content), encoding="utf-8")
    return folder


_TOKEN = re.compile(
    r"/(?P<font>\S+) (?P<size>[\d.]+) Tf|(?P<rg>[\d. ]+) rg|0 (?P<down>-[\d.]+) Td|(?P<rise>-?[\d.]+) Ts"
    r"|/Span <</ActualText <FEFF(?P<actual>[0-9a-f]*)>>> BDC|(?P<emc>EMC)|\[(?P<tj>[^\]]*)\] TJ"
)
_ITEM = re.compile(r"<([0-9A-F]*)>|(-?[\d.]+)")


@dataclass
class Shown:
    """One line as a viewer shows it: what is read, how far the pen goes in points, glyphs with their faces' keys."""

    text: str = ""
    travel: float = 0.0
    glyphs: tuple[tuple[str, int], ...] = ()
    rises: tuple[float, ...] = ()


def operators(block: SetBlock) -> str:
    """The operators of all pieces of a block."""
    return "\n".join(piece.operators for piece in pieces(block))


def shown(block: SetBlock) -> list[Shown]:
    """Read the operators of a block as a PDF viewer does (ISO 32000-1, 9.4 and 14.9.4). Fails on any unknown one."""
    faces = {f.key: f for family in block.style.faces.families for f in (family.regular, family.bold)}
    lines, face, size, rise, inside = [Shown()], None, 0.0, 0.0, False
    for code in operators(block).split("\n") if block.lines else ():
        token = _TOKEN.fullmatch(code)
        assert token, f"no text operator: {code}"
        line = lines[-1]
        if token["font"]:
            face, size = faces[token["font"]], float(token["size"])
        elif token["down"]:
            assert float(token["down"]) == -block.style.leading
            lines.append(Shown())
        elif token["rise"]:
            rise = float(token["rise"])
        elif token["actual"] is not None:
            assert not inside, "spans do not nest"
            inside = True
            line.text += bytes.fromhex(token["actual"]).decode("utf-16-be")
        elif token["emc"]:
            inside = False
        elif token["tj"] is not None:
            assert face is not None
            assert _ITEM.sub("", token["tj"]).strip() == ""
            for codes, adjustment in _ITEM.findall(token["tj"]):
                line.travel -= float(adjustment or 0) * size / 1000
                for glyph in (int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)):
                    line.travel += face.width(glyph) * size / 1000
                    line.text += "" if inside else face.text_of(glyph)
                    line.glyphs += ((face.key, glyph),)
                    line.rises += (rise,)
    assert not inside
    assert rise == 0.0
    return lines if block.lines else []
