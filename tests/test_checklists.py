"""Checklists: everything of the handout that can be ticked is there, each thing once, in order."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handpress.compose.checklist import TIMES, Ticked, chosen
from handpress.content import Dont, Handout, Signs
from handpress.job import Edition, Job
from handpress.library import Library, placeholder_values
from handpress.platemaking import make_plate
from handpress.problems import HandpressError, Problems
from tests.conftest import ROOT
from tests.test_documents import GOLDENS, plain_words, positioned

CLINICS = ("riverside", "lakeshore", "genomic-medicine-uk")
LEAFLETS = ("neutropenia", "head-injury", "wound-care")
STAFF = ("discharge", "phone-follow-up")
EVERY = [(t, c, large) for t in LEAFLETS for c in CLINICS for large in (False, True)]
EVERY += [(t, c, False) for t in STAFF for c in CLINICS[:2]]


@lru_cache(maxsize=32)
def checklist(topic: str, clinic: str, large: bool) -> PdfReader:
    edition = Edition("", large, "checklist", start=date(2026, 11, 23))
    return PdfReader(BytesIO(make_plate(Job(ROOT, topic, clinic, edition)).plate.pdf))


def text_of(reader: PdfReader) -> str:
    """All of a document's text, its lines and spaces as single spaces."""
    return " ".join("\n".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ").split())


def story_text(reader: PdfReader) -> str:
    """The text without what stands at the head and foot of each page, so that words run on over a page break."""
    pages = []
    clinic = str((reader.metadata or {}).get("/Author"))
    for page in reader.pages:
        text = " ".join(page.extract_text().replace("\u00a0", " ").split())
        text = re.sub(r"^Sample text: not yet approved by a clinician ", "", text)
        pages.append(text[: text.rindex(clinic)])
    return " ".join(pages)


def loaded(topic: str, clinic: str) -> tuple[Handout, dict[str, str], dict[str, Any]]:
    """A handout, the options of a clinic, and the values of its placeholders."""
    library, problems = Library(ROOT), Problems()
    shop = library.clinic(clinic, problems)
    assert shop is not None
    made = library.handout(topic, shop.layout.languages[0], problems)
    assert made is not None
    assert isinstance(made.text, Handout)
    values = placeholder_values(made.topic, shop.layout, made.language)
    return made.text, dict(shop.layout.options), values


@pytest.mark.parametrize(("topic", "clinic", "large"), [e for e in EVERY if e[0] in LEAFLETS])
def test_every_action_dont_and_sign_of_the_text_is_on_it_once_and_in_order(
    topic: str, clinic: str, large: bool
) -> None:
    handout, options, values = loaded(topic, clinic)
    ticked = Ticked.of(handout, options)
    signs = [
        sign
        for section in handout.sections
        for block in chosen(section.body, options)
        if isinstance(block, Signs)
        for sign in block.points
    ]
    printed = story_text(checklist(topic, clinic, large))
    for points in (ticked.daily, ticked.actions, ticked.donts, signs):
        at = 0
        for point in points:
            words = " ".join(plain_words(point.text, values).replace("\u00a0", " ").split())
            found = printed.find(words, at)
            assert found >= 0, words
            at = found + 1
    assert len(ticked.actions) + len(ticked.donts) + len(signs) > 10


def test_the_daily_actions_are_in_the_grid_and_the_others_are_not() -> None:
    handout, options, _ = loaded("neutropenia", "riverside")
    ticked = Ticked.of(handout, options)
    assert {action.when for action in ticked.daily} <= set(TIMES)
    assert not {action.when for action in ticked.actions} & set(TIMES)
    dont = sum(len(b.points) for s in handout.sections for b in chosen(s.body, options) if isinstance(b, Dont))
    assert len(ticked.donts) == dont


def test_the_days_are_dated_or_counted() -> None:
    dated = text_of(checklist("neutropenia", "riverside", False))
    assert "Every day from 23 November 2026 Date 23 24 25 26 27 28 29 30 1 2 3 4 5 6 " in dated
    blank = Job(ROOT, "neutropenia", "riverside", Edition("", kind="checklist"))
    undated = text_of(PdfReader(BytesIO(make_plate(blank).plate.pdf)))
    assert "Every day Day 1–14 1 2 3 4 5 6 7 8 9 10 11 12 13 14 Take your temperature" in undated


def test_large_print_takes_more_grids_not_smaller_boxes() -> None:
    text = text_of(checklist("neutropenia", "riverside", True))
    assert "Date 23 24 25 26 27 28 29 " in text
    assert "Date 30 1 2 3 4 5 6 " in text
    blank = Job(ROOT, "neutropenia", "riverside", Edition("", large=True, kind="checklist"))
    undated = text_of(PdfReader(BytesIO(make_plate(blank).plate.pdf)))
    assert "Day 1–7 1 2 3 4 5 6 7 " in undated
    assert "Day 8–14 8 9 10 11 12 13 14 " in undated


def test_the_number_of_days_can_be_chosen() -> None:
    edition = Edition("", False, "checklist", days=5, start=date(2026, 12, 30))
    text = text_of(PdfReader(BytesIO(make_plate(Job(ROOT, "neutropenia", "riverside", edition)).plate.pdf)))
    assert "Date 30 31 1 2 3 Take your temperature" in text


@pytest.mark.parametrize(
    ("clinic", "words"), [("riverside", "ring if 38 °C or more"), ("lakeshore", "call if 100.4 °F")]
)
def test_a_log_says_at_which_value_to_ring(clinic: str, words: str) -> None:
    assert words in text_of(checklist("neutropenia", clinic, False))


@pytest.mark.parametrize("clinic", ["riverside", "genomic-medicine-uk", "lakeshore"])
def test_the_neutropenia_checklist_takes_two_sides_of_a_sheet(clinic: str) -> None:
    assert len(checklist("neutropenia", clinic, False).pages) <= 2


@pytest.mark.parametrize("topic", STAFF)
def test_every_task_of_a_staff_checklist_has_room_for_initials_and_time(topic: str) -> None:
    text = story_text(checklist(topic, "riverside", False))
    source = yaml.safe_load((ROOT / "handouts" / topic / "en-GB.yaml").read_text(encoding="utf-8"))
    assert text.count("Task Initials Time") >= len(source["sections"])

    def tasks(items: list[Any]) -> list[str]:
        out = []
        for item in items:
            out.append(item if isinstance(item, str) else item["text"])
            out += tasks(item.get("tasks", [])) if isinstance(item, dict) else []
        return out

    at = 0
    for words in tasks([task for section in source["sections"] for task in section["tasks"]]):
        found = text.find(words.replace("{clinic.emergency}", "999"), at)
        assert found >= 0, words
        at = found + 1


def test_a_condition_and_a_note_stand_with_their_task() -> None:
    text = text_of(checklist("discharge", "riverside", False))
    assert "If going home with a drain, line or wound: Show the care of the drain" in text
    assert "Go through each medicine with the patient. What it is for, how much" in text


def test_a_staff_checklist_is_no_handout() -> None:
    with pytest.raises(HandpressError) as told:
        make_plate(Job(ROOT, "discharge", "riverside"))
    (problem,) = told.value.problems
    assert problem.message == "'discharge' is a checklist, not a handout"
    assert "checklist discharge --clinic riverside" in problem.hint


def test_the_panel_at_the_end_is_the_layouts_choice(own_root: Path) -> None:
    write_topic(own_root, [{"do": ["Rest."]}])
    layout = own_root / "layouts" / "clinic" / "layout.yaml"
    assert "Explained by" in text_of(own_checklist(own_root))
    layout.write_text(layout.read_text(encoding="utf-8") + "checklist: {teach_back: [date]}\n", encoding="utf-8")
    assert "We went through this together Date" in text_of(own_checklist(own_root))
    text = layout.read_text(encoding="utf-8").replace("[date]", "[]")
    layout.write_text(text, encoding="utf-8")
    assert "together" not in text_of(own_checklist(own_root))


@pytest.fixture
def own_root(tmp_path: Path) -> Path:
    """A root with one clinic and no topic, in the shipped fonts."""
    (tmp_path / "fonts").mkdir()
    families = (ROOT / "fonts" / "families.yaml").read_text(encoding="utf-8")
    families = re.sub(r": (?=[\w-]+/)", f": {(ROOT / 'fonts').as_posix()}/", families)
    (tmp_path / "fonts" / "families.yaml").write_text(families, encoding="utf-8")
    layout = tmp_path / "layouts" / "clinic" / "layout.yaml"
    layout.parent.mkdir(parents=True)
    settings_ = 'name: C\nlocale: en-GB\nlanguages: [en-GB]\nemergency: {phone: "999", place: A&E}\n'
    layout.write_text(settings_ + 'contact: {phone: "020 7946 0123"}\n', encoding="utf-8")
    (tmp_path / "handouts" / "topic").mkdir(parents=True)
    return tmp_path


def write_topic(root: Path, body: list[Any]) -> None:
    """A topic of one section with this body, and an urgent section."""
    source = {"title": "t", "publisher": "p", "url": "https://a.org", "accessed": "2026-11-22"}
    topic = {"source_language": "en-GB", "category": "c", "sources": [source]}
    urgent = [{"signs": ["Watch for this sign."]}]
    sections = [
        {"role": "home_care", "title": "H", "body": body},
        {"role": "urgent", "title": "U", "body": urgent},
    ]
    handout = {
        "title": "T",
        "version": "1.0",
        "issued": "2026-11-22",
        "review_by": "2027-11-22",
        "key_message": "K.",
        "sections": sections,
    }
    for name, value in (("topic", topic), ("en-GB", handout)):
        file = root / "handouts" / "topic" / f"{name}.yaml"
        file.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")


def test_a_care_card_has_what_the_clinic_adds_to_it(own_root: Path) -> None:
    """Once, on the last card of the role."""
    write_topic(own_root, [{"do": ["Rest."]}])
    file = own_root / "handouts" / "topic" / "en-GB.yaml"
    handout = yaml.safe_load(file.read_text(encoding="utf-8"))
    handout["sections"].append({"role": "urgent", "title": "V", "body": [{"signs": ["And for this."]}]})
    file.write_text(yaml.safe_dump(handout, sort_keys=False), encoding="utf-8")
    nurse = {"role": "urgent", "language": "en-GB", "contact": {"name": "Nurse", "phone": "020 7946 0555"}}
    desk = {"role": "home_care", "language": "en-GB", "text": "Ask at the desk."}
    added = yaml.safe_dump({"topic": [nurse, desk]})
    (own_root / "layouts" / "clinic" / "additions.yaml").write_text(added, encoding="utf-8")
    text = text_of(own_checklist(own_root))
    assert "And for this. From C: Nurse 020 7946 0555" in text
    assert text.count("From C") == 1


def own_checklist(root: Path) -> PdfReader:
    job = Job(root, "topic", "clinic", Edition("en-GB", kind="checklist"))
    return PdfReader(BytesIO(make_plate(job).plate.pdf))


WHEN = st.sampled_from([None, "once", "daily", "twice_daily", "each_meal", "as_needed"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(WHEN, min_size=1, max_size=30),
    donts=st.integers(1, 25),
    signs=st.integers(1, 40),
    nest=st.booleans(),
)
def test_of_any_handout_each_thing_is_printed_once(
    own_root: Path, actions: list[str | None], donts: int, signs: int, nest: bool
) -> None:
    dos = [{"text": f"Action{n:03} to take.", **({"when": w} if w else {})} for n, w in enumerate(actions)]
    listed = [f"Dont{n:03} do this at all." for n in range(donts)]
    body: list[Any] = [{"do": dos}, {"dont": listed}]
    if nest:
        body = [{"note": {"title": "N", "body": body}}]
    write_topic(own_root, body)
    file = own_root / "handouts" / "topic" / "en-GB.yaml"
    handout = yaml.safe_load(file.read_text(encoding="utf-8"))
    handout["sections"][1]["body"] = [{"signs": [f"Sign{n:03} is there." for n in range(signs)]}]
    file.write_text(yaml.safe_dump(handout, sort_keys=False), encoding="utf-8")
    text = text_of(own_checklist(own_root))
    daily = [n for n, when in enumerate(actions) if when in TIMES]
    others = [n for n, when in enumerate(actions) if when not in TIMES]
    assert [int(n) for n in re.findall(r"Action(\d{3})", text)] == daily + others
    assert [int(n) for n in re.findall(r"Dont(\d{3})", text)] == list(range(donts))
    assert [int(n) for n in re.findall(r"Sign(\d{3})", text)] == list(range(signs))


@pytest.mark.parametrize(("topic", "clinic", "large"), [e for e in EVERY if not e[2] or e[0] == "neutropenia"])
def test_pages_are_as_they_were(topic: str, clinic: str, large: bool, request: pytest.FixtureRequest) -> None:
    """Each page as lines of positioned text. Look at the pages, then refresh with `pytest --update`."""
    now = positioned(checklist(topic, clinic, large))
    golden = GOLDENS / f"{topic}-{clinic}{'-large' if large else ''}-checklist.txt"
    if request.config.getoption("--update"):
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == now
