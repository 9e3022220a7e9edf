"""Print files: a worklist's copies in one document, page by page what each row gives by itself.

A print file is written piece by piece out of plates that are taken apart: so it is read back here as any PDF is, opened
strictly, and compared with the files that its rows are when they are printed singly.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

from handpress.inspection import Node, facts, read_page, tag_tree
from handpress.job import Edition, Job
from handpress.patients import Patient
from handpress.plate import Made
from handpress.platemaking import make_plate
from handpress.press import printfile
from handpress.press.orders import Manner, Order
from handpress.press.printfile import PrintRun
from handpress.problems import HandpressError
from tests.conftest import ROOT
from tests.helpers import small_root
from tests.names import GIVEN_AND_FAMILY, names
from tests.test_cli import run
from tests.test_plate import drawn, forms, words_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no file modes")

SCRIPTS = {script: names(script)[at] for at, script in enumerate(GIVEN_AND_FAMILY)}
"""A name in each of twelve scripts."""


def pairs(turn: int) -> list[tuple[str, str]]:
    """The name of each script, and another one that each turn has for itself."""
    return [(name, names(script)[40 + turn]) for script, name in SCRIPTS.items()]


class Visit(NamedTuple):
    """A row: a job, whose copy it is, and how many of it."""

    job: Job
    patient: Patient | None = None
    copies: int = 1


def visit(topics: str, clinic: str, name: str = "", copies: int = 1, root: Path = ROOT, **edition: Any) -> Visit:
    """A visit; a patient with a name has a birth too."""
    first, *after = topics.split()
    patient = Patient(name, "1961-03-31") if name else None
    return Visit(Job(root, first, clinic, Edition("", **edition), tuple(after)), patient, copies)


@lru_cache(maxsize=16)
def made(job: Job) -> Made:
    return make_plate(job)


@lru_cache(maxsize=64)
def alone(visit: Visit) -> PdfReader:
    """A row printed singly."""
    return PdfReader(BytesIO(made(visit.job).plate.impress(visit.patient)), strict=True)


def written(visits: Iterable[Visit], file: Path) -> bytes:
    """The print file of visits."""
    print_run = PrintRun(file, Manner())
    try:
        for number, each in enumerate(visits, 1):
            print_run.add(Order(each.job, file, each.patient, each.copies), number)
        print_run.close()
    finally:
        print_run.discard()
    return file.read_bytes()


def opened(pdf: bytes) -> PdfReader:
    """A print file, opened; fails where a reader would have to mend it."""
    return PdfReader(BytesIO(pdf), strict=True)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clinics that print on both sides of A4 and of Letter, and on one side of A4; a topic with links."""
    root = small_root(tmp_path_factory.mktemp("root"))
    for name in ("topic.yaml", "en-GB.yaml"):
        text = (root / "handouts/cough" / name).read_text(encoding="utf-8")
        links = [f"Read [what (others) say {at} 0 R](https://a.org/{at}?b=%20)." for at in range(40)]
        linked = ", ".join(f"'{' '.join(links[at : at + 5])}'" for at in range(0, 40, 5))
        (root / "handouts/linked").mkdir(exist_ok=True)
        (root / "handouts/linked" / name).write_text(
            text.replace("A cough clears the throat.", linked).replace("title: Cough", "title: Linked"),
            encoding="utf-8",
        )
    layout = (root / "layouts/quay/layout.yaml").read_text(encoding="utf-8")
    for name, page in {"wharf": "size: Letter", "mews": "duplex: false"}.items():
        (root / "layouts" / name).mkdir()
        (root / "layouts" / name / "layout.yaml").write_text(f"{layout}page: {{{page}}}\n", encoding="utf-8")
    return root


def small(root: Path, clinic: str = "quay", name: str = "", copies: int = 1, large: bool = False) -> Visit:
    """A visit of one page."""
    return visit("cough", clinic, name, copies, root, large=large)


# Page by page

MIXED = [
    visit("wound-care", "riverside", "Ada Lovelace"),
    visit("head-injury", "riverside", SCRIPTS["Arabic"], kind="checklist"),
    visit("wound-care", "lakeshore", SCRIPTS["Hindi"]),
    visit("wound-care", "riverside"),
    visit("wound-care head-injury discharge", "riverside", SCRIPTS["Thai"], kind="checklist"),
    visit("wound-care", "riverside", SCRIPTS["Vietnamese"], copies=2),
]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The print file of MIXED."""
    return opened(written(MIXED, tmp_path_factory.mktemp("mixed") / "run.pdf"))


def each_copy(visits: Iterable[Visit]) -> Iterator[Visit]:
    for each in visits:
        yield from [each] * each.copies


def starts(visits: Iterable[Visit]) -> list[int]:
    """The page on which each copy begins, counted from 0, where all print on both sides: a front."""
    found, at = list[int](), 0
    for each in each_copy(visits):
        at += at % 2
        found.append(at)
        at += len(alone(each).pages)
    return found


@lru_cache(maxsize=8)
def parts_of(read: PdfReader) -> list[Node]:
    tree = tag_tree(read)
    assert tree is not None
    assert tree.tag == "Document"
    return [kid for kid in tree.kids if isinstance(kid, Node)]


def test_each_page_reads_as_that_of_the_row_printed_singly(mixed: PdfReader) -> None:
    pages = list[str]()
    for start, each in zip(starts(MIXED), each_copy(MIXED), strict=True):
        pages += [""] * (start - len(pages)) + [page.extract_text() for page in alone(each).pages]
    assert [page.extract_text() for page in mixed.pages] == pages
    assert sum(page == "" for page in pages) >= 4


def test_each_copy_is_read_out_as_the_row_printed_singly(mixed: PdfReader) -> None:
    """Panels, places to write in and links too; each copy names its language."""
    parts = parts_of(mixed)
    assert [part.tag for part in parts] == ["Part"] * len(list(each_copy(MIXED)))
    for part, each in zip(parts, each_copy(MIXED), strict=True):
        single = tag_tree(alone(each))
        assert single is not None
        assert part.kids == single.kids
        assert part.attributes == {"Lang": facts(alone(each)).language}


def test_each_page_is_as_large_as_that_of_the_row_printed_singly(mixed: PdfReader) -> None:
    for start, each in zip(starts(MIXED), each_copy(MIXED), strict=True):
        for at, page in enumerate(alone(each).pages):
            assert mixed.pages[start + at].mediabox == page.mediabox


def elements(entry: Any) -> Iterator[Any]:
    """An element of the tag tree and all below it, as references."""
    yield entry
    kids = entry.get_object().get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid.get_object(), dict) and "/S" in kid.get_object():
            yield from elements(kid)


def kids_of(entry: Any) -> list[Any]:
    kids = entry.get("/K", [])
    return list(kids) if isinstance(kids, list) else [kids]


Held = dict[tuple[int, int], int]
"""The elements of marks, by page and number, and of links, by the annotation and -1; all by their objects' numbers."""


def held_by_elements(read: PdfReader) -> Held:
    """What the tag tree's elements say that they hold."""
    found: Held = {}
    tree: Any = read.root_object["/StructTreeRoot"]
    for element in elements(tree.raw_get("/K")):
        entry = element.get_object()
        for kid in kids_of(entry):
            inner = kid.get_object()
            if isinstance(inner, int):
                found[entry.raw_get("/Pg").idnum, inner] = element.idnum
            elif "/MCID" in inner:
                found[inner.raw_get("/Pg").idnum, int(inner["/MCID"])] = element.idnum
            elif "/Obj" in inner:
                found[inner.raw_get("/Obj").idnum, -1] = element.idnum
    return found


def told_by_parents(read: PdfReader) -> Held:
    """What the parent tree says of each page and link; each of its keys is asked for once."""
    tree: Any = read.root_object["/StructTreeRoot"]
    owners, last, found = dict[int, Any](), -1, Held()
    for leaf in tree["/ParentTree"]["/Kids"]:
        numbers = list(leaf.get_object()["/Nums"])
        keys = [int(key) for key in numbers[::2]]
        assert keys == sorted(set(keys))
        assert [int(limit) for limit in leaf.get_object()["/Limits"]] == [keys[0], keys[-1]]
        assert keys[0] > last
        last = keys[-1]
        owners |= dict(zip(keys, numbers[1::2], strict=True))
    assert int(tree["/ParentTreeNextKey"]) > last
    for page in read.pages:
        assert is_empty(page) or page["/StructParents"] in owners
        for at, mark in enumerate(owners.pop(page.get("/StructParents"), [])):
            found[page.indirect_reference.idnum, at] = mark.idnum
        for link in page.get("/Annots", []):
            found[link.idnum, -1] = owners.pop(int(link.get_object()["/StructParent"])).idnum
    assert owners == {}
    return found


def test_the_parent_tree_leads_from_each_mark_and_link_to_its_element(root: Path, tmp_path: Path) -> None:
    """ISO 32000-1, 14.7.4.4, by way of the leaves of a number tree (7.9.7)."""
    visits = [visit("linked", clinic, "Zoë", root=root) for clinic in ("quay", "wharf", "quay")]
    visits += [visit("cough linked", "quay", root=root), small(root), visit("cough linked", "mews", "Ada", root=root)]
    read = opened(written(visits, tmp_path / "run.pdf"))
    held = held_by_elements(read)
    assert told_by_parents(read) == held
    assert sum(number < 0 for _, number in held) == len(links_of(alone(visits[0]))) * 5


def test_each_link_leads_where_that_of_the_row_printed_singly_does(root: Path, tmp_path: Path) -> None:
    """Whatever looks like a number of an object in its words or in its address."""
    visits = [visit("linked", "quay", name, root=root) for name in ("", "Zoë")]
    read = opened(written(visits, tmp_path / "run.pdf"))
    single = links_of(alone(visits[0]))
    assert {address for address, _, _ in single} == {f"https://a.org/{at}?b=%20" for at in range(40)}
    assert "what (others) say 0 0 R (a.org/0?b=%20)" in [said for _, said, _ in single]
    assert links_of(read) == single * 2


def links_of(read: PdfReader) -> list[tuple[str, str, list[float]]]:
    """Where each link leads to, what it says, and its place."""
    found = [link.get_object() for page in read.pages for link in page.get("/Annots", [])]
    return [(link["/A"]["/URI"], link["/Contents"], [float(edge) for edge in link["/Rect"]]) for link in found]


# The sheets


def test_each_copy_begins_on_a_fresh_sheet(mixed: PdfReader) -> None:
    """The back of a sheet on which another patient's copy ended is empty, and has no number."""
    assert len(mixed.pages) == starts(MIXED)[-1] + len(alone(MIXED[-1]).pages)
    assert mixed.root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    labels = list[str]()
    for start, each in zip(starts(MIXED), each_copy(MIXED), strict=True):
        assert start % 2 == 0
        labels += [""] * (start - len(labels)) + alone(each).page_labels
    assert mixed.page_labels == labels


def is_empty(page: PageObject) -> bool:
    """Whether nothing at all stands on a page."""
    found, content = read_page(page), page.get_contents()
    nothing = (found.texts, found.numbers, found.loose) == ({}, [], []) and "/Annots" not in page
    return nothing and (content is None or not content.get_data().strip())


def test_an_empty_page_is_as_large_as_the_one_before_it(root: Path, tmp_path: Path) -> None:
    visits = [small(root, clinic) for clinic in ("quay", "wharf", "wharf", "quay")]
    read = opened(written(visits, tmp_path / "run.pdf"))
    assert [is_empty(page) for page in read.pages] == [False, True, False, True, False, True, False]
    widths = [round(float(page.mediabox.width)) for page in read.pages]
    assert widths == [595, 595, 612, 612, 612, 612, 595]
    assert facts(read).sizes == ("A4", "Letter")


def test_nothing_is_empty_where_one_side_is_printed(root: Path, tmp_path: Path) -> None:
    read = opened(written([small(root, "mews", name) for name in ("Ada", "Bob", "Eve")], tmp_path / "run.pdf"))
    assert read.root_object["/ViewerPreferences"]["/Duplex"] == "/Simplex"
    assert read.page_labels == ["1", "1", "1"]


@pytest.mark.parametrize("clinics", [("quay", "mews", "quay"), ("quay", "mews", "mews")], ids="-".join)
def test_no_sheet_is_shared_where_one_clinic_prints_on_one_side(
    clinics: tuple[str, ...], root: Path, tmp_path: Path
) -> None:
    """A file is printed as its one entry says: if on both sides, then of every clinic's copies."""
    visits = [small(root, clinic, name) for clinic, name in zip(clinics, ("Ada", "Bob", "Eve"), strict=True)]
    read = opened(written(visits, tmp_path / "run.pdf"))
    assert read.root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    said = [re.findall("Ada|Bob|Eve", page.extract_text())[:1] for page in read.pages]
    assert said == [["Ada"], [], ["Bob"], [], ["Eve"]]


def test_no_paper_is_wasted_where_a_file_is_printed_on_one_side(root: Path, tmp_path: Path) -> None:
    visits = [small(root, "mews", "Ada"), small(root, "quay", "Bob"), small(root, "mews", "Eve")]
    read = opened(written(visits, tmp_path / "run.pdf"))
    assert read.root_object["/ViewerPreferences"]["/Duplex"] == "/Simplex"
    assert [is_empty(page) for page in read.pages] == [False, False, False]


def test_copies_stand_one_after_another(root: Path, tmp_path: Path) -> None:
    visits = [small(root, name="Ada", copies=3), small(root, name="Bob"), small(root, copies=2)]
    read = opened(written(visits, tmp_path / "run.pdf"))
    assert [re.findall("Ada|Bob", page.extract_text())[:1] for page in read.pages] == [
        *([["Ada"], []] * 3),
        ["Bob"],
        [],
        *([[], []] * 2)[:-1],
    ]
    assert "/NumCopies" not in read.root_object["/ViewerPreferences"]


# The outline


def test_a_bookmark_for_each_row_leads_to_its_first_page(mixed: PdfReader) -> None:
    first = [at for at, each in zip(starts(MIXED), each_copy(MIXED), strict=True)]
    assert MIXED[-1].copies == 2, "of a row of two copies the first is meant"
    entries = [entry for entry in mixed.outline if isinstance(entry, Destination)]
    assert [entry.title for entry in entries] == [
        f"{number}. {made(each.job).particulars.title}" for number, each in enumerate(MIXED, 1)
    ]
    assert [mixed.get_destination_page_number(entry) for entry in entries] == first[:-1]


def test_a_print_file_is_called_by_what_is_in_it(root: Path, tmp_path: Path) -> None:
    visits = [small(root, name="Ada"), visit("cough linked", "wharf", root=root), small(root, name="Eve")]
    found = facts(opened(written(visits, tmp_path / "run.pdf")))
    assert found.title == "; ".join(made(each.job).particulars.title for each in visits[:2])
    assert found.title_shown
    assert found.language == "en-GB"
    assert found.standards == ("PDF/A-2a", "PDF/UA-1")


# Fonts


def fonts_of(read: PdfReader) -> Counter[str]:
    """How many fonts of each face a file holds, wherever they are used."""
    found = Counter[str]()
    for number in range(1, int(read.trailer["/Size"])):
        entry: Any = read.get_object(number)
        if isinstance(entry, dict) and entry.get("/Type") == "/FontDescriptor":
            found[str(entry["/FontName"]).partition("+")[2]] += 1
    return found


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """Each of twelve names twice on one plate, another name of each script between."""
    visits = [
        visit("wound-care", "riverside", name, kind="checklist")
        for turn in range(2)
        for pair in pairs(turn)
        for name in pair
    ]
    return opened(written(visits, tmp_path_factory.mktemp("everybody") / "run.pdf"))


def test_letters_that_a_plate_lacks_are_embedded_once_a_plate(everybody: PdfReader) -> None:
    plate = fonts_of(alone(visit("wound-care", "riverside", kind="checklist")))
    found = fonts_of(everybody)
    assert len(found) >= 10
    assert {face: count - plate[face] for face, count in found.items() if face not in plate} == dict.fromkeys(
        set(found) - set(plate), 1
    )
    assert all(found[face] <= count + 1 for face, count in plate.items())


def test_each_plate_has_its_own_letters(root: Path, tmp_path: Path) -> None:
    """Here the letter is the plate's own typeface's, which its plain letters do not hold."""
    visits = [small(root, name=name, large=large) for name in ("Zoë", "Chloë") for large in (False, True)]
    assert fonts_of(opened(written([small(root), small(root, large=True)], tmp_path / "plain.pdf"))).total() == 4
    assert fonts_of(opened(written(visits, tmp_path / "run.pdf"))).total() == 6
    read = opened(written(visits, tmp_path / "run.pdf"))
    for at, each in enumerate(visits):
        assert read.pages[2 * at].extract_text() == alone(each).pages[0].extract_text()


def test_every_name_is_read_and_drawn_whole(everybody: PdfReader) -> None:
    """By the fonts in the file, which hold what all rows asked of them."""
    expected = [name for turn in range(2) for pair in pairs(turn) for name in pair]
    firsts = [page for page in everybody.pages if "Name" in (forms(page) if not is_empty(page) else {})]
    for page, name in zip(firsts, expected, strict=True):
        form = forms(page)["Name"]
        assert unicodedata.normalize("NFC", words_of(form)) == unicodedata.normalize("NFC", name)
        glyphs = drawn(form)
        assert all(glyph.number for glyph in glyphs)
        assert sum(glyph.ink is None for glyph in glyphs) == name.count(" ")


def test_fifty_copies_of_a_plate_have_its_fonts_once(tmp_path: Path) -> None:
    """So a copy weighs next to nothing beside the plate."""
    visits = [visit("wound-care", "riverside", f"Ada {number} {SCRIPTS['Latin']}") for number in range(50)]
    pdf = written(visits, tmp_path / "run.pdf")
    assert len(pdf) < 50 * 8_000
    fonts, plate = fonts_of(opened(pdf)), fonts_of(alone(visits[0]))
    assert fonts == plate
    twice = written(visits * 2, tmp_path / "twice.pdf")
    assert (len(twice) - len(pdf)) / 50 < 6_000


def test_what_copies_share_is_there_once(root: Path, tmp_path: Path) -> None:
    """Copies that are alike to the letter add their own pages and tags, and no picture, font or page's content."""
    sizes = [len(written([small(root)] * count, tmp_path / "run.pdf")) for count in (1, 2, 3, 12)]
    steps = [sizes[1] - sizes[0], sizes[2] - sizes[1], (sizes[3] - sizes[2]) / 9]
    assert max(steps) < 2_000
    assert max(steps) - min(steps) < 200


def test_a_plate_is_made_once_however_many_come_between_its_copies(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = list[Job](), printfile.make

    def make(job: Job, cache: Path | None) -> Made:
        made.append(job)
        return real(job, cache)

    monkeypatch.setattr(printfile, "make", make)
    jobs = [Job(root, "cough", "quay", Edition("", False, "checklist", days)) for days in range(1, 35)]
    visits = [Visit(job, Patient("Ada"), 1) for job in jobs]
    once, twice = (len(written(visits * times, tmp_path / "run.pdf")) for times in (1, 2))
    assert made == jobs * 2
    assert twice < 1.5 * once


# The same bytes, whole or not at all


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(MIXED, tmp_path / "one.pdf") == written(MIXED, tmp_path / "other.pdf")


def test_a_row_that_cannot_be_printed_leaves_nothing_in_the_file(root: Path, tmp_path: Path) -> None:
    """Neither its pages nor a letter of it, wherever in the file it stands."""
    good = [(1, small(root, name="Ada")), (3, small(root, "wharf", "Zoë"))]
    bad = [
        (2, small(root, "wharf", "Quorthwick " * 18)),
        (4, small(root, name="Zoë \u1019")),
        (5, visit("cuogh", "quay", root=root)),
        (6, Visit(Job(root, "cough", "quay"), Patient(born="never"))),
    ]
    files = list[bytes]()
    for rows in (good, sorted([*good, *bad], key=lambda row: row[0])):
        print_run = PrintRun(tmp_path / "run.pdf", Manner())
        for number, each in rows:
            order = Order(each.job, tmp_path / "run.pdf", each.patient)
            if (number, each) in bad:
                with pytest.raises(HandpressError):
                    print_run.add(order, number)
            else:
                assert print_run.add(order, number) == ((), 1)
        print_run.close()
        files.append((tmp_path / "run.pdf").read_bytes())
    assert files[0] == files[1]


def test_a_run_that_is_discarded_leaves_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "run.pdf"
    print_run = PrintRun(file, Manner())
    print_run.add(Order(Job(root, "cough", "quay"), file), 1)
    assert [found.suffix for found in file.parent.iterdir()] == [".part"]
    print_run.discard()
    assert list(file.parent.iterdir()) == []


def test_a_dry_run_writes_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "run.pdf"
    print_run = PrintRun(file, Manner(dry=True))
    assert print_run.add(Order(Job(root, "cough", "quay"), file, Patient("Ada")), 1) == ((), 1)
    with pytest.raises(HandpressError):
        print_run.add(Order(Job(root, "cough", "quay"), file, Patient("Quorthwick " * 18)), 2)
    print_run.discard()
    assert not file.parent.exists()


@posix
def test_only_its_owner_can_read_a_print_file(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "run.pdf"
    file.write_bytes(b"old")
    file.chmod(0o666)
    print_run = PrintRun(file, Manner())
    print_run.add(Order(Job(root, "cough", "quay"), file, Patient("Ada")), 1)
    (part,) = (found for found in tmp_path.iterdir() if found != file)
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    print_run.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


# The command


class Batch:
    """The command `batch --single-file`, in this process; `old` is what stood in the file's place."""

    def __init__(self, root: Path, folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.folder, self.capsys, self.monkeypatch = root, folder, capsys, monkeypatch
        self.target = folder / "run.pdf"

    def __call__(self, content: str, *options: str) -> tuple[int, str, str]:
        (self.folder / "visits.csv").write_text(content, encoding="utf-8")
        asked = ["batch", "--worklist", "visits.csv", "--root", str(self.root), *options]
        if "--single-file" not in options:
            asked += ["--single-file", "run.pdf"]
        return run(*asked, capsys=self.capsys, monkeypatch=self.monkeypatch)

    def files(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())


@pytest.fixture
def batch(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.chdir(tmp_path)
    return Batch(root, tmp_path, capsys, monkeypatch)


THREE = "clinic,topics,patient\nquay,cough,Ada\nwharf,cough,Bob\nquay,cough,Eve\n"


def test_the_command_prints_a_worklist_as_one_file(batch: Batch) -> None:
    status, out, err = batch(THREE)
    assert (status, out) == (0, "run.pdf\n")
    assert "3 of 3 printed, 3 pages" in err
    visits = [small(batch.root, clinic, name) for clinic, name in (("quay", "Ada"), ("wharf", "Bob"), ("quay", "Eve"))]
    rows = [Visit(each.job, Patient(each.patient.name if each.patient else "")) for each in visits]
    assert batch.target.read_bytes() == written(rows, batch.folder / "other.pdf")


def test_bad_rows_are_said_and_the_others_printed(batch: Batch) -> None:
    status, out, err = batch(
        "clinic,topics,patient,born\nquai,cough,Ada,\nquay,cough,Bob,\nquay,cough,Cay,never\nquay,cough,Eve,\n"
    )
    assert (status, out) == (1, "run.pdf\n")
    assert re.findall(r"^visits\.csv:(\d+):1: error: row (\d+)[:,]", err, re.MULTILINE) == [("2", "1"), ("4", "3")]
    assert "2 of 4 printed" in err
    read = PdfReader(batch.target, strict=True)
    assert [entry.title for entry in read.outline if isinstance(entry, Destination)] == ["2. Cough", "4. Cough"]


def test_the_rows_before_one_that_cannot_be_read_are_printed(batch: Batch) -> None:
    status, out, err = batch(THREE + 'quay,cough,"Bob\nquay,cough,Cay\n')
    assert (status, out) == (1, "run.pdf\n")
    assert "visits.csv:5:1: error: " in err
    assert "3 of 4 printed" in err
    assert batch("\n".join(THREE.splitlines()))[0] == 0


def test_a_warning_names_its_row(batch: Batch) -> None:
    status, _, err = batch("clinic,topics,language\nquay,cough,\nquay,cough,en-US\n")
    assert status == 0
    assert "visits.csv:3:1: warning: row 2: 'cough' is not written in 'en-US'; 'en-GB' is printed" in err


def test_pages_are_counted_with_all_copies(batch: Batch) -> None:
    assert "2 of 2 printed, 4 pages" in batch("clinic,topics,copies\nquay,cough,3\nquay,cough,1\n")[2]


@pytest.mark.parametrize("old", [b"", b"the old file"])
def test_where_no_row_can_be_printed_there_is_no_file(old: bytes, batch: Batch) -> None:
    if old:
        batch.target.write_bytes(old)
    status, out, err = batch("clinic,topics\nquai,cough\n")
    assert (status, out) == (1, "")
    assert "0 of 1 printed" in err
    assert ("deleted, as it is of an earlier run" in err) is bool(old)
    assert batch.files() == ["visits.csv"]


def test_a_worklist_that_cannot_be_read_leaves_the_old_file(batch: Batch) -> None:
    batch.target.write_bytes(b"the old file")
    assert batch("")[0] == 1
    assert batch.target.read_bytes() == b"the old file"
    assert batch.files() == ["run.pdf", "visits.csv"]


def test_a_dry_run_of_the_command_writes_nothing(batch: Batch) -> None:
    status, out, err = batch(THREE + f"quay,cough,{'Quorthwick ' * 18}\n", "--dry-run")
    assert (status, out) == (1, "")
    assert "visits.csv:5:1: error: row 4" in err
    assert "3 of 4 can be printed" in err
    assert batch.files() == ["visits.csv"]


@pytest.mark.parametrize(
    "options",
    [["-o", "out"], ["--topic", "cough"], ["--jobs", "2"], ["--scheduler", "tcp://127.0.0.1:1"]],
    ids=["with a folder", "with a topic", "with processes", "with a scheduler"],
)
def test_a_wrong_command_line_is_status_2(options: list[str], batch: Batch) -> None:
    status, out, _ = batch(THREE, "--single-file", "run.pdf", *options)
    assert (status, out) == (2, "")
    assert batch.files() == ["visits.csv"]


def test_a_single_file_of_no_worklist_is_status_2(batch: Batch) -> None:
    asked = ["batch", "--single-file", "run.pdf", "--root", str(batch.root)]
    status, out, err = run(*asked, capsys=batch.capsys, monkeypatch=batch.monkeypatch)
    assert (status, out) == (2, "")
    assert "'--single-file' goes with '--worklist'" in " ".join(err.split())
    assert batch.files() == []


# What goes wrong on the way


def failing(error: BaseException) -> Any:
    def fail(*args: object, **options: object) -> NoReturn:
        raise error

    return fail


class Disk:
    """A file on a disk on which there is room for so many bytes; `again`, whether there is room a moment later."""

    def __init__(self, handle: int, room: int, again: bool) -> None:
        self.file, self.room, self.again = os.fdopen(handle, "wb"), room, again

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            # What still fits is written, as a disk does.
            self.file.write(data[: max(0, self.room + len(data))])
            self.room = sys.maxsize if self.again else 0
            raise OSError(28, "No space left on device")
        return self.file.write(data)

    def close(self) -> None:
        self.file.close()


def full_disk(monkeypatch: pytest.MonkeyPatch, room: int, again: bool = False) -> None:
    class Handles:
        """What `printfile` asks of the system."""

        environ = os.environ

        @staticmethod
        def fdopen(handle: int, mode: str) -> Disk:
            assert mode == "wb"
            return Disk(handle, room, again)

    monkeypatch.setattr(printfile, "os", Handles)


@pytest.mark.parametrize("part", [0.02, 0.6, 0.99])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(part: float, batch: Batch) -> None:
    """Room for less than the first copy, for less than the last one, and for less than what ends the file."""
    assert batch(THREE)[0] == 0
    room = int(batch.target.stat().st_size * part)
    batch.target.write_bytes(b"the old file")
    full_disk(batch.monkeypatch, room)
    status, out, err = batch(THREE)
    assert (status, out) == (1, "")
    assert "the file cannot be written: No space left on device" in err
    assert batch.target.read_bytes() == b"the old file"
    assert batch.files() == ["run.pdf", "visits.csv"]


@pytest.mark.parametrize("part", [0.02, 0.6])
def test_a_disk_that_was_full_for_a_moment_gives_no_broken_file(part: float, batch: Batch) -> None:
    """What was written by half stays in the file, and nothing after it is where the table says."""
    assert batch(THREE)[0] == 0
    room = int(batch.target.stat().st_size * part)
    batch.target.unlink()
    full_disk(batch.monkeypatch, room, again=True)
    status, out, err = batch(THREE)
    assert "No space left on device" in err
    assert (status, out) == (1, "")
    assert batch.files() == ["visits.csv"]


def test_a_full_disk_is_no_fault_of_a_row(batch: Batch) -> None:
    full_disk(batch.monkeypatch, 1_000)
    _, _, err = batch(THREE)
    assert err.count("No space left on device") == 1
    assert "row 1" not in err


def test_a_file_that_cannot_be_replaced_stays_as_it_was(batch: Batch) -> None:
    """As on Windows, where another program shows it."""
    batch.target.write_bytes(b"the old file")
    with batch.monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing(PermissionError(13, "Permission denied")))
        status, out, err = batch(THREE, "--no-cache")
    assert (status, out) == (1, "")
    assert "run.pdf: error: the file cannot be written: Permission denied" in err
    assert batch.target.read_bytes() == b"the old file"
    assert batch.files() == ["run.pdf", "visits.csv"]


def at_call(number: int, error: BaseException, real: Any) -> Any:
    """A stand-in for a function that raises when it is called for the so-manieth time."""
    calls = list[int]()

    def stand_in(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == number:
            raise error
        return real(*args, **options)

    return stand_in


@pytest.mark.parametrize(
    "error", [RuntimeError("Quorthwick"), OSError(5, "Input/output error")], ids=["a fault", "a file that is gone"]
)
def test_a_fault_at_a_row_leaves_nothing_of_it_in_the_file(error: Exception, batch: Batch) -> None:
    """The second row is the first of its plate: the file is as if it had not been asked for, its title too."""
    rows = ["quay,cough,Ada", "wharf,linked,Bob", "quay,cough,Eve"]
    expected = batch("clinic,topics,patient\n" + "\n".join([rows[0], "quai,linked,Bob", rows[2]]))
    whole = batch.target.read_bytes()
    batch.monkeypatch.setattr(printfile, "Duplicates", at_call(2, error, printfile.Duplicates))
    status, out, err = batch("clinic,topics,patient\n" + "\n".join(rows))
    assert (status, out) == expected[:2] == (1, "run.pdf\n")
    assert "visits.csv:3:1: error: row 2" in err
    assert "Quorthwick" not in err
    assert "2 of 3 printed" in err
    assert batch.target.read_bytes() == whole


def test_a_fault_in_the_midst_of_a_copy_leaves_the_others_on_sheets_of_their_own(batch: Batch) -> None:
    """What comes after it begins on a front, though a page before it was written already."""
    rows = ["quay,cough,Ada", "quay,cough,Bob", "quay,linked,Cay", "quay,cough,Eve"]
    assert len(alone(visit("linked", "quay", root=batch.root)).pages) % 2 == 0
    real = printfile.Duplicates.pack
    batch.monkeypatch.setattr(printfile.Duplicates, "pack", at_call(2, RuntimeError("out of order"), real))
    status, out, _ = batch("clinic,topics,patient\n" + "\n".join(rows))
    assert (status, out) == (1, "run.pdf\n")
    read = PdfReader(batch.target, strict=True)
    said = [re.findall("Ada|Bob|Cay|Eve", page.extract_text())[:1] for page in read.pages]
    assert said == [["Ada"], [], ["Cay"], ["Cay"], ["Eve"]]


def test_a_run_that_is_stopped_leaves_the_old_file_and_nothing_else(batch: Batch) -> None:
    batch.target.write_bytes(b"the old file")
    batch.monkeypatch.setattr(printfile, "form_object", at_call(3, KeyboardInterrupt(), printfile.form_object))
    status, out, _ = batch(THREE)
    assert (status, out) == (130, "")
    assert batch.target.read_bytes() == b"the old file"
    assert batch.files() == ["run.pdf", "visits.csv"]


def test_a_fault_at_the_end_leaves_the_old_file_and_nothing_else(batch: Batch) -> None:
    batch.target.write_bytes(b"the old file")
    batch.monkeypatch.setattr(printfile, "trailer", failing(RuntimeError("out of order")))
    status, out, _ = batch(THREE)
    assert (status, out) == (1, "")
    assert batch.target.read_bytes() == b"the old file"
    assert batch.files() == ["run.pdf", "visits.csv"]


def test_a_folder_in_the_files_place_is_an_error(batch: Batch) -> None:
    batch.target.mkdir()
    status, out, _ = batch(THREE)
    assert (status, out) == (2, "")
    assert batch.files() == ["run.pdf", "visits.csv"]


def test_folders_are_made_for_the_file(batch: Batch) -> None:
    status, out, _ = batch(THREE, "--single-file", "print/today/run.pdf")
    assert (status, Path(out.strip())) == (0, Path("print/today/run.pdf"))
    assert [file.name for file in (batch.folder / "print" / "today").iterdir()] == ["run.pdf"]
