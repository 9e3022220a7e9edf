"""Approval: who approved exactly this text, until when, what a clinic adds, and how a topic is found."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from handpress import cli
from handpress.inspection import facts
from handpress.job import Edition, Job, Terms
from handpress.library import Library, Loaded, state
from handpress.library.codes import has_code
from handpress.planning import for_code
from handpress.platemaking import make_plate
from handpress.press.making import make
from handpress.problems import HandpressError, Problems
from handpress.words import words
from tests.helpers import small_root

TODAY = date(2026, 11, 22)
BY = "Dr A. Quorthwick, chest clinic"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small_root(tmp_path)
    fragment = made / "handouts" / "_fragments" / "rest" / "en-GB.yaml"
    fragment.parent.mkdir(parents=True)
    fragment.write_text("body:\n  - Rest when you are tired.\n", "utf-8")
    edit(text(made), "[A cough clears the throat.]", "[A cough clears the throat., {fragment: rest}]")
    return made


def handpress(root: Path, *arguments: str) -> int:
    """The exit status of a command on a root of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["handpress", *arguments, "--root", str(root)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return int(ended.value.code or 0)


def text(root: Path) -> Path:
    return root / "handouts" / "cough" / "en-GB.yaml"


def loaded(root: Path) -> Loaded:
    found = Library(root).handout("cough", "en-GB", Problems())
    assert found is not None
    return found


def now(root: Path, today: date = TODAY) -> str:
    return state(loaded(root), None, today)


def edit(file: Path, old: str, new: str) -> None:
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), "utf-8")


def approve(root: Path) -> None:
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY, "--date", "2026-11-22") == 0


def strict(root: Path) -> None:
    layout = root / "layouts" / "quay" / "layout.yaml"
    layout.write_text(layout.read_text("utf-8") + "\npolicy: {require_approval: true}\n", "utf-8")


def read_out(root: Path, terms: Terms = Terms(TODAY)) -> str:  # noqa: B008 - a value
    tree = facts(PdfReader(BytesIO(make_plate(Job(root, "cough", "quay", terms=terms)).plate.pdf))).tree
    assert tree is not None
    return "\n".join(tree.lines(0))


def test_a_text_is_a_sample_until_somebody_approves_it(root: Path) -> None:
    assert now(root) == "sample"
    assert words("en-GB").sample in read_out(root)
    approve(root)
    assert now(root) == "approved"
    assert words("en-GB").sample not in read_out(root)


def test_approving_leaves_the_rest_of_the_file_as_it_was(root: Path) -> None:
    before = text(root).read_text("utf-8")
    approve(root)
    after = text(root).read_text("utf-8")
    block = re.search(r'approval:\n  by: "Dr A[^\n]+\n  on: 2026-11-22\n  digest: [0-9a-f]{64}\n', after)
    assert block is not None
    assert after.replace(block[0], "") == before
    approve(root)
    assert text(root).read_text("utf-8") == after


@pytest.mark.parametrize(
    "change",
    [
        lambda root: edit(text(root), "Most coughs", "Most Coughs"),
        lambda root: edit(root / "handouts" / "_fragments" / "rest" / "en-GB.yaml", "Rest", "Relax"),
        lambda root: edit(text(root), "review_by: 2099-11-22", "review_by: 2099-11-23"),
    ],
    ids=["a letter", "a fragment", "the review date"],
)
def test_a_change_after_the_approval_shows(root: Path, change: object) -> None:
    approve(root)
    change(root)  # type: ignore[operator]
    assert now(root) == "changed"
    assert words("en-GB").changed in read_out(root)


def test_how_the_file_is_laid_out_makes_no_difference(root: Path) -> None:
    approve(root)
    file = text(root)
    file.write_text("# A remark.\n\n" + file.read_text("utf-8").replace("\n", "\n\n", 1), "utf-8")
    assert now(root) == "approved"


def test_an_approval_without_a_digest_is_none_of_these_words(root: Path) -> None:
    edit(text(root), "review_by: 2099-11-22\n", "review_by: 2099-11-22\napproval: {by: Somebody, on: 2026-11-22}\n")
    assert now(root) == "changed"


def test_a_text_past_its_review_is_refused_or_says_so(root: Path) -> None:
    approve(root)
    late = date(2099, 11, 23)
    assert now(root, date(2099, 11, 22)) == "approved"
    assert now(root, late) == "expired"
    with pytest.raises(HandpressError, match="the review of this text was due by 2099-11-22"):
        make_plate(Job(root, "cough", "quay", terms=Terms(late)))
    assert "Out of date: the review was due by November 2099" in read_out(root, Terms(late, allow_expired=True))


def test_a_strict_clinic_prints_approved_texts_only(root: Path) -> None:
    strict(root)
    with pytest.raises(HandpressError, match="no clinician has approved it"):
        make_plate(Job(root, "cough", "quay"))
    approve(root)
    assert make_plate(Job(root, "cough", "quay")).plate.pages
    edit(text(root), "Most coughs", "Many coughs")
    with pytest.raises(HandpressError, match="it has been changed since it was approved"):
        make_plate(Job(root, "cough", "quay"))
    with pytest.raises(HandpressError, match="its review was due"):
        make_plate(Job(root, "cough", "quay", terms=Terms(date(2100, 1, 1), allow_expired=True)))


def extend(root: Path, policies: dict[str, str]) -> None:
    """Layouts, each of which extends the one before, with what each says of `require_approval`; the last is quay's."""
    parent = ""
    for name, said in policies.items():
        layout = root / "layouts" / name / "layout.yaml"
        layout.parent.mkdir(exist_ok=True)
        before = layout.read_text("utf-8") if layout.exists() else "units: {temperature: celsius}\n"
        policy = f"policy: {{require_approval: {said}}}\n" if said else ""
        layout.write_text((f"extends: {parent}\n" if parent else "") + before + policy, "utf-8")
        parent = name


@pytest.mark.parametrize(
    ("town", "street", "quay", "at"),
    [
        ("", "true", "false", "quay/layout.yaml:7:28"),
        ("", "yes", "No", "quay/layout.yaml:7:28"),
        ("true", "", "false", "quay/layout.yaml:7:28"),
        ("true", "false", "", "_street/layout.yaml:3:28"),
    ],
)
def test_what_extends_a_strict_layout_cannot_say_that_it_is_not(
    root: Path, capsys: pytest.CaptureFixture[str], town: str, street: str, quay: str, at: str
) -> None:
    extend(root, {"_town": town, "_street": street, "quay": quay})
    strict = "_town" if town else "_street"
    for command in (("check",), ("handout", "cough", "-c", "quay", "-o", str(root / "out.pdf"))):
        assert handpress(root, *command) == 1
        told = capsys.readouterr().err
        assert f"{at}: error: '{strict}' prints approved texts only, and '{at.split('/')[0]}' extends it" in told
        assert f"hint: delete it: what extends '{strict}' is as strict" in told
    assert not (root / "out.pdf").exists()


@pytest.mark.parametrize(
    "policies", [("true", "", ""), ("true", "true", ""), ("false", "", "true"), ("", "false", "true")]
)
def test_what_extends_a_layout_may_be_as_strict_or_stricter(root: Path, policies: tuple[str, ...]) -> None:
    extend(root, dict(zip(("_town", "_street", "quay"), policies, strict=True)))
    with pytest.raises(HandpressError, match="no clinician has approved it"):
        make_plate(Job(root, "cough", "quay"))


def test_a_strict_layout_is_not_relaxed_by_a_slip_of_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extend(root, {"_street": "ture", "quay": "false"})
    assert handpress(root, "check") == 1
    assert "_street/layout.yaml:2:28: error: 'ture' is neither true nor false" in capsys.readouterr().err


def translation(root: Path, block: str) -> Path:
    """The text once more, as a translation."""
    file = text(root).with_name("es.yaml")
    head = "review_by: 2099-11-22\n"
    file.write_text(text(root).read_text("utf-8").replace(head, f"{head}translation: {{{block}}}\n"), "utf-8")
    fragment = root / "handouts" / "_fragments" / "rest"
    (fragment / "es.yaml").write_bytes((fragment / "en-GB.yaml").read_bytes())
    return file


def spanish(root: Path) -> Loaded:
    found = Library(root).handout("cough", "es", Problems())
    assert found is not None
    return found


def test_an_approved_translation_is_stale_when_a_letter_of_its_source_text_changes(root: Path) -> None:
    """Also where the source text keeps its version, and is approved anew."""
    translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    assert state(spanish(root), loaded(root), TODAY) == "approved"
    edit(text(root), "A cough clears", "A cough often clears")
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 0
    assert now(root) == "approved"
    assert state(spanish(root), loaded(root), TODAY) == "stale"
    assert words("es").stale in read_out_in_spanish(root)
    assert handpress(root, "check") == 0
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    assert state(spanish(root), loaded(root), TODAY) == "approved"


def test_the_approval_of_a_source_text_is_none_of_a_copy_that_was_translated(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 0
    file = translation(root, 'of_version: "1.0", by: A')
    edit(file, "title: Cough", "title: Tos")
    assert "approval:" in file.read_text("utf-8")
    assert state(spanish(root), loaded(root), TODAY) == "unreviewed"
    assert handpress(root, "check") == 1
    assert "this is the approval of en-GB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ('of_version: "1.0", by: A', "unreviewed"),
        ('of_version: "0.9", by: A, reviewed_by: B', "stale"),
        ('of_version: "1.0", by: A, reviewed_by: B', "sample"),
    ],
)
def test_a_translation_says_what_is_wrong_with_it(root: Path, block: str, found: str) -> None:
    translation(root, block)
    assert getattr(words("es"), found) in read_out_in_spanish(root)
    status = handpress(root, "approve", "cough", "es", "--by", BY)
    assert status == (0 if found == "sample" else 1)


def read_out_in_spanish(root: Path) -> str:
    made = make_plate(Job(root, "cough", "quay", Edition("es")))
    tree = facts(PdfReader(BytesIO(made.plate.pdf))).tree
    assert tree is not None
    return "\n".join(tree.lines(0))


def test_a_plate_is_made_anew_when_the_review_is_due(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cached plate must not outlive the text's own date."""

    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2100, 1, 1)

    cache = root / "cache"
    make(Job(root, "cough", "quay"), cache)
    monkeypatch.setattr("handpress.inputs.date", Later)
    monkeypatch.setattr("handpress.job.date", Later)
    with pytest.raises(HandpressError, match="was due"):
        make(Job(root, "cough", "quay"), cache)


def test_lists_and_checks_say_what_holds(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handpress(root, "list")
    assert "sample: en-GB" in capsys.readouterr().out
    approve(root)
    edit(text(root), "Most coughs", "Many coughs")
    handpress(root, "list")
    assert "changed: en-GB" in capsys.readouterr().out
    handpress(root, "check")
    assert "this text has been changed since it was approved" in capsys.readouterr().err


# What a clinic adds

ADDED = """
cough:
  - {role: about, language: en-GB, text: "We have a nurse for coughs, {clinic.name}."}
  - {role: urgent, language: en-GB, contact: {name: Cough nurse, phone: "020 7946 0555", hours: weekdays}}
  - {role: about, language: pl, text: Nic}
"""


def add(root: Path, additions: str, layout: str = "quay") -> Path:
    file = root / "layouts" / layout / "additions.yaml"
    file.write_text(additions, "utf-8")
    return file


def test_additions_stand_in_their_sections_as_the_clinics_own(root: Path) -> None:
    before = read_out(root)
    add(root, ADDED)
    after = read_out(root)
    assert "From Quay Street Clinic" in after
    assert "We have a nurse for coughs, Quay Street Clinic." in after
    assert "From Quay Street Clinic: Cough nurse 020 7946 0555, weekdays" in after
    assert "Nic" not in after
    assert "From Quay Street Clinic" not in before


def test_an_added_contact_may_be_rung_by_a_number_that_is_written_in(root: Path) -> None:
    add(root, "cough: [{role: urgent, language: en-GB, contact: {name: Nurse, phone: write_in, hours: weekdays}}]")
    said = read_out(root)
    blank = f"Figure ActualText={words('en-GB').blank}"
    assert f"From Quay Street Clinic: Nurse {blank} , weekdays" in " ".join(said.split())
    assert "write_in" not in said


def test_additions_of_a_layout_that_is_extended_stand_before_the_clinics_own(root: Path) -> None:
    extend(root, {"_town": "", "_street": "", "quay": ""})
    for name in ("quay", "_street", "_town"):
        add(root, f"cough: [{{role: urgent, language: en-GB, text: Added by {name}.}}]", name)
    said = read_out(root)
    assert re.findall(r"From Quay Street Clinic: Added by (\w+)\.", said) == ["_town", "_street", "quay"]


def test_additions_change_nothing_of_an_approval(root: Path) -> None:
    approve(root)
    add(root, ADDED)
    assert now(root) == "approved"


@pytest.mark.parametrize(
    ("additions", "said"),
    [
        ("cough: [{role: food, language: en-GB, text: Eat}]", "no section with the role 'food'"),
        ("cough: [{role: about, language: en-GB}]", "an addition has a text or a contact"),
        ("cough: [{role: about, language: en-GB, text: 'Ask {nobody}'}]", "unknown placeholder '{nobody}'"),
        ("cough: [{role: about, language: en-GB, words: Eat}]", "unknown key 'words'"),
    ],
)
def test_an_addition_that_is_wrong_is_a_problem_at_its_line(root: Path, additions: str, said: str) -> None:
    file = add(root, additions)
    with pytest.raises(HandpressError) as raised:
        make_plate(Job(root, "cough", "quay"))
    assert any(said in problem.message and problem.file == file and problem.line for problem in raised.value.problems)


@pytest.mark.parametrize("layout", ["quay", "_street"])
def test_an_addition_to_no_topic_is_found_by_check(root: Path, capsys: pytest.CaptureFixture[str], layout: str) -> None:
    """Also in a layout that nobody extends yet, and where the check is of its folder alone."""
    (root / "layouts" / "_street").mkdir()
    (root / "layouts" / "_street" / "layout.yaml").write_text("units: {temperature: celsius}\n", "utf-8")
    file = add(root, "cuogh: [{role: about, language: en-GB, text: Eat}]", layout)
    for paths in ((), (str(file.parent),)):
        assert handpress(root, "check", *paths) == 1
        told = capsys.readouterr().err
        assert f"{layout}/additions.yaml:1:1: error: there is no topic 'cuogh'" in told
        assert "hint: did you mean 'cough'?" in told


# Finding a topic


@pytest.mark.parametrize(("code", "found"), [("R05.1", True), ("R05", False), ("49727002", True), ("R05.2", False)])
def test_a_row_gets_no_topic_that_is_for_some_with_its_code_only(root: Path, code: str, found: bool) -> None:
    edit(
        root / "handouts" / "cough" / "topic.yaml",
        "category:",
        "codes: {icd10: [R05.1], snomed: ['49727002']}\ncategory:",
    )
    assert for_code(root, code) == ({"cough": "adult"} if found else {})


@pytest.mark.parametrize(
    ("audience", "born", "fits"),
    [
        ("adult", "", True),
        ("adult", "1950-01-01", True),
        ("adult", "2020-01-01", False),
        ("child", "3/4/2020", True),
        ("child", "1950-01-01", False),
        ("child", "", False),
        ("carer", "1950-01-01", True),
    ],
)
def test_a_code_chooses_nothing_for_another_age(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], audience: str, born: str, fits: bool
) -> None:
    edit(
        root / "handouts" / "cough" / "topic.yaml",
        "category:",
        f"codes: {{icd10: [R05]}}\naudience: {audience}\ncategory:",
    )
    worklist = tmp_path / "visits.csv"
    worklist.write_text(f"clinic,topics,born\nquay,R05,{born}\nquay,cough,{born}\n", "utf-8")
    status = handpress(root, "batch", "-w", str(worklist), "-o", str(tmp_path / "out"), "-j", "1")
    err = capsys.readouterr().err
    assert status == (0 if fits else 1)
    assert ("row 1, column 'topics': the topic for that code may be for patients of another age" in err) is not fits
    assert "2020" not in err
    assert (tmp_path / "out" / "row-0002.pdf").exists()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("R05", True),
        ("r05.1", True),
        ("R0", True),
        ("49727002", True),
        ("R06", False),
        ("4972", False),
        ("R", False),
        (".", False),
        ("", False),
    ],
)
def test_a_code_finds_its_branch(root: Path, code: str, found: bool) -> None:
    edit(
        root / "handouts" / "cough" / "topic.yaml",
        "category:",
        "codes: {icd10: [R05], snomed: ['49727002']}\ncategory:",
    )
    topic = Library(root).topic("cough", Problems())
    assert topic is not None
    assert has_code(topic, code) is found


def test_topics_are_listed_by_code_and_words_and_category(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / "handouts" / "cough" / "topic.yaml", "category:", "codes: {icd10: [R05]}\ncategory:")
    for arguments, found in (
        (["--code", "R05.1"], True),
        (["--code", "J45"], False),
        (["--search", "COUGH"], True),
        (["--search", "asthma"], False),
        (["--category", "nothing"], False),
    ):
        assert handpress(root, "list", "topics", *arguments) == 0
        assert ("cough" in capsys.readouterr().out) is found, arguments
    assert handpress(root, "list", "clinics", "--code", "R05") == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Niño", True),
        ("nino TOS", True),
        ("ninos", False),
        ("niño cough", True),
        ("lozko", True),
        ("ŁÓŻKO", True),
        ("Étouffé", False),
    ],
)
def test_words_are_sought_in_all_languages_accents_set_aside(
    root: Path, capsys: pytest.CaptureFixture[str], words: str, found: bool
) -> None:
    file = translation(root, 'of_version: "1.0", by: A')
    edit(file, "title: Cough", "title: Tos del niño")
    edit(file, "Most coughs go away by themselves.", "Łóżko.")
    assert handpress(root, "list", "topics", "--search", words) == 0
    assert ("cough  Cough" in capsys.readouterr().out) is found


def test_a_worklist_may_name_a_code(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / "handouts" / "cough" / "topic.yaml", "category:", "codes: {icd10: [R05]}\ncategory:")
    worklist = tmp_path / "visits.csv"
    worklist.write_text("clinic,topics\nquay,R05.1\nquay,J45\n", "utf-8")
    assert handpress(root, "batch", "-w", str(worklist), "-o", str(tmp_path / "out"), "-j", "1") == 1
    assert "row 2, column 'topics': no topic is for all with that code" in capsys.readouterr().err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["row-0001.pdf", "worklist.json"]
