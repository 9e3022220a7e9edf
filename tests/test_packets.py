"""Packets: several topics as one document, which is printed on both sides and taken apart by hand.

What is asked of a packet's pages is asked of the sheets that come out of a printer, and of what a screen reader hears.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from pypdf import PdfReader
from pypdf.generic import Destination

from handpress import platemaking
from handpress.inspection import Node, facts, read_page, tag_tree
from handpress.job import Edition, Job, Kind
from handpress.patients import Patient
from handpress.plate import Made
from handpress.platemaking import make_plate
from handpress.press.making import make
from handpress.problems import HandpressError, Severity
from handpress.words import words
from tests import test_accessibility as accessibility
from tests.conftest import ROOT
from tests.helpers import small_root
from tests.test_cli import run
from tests.test_languages import families
from tests.test_plate import BLANK, NAMES, NHS, close, forms, place, words_of

TWO, THREE = ("wound-care", "head-injury"), ("neutropenia", "wound-care", "head-injury")
STAFF = ("discharge", "phone-follow-up")
PACKETS: list[tuple[tuple[str, ...], str, Kind]] = [
    (TWO, "riverside", "handout"),
    (THREE, "lakeshore", "handout"),
    (THREE, "genomic-medicine-uk", "checklist"),
    ((*STAFF, "head-injury"), "riverside", "checklist"),
]
every_packet = pytest.mark.parametrize(
    ("topics", "clinic", "kind"), PACKETS, ids=["two", "three", "checklists", "of staff"]
)
ADA = Patient("Ada Quorthwick", born="1961-03-31")


@lru_cache(maxsize=32)
def made(topics: tuple[str, ...], clinic: str = "riverside", kind: Kind = "handout", root: Path = ROOT) -> Made:
    return make_plate(Job(root, topics[0], clinic, Edition("", kind=kind), topics[1:]))


@lru_cache(maxsize=32)
def packet(
    topics: tuple[str, ...],
    clinic: str = "riverside",
    kind: Kind = "handout",
    patient: Patient | None = None,
    root: Path = ROOT,
) -> PdfReader:
    """A packet, opened; fails where a reader would have to mend it."""
    return PdfReader(BytesIO(made(topics, clinic, kind, root).plate.impress(patient)), strict=True)


def title_of(topic: str, clinic: str = "riverside", kind: Kind = "handout", root: Path = ROOT) -> str:
    """What a handout is called when it is printed by itself."""
    return made((topic,), clinic, kind, root).particulars.title


@lru_cache(maxsize=32)
def tree_of(read: PdfReader) -> Node:
    tree = tag_tree(read)
    assert tree is not None
    return tree


def parts_of(read: PdfReader) -> list[Node]:
    """The elements in the tag tree's root, all of which are parts."""
    tree = tree_of(read)
    assert tree.tag == "Document"
    parts = [kid for kid in tree.kids if isinstance(kid, Node)]
    assert [part.tag for part in parts] == ["Part"] * len(tree.kids)
    return parts


def under(node: Node, *tags: str) -> list[Node]:
    return [each for each in node.walk() if each.tag in tags]


def said(node: Node) -> str:
    return " ".join(node.text().split())


def slots_of(page: Any, field: str) -> dict[str, str]:
    """What the forms of a page's slots for a detail say, by their names; an empty page has none."""
    shown = forms(page) if "/XObject" in page["/Resources"] else {}
    return {name: words_of(form) for name, form in shown.items() if re.fullmatch(rf"{field}\d*", name)}


Numbered = tuple[int, int] | None


@lru_cache(maxsize=32)
def feet(read: PdfReader) -> tuple[Numbered, ...]:
    """What each page's foot says of its number: (1, 3) is 'Page 1 of 3'; an empty page says nothing."""
    found = [re.findall(r"Page (\d+) of (\d+)", page.extract_text()) for page in read.pages]
    assert max(map(len, found)) == 1
    return tuple((int(each[0][0]), int(each[0][1])) if each else None for each in found)


def is_first(number: Numbered) -> bool:
    return number is not None and number[0] == 1


def numbers(lengths: list[int]) -> list[Numbered]:
    """What the feet say where handouts of so many pages are printed, each on a fresh sheet."""
    out = list[Numbered]()
    for length in lengths:
        # A handout that ended on the front of a sheet has an empty page behind it, if another one follows.
        out += [None] * (len(out) % 2) + [(number, length) for number in range(1, length + 1)]
    return out


# Pages of known number


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Topics of one, two and three pages; a clinic that prints on both sides, and one that prints on one."""
    root = small_root(tmp_path_factory.mktemp("root"))
    cough = (root / "handouts/cough/en-GB.yaml").read_text(encoding="utf-8")
    layout = (root / "layouts/quay/layout.yaml").read_text(encoding="utf-8")
    files = {"layouts/mews/layout.yaml": f"{layout}page: {{duplex: false}}\n"}
    for name, paragraphs in {"one": 1, "two": 14, "three": 34}.items():
        body = ", ".join(["A cough clears the throat. " * 5] * paragraphs)
        text = cough.replace("title: Cough", f"title: Of {name}").replace("A cough clears the throat.", body)
        files[f"handouts/{name}/en-GB.yaml"] = text
        files[f"handouts/{name}/topic.yaml"] = (root / "handouts/cough/topic.yaml").read_text(encoding="utf-8")
    files["handouts/abroad/topic.yaml"] = files["handouts/one/topic.yaml"].replace("en-GB", "en-US")
    files["handouts/abroad/en-US.yaml"] = files["handouts/one/en-GB.yaml"].replace("Of one", "From abroad")
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


LENGTHS = {"one": 1, "two": 2, "three": 3}
ORDERS = [("one", "two"), ("two", "one"), ("one", "three", "two"), ("two", "one", "three"), ("three", "two", "one")]
PADDED = [("one", "two"), ("one", "three", "two")]
every_order = pytest.mark.parametrize("topics", ORDERS, ids="-".join)


def with_contents(topics: tuple[str, ...]) -> list[int]:
    """How many pages each part of a packet has; three topics are listed on a page before them."""
    return [*([1] if len(topics) >= 3 else []), *(LENGTHS[topic] for topic in topics)]


@every_order
def test_no_sheet_holds_pages_of_two_handouts(topics: tuple[str, ...], root: Path) -> None:
    """The sheets as they lie in the printer: front and back, front and back."""
    read = packet(topics, "quay", root=root)
    assert read.root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    pages = feet(read)
    assert list(pages) == numbers(with_contents(topics))
    for front, back in zip(pages[::2], [*pages[1::2], None], strict=False):
        assert front is not None, "an empty page is the back of a sheet"
        assert back in (None, (front[0] + 1, front[1]))
    assert pages[-1] is not None, "nothing is empty at the very end"


@pytest.mark.parametrize("topics", PADDED, ids="-".join)
def test_the_back_of_a_last_sheet_is_empty_and_has_no_number(topics: tuple[str, ...], root: Path) -> None:
    read = packet(topics, "quay", root=root)
    assert read.page_labels == [str(number[0]) if number else "" for number in feet(read)]
    empty = [page for page, number in zip(read.pages, feet(read), strict=True) if number is None]
    assert empty
    for page in empty:
        found, content = read_page(page), page.get_contents()
        assert (found.texts, found.numbers, found.loose) == ({}, [], [])
        assert content is None or not content.get_data().strip()
        assert not page.get("/Annots")
        assert page.mediabox == read.pages[0].mediabox


@every_order
def test_one_who_prints_on_one_side_has_no_empty_page(topics: tuple[str, ...], root: Path) -> None:
    read = packet(topics, "mews", root=root)
    assert read.root_object["/ViewerPreferences"]["/Duplex"] == "/Simplex"
    expected = [(number, length) for length in with_contents(topics) for number in range(1, length + 1)]
    assert list(feet(read)) == expected
    assert read.page_labels == [str(number) for number, _ in expected]


@every_packet
def test_each_shipped_handout_has_its_own_pages(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    lengths = [made((topic,), clinic, kind).plate.pages for topic in topics]
    pages = feet(packet(topics, clinic, kind))
    assert list(pages) == numbers([*([1] if len(topics) >= 3 else []), *lengths])
    assert made(topics, clinic, kind).plate.pages == len(pages)


# What is read


@every_packet
def test_a_packet_reads_as_its_handouts_one_after_another(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    parts = parts_of(packet(topics, clinic, kind))[-len(topics) :]
    assert [part.kids for part in parts] == [tree_of(packet((topic,), clinic, kind)).kids for topic in topics]


@every_packet
def test_each_part_has_one_heading_above_its_others(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    heads = [under(part, *(f"H{level}" for level in range(1, 7))) for part in parts_of(packet(topics, clinic, kind))]
    assert [[head.tag for head in each].count("H1") for each in heads] == [1] * len(heads)
    listed = [words("en").contents] if len(topics) >= 3 else []
    assert [said(each[0]) for each in heads] == [*listed, *(title_of(topic, clinic, kind) for topic in topics)]
    for each in heads:
        levels = [int(head.tag[1:]) for head in each]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


WHOLE = [check for name, check in accessibility.CHECKS.items() if name != "headings skip no level"]


@every_packet
def test_a_packets_tags_are_whole(
    topics: tuple[str, ...], clinic: str, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of every document, but that a section may stand in a part."""
    monkeypatch.setitem(accessibility.WITHIN, "Sect", ("Part",))
    monkeypatch.setitem(accessibility.WITHIN, "Part", ("Document",))
    monkeypatch.setattr(accessibility, "GROUPS", (*accessibility.GROUPS, "Part"))
    read = accessibility.File(packet(topics, clinic, kind))
    assert [finding for check in WHOLE for finding in check(read)] == []


Outline = list[tuple[str, int, "Outline"]]


def outline_of(read: PdfReader, entries: Any = None) -> Outline:
    """The entries of an outline: title, page counted from 0, and those under it."""
    out: Outline = []
    for entry in read.outline if entries is None else entries:
        if isinstance(entry, list):
            out[-1][2].extend(outline_of(read, entry))
        else:
            assert isinstance(entry, Destination)
            page = read.get_destination_page_number(entry)
            assert page is not None
            out.append((str(entry.title), page, []))
    return out


def moved(outline: Outline, pages: int) -> Outline:
    return [(title, page + pages, moved(inner, pages)) for title, page, inner in outline]


@every_packet
def test_a_packet_has_one_outline_of_all_its_handouts(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    read = packet(topics, clinic, kind)
    starts = [at for at, number in enumerate(feet(read)) if is_first(number)]
    own = [outline_of(packet((topic,), clinic, kind)) for topic in topics]
    expected = [entry for each, start in zip(own, starts[-len(own) :], strict=True) for entry in moved(each, start)]
    listed: Outline = [(words("en").contents, 0, [])] if len(topics) >= 3 else []
    assert outline_of(read) == [*listed, *expected]


def test_a_text_in_a_sister_language_says_so(root: Path) -> None:
    """A packet is in one language; a topic that has only its sister is a warning, and is read as what it is."""
    found = made(("one", "abroad"), "quay", root=root)
    assert [(problem.severity, problem.message) for problem in found.warnings] == [
        (Severity.WARNING, "'abroad' is not written in 'en-GB'; 'en-US' is printed")
    ]
    read = packet(("one", "abroad"), "quay", root=root)
    assert facts(read).language == "en-GB"
    assert [part.attributes.get("Lang") for part in parts_of(read)] == [None, "en-US"]


# The list of what is in it


@every_packet
def test_from_three_handouts_on_a_packet_begins_with_a_list_of_them(
    topics: tuple[str, ...], clinic: str, kind: Kind
) -> None:
    first = parts_of(packet(topics, clinic, kind))[0]
    if len(topics) < 3:
        assert said(under(first, "H1")[0]) == title_of(topics[0], clinic, kind)
        return
    (table,) = under(first, "Table")
    rows = [[(cell.tag, said(cell)) for cell in row.kids if isinstance(cell, Node)] for row in under(table, "TR")]
    assert [text for _, text in rows[0]] == ["Handout", "Pages"]
    assert {tag for tag, _ in rows[0]} == {"TH"}
    lengths = [str(made((topic,), clinic, kind).plate.pages) for topic in topics]
    titles = [title_of(topic, clinic, kind) for topic in topics]
    assert [[text for _, text in row] for row in rows[1:]] == [list(row) for row in zip(titles, lengths, strict=True)]


def test_a_packets_title_is_that_of_its_handouts() -> None:
    for topics in (TWO, THREE):
        titles = "; ".join(map(title_of, topics))
        assert made(topics).particulars.title == titles
        assert facts(packet(topics)).title == titles, "the list of them is no handout"


# Whose it is


def panels(read: PdfReader, label: str) -> list[Node]:
    """What stands beside a label in the panel of each part, in the tag tree."""
    found = list[Node]()
    for part in parts_of(read):
        (paragraph,) = (node for node in under(part, "P") if node.kids[:1] == [f"{label} "])
        assert isinstance(paragraph.kids[-1], Node)
        found.append(paragraph.kids[-1])
    return found


@every_packet
def test_each_handout_says_whose_it_is(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    read = packet(topics, clinic, kind, ADA)
    count = len(parts_of(read))
    assert count == len(topics) + (len(topics) >= 3)
    born = "March 31, 1961" if clinic == "lakeshore" else "31 March 1961"
    for label, text in (("Name", ADA.name), ("Date of birth", born)):
        cells = panels(read, label)
        assert [(said(cell), cell.attributes) for cell in cells] == [(text, {})] * count
    assert [text for page in read.pages for text in slots_of(page, "Name").values()] == [ADA.name] * count


@every_packet
def test_each_foot_says_whose_it_is(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    read = packet(topics, clinic, kind, ADA)
    for page, number in zip(read.pages, feet(read), strict=True):
        assert list(slots_of(page, "NameIdentifier").values()) == ([ADA.name] if number else [])


def test_a_number_is_in_each_panel_and_in_each_foot() -> None:
    read = packet(TWO, patient=Patient(ADA.name, identifier=NHS))
    assert [said(cell) for cell in panels(read, "NHS number")] == [NHS] * len(TWO)
    for page, number in zip(read.pages, feet(read), strict=True):
        shown = slots_of(page, "NameIdentifier").values()
        assert [close(text) for text in shown] == ([close(f"{ADA.name} NHS number {NHS}")] if number else [])


@every_packet
def test_without_a_patient_each_panel_is_room_to_write(topics: tuple[str, ...], clinic: str, kind: Kind) -> None:
    read = packet(topics, clinic, kind)
    for label in ("Name", "Date of birth"):
        assert [cell.attributes for cell in panels(read, label)] == [{"ActualText": BLANK}] * len(parts_of(read))
    for page, number in zip(read.pages, feet(read), strict=True):
        shown = forms(page) if number else {}
        cells = [form.get_data().strip() for name, form in shown.items() if not name.startswith("NameIdentifier")]
        assert cells == [b""] * (3 if is_first(number) else 0)


def test_a_detail_that_a_packets_panel_has_no_place_for_is_refused() -> None:
    with pytest.raises(HandpressError) as caught:
        made(THREE).plate.impress(Patient(note="Quorthwick"))
    assert [problem.message for problem in caught.value.problems] == [
        "the patient's note: this clinic's panel has no place for it"
    ]


# From right to left

TITLES = {"cough": "السعال", "cold": "الزكام", "graze": "الخدش"}
ARABIC = {
    "version": "1.0",
    "issued": "2026-11-22",
    "review_by": "2099-11-22",
    "key_message": "يزول معظمه من تلقاء نفسه.",
    "sections": [
        {"role": "about", "title": "ما هو؟", "body": ["هو أمر شائع."]},
        {"role": "urgent", "title": "اتصلوا بنا إذا", "body": [{"signs": ["ظهر دم"]}]},
    ],
}


def write_arabic_root(folder: Path) -> Path:
    """Three topics in Arabic, and a clinic whose first language that is."""
    root = small_root(folder)
    layout = (root / "layouts/quay/layout.yaml").read_text(encoding="utf-8").replace("[en-GB]", "[ar]")
    files = {"layouts/quay/layout.yaml": layout, "fonts/families.yaml": yaml.safe_dump(families())}
    topic = (root / "handouts/cough/topic.yaml").read_text(encoding="utf-8").replace("en-GB", "ar")
    for name, title in TITLES.items():
        files[f"handouts/{name}/topic.yaml"] = topic
        files[f"handouts/{name}/ar.yaml"] = yaml.safe_dump({"title": title, **ARABIC}, allow_unicode=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_arabic_root(tmp_path_factory.mktemp("arabic"))


def test_an_arabic_packet_is_mirrored(arabic: Path) -> None:
    """Whose it is stands at the right of each panel and of each foot, the list's titles right of its numbers."""
    patient = Patient(NAMES["Arabic"])
    read = packet(tuple(TITLES), "quay", patient=patient, root=arabic)
    assert facts(read).language == "ar"
    slots = made(tuple(TITLES), "quay", root=arabic).plate.slots
    (width,) = {slot.width for slot in slots if [field for field, _ in slot.lines] == ["name"]}
    middle, filled = float(read.pages[0].mediabox.width) / 2, [page for page in read.pages if read_page(page).numbers]
    assert len(filled) == 4
    for at, page in enumerate(filled, 1):
        ((name, text),) = slots_of(page, "Name").items()
        assert (name, text) == ("Name" if at == 1 else f"Name{at}", patient.name)
        assert place(page, name)[0] + width > middle * 1.5
        assert slots_of(page, "NameBorn") == {"NameBorn": patient.name}
        assert place(page, "NameBorn")[0] > middle
    first, *others = parts_of(read)
    (table,) = under(first, "Table")
    rows = [[said(cell) for cell in row.kids if isinstance(cell, Node)] for row in under(table, "TR")]
    assert rows == [[words("ar").handout, words("ar").pages], *([title, "1"] for title in TITLES.values())]
    assert [said(under(part, "H1")[0]) for part in others] == list(TITLES.values())


def test_the_list_of_an_arabic_packet_has_its_numbers_at_the_left(arabic: Path) -> None:
    """And that of an English one at the right."""
    for read, leftward in ((packet(tuple(TITLES), "quay", root=arabic), True), (packet(THREE), False)):
        page: Any = read.pages[0]
        content = page.get_contents().get_data().decode("latin-1")
        cells = re.findall(r"BT\n1 0 0 1 (\S+) \S+ Tm\n/T[HD] <<", content)
        starts = [float(start) for start in cells]
        assert len(starts) == 8
        assert {title > number for title, number in zip(starts[::2], starts[1::2], strict=True)} == {leftward}


# What cannot be printed


@pytest.mark.parametrize(
    ("topics", "clinic", "kind", "said_"),
    [
        (("wound-care", "neutropena"), "riverside", "handout", ["there is no topic 'neutropena'"]),
        (
            ("wuond-care", "neutropena"),
            "rivrside",
            "handout",
            ["there is no topic 'wuond-care'", "there is no topic 'neutropena'", "there is no clinic 'rivrside'"],
        ),
        (("wound-care", "discharge"), "riverside", "handout", ["'discharge' is a checklist, not a handout"]),
    ],
    ids=["unknown", "all unknown", "wrong kind"],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_written(
    topics: tuple[str, ...],
    clinic: str,
    kind: Kind,
    said_: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(HandpressError) as caught:
        made(topics, clinic, kind)
    assert [problem.message for problem in caught.value.problems] == said_
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDPRESS_CACHE", str(tmp_path / "plates"))
    asked = ["packet", *topics, "-c", clinic, "--kind", kind, "--root", str(ROOT)]
    status, out, err = run(*asked, capsys=capsys, monkeypatch=monkeypatch)
    assert (status, out) == (1, "")
    assert all(message in err for message in said_)
    assert list(tmp_path.iterdir()) == []


# The command


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, to which the command writes."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["one", "two"], "packet-quay-en-GB.pdf"),
        (["one", "two", "three", "--large-print"], "packet-quay-en-GB-large.pdf"),
        (["one", "two", "--kind", "checklist"], "packet-quay-en-GB-checklist.pdf"),
        (["one"], "one-quay-en-GB.pdf"),
        (["one", "two", "-o", "home.pdf"], "home.pdf"),
    ],
)
def test_a_packets_file_has_a_name(
    options: list[str],
    name: str,
    root: Path,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ["packet", *options, "-c", "quay", "--root", str(root)]
    assert run(*asked, capsys=capsys, monkeypatch=monkeypatch) == (0, f"{name}\n", "")
    assert [file.name for file in here.iterdir()] == [name]
    assert len(PdfReader(here / name, strict=True).pages) >= 1


def test_a_topic_that_is_named_twice_is_printed_once(
    root: Path, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, topics in (("twice", ("two", "one", "two", "one")), ("once", ("two", "one"))):
        asked = ["packet", *topics, "-c", "quay", "--root", str(root), "-o", f"{name}.pdf"]
        assert run(*asked, capsys=capsys, monkeypatch=monkeypatch)[0] == 0
    assert (here / "twice.pdf").read_bytes() == (here / "once.pdf").read_bytes()


def test_a_packet_without_a_topic_is_refused(
    root: Path, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run("packet", "-c", "quay", "--root", str(root), capsys=capsys, monkeypatch=monkeypatch)
    assert (status, out) == (2, "")
    assert "TOPICS" in err
    assert list(here.iterdir()) == []


# The cache


def test_a_packet_comes_out_of_the_cache_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def anew(job: Job) -> NoReturn:
        raise AssertionError("it is made anew")

    job = Job(ROOT, THREE[0], "riverside", after=THREE[1:])
    first = make(job, tmp_path)
    monkeypatch.setattr(platemaking, "make_plate", anew)
    second = make(job, tmp_path)
    assert second == first
    for patient in (None, ADA, *map(Patient, NAMES.values())):
        assert second.plate.impress(patient) == first.plate.impress(patient)


def test_packets_of_the_same_topics_in_another_order_are_not_taken_for_each_other(root: Path, tmp_path: Path) -> None:
    orders = [("one", "two", "three"), ("one", "three", "two"), ("one", "two"), ("one",)]
    found = [make(Job(root, first, "quay", after=tuple(rest)), tmp_path).plate for first, *rest in orders * 2]
    assert found[:4] == found[4:]
    assert len({plate.pdf for plate in found}) == len(orders)
    assert len(list(tmp_path.glob("*.plate"))) == len(orders)
