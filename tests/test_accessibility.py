"""What a screen reader is told: tag tree, marked content and claims of every document, read back from the file.

A check is a function over a `File` that lists its findings, each named by the words before the colon. Every shipped
document and every one of `tests/torture.py` has none; one that was broken on purpose has that of the break.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import accumulate
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from handpress import furniture
from handpress.compose.blocks import TWO_LOGS_FROM
from handpress.compose.checklist import DAYS_ACROSS, DAYS_ACROSS_LARGE, TIMES, Ticked, chosen
from handpress.content import (
    Checklist,
    Choose,
    Handout,
    Log,
    LogGrid,
    Note,
    Picture,
    Point,
    Section,
    Signs,
    Steps,
    SubTask,
    WriteIn,
)
from handpress.fields import Prose
from handpress.inspection import PageContent, facts, read_page
from handpress.job import Edition, Job, Kind
from handpress.layout import Layout
from handpress.library import Library, placeholder_values
from handpress.library.values import Values
from handpress.platemaking import make_plate
from handpress.problems import Problems
from handpress.runs import Blank, Run, fill
from handpress.sheet import PRINTED, Sheet
from handpress.structure import Tree
from handpress.words import Words, digits, in_language, long_date, same_tongue, script
from handpress.words import words as words_of
from tests import torture
from tests.conftest import ROOT
from tests.test_checklists import checklist
from tests.test_documents import GOLDENS, plain_words, said, words
from tests.test_documents import reader as handout

START = date(2026, 11, 23)
"""The first day of the checklists' grids: that of `test_checklists`."""


# The documents


class Document(NamedTuple):
    """Which file it is; one that is not shipped is of `torture`. Without a language it is in the clinic's own."""

    topic: str
    clinic: str
    large: bool
    kind: Kind
    shipped: bool = True
    language: str = ""

    def __str__(self) -> str:
        marks = ["large"] if self.large else []
        return "-".join([self.topic, self.clinic, *([self.language] if self.language else []), *marks, self.kind])

    @property
    def job(self) -> Job:
        root = ROOT if self.shipped else torture.root()
        return Job(root, self.topic, self.clinic, Edition(self.language, self.large, self.kind, start=START))


THROUGHOUT = ("discharge", "head-injury", "neutropenia", "phone-follow-up", "wound-care")
"""The topics that are looked at in every edition: between them they hold every kind of block that ships."""


def _shipped() -> tuple[list[Document], list[Document]]:
    """Some topics at every clinic in either letter size; and of all others, and of every translation, one document."""
    library, own, others = Library(ROOT), list[Document](), list[Document]()
    for number, topic in enumerate(library.topics()):
        loaded = library.topic(topic, Problems())
        assert loaded is not None
        kinds: tuple[Kind, ...] = ("checklist",) if loaded.kind == "checklist" else ("handout", "checklist")
        tongues = [tag for tag in library.languages(topic) if not same_tongue(tag, loaded.source_language)]
        for turn, kind in enumerate(kinds, number):
            if topic in THROUGHOUT:
                own += [Document(topic, clinic, large, kind) for clinic in library.clinics() for large in (False, True)]
            elif kind == kinds[number % len(kinds)]:
                others.append(Document(topic, library.clinics()[turn % 3], number % 4 > 1, kind))
            if topic in THROUGHOUT or kind == "handout":
                others += [Document(topic, "riverside", False, kind, language=tag) for tag in tongues]
    return own, others


def _torture() -> Iterator[Document]:
    """The documents of `torture`, in either letter size but for the long ones."""
    for clinic in torture.CLINICS:
        for large in (False, True):
            yield Document("torture", clinic, large, "handout", shipped=False)
            yield Document("torture", clinic, large, "checklist", shipped=False)
            yield Document("rounds", clinic, large, "checklist", shipped=False)
        yield Document("long", clinic, False, "handout", shipped=False)
        yield Document("long", clinic, False, "checklist", shipped=False)


(SHIPPED, TRANSLATED), TORTURE = _shipped(), list(_torture())
SCRIPTS = list(
    {script(d.language): d for d in reversed(TRANSLATED) if d.topic == "neutropenia" and d.language}.values()
)
"""A translation in each script."""
EVERY = [*SHIPPED, *SCRIPTS, *(d for d in TORTURE if d.large == (d.clinic == "letter"))]
OTHERS = [document for document in (*TRANSLATED, *TORTURE) if document not in EVERY]
"""What is read by `test_conformance` alone, which may take its time."""
every_document = pytest.mark.parametrize("document", EVERY, ids=str)
every_shipped_document = pytest.mark.parametrize("document", SHIPPED, ids=str)


@lru_cache(maxsize=128)
def reader(document: Document) -> PdfReader:
    """A document's file; of a shipped one in a clinic's own language, what the other tests read too."""
    if not document.shipped or document.language:
        return PdfReader(BytesIO(make_plate(document.job).plate.pdf))
    read = handout if document.kind == "handout" else checklist
    return read(document.topic, document.clinic, document.large)


def pdf(document: Document) -> bytes:
    """The bytes of a document's file."""
    stream = reader(document).stream
    assert isinstance(stream, BytesIO)
    return stream.getvalue()


# A file as it is read


class Place(NamedTuple):
    """A piece of marked content: its page, counted from 0, and its number there."""

    page: int
    mcid: int


class Held(NamedTuple):
    """An annotation that an element holds, by its object number."""

    number: int


@dataclass(eq=False)
class Part:
    """An element of the tag tree; `number` is that of its object."""

    tag: str
    entry: DictionaryObject
    number: int
    parent: Part | None
    kids: list[Part | Place | Held] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.tag} (object {self.number})"

    @property
    def elements(self) -> list[Part]:
        return [kid for kid in self.kids if isinstance(kid, Part)]

    @property
    def over(self) -> str:
        """The type of the element that it stands in."""
        return self.parent.tag if self.parent else ""

    def attribute(self, key: str) -> Any:
        """An attribute of any owner."""
        found = self.entry.get("/A", DictionaryObject()).get_object()
        return next((item.get_object()[key] for item in _listed(found) if key in item.get_object()), None)


def _listed(value: Any) -> list[Any]:
    """One thing, or an array of things, as a list; the things themselves may be references still."""
    array = value.get_object()
    return list(array) if isinstance(array, ArrayObject) else [value]


class File:
    """A PDF with its marks and its tag tree, read once; `parts` are its elements in reading order."""

    def __init__(self, document: PdfReader) -> None:
        self.reader, self.catalogue = document, document.root_object
        self._numbers = {page.indirect_reference.idnum: n for n, page in enumerate(document.pages)}
        self.parts = list[Part]()
        self.root = self._read(self.catalogue["/StructTreeRoot"].raw_get("/K"), None)

    @cached_property
    def pages(self) -> list[PageContent]:
        """The marks of each page."""
        return [read_page(page) for page in self.reader.pages]

    def _read(self, reference: Any, parent: Part | None) -> Part:
        entry = reference.get_object()
        part = Part(str(entry["/S"]).removeprefix("/"), entry, reference.idnum, parent)
        self.parts.append(part)
        for kid in _listed(entry.raw_get("/K")) if "/K" in entry else ():
            inner = kid.get_object()
            if isinstance(inner, int):
                part.kids.append(Place(self._numbers[entry.raw_get("/Pg").idnum], inner))
            elif "/MCID" in inner:
                part.kids.append(Place(self._numbers[inner.raw_get("/Pg").idnum], int(inner["/MCID"])))
            elif "/Obj" in inner:
                part.kids.append(Held(inner.raw_get("/Obj").idnum))
            else:
                part.kids.append(self._read(kid, part))
        return part

    def tagged(self, *tags: str) -> list[Part]:
        """The elements of these types."""
        return [part for part in self.parts if part.tag in tags]

    def holders(self) -> dict[Place | Held, list[Part]]:
        """The elements that each mark and each annotation belongs to."""
        found = defaultdict[Place | Held, list[Part]](list)
        for part in self.parts:
            for kid in part.kids:
                if not isinstance(kid, Part):
                    found[kid].append(part)
        return found

    def annotations(self) -> Iterator[tuple[int, int, DictionaryObject]]:
        """Each annotation: its page, counted from 1, its object number, and its dictionary."""
        for number, page in enumerate(self.reader.pages, 1):
            for reference in page.get("/Annots", ArrayObject()).get_object():
                yield number, reference.idnum, reference.get_object()

    def text(self, part: Part) -> str:
        """What is read out of an element, every block of it on lines of its own."""
        told = part.entry.get("/ActualText") or part.entry.get("/Alt")
        if told is not None:
            return f" {told} "
        inner = ""
        for kid in part.kids:
            if isinstance(kid, Place):
                inner += self.pages[kid.page].texts.get(kid.mcid, "")
            elif isinstance(kid, Part):
                inner += self.text(kid)
        return inner if part.tag in ("Span", "Link") else f"\n{inner}\n"

    def outline(self, part: Part) -> list[Any]:
        """An element as its type and its kids, with neighbouring words as one: the same on any page."""
        out: list[Any] = [part.tag]
        for kid in part.kids:
            if isinstance(kid, Part):
                out.append(self.outline(kid))
            elif isinstance(kid, Place):
                said_ = self.pages[kid.page].texts.get(kid.mcid, "")
                out[-1:] = [out[-1] + said_] if len(out) > 1 and isinstance(out[-1], str) else [out[-1], said_]
        return out


@lru_cache(maxsize=128)
def file(document: Document) -> File:
    return File(reader(document))


# The checks


def outside(read: File) -> list[str]:
    """What is painted and belongs to no marked content."""
    return [f"painted outside marks: page {n}, {op}" for n, page in enumerate(read.pages, 1) for op in page.loose]


GROUPS = ("Document", "Sect", "Div", "L", "LI", "Table", "TR")


def marks(read: File) -> list[str]:
    """Whether each mark stands once on its page and belongs to one element, which is no mere group."""
    found, holders = list[str](), read.holders()
    for page, content in enumerate(read.pages):
        for mcid, times in Counter(content.numbers).items():
            if times > 1:
                found.append(f"mark used twice: page {page + 1}, {mcid}")
            if Place(page, mcid) not in holders:
                found.append(f"mark of no element: page {page + 1}, {mcid} '{content.texts[mcid]}'")
    for place, parts in holders.items():
        if len(parts) > 1:
            found.append(f"two owners: {place} of {', '.join(map(str, parts))}")
        if isinstance(place, Place):
            if place.mcid not in read.pages[place.page].texts:
                found.append(f"mark that is not there: {place} of {parts[0]}")
            found += [f"words in a group: {place} of {part}" for part in parts if part.tag in GROUPS]
    return found


def parents(read: File) -> list[str]:
    """Whether the way up is the way down: each element's parent, and the parent tree."""
    found, holders = list[str](), read.holders()
    top = read.catalogue.raw_get("/StructTreeRoot")
    for part in read.parts:
        if part.entry.raw_get("/P").idnum != (part.parent.number if part.parent else top.idnum):
            found.append(f"wrong parent: {part}")
    listed = list(top.get_object()["/ParentTree"]["/Nums"])
    leaves = {int(key): leaf for key, leaf in zip(listed[::2], listed[1::2], strict=True)}
    asked = list[int]()
    for number, page in enumerate(read.reader.pages):
        key = page.get("/StructParents")
        if key not in leaves:
            # A page on which there is nothing but room to write has no marks.
            found += [f"page without parents: page {number + 1}"] if read.pages[number].texts else []
            continue
        asked.append(key)
        told = [reference.idnum for reference in leaves[key].get_object()]
        held = [[part.number for part in holders[Place(number, mcid)]] for mcid in range(len(told))]
        if [[one] for one in told] != held or set(read.pages[number].texts) != set(range(len(told))):
            found.append(f"parent tree disagrees: page {number + 1}")
    for number, reference, annotation in read.annotations():
        key = annotation.get("/StructParent")
        asked.append(key)
        leaf = getattr(leaves.get(key), "idnum", None)
        if [leaf] != [part.number for part in holders[Held(reference)]]:
            found.append(f"parent tree disagrees: annotation {reference} on page {number}")
    if sorted(leaves) != sorted(asked, key=lambda key: -1 if key is None else key):
        found.append(f"parent tree with other keys: {sorted(leaves)}, not {asked}")
    if top.get_object()["/ParentTreeNextKey"] <= max(leaves):
        found.append("parent tree with other keys: the next one is taken")
    return found


def headings(read: File) -> list[str]:
    """Whether there is one H1, before all other headings, and no level is skipped."""
    found, before = list[str](), 0
    levels = [(part, int(part.tag[1:])) for part in read.tagged(*(f"H{n}" for n in range(1, 7)))]
    if [level for _, level in levels].count(1) != 1:
        found.append("not one H1: " + ", ".join(part.tag for part, _ in levels))
    for part, level in levels:
        if level > before + 1:
            found.append(f"heading skips a level: {part} after H{before} '{read.text(part).strip()}'")
        before = level
    return found


WITHIN = {
    "LI": ("L",),
    "Lbl": ("LI",),
    "LBody": ("LI",),
    "TR": ("Table",),
    "TH": ("TR",),
    "TD": ("TR",),
    "Sect": ("Document",),
}
HOLDS = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}


def nesting(read: File) -> list[str]:
    """Whether lists and tables are built of what belongs into them, and say how they are marked and headed."""
    found = [
        f"out of place: {part} in {part.over}"
        for part in read.parts
        if part.over not in WITHIN.get(part.tag, part.over)
    ]
    for part in read.tagged(*HOLDS):
        if not part.kids or {kid.tag for kid in part.elements} - HOLDS[part.tag]:
            found.append(f"out of place: {', '.join(map(str, part.elements)) or 'nothing'} in {part}")
    found += [f"list without numbering: {part}" for part in read.tagged("L") if not part.attribute("/ListNumbering")]
    scopes = ("/Row", "/Column")
    found += [f"head without scope: {part}" for part in read.tagged("TH") if part.attribute("/Scope") not in scopes]
    for table in read.tagged("Table"):
        if len({len(row.elements) for row in table.elements}) != 1:
            found.append(f"uneven table: {table}")
        if not any(cell.tag == "TH" for cell in table.elements[0].elements):
            found.append(f"table without heads: {table}")
    return found


def figures(read: File) -> list[str]:
    """Whether each figure says in words what it shows, and where it stands, inside its page."""
    found = list[str]()
    for part in read.tagged("Figure"):
        if not str(part.entry.get("/Alt") or part.entry.get("/ActualText") or "").strip():
            found.append(f"figure without words: {part}")
        box = [float(number) for number in part.attribute("/BBox") or ()]
        places = [kid for kid in part.kids if isinstance(kid, Place)]
        if len(box) != 4 or not places:
            found.append(f"figure without a box: {part}")
            continue
        sheet = read.reader.pages[places[0].page].mediabox
        if not (0 <= box[0] < box[2] <= float(sheet.width) and 0 <= box[1] < box[3] <= float(sheet.height)):
            found.append(f"figure off the page: {part}, {box}")
    return found


def links(read: File) -> list[str]:
    """Whether each link has words and an annotation that prints, says the same words, and knows its element."""
    found, holders = list[str](), read.holders()
    annotations = {number: annotation for _, number, annotation in read.annotations()}
    for part in read.tagged("Link"):
        held = [annotations[kid.number] for kid in part.kids if isinstance(kid, Held) and kid.number in annotations]
        if not held:
            found.append(f"link that leads nowhere: {part}")
        contents = "".join(str(annotation.get("/Contents", "")) for annotation in held)
        if held and "".join(contents.split()) != "".join(read.text(part).split()):
            found.append(f"link that is called otherwise: '{contents}' for '{read.text(part)}'")
    for number, annotation in annotations.items():
        if [part.tag for part in holders[Held(number)]] != ["Link"]:
            found.append(f"annotation of no link: object {number}")
        if not str(annotation.get("/Contents", "")).strip():
            found.append(f"annotation without words: object {number}")
        if not int(annotation.get("/F", 0)) & PRINTED:
            found.append(f"annotation that does not print: object {number}")
        if "/StructParent" not in annotation:
            found.append(f"annotation without parent: object {number}")
    return found


def catalogue(read: File) -> list[str]:
    """Whether catalogue and pages have what the standards ask for."""
    root = read.catalogue
    shown = root.get("/ViewerPreferences", DictionaryObject()).get_object()
    intents = [intent.get_object() for intent in root.get("/OutputIntents", ArrayObject()).get_object()]
    holds = {
        "Lang": bool(root.get("/Lang")),
        "MarkInfo": bool(root.get("/MarkInfo", DictionaryObject()).get_object().get("/Marked", False)),
        "DisplayDocTitle": bool(shown.get("/DisplayDocTitle", False)),
        "OutputIntents": [i.get("/S") for i in intents if "/DestOutputProfile" in i] == ["/GTS_PDFA1"],
        "PageLabels": "/PageLabels" in root,
    }
    found = [f"catalogue without {key}: {root.get(f'/{key}')}" for key, there in holds.items() if not there]
    for number, page in enumerate(read.reader.pages, 1):
        if page.get("/Tabs") != "/S":
            found.append(f"page without Tabs: page {number}")
        if "/StructParents" not in page:
            found.append(f"page without StructParents: page {number}")
    return found


_XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
SAME = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}
"""Where the XMP packet says what an entry of the information dictionary says (ISO 19005-2, 6.6.2.3)."""


def metadata(read: File) -> list[str]:
    """Whether XMP packet and information dictionary agree, and the packet makes the claims."""
    if "/Metadata" not in read.catalogue:
        return ["no XMP packet"]
    packet = ElementTree.fromstring(read.catalogue["/Metadata"].get_data())
    information = read.reader.trailer["/Info"].get_object()

    def said_by_packet(name: str) -> str:
        return "".join(node.text or "" for top in packet.iterfind(f".//{name}", _XMP) for node in top.iter()).strip()

    found = list[str]()
    for key, name in SAME.items():
        here, there = str(information.get(f"/{key}", "")), said_by_packet(name)
        if key.endswith("Date") and there:
            there = f"D:{datetime.fromisoformat(there).astimezone(UTC):%Y%m%d%H%M%SZ}"
        if not here or here != there:
            found.append(f"{key} disagrees: '{here}', and in XMP '{there}'")
    if said_by_packet("dc:language") != read.catalogue.get("/Lang"):
        found.append(f"Lang disagrees: '{read.catalogue.get('/Lang')}', and in XMP '{said_by_packet('dc:language')}'")
    claims = {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"}
    found += [f"no claim of {name}" for name, value in claims.items() if said_by_packet(name) != value]
    return found


CHECKS: dict[str, Callable[[File], list[str]]] = {
    "nothing is painted outside marked content": outside,
    "each mark is used once and owned by one element": marks,
    "the parent tree agrees with the tag tree": parents,
    "headings skip no level": headings,
    "lists and tables are whole": nesting,
    "figures say what they show": figures,
    "links say where they lead": links,
    "catalogue and pages have all their entries": catalogue,
    "the two kinds of metadata agree": metadata,
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@every_document
def test_of_every_document(document: Document, check: Callable[[File], list[str]]) -> None:
    assert check(file(document)) == []


# What is read, word for word


def misread(read: list[str], told: list[str], own: list[list[str]]) -> list[str]:
    """Whether `read` is the words `told` with the phrases `own` between them, both in their order, and no more."""
    ends = [0, *accumulate(len(phrase) for phrase in own)]
    open_, seen, furthest = [(0, 0)], set[tuple[int, int]](), 0
    while open_:
        state = open_.pop()
        if state in seen:
            continue
        seen.add(state)
        word, phrase = state
        at = word + ends[phrase]
        furthest = max(furthest, at)
        if (word, phrase) == (len(told), len(own)) and at == len(read):
            return []
        if word < len(told) and read[at : at + 1] == [told[word]]:
            open_.append((word + 1, phrase))
        if phrase < len(own) and read[at : at + len(own[phrase])] == own[phrase]:
            open_.append((word, phrase + 1))
    before, after = read[max(0, furthest - 8) : furthest], read[furthest : furthest + 8]
    return [f"reads differently: after '{' '.join(before)}' it says '{' '.join(after)}'"]


@dataclass(frozen=True)
class Told:
    """What a document has to say: its text as words, and the program's own phrases that stand between them."""

    text: list[str]
    own: list[list[str]] = field(default_factory=list)

    def misread(self, read: File) -> list[str]:
        return misread(words(read.text(read.root)), self.text, self.own)


@dataclass(frozen=True)
class Source:
    """A topic at a clinic: its text spelled out, the clinic's settings, and the program's words."""

    text: Handout | Checklist
    layout: Layout
    spell: Spelling
    words: Words

    @classmethod
    def of(cls, job: Job) -> Source:
        library, problems = Library(job.root), Problems()
        clinic = library.clinic(job.clinic, problems)
        assert clinic is not None
        asked = job.edition.language or clinic.layout.languages[0]
        loaded = library.handout(job.topic, library.choose_language(job.topic, asked, problems) or "", problems)
        assert loaded is not None
        values = placeholder_values(loaded.topic, clinic.layout, loaded.language)
        options = {name: clinic.layout.options.get(name, cases[0]) for name, cases in loaded.topic.options.items()}
        spell = Spelling(values, options, loaded.language)
        return cls(spell(loaded.text), clinic.layout, spell, words_of(loaded.language))

    def value(self, key: str) -> str:
        """What stands for a placeholder, or that there is a blank."""
        value = self.spell.values.get(key, Blank(says=self.words.blank))
        return f" {value.says} " if isinstance(value, Blank) else str(getattr(value, "text", value))

    def heading(self, section: Section) -> str:
        """A care card's heading, with its level."""
        assert section.level is not None
        return self.words.level.format(level=getattr(self.words, section.level), title=plain_words(section.title, {}))

    def contact(self, section: Section) -> str:
        """Whom to ring, on a care card."""
        own, emergency, phone = self.words, self.layout.emergency, self.value("clinic.phone")
        if section.level == "emergency":
            foreign = not same_tongue(self.layout.locale, self.spell.language)
            place = own.emergency_place.format(place=emergency.place) if foreign else emergency.place
            return own.emergency_contact.format(phone=emergency.phone, place=place)
        if section.level == "urgent" and "clinic.out_of_hours" in self.spell.values:
            return own.urgent_contact_at_any_hour.format(phone=phone, out_of_hours=self.value("clinic.out_of_hours"))
        return own.contact.format(phone=phone)

    def sample(self) -> list[str]:
        """The notice that nobody has approved the text."""
        unread = self.text.translation is not None and self.text.translation.reviewed_by is None
        return [self.words.unreviewed if unread else self.words.sample]

    def panel(self, kind: Kind) -> list[str]:
        """The panel that says whose paper it is, and what else there is to write down at a visit."""
        patient, own = self.layout.patient, self.words
        names = (*patient.identifiers, *(patient.details if kind == "handout" else ())) if patient.panel else ()
        return [f"{getattr(own, name)} {own.blank}" for name in names]

    def teach_back(self) -> list[str]:
        """The panel that says who explained it."""
        lines, own = self.layout.checklist.teach_back, self.words
        return [own.teach_back, *(f"{getattr(own, line)} {own.blank}" for line in lines)] if lines else []

    def about(self) -> list[str]:
        """What the clinic says of itself."""
        if self.layout.about is None:
            return []
        said, _ = in_language(self.layout.about, self.spell.language, self.layout.locale)
        return [self.words.about_clinic.format(clinic=self.layout.name), plain_words(self.spell(said), {})]


@dataclass(frozen=True)
class Spelling:
    """Spells texts out: values filled in, links with their addresses, words for blanks, the language's own digits.

    Of what a clinic may choose, its choice alone is left.
    """

    values: Values
    options: dict[str, str]
    language: str

    def __call__(self, value: Any) -> Any:
        if isinstance(value, Prose):
            return Prose(tuple(self._runs(value)), value.mark)
        if isinstance(value, BaseModel):
            return value.model_copy(update={name: self(getattr(value, name)) for name in type(value).model_fields})
        if isinstance(value, tuple):
            return tuple(part for item in value for part in self._item(item))
        return value

    def _item(self, item: Any) -> tuple[Any, ...]:
        if not isinstance(item, Choose):
            return (self(item),)
        body: tuple[Any, ...] = self(item.choose.cases[self.options[item.choose.option]])
        return body

    def _runs(self, prose: Prose) -> Iterator[Run]:
        tongue = self.language
        local = (replace(run, text=digits(run.text, tongue)) if isinstance(run, Run) else run for run in prose.runs)
        for run in fill(tuple(local), self.values):
            if isinstance(run, Blank):
                yield Run(f" {run.says} ")
                continue
            yield run
            address = re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", run.link).rstrip("/")
            if address not in run.text:
                yield Run(f" ({address})")


@lru_cache(maxsize=128)
def source_of(document: Document) -> Source:
    return Source.of(document.job)


def told_by_handout(source: Source, large: bool) -> Told:
    """What a handout says: its YAML text as `test_documents` reads it, and what the program and the layout add."""
    assert isinstance(source.text, Handout)
    own, sections = [*source.sample(), *source.panel("handout")], list[Section]()
    for section in source.text.sections:
        title = section.title
        if section.level:
            own.append(source.contact(section))
            title = Prose((Run(source.heading(section)),))
        sections.append(section.model_copy(update={"title": title}))
        own += [phrase for block in section.body for phrase in _added(block, source, large)]
    own += source.about()
    headed = source.text.model_copy(update={"sections": tuple(sections)})
    return Told([word for text in said(headed, {}, {}) for word in words(text)], [words(phrase) for phrase in own])


def _added(block: Any, source: Source, large: bool) -> Iterator[str]:
    """What the program says of its own in a block: numbers, room to write, what a picture shows, heads repeated."""
    if isinstance(block, Steps):
        yield from (f"{number}." for number in range(1, len(block.points) + 1))
    elif isinstance(block, Note):
        yield from (phrase for inner in block.note.body for phrase in _added(inner, source, large))
    elif isinstance(block, WriteIn):
        yield from [source.words.blank] * block.write_in.lines
    elif isinstance(block, Picture):
        yield block.picture.alt
    elif isinstance(block, Log) and _doubled(block.log, large):
        yield from (plain_words(column.text, {}) for column in block.log.columns)


def _doubled(log: LogGrid, large: bool) -> bool:
    """Whether a log stands as two beside each other, so that its heads are there twice."""
    return log.rows >= TWO_LOGS_FROM and len(log.columns) <= 3 and not large


def told_by_checklist(source: Source, large: bool) -> Told:
    """What a checklist for a patient says: all that can be ticked, as `test_checklists` reads it, box by box."""
    assert isinstance(source.text, Handout)
    own, ticked = source.words, Ticked.of(source.text, {})
    title = own.checklist_title.format(title=plain_words(source.text.title, {}))
    out = [*source.sample(), title, own.checklist_hint, *source.panel("checklist")]
    if ticked.daily:
        out.append(own.every_day_from.format(date=long_date(START, source.spell.language)))
        out += _grids(ticked, own, large, source.spell.language)
    boxes = ((own.things_to_do, own.tick_box, ticked.actions), (own.things_not_to_do, own.crossed_box, ticked.donts))
    for heading, box, points in boxes:
        out += [heading] if points else []
        out += [f"{box} {plain_words(point.text, {})}" for point in points]
    for section in source.text.sections:
        signs = [block for block in chosen(section.body, {}) if isinstance(block, Signs)]
        if signs:
            out += [source.heading(section), source.contact(section)]
            out += [f"{own.tick_box} {_with_those_under(point)}" for block in signs for point in block.points]
    for log in ticked.logs:
        heads = [_head(column, source) for column in log.columns]
        out += [plain_words(log.title, {}), *heads, *(heads if _doubled(log, large) else ())]
    out += [plain_words(line.label, {}) + f" {own.blank}" * line.lines for line in ticked.lines]
    return Told(words("\n".join([*out, *source.teach_back()])))


def _grids(ticked: Ticked, own: Words, large: bool, language: str) -> Iterator[str]:
    across, days = DAYS_ACROSS_LARGE if large else DAYS_ACROSS, Edition("").days
    for first in range(0, days, across):
        shown = range(first, min(first + across, days))
        yield " ".join([own.date, *(digits(str((START + timedelta(day)).day), language) for day in shown)])
        for action in ticked.daily:
            boxes = ", ".join([own.tick_box] * TIMES[action.when or ""])
            yield " ".join([plain_words(action.text, {}), *([boxes] * len(shown))])


def _with_those_under(point: Point) -> str:
    return " ".join([plain_words(point.text, {}), *map(_with_those_under, point.points)])


def _head(column: Any, source: Source) -> str:
    plain = plain_words(column.text, {})
    if not column.threshold:
        return plain
    return source.words.ring_if.format(column=plain, value=source.value(column.threshold))


def told_by_staff_checklist(source: Source) -> Told:
    """What a checklist for staff says: task by task its box, its condition, its words and its note."""
    assert isinstance(source.text, Checklist)
    own, text = source.words, source.text
    out = [*source.sample(), *(plain_words(p, {}) for p in (text.title, text.subtitle) if p)]
    out += source.panel("checklist")
    for section in text.sections:
        out += [plain_words(section.title, {}), own.task, own.done_by, own.time]
        out += [_task(part, own) for task in section.tasks for part in (task, *task.tasks)]
    return Told(words("\n".join([*out, *source.teach_back()])))


def _task(task: SubTask, own: Words) -> str:
    condition = own.task_if.format(condition=plain_words(task.only_if, {})) if task.only_if else ""
    return f"{own.tick_box} {condition} {plain_words(task.text, {})} {plain_words(task.note, {}) if task.note else ''}"


@lru_cache(maxsize=128)
def told(document: Document) -> Told:
    """What a document has to say."""
    source = source_of(document)
    if isinstance(source.text, Checklist):
        return told_by_staff_checklist(source)
    make = told_by_handout if document.kind == "handout" else told_by_checklist
    return make(source, document.large)


@every_document
def test_what_is_read_out_is_the_text_word_for_word(document: Document) -> None:
    expected = told(document)
    assert expected.misread(file(document)) == []
    assert len(expected.text) > 100


def test_words_in_another_language_say_so() -> None:
    """The clinic `a4` says of itself in Polish who it is, on a handout in English."""
    read = file(TORTURE[0])
    foreign = [(part.entry["/Lang"], read.text(part).strip()) for part in read.parts if "/Lang" in part.entry]
    assert {tag for tag, _ in foreign} == {"pl-PL"}
    assert {"Quay & <Sons> Day Unit “Ž”", "Oddział dzienny:", "nasza strona (example.org/pl)"} <= {
        t for _, t in foreign
    }


# What goes on over a page


def endless(document: Document, patch: pytest.MonkeyPatch) -> File:
    """A document on one page that is as long as need be."""
    patch.setitem(furniture.PAGES, "A4", (furniture.PAGES["A4"][0], 60_000.0))
    read = File(PdfReader(BytesIO(make_plate(document.job).plate.pdf)))
    assert len(read.pages) == 1
    return read


def entered_anew(tree: Any, tag: str, entries: str = "", again: int | None = None) -> Any:
    """The mistake that what goes on over a page begins again."""
    return tree.within(tree.add(tag, entries))


LONG = [document for document in EVERY if document.topic in ("rounds", "long") and document.clinic == "a4"]


@pytest.mark.parametrize("document", LONG, ids=str)
def test_page_breaks_leave_no_trace_in_the_tags(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    paged = file(document)
    whole = endless(document, monkeypatch)
    assert len(paged.pages) > 1
    assert paged.outline(paged.root) == whole.outline(whole.root)


def test_a_trace_of_a_page_break_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    document = LONG[-1]
    whole = endless(document, monkeypatch)
    monkeypatch.undo()
    monkeypatch.setattr(Tree, "element", entered_anew)
    paged = File(PdfReader(BytesIO(make_plate(document.job).plate.pdf)))
    assert len(paged.pages) > 1
    assert paged.outline(paged.root) != whole.outline(whole.root)


# The tags as they were

GOLDEN = [Document(topic, "riverside", False, "handout") for topic in ("neutropenia", "head-injury", "wound-care")]
GOLDEN += [Document("neutropenia", "lakeshore", False, "handout")]
GOLDEN += [
    Document(topic, "riverside", False, "checklist") for topic in ("neutropenia", "discharge", "phone-follow-up")
]


@pytest.mark.parametrize("document", GOLDEN, ids=str)
def test_the_tags_are_as_they_were(document: Document, request: pytest.FixtureRequest) -> None:
    """The tag tree as text. Read it, then refresh with `pytest --update`."""
    tree = facts(reader(document)).tree
    assert tree is not None
    now = "\n".join([*tree.lines(), ""])
    golden = GOLDENS / "tags" / f"{document}.txt"
    if request.config.getoption("--update"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == now


# The same again


@every_shipped_document
def test_the_same_job_gives_the_same_bytes(document: Document) -> None:
    assert make_plate(document.job).plate.pdf == pdf(document)


@pytest.mark.parametrize("document", [GOLDEN[0], GOLDEN[4]], ids=str)
def test_another_process_gives_the_same_bytes(document: Document) -> None:
    """One that hashes texts otherwise, so that no order of a set can have got into the file."""
    asked = [document.kind, document.topic, "--clinic", document.clinic, "-o", "-"]
    asked += ["--start", str(START)] if document.kind == "checklist" else []
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "generate.py", *asked]
    assert subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment).stdout == pdf(document)


@every_shipped_document
def test_a_file_is_dated_by_the_day_its_text_was_issued(document: Document) -> None:
    if "SOURCE_DATE_EPOCH" in os.environ:
        pytest.skip("SOURCE_DATE_EPOCH is set")
    information = reader(document).metadata
    assert information is not None
    issued = source_of(document).text.issued
    assert information.creation_date == information.modification_date == datetime.combine(issued, time(), UTC)


def test_a_file_is_dated_by_source_date_epoch_where_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pdf(GOLDEN[0])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    made = make_plate(GOLDEN[0].job).plate.pdf
    dated = PdfReader(BytesIO(made))
    assert dated.metadata is not None
    assert dated.metadata.creation_date == datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
    assert metadata(File(dated)) == []
    assert made == make_plate(GOLDEN[0].job).plate.pdf != before


# Files that were broken on purpose

SPECIMEN = Document("specimen", "a4", False, "handout", shipped=False)


def findings(read: File) -> list[str]:
    """What any of the checks finds in a file that should be the specimen."""
    return [*(finding for check in CHECKS.values() for finding in check(read)), *told(SPECIMEN).misread(read)]


def broken_bytes(breaking: Callable[[File], object]) -> bytes:
    """The specimen's file, written anew after its objects were changed."""
    read = File(PdfReader(BytesIO(pdf(SPECIMEN))))
    breaking(read)
    out = BytesIO()
    PdfWriter(clone_from=read.reader).write(out)
    return out.getvalue()


def broken(breaking: Callable[[File], object]) -> File:
    return File(PdfReader(BytesIO(broken_bytes(breaking))))


def test_the_specimen_is_not_broken() -> None:
    assert findings(file(SPECIMEN)) == []
    assert findings(broken(lambda read: None)) == []
    assert len({part.tag for part in file(SPECIMEN).parts}) >= 16


def first(read: File, tag: str) -> DictionaryObject:
    return read.tagged(tag)[0].entry


def own_twice(read: File) -> None:
    """Give the first heading's mark to the paragraph after it too."""
    heading, paragraph = read.tagged("H1")[0], read.tagged("P")[1]
    kids = [kid for part in (heading, paragraph) for kid in _listed(part.entry["/K"])]
    paragraph.entry[NameObject("/K")] = ArrayObject(kids)


def swap(read: File) -> None:
    """Exchange the first two sections."""
    kids: Any = read.root.entry["/K"]
    at = [n for n, kid in enumerate(kids) if kid.get_object()["/S"] == "/Sect"][:2]
    kids[at[0]], kids[at[1]] = kids[at[1]], kids[at[0]]


def swap_leaves(read: File) -> None:
    """Exchange two elements in the first page's list of the parent tree."""
    leaves: Any = read.catalogue["/StructTreeRoot"]["/ParentTree"]["/Nums"][1]
    leaves = leaves.get_object()
    leaves[1], leaves[2] = leaves[2], leaves[1]


def rename(tag: str, new: str) -> Callable[[File], None]:
    return lambda read: first(read, tag).update({NameObject("/S"): NameObject(f"/{new}")})


def rename_second(tag: str, new: str) -> Callable[[File], None]:
    return lambda read: read.tagged(tag)[1].entry.update({NameObject("/S"): NameObject(f"/{new}")})


def without(tag: str, *keys: str) -> Callable[[File], object]:
    return lambda read: [first(read, tag).pop(NameObject(key), None) for key in keys]


def annotation_without(key: str, value: Any = None) -> Callable[[File], object]:
    def breaking(read: File) -> None:
        _, _, annotation = next(read.annotations())
        del annotation[key]
        if value is not None:
            annotation[NameObject(key)] = value

    return breaking


def catalogue_without(key: str) -> Callable[[File], object]:
    return lambda read: read.catalogue.pop(NameObject(key))


def page_without(key: str) -> Callable[[File], object]:
    return lambda read: read.catalogue["/Pages"]["/Kids"][0].get_object().pop(NameObject(key))


def packet_with(old: str, new: str) -> Callable[[File], None]:
    def breaking(read: File) -> None:
        packet: Any = read.catalogue["/Metadata"]
        data = packet.get_data()
        assert old.encode() in data
        packet.set_data(data.replace(old.encode(), new.encode(), 1))

    return breaking


def information_with(key: str, value: str) -> Callable[[File], None]:
    def breaking(read: File) -> None:
        read.reader.trailer["/Info"].get_object()[NameObject(key)] = TextStringObject(value)

    return breaking


def box_off_the_page(read: File) -> None:
    box: Any = first(read, "Figure")["/A"]["/BBox"]
    box[2] = FloatObject(700)


def cell_out(read: File) -> None:
    del read.tagged("TR")[1].entry["/K"][-1]


def link_unheld(read: File) -> None:
    kids: Any = first(read, "Link")["/K"]
    kids[:] = [kid for kid in kids if "/Obj" not in (kid.get_object() if hasattr(kid.get_object(), "get") else {})]


BREAKS: dict[str, tuple[Callable[[File], object], str]] = {
    "two owners of a mark": (own_twice, "two owners:"),
    "a paragraph without its mark": (without("P", "/K"), "mark of no element:"),
    "a paragraph without its words": (without("P", "/K"), "reads differently:"),
    "two sections exchanged": (swap, "reads differently:"),
    "two leaves of the parent tree exchanged": (swap_leaves, "parent tree disagrees: page 1"),
    "an element with another parent": (
        lambda read: first(read, "H1").update({NameObject("/P"): read.root.elements[-1].entry.indirect_reference}),
        "wrong parent: H1",
    ),
    "a page without a key": (page_without("/StructParents"), "page without StructParents: page 1"),
    "a page without parents": (page_without("/StructParents"), "page without parents: page 1"),
    "a page without Tabs": (page_without("/Tabs"), "page without Tabs: page 1"),
    "a heading level skipped": (rename("H2", "H3"), "heading skips a level:"),
    "a second H1": (rename("H2", "H1"), "not one H1:"),
    "no H1": (rename("H1", "P"), "not one H1:"),
    "a list without numbering": (without("L", "/A"), "list without numbering:"),
    "a point outside a list": (rename("L", "Div"), "out of place: LI"),
    "a row outside a table": (rename("Table", "Div"), "out of place: TR"),
    "a point that is a paragraph": (rename("LI", "P"), "out of place: P"),
    "a head without scope": (without("TH", "/A"), "head without scope:"),
    "a table without heads": (
        lambda read: [part.entry.update({NameObject("/S"): NameObject("/TD")}) for part in read.tagged("TH")],
        "table without heads:",
    ),
    "a row without a cell": (cell_out, "uneven table:"),
    "a figure without words": (without("Figure", "/Alt", "/ActualText"), "figure without words:"),
    "a figure without a box": (without("Figure", "/A"), "figure without a box:"),
    "a figure off the page": (box_off_the_page, "figure off the page:"),
    "a link without an annotation": (link_unheld, "link that leads nowhere:"),
    "an annotation without a link": (link_unheld, "annotation of no link:"),
    "a link without Contents": (annotation_without("/Contents"), "annotation without words:"),
    "a link called otherwise": (
        annotation_without("/Contents", TextStringObject("Here")),
        "link that is called otherwise:",
    ),
    "a link that is not printed": (annotation_without("/F", NumberObject(2)), "annotation that does not print:"),
    "a link without StructParent": (annotation_without("/StructParent"), "annotation without parent:"),
    "a link of another's parent": (annotation_without("/StructParent", NumberObject(0)), "parent tree"),
    "Lang missing": (catalogue_without("/Lang"), "catalogue without Lang:"),
    "MarkInfo missing": (catalogue_without("/MarkInfo"), "catalogue without MarkInfo:"),
    "ViewerPreferences missing": (catalogue_without("/ViewerPreferences"), "catalogue without DisplayDocTitle:"),
    "Metadata missing": (catalogue_without("/Metadata"), "no XMP packet"),
    "OutputIntents missing": (catalogue_without("/OutputIntents"), "catalogue without OutputIntents:"),
    "PageLabels missing": (catalogue_without("/PageLabels"), "catalogue without PageLabels:"),
    "the title changed in XMP only": (packet_with(">Specimen<", ">Specimens<"), "Title disagrees:"),
    "the author changed in XMP only": (packet_with(">Quay &amp; ", ">Quay "), "Author disagrees:"),
    "the date changed in XMP only": (packet_with("CreateDate>2026", "CreateDate>2025"), "CreationDate disagrees:"),
    "the language changed in XMP only": (packet_with(">en-GB<", ">en-US<"), "Lang disagrees:"),
    "a claim missing": (packet_with("pdfuaid:part>1", "pdfuaid:part>2"), "no claim of pdfuaid:part"),
    **{
        f"{key} changed in the dictionary only": (information_with(f"/{key}", "D:20010101000000Z"), f"{key} disagrees:")
        for key in SAME
    },
}


@pytest.mark.parametrize(("breaking", "finding"), BREAKS.values(), ids=BREAKS)
def test_a_change_to_the_objects_is_found(breaking: Callable[[File], object], finding: str) -> None:
    found = findings(broken(breaking))
    assert [one for one in found if one.startswith(finding)], found


def unmarked(sheet: Any, piece: Any) -> Any:
    sheet._write(piece.operators)
    return sheet.tree.current


def hidden(sheet: Any, piece: Any) -> Any:
    sheet._write("/Artifact BMC", piece.operators, "EMC")
    return sheet.tree.current


def undecorated(sheet: Any, *operators: str) -> None:
    sheet._write(*operators)


def twice(tree: Any) -> int:
    """The number of a page's first mark, again and again."""
    MARK(tree)
    return 0


def leave_out(tag: str) -> Any:
    """Open no element of this type: what is inside falls to the one that is open already."""

    def element(sheet: Any, opened: str, entries: str = "", again: int | None = None) -> Any:
        return nullcontext() if opened == tag else ELEMENT(sheet, opened, entries, again)

    return element


def read_again(sheet: Any, kind: str = "") -> Any:
    """Furniture and repeated heads become part of the text."""
    return nullcontext()


MARK, ELEMENT = Tree.mark, Sheet.element

MISTAKES: dict[str, tuple[type, str, Any, str]] = {
    "text without a mark": (Sheet, "_piece", unmarked, "painted outside marks: page 1, TJ"),
    "text as an artifact": (Sheet, "_piece", hidden, "reads differently:"),
    "shapes without a mark": (Sheet, "_decorate", undecorated, "painted outside marks: page 1, f"),
    "a number used twice": (Tree, "mark", twice, "mark used twice: page 1, 0"),
    "a mark that is not there": (Tree, "mark", twice, "mark that is not there:"),
    "a page's furniture read": (Sheet, "artifact", read_again, "reads differently:"),
    "no bodies of points": (Sheet, "element", leave_out("LBody"), "words in a group:"),
    "no points": (Sheet, "element", leave_out("LI"), "out of place: LBody"),
    "no rows": (Sheet, "element", leave_out("TR"), "out of place: TD"),
    "an annotation that the tree does not know": (Tree, "annotate", lambda *_: None, "annotation of no link:"),
}


@pytest.mark.parametrize(("owner", "name", "mistake", "finding"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_painting_is_found(
    owner: type, name: str, mistake: Any, finding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, mistake)
    found = findings(File(PdfReader(BytesIO(make_plate(SPECIMEN.job).plate.pdf))))
    assert [one for one in found if one.startswith(finding)], found
