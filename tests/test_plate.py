"""Impressions of a plate, read back from the finished file: what they say, where it stands, and what never changes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DecodedStreamObject, DictionaryObject, NameObject

from handpress.filling import FLOOR
from handpress.inspection import Node, read_page, tag_tree
from handpress.job import Edition, Job
from handpress.patients import NAMES as FIELD_NAMES
from handpress.patients import Field, Patient, Rules
from handpress.plate import Plate
from handpress.platemaking import make_plate
from handpress.press.making import make
from handpress.problems import HandpressError, Problem, Severity
from handpress.words import words
from tests.conftest import ROOT
from tests.helpers import property_of, small_root
from tests.test_cli import run

NAMES = {
    "Latin": "Wilhelmina Featherstonehaugh-Cholmondeley",
    "Vietnamese": "Nguyễn Thị Ngọc Ánh",
    "Arabic": "محمد عبد الرحمن الهاشمي",
    "Hebrew": "שרה כהן־לוי",
    "Hindi": "श्रीमती प्रियंका शर्मा",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Tamil": "மீனாட்சி சுந்தரம்",
    "Thai": "สมชาย ใจดี",
    "Amharic": "ተስፋዬ ገብረ ሥላሴ",
    "Chinese": "欧阳王小明",
    "Korean": "김철수",
}
"""A name in each of twelve scripts, or ways of writing."""

LEFTWARD = ("Arabic", "Hebrew")
BLANK = "blank line to write on"
NHS = "943 476 5919"

every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)


@lru_cache(maxsize=8)
def plate(clinic: str = "riverside", language: str = "", large: bool = False) -> Plate:
    """The plate of a clinic's handout on neutropenia."""
    return make_plate(Job(ROOT, "neutropenia", clinic, Edition(language, large))).plate


def impression(name: str = "", made: Plate | None = None, **details: str) -> PdfReader:
    """An impression, opened; fails where a reader would have to mend it."""
    return PdfReader(BytesIO((made or plate()).impress(Patient(name, **details))), strict=True)


@lru_cache(maxsize=16)
def named(name: str) -> PdfReader:
    """The impression for one of the names and nothing else."""
    return impression(name)


def problem_of(made: Plate, **details: str) -> Problem:
    """What is wrong with these details, and nothing else is."""
    with pytest.raises(HandpressError) as caught:
        made.impress(Patient(**details))
    (problem,) = caught.value.problems
    return problem


# A finished file as it is read


def forms(page: Any) -> dict[str, Any]:
    """The forms of a page's slots, by the details that they are for."""
    shown = page["/Resources"]["/XObject"]
    return {str(name).partition("Slot")[2]: form.get_object() for name, form in shown.items() if "Slot" in name}


def words_of(form: Any) -> str:
    """What a form says: it is read as all that stands on a page."""
    page = PageObject(pdf=form.indirect_reference.pdf)
    content = DecodedStreamObject()
    content.set_data(b"/P <</MCID 0>> BDC /Form Do EMC")
    shown = DictionaryObject({NameObject("/Form"): form.indirect_reference})
    page[NameObject("/Contents")] = content
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    return read_page(page).texts[0].strip()


def close(text: str) -> str:
    """A text without its spaces: a footer is an artifact, and its lines are not parted by any."""
    return "".join(text.split())


class Drawn(NamedTuple):
    """A glyph as a viewer draws it: its font, letter size and number, and where it is, in points.

    `x` and `y` are where the pen stood, `width` is how far it went on; `ink` are the lowest and the highest point of
    what is seen of it, by the outlines in the file, and None of a space.
    """

    font: str
    size: float
    number: int
    x: float
    y: float
    width: float
    ink: tuple[float, float] | None


class Font:
    """An embedded font: its glyphs' widths, and how high and low they reach, in thousandths of an em."""

    def __init__(self, font: Any) -> None:
        inner = font["/DescendantFonts"][0].get_object()
        listed = inner["/W"]
        runs = zip(listed[::2], listed[1::2], strict=True)
        self.widths = {int(first) + at: float(width) for first, row in runs for at, width in enumerate(row)}
        program = inner["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
        self._outlines = hb.Font(hb.Face(hb.Blob(program)))
        self._outlines.scale = (1000, 1000)

    def ink(self, glyph: int) -> tuple[float, float] | None:
        extents = self._outlines.get_glyph_extents(glyph)
        if extents is None or not extents.height:
            return None
        return extents.y_bearing + extents.height, extents.y_bearing


def drawn(form: Any) -> list[Drawn]:
    """Each glyph that a form draws (ISO 32000-1, 9.4)."""
    fonts = dict[str, Font]()
    found, line, x, rise, name, size = list[Drawn](), (0.0, 0.0), 0.0, 0.0, "", 0.0
    for operands, operator in ContentStream(form, form.indirect_reference.pdf).operations:
        if operator in (b"Tm", b"Td"):
            start = (0.0, 0.0) if operator == b"Tm" else line
            line = (start[0] + float(operands[-2]), start[1] + float(operands[-1]))
            x = line[0]
        elif operator == b"Tf":
            name, size = operands[0], float(operands[1])
            if name not in fonts:
                fonts[name] = Font(form["/Resources"]["/Font"].get_object()[name].get_object())
        elif operator == b"Ts":
            rise = float(operands[0])
        elif operator == b"TJ":
            for item in operands[0]:
                if not isinstance(item, str | bytes):
                    x -= float(item) * size / 1000
                    continue
                codes = item if isinstance(item, bytes) else item.original_bytes
                for glyph in (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)):
                    width, ink, y = fonts[name].widths[glyph] * size / 1000, fonts[name].ink(glyph), line[1] + rise
                    reach = (y + ink[0] * size / 1000, y + ink[1] * size / 1000) if ink else None
                    found.append(Drawn(name, size, glyph, x, y, width, reach))
                    x += width
    return found


def span_of(glyphs: list[Drawn]) -> tuple[float, float]:
    """Where the words of a form begin and end, from its left side on."""
    seen = [glyph for glyph in glyphs if glyph.ink]
    return min(glyph.x for glyph in seen), max(glyph.x + glyph.width for glyph in seen)


def place(page: Any, field: str) -> tuple[float, float]:
    """Where on a page the lower left corner of a slot's form is."""
    content = page.get_contents().get_data().decode("latin-1")
    found = re.search(rf"q 1 0 0 1 (\S+) (\S+) cm /\S+Slot{field} Do Q", content)
    assert found
    return float(found[1]), float(found[2])


@lru_cache(maxsize=4)
def nodes(reader: PdfReader) -> list[Node]:
    """The elements of the tag tree in reading order."""
    tree = tag_tree(reader)
    assert tree is not None
    return list(tree.walk())


def blanks(reader: PdfReader) -> int:
    """How many places to write in a file has."""
    return sum(node.attributes.get("ActualText") == BLANK for node in nodes(reader))


def width_of(made: Plate, field: str) -> float:
    """How wide the slot is that is for these details."""
    (width,) = (slot.width for slot in made.slots if "".join(name.title() for name, _ in slot.lines) == field)
    return width


def cell(reader: PdfReader, label: str) -> Node:
    """The one element that holds the detail with this label of the panel."""
    (paragraph,) = (node for node in nodes(reader) if node.tag == "P" and node.kids[:1] == [f"{label} "])
    (value,) = (kid for kid in paragraph.kids if isinstance(kid, Node))
    assert paragraph.kids[-1] is value
    assert value.tag == "Span"
    return value


def in_footers(page: Any) -> list[str]:
    """The forms that a page shows inside an artifact that is a footer, by the details that they are for."""
    found, open_ = list[str](), list[bool]()
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            kind = operands[1].get("/Subtype") if len(operands) > 1 and operands[0] == "/Artifact" else None
            open_.append(kind == "/Footer")
        elif operator == b"EMC":
            open_.pop()
        elif operator == b"Do" and any(open_):
            found.append(str(operands[0]).partition("Slot")[2])
    return found


# The copy without a patient


@pytest.mark.parametrize("clinic", ["riverside", "lakeshore"])
def test_an_impression_without_a_patient_is_the_plate(clinic: str) -> None:
    made = plate(clinic)
    assert made.impress(None) == made.pdf
    assert made.impress(Patient()) == made.pdf
    assert made.impress(Patient(name="  ", note="\t")) == made.pdf


def test_a_patient_leaves_nothing_on_the_plate() -> None:
    made = make_plate(Job(ROOT, "neutropenia", "riverside")).plate
    before = made.pdf
    for name in NAMES.values():
        made.impress(Patient(name))
    assert made.pdf == before
    assert made == make_plate(Job(ROOT, "neutropenia", "riverside")).plate


def test_without_a_patient_all_is_room_to_write() -> None:
    reader = PdfReader(BytesIO(plate().pdf), strict=True)
    for label in ("Name", "Date of birth", "NHS number"):
        assert cell(reader, label).attributes["ActualText"] == BLANK
    shown = forms(reader.pages[0])
    assert [words_of(shown[field]) for field in ("Name", "Born", "Identifier")] == ["", "", ""]
    for page in reader.pages:
        # The footer names the clinic instead.
        assert close(words_of(forms(page)["NameIdentifier"])) == close("Riverside Day Unit 020 7946 0123")


# The same patient, the same bytes


def everybody(made: Plate) -> list[bytes]:
    """The plate, and an impression for each of the names."""
    return [made.pdf, *(made.impress(Patient(name, born="1961-03-31")) for name in NAMES.values())]


def digests(made: Plate) -> list[str]:
    return [hashlib.sha256(pdf).hexdigest() for pdf in everybody(made)]


def test_the_same_impression_twice_is_the_same() -> None:
    assert everybody(plate()) == everybody(plate())
    assert len(set(digests(plate()))) == len(NAMES) + 1


def python(code: str, *arguments: str, **environment: str) -> Any:
    """What a Python of its own says in JSON, with the program at hand."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


HEAVY = ("reportlab", "pydantic", "pydantic_core", "babel", "yaml", "PIL", "svglib", "pypdf")

CODE = f"""
import hashlib, json, sys
from pathlib import Path
loaded = lambda: [name for name in {HEAVY} if name in sys.modules]
import handpress.plate
from handpress.job import Job
said = [loaded()]
from handpress.patients import Patient
from handpress.press.making import make
root, cache, *names = sys.argv[1:]
made = make(Job(Path(root), "neutropenia", "riverside"), Path(cache) if cache else None).plate
plain, said = made.pdf, [*said, "uharfbuzz" in sys.modules]
pdfs = [plain, *(made.impress(Patient(name, born="1961-03-31")) for name in names)]
said += [loaded(), [hashlib.sha256(pdf).hexdigest() for pdf in pdfs]]
print(json.dumps(said))
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    seed = "7" if os.environ.get("PYTHONHASHSEED") != "7" else "8"
    *_, told = python(CODE, str(ROOT), "", *NAMES.values(), PYTHONHASHSEED=seed)
    assert told == digests(plate())


def test_an_impression_of_a_cached_plate_loads_nothing_heavy(tmp_path: Path) -> None:
    make(Job(ROOT, "neutropenia", "riverside"), tmp_path)
    before, typefaces, after, told = python(CODE, str(ROOT), str(tmp_path), *NAMES.values())
    assert before == []
    assert not typefaces, "a copy without a patient sets no words"
    assert after == []
    assert told == digests(plate())


def test_threads_make_the_same_impressions() -> None:
    """Eight threads, fifty impressions each, in another order in each; the first of all begin together."""
    patients = [Patient(f"{name} {number}") for number in range(5) for name in NAMES.values()][:50]
    made = make_plate(Job(ROOT, "neutropenia", "riverside")).plate
    results, failures, together = dict[int, dict[int, bytes]](), list[BaseException](), threading.Barrier(8)

    def work(number: int) -> None:
        order = Random(number).sample(range(50), 50)
        together.wait()
        try:
            results[number] = {at: made.impress(patients[at]) for at in order}
        except BaseException as error:  # noqa: BLE001 - told below, and not lost in a thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    alone = {at: made.impress(patient) for at, patient in enumerate(patients)}
    assert [results[number] == alone for number in range(8)] == [True] * 8


def test_impressions_begin_with_the_plate() -> None:
    """What was laid out is never written anew: each file begins with the same bytes."""
    made = plate()
    body = made.body.data
    added = []
    for pdf in everybody(made):
        assert pdf[: len(body)] == body
        added.append(len(pdf) - len(body))
    assert len(body) > 10_000
    assert min(added[1:]) >= added[0]


def test_a_name_in_plain_letters_needs_no_font() -> None:
    assert len(plate().impress(Patient("Margaret O'Neill-Smith"))) - len(plate().pdf) < 600


def test_each_impression_has_an_identity_of_its_own() -> None:
    found = [PdfReader(BytesIO(pdf)).trailer["/ID"][0] for pdf in everybody(plate())]
    assert len(set(found)) == len(found)


# Names in every script


@every_name
def test_a_name_is_read_after_its_label(name: str) -> None:
    value = cell(named(name), "Name")
    assert value.text().strip() == name
    assert "ActualText" not in value.attributes
    assert "Alt" not in value.attributes


@every_name
def test_a_name_stands_in_every_pages_footer(name: str) -> None:
    reader = named(name)
    assert len(reader.pages) >= 3
    for page in reader.pages:
        assert words_of(forms(page)["NameIdentifier"]) == name
    assert words_of(forms(reader.pages[0])["Name"]) == name


def test_the_footers_name_is_an_artifact_and_the_panels_is_not() -> None:
    """In every impression: what pages say but for their forms is in the plate's own bytes."""
    for page in named(NAMES["Latin"]).pages:
        assert in_footers(page) == ["NameIdentifier"]
        assert sum("Slot" in name for name in page["/Resources"]["/XObject"]) == (4 if page.page_number == 0 else 1)


@every_name
def test_a_name_has_all_its_glyphs(name: str) -> None:
    for page in named(name).pages:
        for field in {"Name", "NameIdentifier"} & forms(page).keys():
            glyphs = drawn(forms(page)[field])
            assert all(glyph.number for glyph in glyphs), field
            # What shows nothing is a space: every other glyph has its outline in the file.
            assert sum(glyph.ink is None for glyph in glyphs) == name.count(" "), field
            assert {glyph.size >= FLOOR for glyph in glyphs} == {True}


def test_a_letter_and_a_mark_that_no_face_has_together_are_not_left_out() -> None:
    """Each has a face, but no face has both: it is set whole or refused, but never with an empty box."""
    for name in ("\u738b\u0308", "\u0e01\u05b8", "\u0995\u0e48"):
        try:
            form = forms(impression(name).pages[0])["Name"]
        except HandpressError:
            continue
        assert [glyph.number for glyph in drawn(form) if not glyph.number] == [], ascii(name)


HIGH = [
    "Ấn Ẫm Ặc",
    "ÅÁÇ gjq",
    "مُحَمَّدٌ",
    NAMES["Hindi"],
    NAMES["Bengali"],
    NAMES["Thai"],
    NAMES["Chinese"],
    NAMES["Korean"],
]
"""Names that reach far up or down."""


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("language", ["", "ar"], ids=["English", "Arabic"])
@pytest.mark.parametrize("identifier", ["", NHS], ids=["alone", "with a number"])
def test_nothing_of_a_name_is_cut_off(language: str, large: bool, identifier: str) -> None:
    """A form shows nothing outside its box, and a name that lacks a mark is another name."""
    cut = list[str]()
    for name in HIGH:
        page = impression(name, plate("riverside", language, large), identifier=identifier).pages[0]
        for field in ("Name", "NameIdentifier"):
            form = forms(page)[field]
            inks = [glyph.ink for glyph in drawn(form) if glyph.ink]
            _, low, _, high = map(float, form["/BBox"])
            above, below = max(top for _, top in inks) - high, low - min(bottom for bottom, _ in inks)
            if max(above, below) > 0.05:
                cut.append(f"{name} in {field}: {above:.2f} pt above, {below:.2f} pt below")
    assert cut == []


words_of_names = st.sampled_from([word for name in NAMES.values() for word in name.split() if len(word) < 20])


@property_of(20)
@given(st.lists(st.one_of(words_of_names, st.sampled_from(["12", "(3)", "a-b", "O’Neil,"])), min_size=1, max_size=4))
def test_words_of_all_scripts_are_read_in_the_order_in_which_they_were_typed(typed: list[str]) -> None:
    reader = impression(" ".join(typed))
    for field in ("Name", "NameIdentifier"):
        read = words_of(forms(reader.pages[0])[field])
        assert unicodedata.normalize("NFC", read).split() == typed


def test_a_name_of_letters_and_marks_is_read_as_one_of_whole_letters() -> None:
    name = NAMES["Vietnamese"]
    read = words_of(forms(impression(unicodedata.normalize("NFD", name)).pages[0])["Name"])
    assert unicodedata.normalize("NFC", read) == name


# Each detail in its place


def test_what_is_not_given_stays_room_to_write() -> None:
    reader = impression("Ada Lovelace")
    assert cell(reader, "Name").attributes == {}
    for label in ("Date of birth", "NHS number"):
        assert cell(reader, label).attributes["ActualText"] == BLANK
        assert cell(reader, label).text().strip() == BLANK


def test_what_is_given_is_room_to_write_no_more() -> None:
    reader = impression("Ada Lovelace", born="10/12/1915", identifier="9434765919")
    read = {label: cell(reader, label) for label in ("Name", "Date of birth", "NHS number")}
    assert [node.text().strip() for node in read.values()] == ["Ada Lovelace", "10 December 1915", NHS]
    assert [node.attributes for node in read.values()] == [{}, {}, {}]
    assert blanks(reader) == blanks(PdfReader(BytesIO(plate().pdf))) - 3


def test_every_page_says_name_and_identifier() -> None:
    reader = impression("Ada Lovelace", born="10/12/1915", identifier="9434765919")
    for page in reader.pages:
        assert close(words_of(forms(page)["NameIdentifier"])) == close(f"Ada Lovelace NHS number {NHS}")


def test_a_birth_is_written_in_the_handouts_language() -> None:
    label = words("fa").date_of_birth
    assert cell(impression(made=plate("riverside", "fa"), born="3/4/1961"), label).text().strip() == "۳ آوریل ۱۹۶۱"
    assert cell(impression(made=plate("lakeshore"), born="3/4/1961"), "Date of birth").text().strip() == "March 4, 1961"


@pytest.fixture(scope="module")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Plate:
    """A plate whose panel has a place for every detail."""
    root = small_root(tmp_path_factory.mktemp("root"))
    layout = root / "layouts" / "quay" / "layout.yaml"
    patient = (
        "patient: {identifiers: [name, date_of_birth, hospital_number], details: [clinician, appointment, note]}\n"
    )
    layout.write_text(layout.read_text(encoding="utf-8") + patient, encoding="utf-8")
    return make_plate(Job(root, "cough", "quay")).plate


def test_every_detail_has_its_own_cell(detailed: Plate) -> None:
    given_ = {"clinician": "Dr Who", "appointment": "Monday, 9 am", "note": "Ring the bell", "identifier": "QX 12/3"}
    reader = impression("Ada Lovelace", detailed, born="1961-03-31", **given_)
    said = words("en-GB")
    read = {field: cell(reader, getattr(said, field)).text().strip() for field in ("clinician", "appointment", "note")}
    assert read == {field: given_[field] for field in read}
    assert cell(reader, said.hospital_number).text().strip() == "QX 12/3"
    assert cell(reader, said.date_of_birth).text().strip() == "31 March 1961"


@pytest.mark.parametrize("field", ["clinician", "appointment", "note"])
def test_a_detail_that_the_panel_has_no_place_for_is_refused_with_a_hint(field: Field) -> None:
    assert problem_of(plate(), name="Ada", **{field: "Quorthwick"}) == Problem(
        Severity.ERROR,
        f"the patient's {field}: this clinic's panel has no place for it",
        hint="see 'patient:' in its layout.yaml",
    )


# Which side


@pytest.mark.parametrize("script", LEFTWARD)
def test_a_name_from_right_to_left_stands_at_the_left_of_an_english_panel(script: str) -> None:
    name = NAMES[script].split()[0]
    reader = impression(name)
    page = reader.pages[0]
    for field in ("Name", "NameIdentifier"):
        left, right = span_of(drawn(forms(page)[field]))
        assert -0.5 < left < 1.5, field
        assert right < width_of(plate(), field) / 2
        assert place(page, field)[0] < float(page.mediabox.width) / 4


def test_an_english_name_stands_at_the_right_of_an_arabic_panel() -> None:
    reader = impression("Ada King", plate("riverside", "ar"))
    page = reader.pages[0]
    for field in ("Name", "NameIdentifier"):
        width = width_of(plate("riverside", "ar"), field)
        left, right = span_of(drawn(forms(page)[field]))
        assert width - 1.5 < right < width + 0.5, field
        assert left > width / 2
        assert place(page, field)[0] + width > float(page.mediabox.width) * 3 / 4


def test_an_arabic_name_stands_at_the_right_of_an_arabic_panel() -> None:
    made = plate("riverside", "ar")
    width = width_of(made, "Name")
    left, right = span_of(drawn(forms(impression(NAMES["Arabic"], made).pages[0])["Name"]))
    assert width - 1.5 < right < width + 0.5
    assert left > 0


def test_an_english_name_stands_at_the_left_of_an_english_panel() -> None:
    left, right = span_of(drawn(forms(impression("Ada King").pages[0])["Name"]))
    assert 0 <= left < 1.5
    assert right < 70


@pytest.mark.parametrize("identifier", [NHS, "12-34-56", "QX 12/34-7", "A123 456", "123 456 A"])
@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_an_identifier_is_seen_in_a_leftward_footer_as_in_the_panel(language: str, identifier: str) -> None:
    """Its parts stand side by side in the same order, whatever words from right to left are before it."""
    made, label = plate("riverside", language), words(language).medical_record_number
    slots = [
        replace(slot, lines=tuple((field, label if text else "") for field, text in slot.lines)) for slot in made.slots
    ]
    page = impression("Ada", replace(made, slots=tuple(slots), rules=Rules()), identifier=identifier).pages[0]
    seen = [
        [glyph.number for glyph in sorted(drawn(forms(page)[field]), key=lambda glyph: glyph.x) if glyph.ink]
        for field in ("Identifier", "NameIdentifier")
    ]
    panel, footer = (" ".join(f"{number:05}" for number in numbers) for numbers in seen)
    assert len(seen[0]) == len(close(identifier))
    assert panel in footer


# How large


def test_a_long_text_is_set_smaller_then_in_lines_then_refused() -> None:
    sizes, heights, refused = list[float](), list[int](), None
    for count in range(10, 150, 4):
        try:
            form = forms(impression(("Maria Anna " * 20)[:count]).pages[0])["Name"]
        except HandpressError as error:
            refused = error.problems
            break
        glyphs = drawn(form)
        (size,) = {glyph.size for glyph in glyphs}
        sizes.append(size)
        heights.append(len({glyph.y for glyph in glyphs}))
        left, right = span_of(glyphs)
        assert left >= 0
        assert right <= width_of(plate(), "Name") + 0.1
    assert sizes[0] == 12.0
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == FLOOR == 9.0
    assert len(set(sizes)) >= 5, "it is set smaller step by step"
    assert heights == sorted(heights)
    assert set(heights) == {1, 2}
    # Only what is as small as it may be stands in two lines.
    assert all(height == 1 or size == FLOOR for size, height in zip(sizes, heights, strict=True))
    assert refused == (
        Problem(
            Severity.ERROR,
            "the patient's name: it does not fit into its place on the page",
            hint="make it shorter",
        ),
    )


def test_a_word_that_is_too_long_is_refused_and_not_cut_off() -> None:
    problem = problem_of(plate(), name="Llanfairpwllgwyngyll" * 9)
    assert problem.message == "the patient's name: it does not fit into its place on the page"


@pytest.mark.parametrize("field", ["name", "identifier", "clinician", "appointment", "note"])
def test_what_does_not_fit_is_refused_by_its_fields_name_only(detailed: Plate, field: Field) -> None:
    problem = problem_of(detailed, **{field: "Quorthwick Vlimpter " * 9})
    assert problem == Problem(
        Severity.ERROR,
        f"the patient's {FIELD_NAMES[field]}: it does not fit into its place on the page",
        hint="make it shorter",
    )


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_a_name_in_two_lines_leaves_room_for_the_identifier_under_it(large: bool) -> None:
    """The footer has room for both at the least letter size, so a long name is no reason to refuse a number."""
    reader = impression(NAMES["Latin"], plate("riverside", "", large), identifier=NHS)
    for page in reader.pages:
        assert close(words_of(forms(page)["NameIdentifier"])) == close(f"{NAMES['Latin']} NHS number {NHS}")


def test_large_print_sets_details_larger() -> None:
    glyphs = [
        drawn(forms(impression("Ada", plate("riverside", "", large)).pages[0])["Name"]) for large in (False, True)
    ]
    assert [sizes for each in glyphs for sizes in {glyph.size for glyph in each}] == [12.0, 18.0]


@pytest.mark.parametrize(
    ("character", "code"), [("မ", "U+1019"), ("\U0001f600", "U+1F600"), ("𠮷", "U+20BB7"), ("\U000e0100", "U+E0100")]
)
def test_a_character_that_no_typeface_has_is_refused_by_its_code_point(character: str, code: str) -> None:
    assert problem_of(plate(), name=f"Ada Quorthwick{character}") == Problem(
        Severity.ERROR, f"the patient's name: no typeface has its character {code}", hint="write it in other letters"
    )


def test_details_are_checked_before_they_are_printed() -> None:
    with pytest.raises(HandpressError) as caught:
        plate().impress(Patient("Ada", born="31/31/1961", identifier="943 476 5918"))
    assert [problem.message for problem in caught.value.problems] == [
        "the patient's date of birth: it is no date",
        "the patient's identifier: it is no NHS number",
    ]


# What printers are asked


@pytest.mark.parametrize("patient", [(), ("--patient", "Ada Lovelace")], ids=["blank", "named"])
def test_copies_are_asked_of_the_print_dialog(
    patient: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_root(tmp_path / "root")
    monkeypatch.chdir(tmp_path)
    asked = ["handout", "cough", "-c", "quay", "--root", str(root), "--cache", str(tmp_path / "cache"), *patient]
    read = dict[str, Any]()
    for copies in ("", "1", "2", "5"):
        options = ["--copies", copies] if copies else []
        assert run(*asked, *options, "-o", "x.pdf", capsys=capsys, monkeypatch=monkeypatch)[0] == 0
        document: Any = PdfReader("x.pdf", strict=True).root_object
        read[copies] = dict(document["/ViewerPreferences"])
    assert [preferences.pop("/NumCopies", None) for preferences in read.values()] == [None, None, 2, 5]
    assert all(preferences == read[""] for preferences in read.values())
    assert read[""]["/PrintScaling"] == "/None"
    for copies in ("0", "6", "-1", "two"):
        assert run(*asked, f"--copies={copies}", capsys=capsys, monkeypatch=monkeypatch)[0] == 2
