"""Approval: who approved exactly this text, until when, what a clinic adds, and how a topic is found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from textwrap import indent

import pytest
from pypdf import PdfReader

from handpress import cli
from handpress.content import Handout, Section
from handpress.fields import Plain
from handpress.inspection import facts
from handpress.job import Edition, Job, Terms
from handpress.library import Library, Loaded, State, state
from handpress.library.approval import Fault, check_approvals, digest
from handpress.library.codes import has_code
from handpress.planning import for_code
from handpress.platemaking import make_plate
from handpress.press.making import make
from handpress.problems import HandpressError, Problems
from handpress.source import Mapping, read_yaml
from handpress.words import words
from tests.helpers import small_root

TODAY = date(2026, 11, 22)
LATE = date(2099, 11, 23)
OVERRIDDEN = Terms(LATE, allow_expired=True)
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


def topic_file(root: Path) -> Path:
    return text(root).with_name("topic.yaml")


def loaded(root: Path) -> Loaded:
    found = Library(root).handout("cough", "en-GB", Problems())
    assert found is not None
    return found


def now(root: Path, today: date = TODAY) -> str:
    return str(state(loaded(root), None, today))


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
    return read_out_of(Job(root, "cough", "quay", terms=terms))


def read_out_of(job: Job) -> str:
    tree = facts(PdfReader(BytesIO(make_plate(job).plate.pdf))).tree
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


HEAD = "review_by: 2099-11-22\n"
OLD = "approval:\n  by: A\n  on: 2026-01-01\n"
NEW = f'approval:\n  by: "{BY}"\n  on: 2026-11-22\n  digest: …\n'
FLOW = "approval: {by: A, on: 2026-01-01}"
LAID_OUT = {
    "without an approval": (HEAD, HEAD + NEW),
    "an approval": (HEAD + OLD, HEAD + NEW),
    "one above": (OLD + HEAD, NEW + HEAD),
    "a remark in it, as far left as its key": (
        HEAD + "approval:\n  by: A\n# A remark.\n  on: 2026-01-01\n",
        HEAD + NEW + "# A remark.\n",
    ),
    "remarks and an empty line below": (
        HEAD + OLD + "  # One.\n\n# Two.\n",
        HEAD + NEW + "  # One.\n\n# Two.\n",
    ),
    "in braces": (HEAD + FLOW + "\n", HEAD + NEW),
    "in braces, on two lines": (HEAD + FLOW.replace(", ", ",\n") + "\n", HEAD + NEW),
    "its key in quotes": (HEAD + OLD.replace("approval", '"approval"'), HEAD + NEW),
    "the key before it in quotes": ('"review_by": 2099-11-22\n', '"review_by": 2099-11-22\n' + NEW),
    "a space before the colon": ("review_by : 2099-11-22\n", "review_by : 2099-11-22\n" + NEW),
    "a date on a line of its own": ("review_by:\n  2099-11-22\n", "review_by:\n  2099-11-22\n" + NEW),
    "a remark behind the date": (HEAD.replace("\n", "  # A remark.\n"), HEAD.replace("\n", "  # A remark.\n") + NEW),
    "keys with question marks": ("? review_by\n: 2099-11-22\n", "? review_by\n: 2099-11-22\n" + NEW),
}


def laid_out(root: Path, head: str) -> bytes:
    """The text's file with `head` where its review date stands."""
    return text(root).read_bytes().replace(HEAD.encode(), head.encode())


def lasts(root: Path, last: str) -> bytes:
    """The text's file with `last` behind all else."""
    return text(root).read_bytes().replace(HEAD.encode(), b"") + last.encode()


def with_digest(root: Path, after: bytes) -> bytes:
    """What the file is to hold, with its own digest where there are dots."""
    return after.replace("…".encode(), digest(loaded(root)).encode())


def assert_becomes(root: Path, before: bytes, after: bytes) -> None:
    text(root).write_bytes(before)
    approve(root)
    assert text(root).read_bytes() == with_digest(root, after)
    assert now(root) == "approved"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("layout", LAID_OUT)
def test_an_approval_is_written_however_the_file_is_laid_out(root: Path, layout: str, ending: str) -> None:
    before, after = (laid_out(root, head).replace(b"\n", ending.encode()) for head in LAID_OUT[layout])
    assert_becomes(root, before, after)


@pytest.mark.parametrize(
    ("last", "after"),
    [
        (HEAD.strip(), HEAD + NEW),
        (HEAD + FLOW, HEAD + NEW),
        (HEAD + OLD.strip(), HEAD + NEW),
        (HEAD + "...\n", HEAD + NEW + "...\n"),
    ],
    ids=["the review date", "an approval in braces", "an approval", "the end of the document"],
)
def test_an_approval_is_written_at_the_end_of_a_file(root: Path, last: str, after: str) -> None:
    assert_becomes(root, lasts(root, last), lasts(root, after))


def test_an_approval_is_written_under_a_byte_order_mark_and_beside_indented_keys(root: Path) -> None:
    plain = text(root).read_text("utf-8")
    before = indent(OLD + plain, "  ").encode("utf-8-sig")
    assert_becomes(root, before, indent(NEW + plain, "  ").encode("utf-8-sig"))


@pytest.mark.parametrize(
    ("approval", "where"), [("", "beside 'review_by:'"), (FLOW, "in the place of 'approval:'")], ids=["none", "one"]
)
def test_where_no_line_can_be_put_in_the_person_is_told_what_to_write(
    root: Path, approval: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    says = json.dumps(read_yaml(text(root), Problems())).removeprefix("{")
    text(root).write_text(f"{{{approval or 'subtitle: A cold'}, {says}", "utf-8")
    before = text(root).read_bytes()
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY, "--date", "2026-11-22") == 1
    assert text(root).read_bytes() == before
    said = capsys.readouterr().err
    line = f'approval: {{by: "{BY}", on: 2026-11-22, digest: {digest(loaded(root))}}}'
    assert re.search(r"en-GB.yaml:1:\d+: error: the approval cannot be written in here\n", said)
    assert said.endswith(f"  hint: write it {where} by hand: {line}\n")
    text(root).write_text(f"{{{line}, {'' if approval else 'subtitle: A cold, '}{says}", "utf-8")
    assert now(root) == "approved"


def test_an_approval_that_the_rest_of_the_file_asks_for_is_not_replaced(root: Path) -> None:
    """What a name of YAML's stands for would go with it."""
    before = laid_out(root, f"{HEAD}{FLOW.replace('A,', '&A Anna,')}\nsubtitle: *A\n")
    text(root).write_bytes(before)
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 1
    assert text(root).read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("en-AU", "'cough' is not written in 'en-AU'", "it is written in: en-GB, en-US"),
        ("en", "'cough' is not written in 'en'", "it is written in: en-GB, en-US"),
        ("es", "'cough' is not written in 'es'", "it is written in: en-GB, en-US"),
        ("English", "'English' may be 'en-GB' or 'en-US'", "name one of them by its tag"),
    ],
)
def test_no_text_is_approved_but_the_one_that_was_named(
    root: Path, asked: str, message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text that would be printed instead is not what the clinician has read."""
    american = text(root).with_name("en-US.yaml")
    american.write_bytes(text(root).read_bytes())
    before = text(root).read_bytes()
    assert handpress(root, "approve", "cough", asked, "--by", BY) == 1
    said = capsys.readouterr().err
    assert f"error: {message}" in said
    assert hint in said
    assert text(root).read_bytes() == american.read_bytes() == before


@pytest.mark.parametrize("asked", ["EN_gb", "English", "english (united kingdom)"])
def test_a_text_is_approved_that_is_named_in_other_letters_or_by_its_languages_name(root: Path, asked: str) -> None:
    assert handpress(root, "approve", "cough", asked, "--by", BY) == 0
    assert now(root) == "approved"


@pytest.mark.parametrize(
    "change",
    [
        lambda root: edit(text(root), "Most coughs", "Most Coughs"),
        lambda root: edit(root / "handouts" / "_fragments" / "rest" / "en-GB.yaml", "Rest", "Relax"),
        lambda root: edit(text(root), "review_by: 2099-11-22", "review_by: 2099-11-23"),
        lambda root: edit(topic_file(root), "category:", "options: {diet: [plain, soft]}\ncategory:"),
    ],
    ids=["a letter", "a fragment", "the review date", "the topic's options"],
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


BLOCKS = """
title: Cough
subtitle: A **dry** cough
version: "1.0"
issued: 2026-11-22
review_by: 2099-11-22
key_message: Most coughs go away [by themselves](https://www.nhs.uk/cough).
sections:
  - role: about
    title: What is a cough?
    body:
      - A cough clears the throat.
      - Ask [{clinic.name}]({clinic.web}) or ring **{clinic.phone}**.
      - list: [One, {text: Two, list: [Three]}]
      - steps: [Sit up, Breathe out]
      - do: [Drink, {text: Take the syrup, when: twice_daily}]
      - dont: [Do not smoke]
      - note: {title: Honey, body: [It soothes.]}
      - table: {caption: Syrups, columns: [Name, Dose], rows: [[Linctus, 5 ml]]}
      - log: {title: Your cough, columns: [Date, {text: Fever, threshold: fever}], rows: 7}
      - write_in: {label: Your nurse}
      - write_in: {label: Your questions, lines: 3}
      - picture: {file: throat.svg, alt: A throat, caption: Where it tickles}
      - picture: {file: chest.svg, alt: A chest}
      - fragment: rest
      - choose: {option: syrup, cases: {honey: [Take honey], sugar_free: [Take none]}}
  - {role: urgent, title: Ring us if, body: [signs: [You cough blood]]}
"""
TASKS = """
title: Going home
version: "1.0"
issued: 2026-11-22
review_by: 2099-11-22
sections:
  - title: Before
    tasks: [Weigh, {text: Ring, if: Nobody is there, note: Twice, tasks: [At home, {text: At work, if: At noon}]}]
"""


def with_every_block(root: Path) -> None:
    asked = "needs: {fever: temperature}\noptions: {syrup: [honey, sugar_free]}"
    edit(topic_file(root), "category: chest\n", f"category: chest\n{asked}\n")
    text(root).write_text(BLOCKS, "utf-8")
    for n, name in enumerate(("throat", "chest")):
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M{n} 0L9 9"/></svg>'
        text(root).with_name(f"{name}.svg").write_bytes(picture.encode())


def test_the_digest_of_a_text_stays_what_it_is(root: Path) -> None:
    """Where one of these changes, all approvals that were given before are lost."""
    with_every_block(root)
    assert digest(loaded(root)) == "0ffb92d483a4bd3576890cc47cfebc2da2f27dc4bd77c56810c356d583ed2078"
    edit(topic_file(root), "category:", "kind: checklist\ncategory:")
    text(root).write_text(TASKS, "utf-8")
    assert digest(loaded(root)) == "fa43c21315781f9410c3182d00960d7ca015968b581f5a4abd24a95ce893fe27"


def test_the_digests_of_a_translation_and_its_source_text_stay_what_they_are(root: Path) -> None:
    file = translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY, "--date", "2026-11-22") == 0
    says = read_yaml(file, Problems())
    assert isinstance(says, Mapping)
    assert says["approval"] == {
        "by": BY,
        "on": "2026-11-22",
        "digest": "5a3c507a7f85d9de658e4631f821cbb6e34b9491bc5ce56f3d8b83d9a2b83a72",
        "source": "3cf41fca8892c992b63eaf94e1c82b4cde0ee7a5db6f0b8fdd7a2fcd0b5e0b9f",
    }


def test_names_and_new_keys_in_the_program_change_no_digest(root: Path) -> None:
    with_every_block(root)
    before = loaded(root)

    class Part(Section):
        symbol: Plain | None = None

    class Leaflet(Handout):
        colours: tuple[Plain, ...] = ()

    sections = tuple(Part.model_construct(**vars(section)) for section in before.text.sections)
    after = replace(before, text=Leaflet.model_construct(**(vars(before.text) | {"sections": sections})))
    assert digest(after) == digest(before)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("label: Your nurse", "label: Your nurse, lines: 1", True),
        ("list: [One, {", "list: [{text: One}, {", True),
        ("title: Cough\n", "allow: [{rule: words, why: It is one}]\ntitle: Cough\n", True),
        ("honey: [Take honey], sugar_free: [Take none]", "sugar_free: [Take none], honey: [Take honey]", True),
        ("label: Your nurse", "label: Your nurse, lines: 2", False),
        ("A **dry** cough", "A dry cough", False),
        ("list: [One, {", "steps: [One, {", False),
        ("dont: [", "list: [", False),
        ("{text: Two, list: [Three]}", "Two, Three", False),
        ("twice_daily", "daily", False),
        ("{clinic.phone}", "{clinic.out_of_hours}", False),
        ("nhs.uk/cough", "nhs.uk/coughs", False),
        ("throat.svg, alt", "chest.svg, alt", False),
        ("rows: 7", "rows: 8", False),
    ],
)
def test_the_digest_is_of_what_a_reader_is_told(root: Path, old: str, new: str, same: bool) -> None:
    with_every_block(root)
    before = digest(loaded(root))
    edit(text(root), old, new)
    assert (digest(loaded(root)) == before) is same


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("fever: temperature", "fever: number", False),
        ("fever: temperature", "fever: temperature, weight: number", False),
        ("[honey, sugar_free]", "[sugar_free, honey]", False),
        ("category: chest", "category: lungs", True),
        ("category: chest", "category: chest\naudience: child\ncodes: {icd10: [R05]}", True),
        ("accessed: 2026-11-22", "accessed: 2026-11-23", True),
    ],
)
def test_the_digest_is_of_what_a_topic_says_of_how_it_is_printed(root: Path, old: str, new: str, same: bool) -> None:
    with_every_block(root)
    before = digest(loaded(root))
    edit(topic_file(root), old, new)
    assert (digest(loaded(root)) == before) is same


def test_pictures_that_change_places_are_a_change(root: Path) -> None:
    with_every_block(root)
    before = digest(loaded(root))
    throat, chest = (text(root).with_name(f"{name}.svg") for name in ("throat", "chest"))
    for file, held in ((throat, chest.read_bytes()), (chest, throat.read_bytes())):
        file.write_bytes(held)
    assert digest(loaded(root)) != before


def test_an_approval_without_a_digest_is_none_of_these_words(root: Path) -> None:
    edit(text(root), "review_by: 2099-11-22\n", "review_by: 2099-11-22\napproval: {by: Somebody, on: 2026-11-22}\n")
    assert now(root) == "changed"


def test_a_text_past_its_review_is_refused_or_says_so(root: Path) -> None:
    approve(root)
    assert now(root, date(2099, 11, 22)) == "approved"
    assert now(root, LATE) == "approved and expired"
    with pytest.raises(HandpressError, match="the review of this text was due by 2099-11-22"):
        make_plate(Job(root, "cough", "quay", terms=Terms(LATE)))
    assert "Out of date: the review was due by November 2099" in read_out(root, OVERRIDDEN)
    for notice in ("sample", "changed", "unreviewed", "stale"):
        assert getattr(words("en-GB"), notice) not in read_out(root, OVERRIDDEN)


def test_a_strict_clinic_prints_approved_texts_only(root: Path) -> None:
    strict(root)
    with pytest.raises(HandpressError, match="no clinician has approved it"):
        make_plate(Job(root, "cough", "quay"))
    approve(root)
    assert make_plate(Job(root, "cough", "quay")).plate.pages
    edit(text(root), "Most coughs", "Many coughs")
    with pytest.raises(HandpressError, match="it has been changed since it was approved"):
        make_plate(Job(root, "cough", "quay"))


@pytest.mark.parametrize("allow_expired", [False, True])
def test_a_strict_clinic_refuses_what_is_past_its_review_and_says_whether_it_was_approved(
    root: Path, allow_expired: bool
) -> None:
    strict(root)
    job = Job(root, "cough", "quay", terms=Terms(LATE, allow_expired))
    due = "'quay' prints approved texts only, and the review of this text was due by 2099-11-22"
    never = "'quay' prints approved texts only, and this is not one: no clinician has approved it"
    for messages in ([due, never], [due]):
        with pytest.raises(HandpressError) as raised:
            make_plate(job)
        assert [problem.message for problem in raised.value.problems] == messages
        assert "--allow-expired" not in str(raised.value)
        approve(root)


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
    return in_language(root, "es")


def in_language(root: Path, language: str) -> Loaded:
    found = Library(root).handout("cough", language, Problems())
    assert found is not None
    return found


def test_an_approved_translation_is_stale_when_a_letter_of_its_source_text_changes(root: Path) -> None:
    """Also where the source text keeps its version, and is approved anew."""
    translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    assert state(spanish(root), loaded(root), TODAY) == State()
    edit(text(root), "A cough clears", "A cough often clears")
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 0
    assert now(root) == "approved"
    assert state(spanish(root), loaded(root), TODAY) == State(("stale",))
    assert words("es").stale in read_out_in_spanish(root)
    assert handpress(root, "check") == 0
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    assert state(spanish(root), loaded(root), TODAY) == State()


def unknown_key(root: Path) -> None:
    text(root).write_text(text(root).read_text("utf-8") + "oops: 1\n", "utf-8")


def missing(root: Path) -> None:
    text(root).unlink()


@pytest.mark.parametrize("spoil", [unknown_key, missing])
def test_a_translation_whose_source_text_cannot_be_read_is_stale_and_cannot_be_approved(
    root: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    file = translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    spoil(root)
    assert state(spanish(root), None, TODAY) == State(("stale",))
    assert words("es").stale in read_out_in_spanish(root)
    handpress(root, "list")
    handpress(root, "check")
    said = capsys.readouterr()
    assert "stale: es" in said.out
    assert "warning: en-GB.yaml cannot be read, so this text counts as stale" in said.err
    before = file.read_bytes()
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 1
    said = capsys.readouterr()
    assert "error: this text cannot be approved: its source text, en-GB.yaml, cannot be read" in said.err
    assert file.read_bytes() == before
    strict(root)
    with pytest.raises(HandpressError, match="not been compared with its source text"):
        make_plate(Job(root, "cough", "quay", Edition("es")))


def test_a_translation_that_is_made_the_source_text_is_neither_printed_nor_approved(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    edit(topic_file(root), "source_language: en-GB", "source_language: es")
    assert state(spanish(root), spanish(root), TODAY) == State(("stale",))
    message = "this is the topic's source text, and says that it is a translation"
    with pytest.raises(HandpressError, match=message):
        read_out_in_spanish(root)
    for command in (["check"], ["approve", "cough", "es", "--by", BY]):
        capsys.readouterr()
        assert handpress(root, *command) == 1
        assert f"error: {message}" in capsys.readouterr().err


def test_an_approval_of_a_translation_that_names_no_source_text_does_not_hold(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    file.write_text(re.sub(r"\n  source: \w+", "", file.read_text("utf-8")), "utf-8")
    assert state(spanish(root), loaded(root), TODAY) == State(("stale",))
    handpress(root, "check")
    said = capsys.readouterr().err
    assert "warning: the approval of this text does not say with which en-GB.yaml it was compared" in said


def test_the_approval_of_a_source_text_is_none_of_a_copy_that_was_translated(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 0
    file = translation(root, 'of_version: "1.0", by: A')
    edit(file, "title: Cough", "title: Tos")
    assert "approval:" in file.read_text("utf-8")
    assert state(spanish(root), loaded(root), TODAY) == State(("unreviewed",))
    assert handpress(root, "check") == 1
    assert "this is the approval of en-GB" in capsys.readouterr().err


def test_an_approval_is_none_of_a_copy_in_another_language(root: Path) -> None:
    file = translation(root, 'of_version: "1.0", by: A, reviewed_by: B')
    assert handpress(root, "approve", "cough", "es", "--by", BY) == 0
    file.with_name("es-MX.yaml").write_bytes(file.read_bytes())
    assert state(in_language(root, "es-MX"), loaded(root), TODAY) == State(("changed",))


def american(root: Path) -> Path:
    """The text once more, for another region."""
    file = text(root).with_name("en-US.yaml")
    file.write_bytes(text(root).read_bytes())
    return file


def test_two_languages_with_the_same_words_are_approved_each_by_itself(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    american(root)
    for language in ("en-GB", "en-US"):
        assert handpress(root, "approve", "cough", language, "--by", BY) == 0
    handpress(root, "list")
    assert "approved: en-GB, en-US" in capsys.readouterr().out
    assert handpress(root, "check") == 0


def test_an_approved_text_of_another_region_is_stale_when_its_source_text_changes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the source text gets a new version, and is approved anew."""
    american(root)
    for language in ("en-GB", "en-US"):
        assert handpress(root, "approve", "cough", language, "--by", BY) == 0
    job = Job(root, "cough", "quay", Edition("en-US"), terms=Terms(TODAY))
    assert state(in_language(root, "en-US"), loaded(root), TODAY) == State()
    assert words("en-US").stale not in read_out_of(job)
    edit(text(root), "You cough blood", "You cough blood, Your lips are blue")
    edit(text(root), 'version: "1.0"', 'version: "2.0"')
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY) == 0
    assert state(in_language(root, "en-US"), loaded(root), TODAY) == State(("stale",))
    assert words("en-US").stale in read_out_of(job)
    handpress(root, "list")
    handpress(root, "check")
    said = capsys.readouterr()
    assert "approved: en-GB; stale: en-US" in said.out
    assert "en-US.yaml: warning: en-GB.yaml has been changed since this text was approved" in said.err
    strict(root)
    with pytest.raises(HandpressError, match="not been compared with its source text"):
        make_plate(job)
    assert handpress(root, "approve", "cough", "en-US", "--by", BY) == 0
    assert make_plate(job).plate.pages


def test_a_text_of_another_region_that_nobody_approved_is_a_sample_whatever_its_source_text_says(root: Path) -> None:
    american(root)
    edit(text(root), 'version: "1.0"', 'version: "2.0"')
    assert state(in_language(root, "en-US"), loaded(root), TODAY) == State(("sample",))
    missing(root)
    made = make_plate(Job(root, "cough", "quay", Edition("en-US"), terms=Terms(TODAY)))
    assert made.warnings == ()
    assert text(root) not in {each.path for each, _ in made.inputs}


@pytest.mark.parametrize("spoil", [unknown_key, missing])
def test_a_text_of_another_region_is_not_approved_without_its_source_text(
    root: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    american(root)
    assert handpress(root, "approve", "cough", "en-US", "--by", BY) == 0
    spoil(root)
    assert state(in_language(root, "en-US"), None, TODAY) == State(("stale",))
    handpress(root, "check")
    assert "en-US.yaml: warning: en-GB.yaml cannot be read, so this text counts as stale" in capsys.readouterr().err
    assert handpress(root, "approve", "cough", "en-US", "--by", BY) == 1
    assert "its source text, en-GB.yaml, cannot be read" in capsys.readouterr().err


TRANSLATED = pytest.mark.parametrize(
    ("block", "faults"),
    [
        ('of_version: "1.0", by: A', ("unreviewed",)),
        ('of_version: "0.9", by: A', ("stale", "unreviewed")),
        ('of_version: "0.9", by: A, reviewed_by: B', ("stale", "sample")),
        ('of_version: "1.0", by: A, reviewed_by: B', ("sample",)),
    ],
)


@TRANSLATED
def test_a_translation_says_all_that_is_wrong_with_it(root: Path, block: str, faults: tuple[Fault, ...]) -> None:
    translation(root, block)
    said = read_out_in_spanish(root)
    for fault in ("stale", "unreviewed", "sample"):
        assert (getattr(words("es"), fault) in said) is (fault in faults)
    status = handpress(root, "approve", "cough", "es", "--by", BY)
    assert status == (0 if faults == ("sample",) else 1)


@TRANSLATED
def test_a_translation_past_its_review_still_says_what_else_is_wrong_with_it(
    root: Path, block: str, faults: tuple[Fault, ...]
) -> None:
    translation(root, block)
    assert state(spanish(root), loaded(root), LATE) == State(("expired", *faults))
    said = read_out_in_spanish(root, OVERRIDDEN)
    assert words("es").expired.format(month="noviembre de 2099") in said
    assert all(getattr(words("es"), fault) in said for fault in faults)


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ((), "approved"),
        (("expired",), "approved and expired"),
        (("sample",), "sample"),
        (("stale",), "stale"),
        (("stale", "changed"), "changed and stale"),
        (("expired", "stale", "unreviewed"), "unreviewed, stale and expired"),
    ],
)
def test_a_state_names_all_faults_in_a_list(faults: tuple[Fault, ...], said: str) -> None:
    assert str(State(faults)) == said


def test_a_strict_clinic_says_all_that_is_wrong_with_a_translation(root: Path) -> None:
    strict(root)
    translation(root, 'of_version: "0.9", by: A')
    with pytest.raises(HandpressError) as raised:
        make_plate(Job(root, "cough", "quay", Edition("es")))
    message = raised.value.problems[0].message
    assert message.endswith("source text as that now stands, and nobody has reviewed the translation")


def test_a_text_past_its_review_still_says_that_nobody_approved_it(root: Path) -> None:
    said = read_out(root, OVERRIDDEN)
    assert said.index("Out of date: the review was due by November 2099") < said.index(words("en-GB").sample)
    approve(root)
    edit(text(root), "Most coughs", "Many coughs")
    said = read_out(root, OVERRIDDEN)
    assert "Out of date: the review was due by November 2099" in said
    assert words("en-GB").changed in said


def test_all_is_said_at_once_that_keeps_a_text_from_being_approved(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translation(root, 'of_version: "1.0", by: A')
    assert handpress(root, "approve", "cough", "es", "--by", " ", "--date", str(LATE)) == 1
    said = capsys.readouterr().err
    for message in ("its review was due", "nobody has reviewed the translation", "it needs a name"):
        assert f"error: this text cannot be approved: {message}\n" in said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--date", "1999-01-01"), "that day is before the one on which it was issued"),
        (("--date", str(date.today() + timedelta(1))), "the day of the approval has not come yet"),
        (("--by", "Q" * 201), "the name is too long"),
    ],
)
def test_an_approval_is_by_somebody_on_a_day_that_can_be(
    root: Path, options: tuple[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = text(root).read_bytes()
    assert handpress(root, "approve", "cough", "en-GB", "--by", BY, *options) == 1
    assert f"error: this text cannot be approved: {message}\n" in capsys.readouterr().err
    assert text(root).read_bytes() == before


def read_out_in_spanish(root: Path, terms: Terms = Terms(TODAY)) -> str:  # noqa: B008 - a value
    return read_out_of(Job(root, "cough", "quay", Edition("es"), terms=terms))


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


def test_lists_and_checks_say_of_a_text_past_its_review_whether_it_was_approved(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handpress(root, "list", "--date", str(LATE))
    assert "sample and expired: en-GB" in capsys.readouterr().out
    approve(root)
    handpress(root, "list", "--date", str(LATE))
    assert "approved and expired: en-GB" in capsys.readouterr().out
    edit(text(root), "Most coughs", "Many coughs")
    problems = Problems()
    check_approvals([loaded(root)], LATE, problems)
    due, changed = "the review of this text was due by 2099-11-22", "this text has been changed since it was approved"
    assert [problem.message for problem in problems] == [due, changed]


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
        topic_file(root),
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
        topic_file(root),
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
        topic_file(root),
        "category:",
        "codes: {icd10: [R05], snomed: ['49727002']}\ncategory:",
    )
    topic = Library(root).topic("cough", Problems())
    assert topic is not None
    assert has_code(topic, code) is found


def test_topics_are_listed_by_code_and_words_and_category(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(topic_file(root), "category:", "codes: {icd10: [R05]}\ncategory:")
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
    edit(topic_file(root), "category:", "codes: {icd10: [R05]}\ncategory:")
    worklist = tmp_path / "visits.csv"
    worklist.write_text("clinic,topics\nquay,R05.1\nquay,J45\n", "utf-8")
    assert handpress(root, "batch", "-w", str(worklist), "-o", str(tmp_path / "out"), "-j", "1") == 1
    assert "row 2, column 'topics': no topic is for all with that code" in capsys.readouterr().err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["row-0001.pdf", "worklist.json"]
