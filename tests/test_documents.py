"""What is true of every shipped handout, at every clinic, in both letter sizes: read back from the finished PDF."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, NameObject

from handpress.content import Choose, Handout, proses
from handpress.fields import Prose
from handpress.job import Edition, Job
from handpress.library import Library, placeholder_values
from handpress.platemaking import make_plate
from handpress.problems import Problems
from handpress.runs import Run, fill
from handpress.source import read
from tests.conftest import ROOT

GOLDENS = Path(__file__).parent / "goldens"
TOPICS = ("neutropenia", "head-injury", "wound-care")
CLINICS = ("riverside", "lakeshore", "genomic-medicine-uk")
EVERY = [(t, c, large) for t in TOPICS for c in CLINICS for large in (False, True)]
every_handout = pytest.mark.parametrize(("topic", "clinic", "large"), EVERY)


@lru_cache(maxsize=32)
def pdf(topic: str, clinic: str, large: bool) -> bytes:
    return make_plate(Job(ROOT, topic, clinic, Edition("", large))).plate.pdf


@lru_cache(maxsize=32)
def reader(topic: str, clinic: str, large: bool) -> PdfReader:
    return PdfReader(BytesIO(pdf(topic, clinic, large)))


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").split()


Drawn = list[tuple[float, float, str]]


@lru_cache(maxsize=32)
def pages(topic: str, clinic: str, large: bool) -> list[tuple[str, Drawn]]:
    """Page by page: its text, and (x, y from the top, text) of each stretch of it in the order of drawing."""
    return read_pages(reader(topic, clinic, large))


def flattened(page: Any) -> Any:
    """A page with the forms that it shows in its own content, so that pypdf knows where their words stand."""
    content = page.get_contents().get_data()
    for name, form in (page["/Resources"].get("/XObject") or {}).items():
        if form.get_object()["/Subtype"] == "/Form":
            drawn = form.get_object().get_data()
            content = content.replace(b" cm " + name.encode() + b" Do", b" cm\n" + drawn + b"\n")
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = stream
    return page


def read_pages(document: PdfReader) -> list[tuple[str, Drawn]]:
    read = []
    for page in map(flattened, document.pages):
        found: Drawn = []
        height = float(page.mediabox.height)

        def visit(text: str, cm: Any, tm: Any, font: Any, size: Any, found: Drawn = found, top: float = height) -> None:
            if text.strip():
                x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found.append((round(x, 1), round(top - y, 1), text.strip("\n")))

        read.append((page.extract_text(visitor_text=visit), found))
    return read


def positioned(document: PdfReader) -> str:
    """Each page as lines of positioned text: what a golden holds."""
    lines = []
    for number, (_, page) in enumerate(read_pages(document), 1):
        lines.append(f"page {number}")
        lines += [f"{x:6.1f} {y:6.1f}  {text}" for x, y, text in page]
    return "\n".join(lines) + "\n"


def said(handout: Handout, loaded_values: dict[str, Any], options: dict[str, str]) -> Iterator[str]:
    """Every text of a handout in the order in which it is printed, values filled in."""
    yield from (plain_words(p, loaded_values) for p in (handout.title, handout.subtitle, handout.key_message) if p)
    for section in handout.sections:
        yield plain_words(section.title, loaded_values)
        for block in section.body:
            chosen: Any = block
            if isinstance(block, Choose):
                cases = block.choose.cases
                chosen = cases[options.get(block.choose.option, next(iter(cases)))]
            yield from (plain_words(p, loaded_values) for p in proses(chosen))


def plain_words(prose: Prose, values: dict[str, Any]) -> str:
    return "".join(run.text for run in fill(prose.runs, values) if isinstance(run, Run))


@every_handout
def test_every_word_of_the_text_is_in_the_file_in_order(topic: str, clinic: str, large: bool) -> None:
    library, problems = Library(ROOT), Problems()
    shop = library.clinic(clinic, problems)
    assert shop is not None
    loaded = library.handout(topic, shop.layout.languages[0], problems)
    assert loaded is not None
    values = placeholder_values(loaded.topic, shop.layout, loaded.language)
    expected = [w for text in said(loaded.text, values, dict(shop.layout.options)) for w in words(text)]
    printed = words("\n".join(text for text, _ in pages(topic, clinic, large)))
    matcher = difflib.SequenceMatcher(None, expected, printed, autojunk=False)
    missing = [expected[a:b] for tag, a, b, _, _ in matcher.get_opcodes() if tag in ("delete", "replace")]
    # A log's column heads are printed a second time where a long one stands as two beside each other.
    assert missing == []
    assert len(expected) > 300


@every_handout
def test_page_numbers_are_right(topic: str, clinic: str, large: bool) -> None:
    read = pages(topic, clinic, large)
    for number, (text, _) in enumerate(read, 1):
        assert f"Page {number} of {len(read)}" in text


@every_handout
def test_every_font_is_embedded_and_no_glyph_is_missing(topic: str, clinic: str, large: bool) -> None:
    for page in reader(topic, clinic, large).pages:
        fonts: Any = page["/Resources"]["/Font"]
        assert fonts
        for font in fonts.values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"].get_object()
        content = page.get_contents().get_data()
        assert b"<0000" not in content
        named = set(re.findall(rb"/([^\s]+) [\d.]+ Tf", content))
        assert {n.decode() for n in named} <= {key.lstrip("/") for key in fonts}


@every_handout
def test_every_page_says_that_the_text_is_a_sample(topic: str, clinic: str, large: bool) -> None:
    for text, _ in pages(topic, clinic, large):
        assert "Sample text: not yet approved by a clinician" in text


@every_handout
def test_no_heading_ends_a_page_and_no_line_stands_alone(topic: str, clinic: str, large: bool) -> None:
    outline = [
        (reader(topic, clinic, large).get_destination_page_number(d), d) for d in flat_outline(topic, clinic, large)
    ]
    for number, (_, page) in enumerate(pages(topic, clinic, large)):
        body = story_lines(page, number)
        assert len(body) >= 2, "a single line on a page"
        for where, destination in outline:
            if where == number:
                height = float(reader(topic, clinic, large).pages[number].mediabox.height)
                below = [y for y in body if y > height - float(destination["/Top"]) + 20]
                # A log has one line of words only, its head.
                assert len(below) >= 2 or destination.title == "Your temperature", destination.title


def flat_outline(topic: str, clinic: str, large: bool) -> list[Any]:
    def walk(entries: Any) -> Iterator[Any]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield entry

    return list(walk(reader(topic, clinic, large).outline))


def story_lines(page: Drawn, number: int) -> list[float]:
    """The heights of the story's lines on a page: without band, header and footer."""
    foot = min(y for _, y, text in page if text.startswith("Page "))
    head = max(y for x, y, text in page if y < 90) if number else 0
    return sorted({y for _, y, _ in page if head < y < foot - 20})


@every_handout
def test_nothing_is_drawn_outside_the_margins(topic: str, clinic: str, large: bool) -> None:
    for page, (_, lines) in zip(reader(topic, clinic, large).pages, pages(topic, clinic, large), strict=True):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        for x, y, _ in lines:
            assert 30 < x < width - 30
            assert 10 < y < height - 20


def test_the_outline_has_the_title_and_all_sections(root: Path) -> None:
    titles = [entry.title for entry in flat_outline("neutropenia", "riverside", False)]
    handout = read(root / "handouts" / "neutropenia" / "en-GB.yaml", Handout, Problems())
    assert handout is not None
    label = {"urgent": "Urgent: ", "emergency": "Emergency: "}
    values = {"clinic.emergency": "999"}
    sections = [label.get(s.role, "") + plain_words(s.title, values) for s in handout.sections]
    assert [t for t in titles if t != "Your temperature"] == ["Neutropenia", *sections]


def test_metadata_and_print_hints() -> None:
    document = reader("neutropenia", "riverside", False)
    information: Any = document.metadata
    catalogue: Any = document.trailer["/Root"]
    assert information.title == "Neutropenia"
    assert information.author == "Riverside Day Unit"
    assert "version 1.0" in information.subject
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert catalogue["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(("clinic", "size"), [("riverside", (595, 842)), ("lakeshore", (612, 792))])
def test_paper_size(clinic: str, size: tuple[int, int]) -> None:
    box = reader("neutropenia", clinic, False).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_standard_neutropenia_takes_three_or_four_pages_of_a4() -> None:
    for clinic in ("riverside", "genomic-medicine-uk"):
        assert 3 <= len(reader("neutropenia", clinic, False).pages) <= 4


def test_what_each_clinic_sets_is_printed() -> None:
    def text(clinic: str) -> str:
        return " ".join(" ".join(text for text, _ in pages("neutropenia", clinic, False)).split())

    assert "38 °C or higher" in text("riverside").replace("\u00a0", " ")
    assert "Phone 020 7946 0123 or, nights and weekends, 020 7946 0999" in text("riverside")
    assert "100.4 °F (38 °C) or higher" in text("lakeshore").replace("\u00a0", " ")
    assert "Call 911 or go to the emergency room" in text("lakeshore")
    assert "We advise a strict (neutropenic) diet" in text("lakeshore")
    assert "You do not need a special diet" in text("riverside")
    assert "About Genomic Medicine UK" in text("genomic-medicine-uk")
    assert "020" not in text("genomic-medicine-uk")


def test_large_print_is_set_anew_at_18_points() -> None:
    def sizes(large: bool) -> set[float]:
        read = reader("neutropenia", "riverside", large).pages
        return {float(s) for page in read for s in re.findall(rb" ([\d.]+) Tf", page.get_contents().get_data())}

    assert 12.0 in sizes(False)
    assert 18.0 in sizes(True)
    assert min(sizes(True)) >= 13.5


def test_the_same_job_gives_the_same_bytes() -> None:
    job = Job(ROOT, "neutropenia", "riverside")
    assert make_plate(job).plate.pdf == make_plate(job).plate.pdf


@pytest.mark.parametrize(("topic", "clinic", "large"), [(t, c, False) for t in TOPICS for c in CLINICS] + [EVERY[1]])
def test_pages_are_as_they_were(topic: str, clinic: str, large: bool, request: pytest.FixtureRequest) -> None:
    """Each page as lines of positioned text. Look at the pages, then refresh with `pytest --update`."""
    now = positioned(reader(topic, clinic, large))
    golden = GOLDENS / f"{topic}-{clinic}{'-large' if large else ''}.txt"
    if request.config.getoption("--update"):
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == now
