"""What a second run of a batch makes: all that a change concerns, and nothing else; and what is put down of it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handpress import inputs, job
from handpress.inspection import Node, facts
from handpress.press import ledger
from tests.helpers import NOTO
from tests.test_batch import INDEXES, PRINTED, ROOT, Ended, batch, change, matrix_root, spawn, tree

LONG_AGO = 1_000_000_000 * 10**9
ALL = PRINTED | INDEXES
HEAVY = ("reportlab", "pydantic", "uharfbuzz", "babel", "handpress.platemaking", "handpress.planning")


class Place:
    """A root, and a folder in which all of it has been printed long ago."""

    def __init__(self, root: Path, out: Path) -> None:
        self.root, self.out = root, out
        self.age()

    def age(self) -> None:
        """Give all printed files a time at which none is made any more."""
        for file in self.out.rglob("*.pdf"):
            os.utime(file, ns=(LONG_AGO, LONG_AGO))

    def remade(self) -> set[str]:
        """The files that have been written since."""
        files = (file for file in self.out.rglob("*.pdf") if file.stat().st_mtime_ns != LONG_AGO)
        return {file.relative_to(self.out).as_posix() for file in files}

    def again(self, *options: str) -> Ended:
        """Run the command once more. What it says that it printed is what it wrote."""
        self.age()
        ran = batch(self.root, self.out, *options)
        assert ran.files == self.remade()
        return ran

    def text(self, name: str, old: str, new: str) -> None:
        """Change a file of the root, which has `old` in it."""
        change(self.root / name, old, new)

    def named(self, ran: Ended) -> set[str]:
        """The files that a run speaks of, other than those that it printed: as left over, or as deleted."""
        found = re.findall(rf": {re.escape(str(self.out))}/(\S+\.pdf)$", ran.err, re.MULTILINE)
        assert len(found) == len(set(found))
        return set(found)

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """What the manifest says of the files, but for the plan."""
        files: dict[str, dict[str, Any]] = self.manifest["files"]
        return {file: entry for file, entry in files.items() if file != "manifest.json"}

    @property
    def manifest(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))
        return read


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root, and all of it printed; no test changes it."""
    folder = tmp_path_factory.mktemp("printed")
    ran = batch(matrix_root(folder / "root"), folder / "out")
    assert (ran.status, ran.files) == (0, ALL)
    return folder


@pytest.fixture
def at(printed: Path, tmp_path: Path) -> Place:
    """A copy of it, which has kept its times: a folder may move."""
    for part in ("root", "out"):
        shutil.copytree(printed / part, tmp_path / part)
    return Place(tmp_path / "root", tmp_path / "out")


def fitting(names: set[str], *patterns: str) -> set[str]:
    """The names that fit a pattern, each of which fits some."""
    for pattern in patterns:
        assert any(fnmatch(name, pattern) for name in names), pattern
    return {name for name in names if any(fnmatch(name, pattern) for pattern in patterns)}


# Nothing has changed


def test_a_second_run_rewrites_nothing(at: Place) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in at.out.rglob("*")}

    before, bytes_before = state(), tree(at.out)
    ran = batch(at.root, at.out)
    assert (ran.status, ran.files) == (0, set())
    assert ran.lines("0 of 0 printed, 0 pages, ")[0].endswith("; 24 as they were")
    assert (state(), tree(at.out)) == (before, bytes_before)


PROBE = f"""
import atexit, sys
atexit.register(lambda: print("loaded:", *(name for name in {HEAVY} if name in sys.modules), file=sys.stderr))
"""


def test_a_second_run_loads_nothing_that_makes_plates(at: Place) -> None:
    """Which takes longer than all that it does."""
    at.text("handouts/rounds/en-GB.yaml", "Wash your hands", "Wash both hands")
    first, second = (spawn(at.root, at.out, first=PROBE) for _ in range(2))
    assert (first.status, len(first.files)) == (0, 4)
    assert first.lines("loaded: ") == [f"loaded: {' '.join(HEAVY)}"]
    assert (second.status, second.files) == (0, set())
    assert second.lines("loaded:") == ["loaded:"]


def test_what_systems_leave_about_changes_nothing(at: Place) -> None:
    """Neither a file nor the plan: nothing is loaded that would make either anew."""
    for name in (".DS_Store", "Thumbs.db", "._en-GB.yaml"):
        for folder in ("handouts", "handouts/fever", "handouts/_fragments/rest", "layouts", "layouts/pier"):
            (at.root / folder / name).write_bytes(b"\0\5\x16\7")
    ran = spawn(at.root, at.out, first=PROBE)
    assert (ran.status, ran.files) == (0, set())
    assert ran.lines("loaded:") == ["loaded:"]


def test_what_the_plan_warns_of_is_warned_of_again(at: Place) -> None:
    for _ in range(2):
        ran = batch(at.root, at.out)
        assert len(ran.lines("warning: ")) == 2
        assert ran.lines("'fever' is not written in 'es', which 'quay' lists")


def test_files_that_a_folder_holds_by_another_program_are_made_anew(at: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "maker", lambda: "another")
    assert at.again().files == ALL
    assert at.again().files == set()


def test_what_another_program_made_is_still_listed_and_pruned(at: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of one topic neither forgets the others nor takes them for made by itself."""
    monkeypatch.setattr(ledger, "maker", lambda: "another")
    before = {title for rows in tables(at.out / "quay/index.pdf").values() for title, *_ in rows}
    assert at.again("-t", "fever").files == fitting(ALL, "*/fever*", "*/index.pdf")
    assert {title for rows in tables(at.out / "quay/index.pdf").values() for title, *_ in rows} == before
    shutil.rmtree(at.root / "handouts/rounds")
    ran = at.again("--prune")
    assert ran.files == fitting(ALL, "*/cough*", "*/index.pdf")
    assert ran.lines("deleted: ")
    assert not [file for file in at.files if "rounds" in file]
    assert at.again().files == set()


def test_a_text_that_fits_on_no_page_leaves_no_file_that_is_taken_for_it(at: Place) -> None:
    at.text("handouts/fever/en-GB.yaml", "title: Fever", f"title: {'Fever ' * 600}")
    ran = at.again()
    assert ran.status == 1
    assert ran.lines("fever/en-GB.yaml: error: something fits on no page")
    assert ran.lines("of an earlier run, and no longer right: ")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
def test_a_damaged_manifest_is_as_good_as_none(damage: bytes, at: Place) -> None:
    before = tree(at.out)
    (at.out / "manifest.json").write_bytes(damage)
    assert at.again("-t", "rounds").files == fitting(ALL, "*/rounds*", "*/index.pdf")
    assert at.again().files == fitting(ALL, "*/cough*", "*/fever*", "*/index.pdf")
    assert tree(at.out) == before


# Something has changed


def later(file: Path) -> None:
    """Another time for a file that holds the same."""
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns - 5_000_000_000))


def touched(name: str) -> Callable[[Place], None]:
    return lambda at: later(at.root / name)


def changed(name: str, old: str, new: str) -> Callable[[Place], None]:
    return lambda at: at.text(name, old, new)


def copied(name: str, to: str, old: str = "", new: str = "") -> Callable[[Place], None]:
    """A file or a folder under another name and, where `old` stands in it, with other words."""

    def copy(at: Place) -> None:
        (shutil.copytree if (at.root / name).is_dir() else shutil.copyfile)(at.root / name, at.root / to)
        if old:
            at.text(to, old, new)

    return copy


def added(name: str, text: str) -> Callable[[Place], None]:
    def add(at: Place) -> None:
        assert not (at.root / name).exists()
        (at.root / name).write_text(text, encoding="utf-8")

    return add


BOLD, FEVER, ES = "fonts/AtkinsonHyperlegibleNext-Bold.ttf", "handouts/fever/en-GB.yaml", "handouts/cough/es.yaml"
ADDITION = "fever: [{role: about, language: en-GB, text: Ask at the desk.}]\n"
CHANGES: dict[str, tuple[Callable[[Place], None], tuple[str, ...]]] = {
    "a text": (changed(FEVER, "by themselves", "on their own"), ("*/fever*",)),
    "a text in one of its languages": (changed(ES, "sola", "pronto"), ("quay/es/cough*",)),
    "a title": (changed(FEVER, "title: Fever", "title: A high fever"), ("*/fever*", "*/index.pdf")),
    "a title in one language": (changed(ES, "title: Tos", "title: La tos"), ("quay/es/cough*", "quay/index.pdf")),
    "a version": (changed(FEVER, '"1.0"', '"1.1"'), ("*/fever*", "*/index.pdf")),
    "a day of review": (changed(FEVER, "2099-11", "2099-12"), ("*/fever*", "*/index.pdf")),
    "a list for staff": (changed("handouts/rounds/en-GB.yaml", "Wash", "Clean"), ("*/rounds*",)),
    "topic.yaml": (changed("handouts/fever/topic.yaml", "category: chest", "category: heat"), ("*/fever*",)),
    "a layout": (changed("layouts/pier/layout.yaml", "0456", "0999"), ("pier/*",)),
    "a parent layout": (changed("layouts/_street/layout.yaml", "0123", "0999"), ("quay/*",)),
    "a logo": (changed("layouts/quay/logo.svg", "#00664f", "#b3261e"), ("quay/*",)),
    "what a clinic adds": (added("layouts/pier/additions.yaml", ADDITION), ("pier/*",)),
    "what a parent layout adds": (added("layouts/_street/additions.yaml", ADDITION), ("quay/*",)),
    # A translation is held beside its source text, and is so made of that too.
    "a fragment": (
        changed("handouts/_fragments/rest/en-GB.yaml", "Rest", "Sleep"),
        ("*/en-GB/cough*", "quay/es/cough*"),
    ),
    "a fragment's other language": (
        changed("handouts/_fragments/rest/es.yaml", "Descanse", "Duerma"),
        ("quay/es/cough*",),
    ),
    "a font's time": (touched(BOLD), ("*",)),
    "a font": (lambda at: shutil.copyfile(NOTO / "NotoSans-Bold.ttf", at.root / BOLD) and None, ("*",)),
    "families.yaml": (changed("fonts/families.yaml", "Hyperlegible Next", "Hyperlegible"), ("*",)),
    # A topic's languages are among what its files are made of: which of them is printed depends on all.
    "a language": (
        copied(ES, "handouts/fever/es.yaml", ", {fragment: rest}", ""),
        ("*/fever*", "quay/index.pdf"),
    ),
    "a topic": (copied("handouts/fever", "handouts/flu"), ("*/flu*", "*/index.pdf")),
    "a clinic": (copied("layouts/pier", "layouts/mole"), ("mole/*",)),
    "a clinic's languages": (changed("layouts/pier/layout.yaml", "[en-GB]", "[en-GB, es]"), ("pier/*",)),
    "nothing but a text's time": (touched(FEVER), ()),
    "a file that nothing is made of": (added("handouts/notes.txt", "mine"), ()),
}


@pytest.mark.parametrize(("changing", "patterns"), CHANGES.values(), ids=CHANGES)
def test_exactly_what_a_change_concerns_is_made_anew(
    changing: Callable[[Place], None], patterns: tuple[str, ...], at: Place
) -> None:
    before = tree(at.out)
    changing(at)
    ran = at.again()
    assert ran.status == 0
    assert ran.files == fitting({*tree(at.out)} - {"manifest.json"}, *patterns)
    assert set(before) <= set(tree(at.out))
    assert at.again().files == set()


def test_what_came_about_step_by_step_is_what_one_run_makes(at: Place, tmp_path: Path) -> None:
    steps = ("a text", "a language", "a title in one language", "a parent layout", "a logo", "a fragment", "a clinic")
    for step in steps:
        CHANGES[step][0](at)
        assert at.again("-t", "fever", "-c", "quay").status == at.again().status == 0
    assert batch(at.root, tmp_path / "anew").status == 0
    assert tree(at.out) == tree(tmp_path / "anew")


def test_a_topic_is_seen_as_soon_as_its_folder_holds_all_of_it(at: Place) -> None:
    """Its text first, then a run, and then its topic.yaml."""
    shutil.copytree(at.root / "handouts/fever", at.root / "handouts/flu", ignore=lambda *_: ["topic.yaml"])
    assert at.again().files == set()
    shutil.copyfile(at.root / "handouts/fever/topic.yaml", at.root / "handouts/flu/topic.yaml")
    assert at.again().files == {name.replace("fever", "flu") for name in fitting(ALL, "*/fever*")} | INDEXES


def test_a_clinic_is_seen_as_soon_as_its_folder_holds_a_layout(at: Place) -> None:
    (at.root / "layouts/mole").mkdir()
    assert at.again().files == set()
    shutil.copyfile(at.root / "layouts/pier/layout.yaml", at.root / "layouts/mole/layout.yaml")
    assert at.again().files == {name.replace("pier", "mole") for name in fitting(ALL, "pier/*")}


def test_a_text_is_due_again_the_day_after_its_review_was(at: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> Later:
            return cls(2099, 5, 2)

    monkeypatch.setattr(inputs, "date", Later)
    monkeypatch.setattr(job, "date", Later)
    ran = at.again()
    assert (ran.status, ran.files) == (1, INDEXES)
    assert len(ran.lines("error: the review of this text was due by 2099-05-01")) == 4


def test_two_topics_never_have_one_file(at: Place) -> None:
    """`cough-large` in standard print is not `cough` in large print."""
    shutil.copytree(at.root / "handouts/fever", at.root / "handouts/cough-large")
    at.again()
    assert at.again().files == set()


# Narrowed


def test_a_narrowed_run_makes_what_it_was_asked_for(at: Place, tmp_path: Path) -> None:
    ran = batch(at.root, tmp_path / "new", "-c", "quay", "-l", "es", "-k", "handout", "--large-print")
    assert (ran.status, ran.files) == (0, {"quay/es/cough-large.pdf", "quay/index.pdf"})
    # And a wider one the rest.
    ran = batch(at.root, tmp_path / "new", "-c", "quay", "--large-print")
    assert ran.files == fitting(ALL, "quay/*large*", "quay/index.pdf") - {"quay/es/cough-large.pdf"}
    ran = batch(at.root, tmp_path / "new")
    assert ran.files == ALL - fitting(ALL, "quay/*large*")
    assert tree(tmp_path / "new") == tree(at.out)


@pytest.mark.parametrize(
    ("asked", "made", "said"),
    [
        (("Spanish",), "es", ""),
        (("español", "en-GB"), "*", ""),
        (("English",), "en-GB", ""),
        (("EN",), "en-GB", "warning: no topic is written in 'en'; 'en-GB' will do"),
        (("es-MX",), "es", "warning: no topic is written in 'es-MX'; 'es' will do"),
    ],
)
def test_a_language_is_asked_for_as_for_one_handout(
    asked: tuple[str, ...], made: str, said: str, at: Place, tmp_path: Path
) -> None:
    options = [option for name in asked for option in ("-l", name)]
    ran = batch(at.root, tmp_path / "new", "-t", "cough", "--standard-print", *options)
    wanted = fitting(ALL, f"*/{made}/cough.pdf", f"*/{made}/cough-checklist.pdf")
    assert (ran.status, {file for file in ran.files if not file.endswith("index.pdf")}) == (0, wanted)
    assert ran.lines("warning: ") == ([said] if said else [])


def test_every_english_is_meant_by_english(at: Place, tmp_path: Path) -> None:
    """A clinic lists that of its country."""
    shutil.copy(at.root / "handouts/cough/en-GB.yaml", at.root / "handouts/cough/en-US.yaml")
    at.text("layouts/pier/layout.yaml", "[en-GB]", "[en-US]")
    for number, name in enumerate(("en", "English", "en-AU")):
        ran = batch(at.root, tmp_path / f"new{number}", "-t", "cough", "-k", "handout", "--standard-print", "-l", name)
        assert ran.files == {"quay/en-GB/cough.pdf", "pier/en-US/cough.pdf", *INDEXES}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("fr",), "'--language' / '-l': no topic is written in 'fr'; there are: en-GB, es"),
        (("es", "xx", "French"), "no topic is written in 'xx' or 'French'; there are: en-GB, es"),
        (("Spanich",), "no topic is written in 'Spanich'; did you mean 'Spanish'?"),
    ],
)
def test_a_language_that_no_topic_has_stops_the_run(asked: tuple[str, ...], said: str, at: Place) -> None:
    ran = at.again(*(option for name in asked for option in ("-l", name)), "--prune")
    assert (ran.status, ran.files, at.named(ran)) == (2, set(), set())
    assert said in " ".join(ran.err.split())


def test_a_language_that_no_clinic_lists_is_said_each_time(at: Place) -> None:
    for _ in range(2):
        ran = at.again("-c", "pier", "-l", "es", "-l", "en-GB")
        assert (ran.status, ran.files) == (0, set())
        assert ran.lines("warning: ") == ["warning: none of the clinics lists 'es'"]


@pytest.mark.parametrize(
    "options",
    [("-c", "pier"), ("-t", "cough"), ("-l", "es"), ("-k", "checklist"), ("--large-print",), ("--standard-print",)],
)
def test_a_narrowed_run_after_a_whole_one_finds_all_there(options: tuple[str, ...], at: Place) -> None:
    before = at.files
    ran = at.again(*options)
    assert (ran.status, ran.files, at.named(ran)) == (0, set(), set())
    assert at.files == before
    assert at.again().files == set()


def test_what_a_narrowed_run_leaves_out_is_made_by_the_next(at: Place) -> None:
    at.text(FEVER, "by themselves", "on their own")
    at.text("handouts/rounds/en-GB.yaml", "Wash", "Clean")
    assert at.again("-t", "fever", "--standard-print").files == fitting(ALL, "*/fever.pdf", "*/fever-checklist.pdf")
    assert at.again().files == fitting(ALL, "*/fever-large*", "*/rounds*")


@pytest.mark.parametrize("change", ["a layout", "a font's time"])
def test_a_run_for_one_clinic_touches_no_other(change: str, at: Place) -> None:
    CHANGES[change][0](at)
    assert fitting(at.again("-c", "quay").files | {"pier"}, "pier*") == {"pier"}
    assert fitting(ALL, "pier/*") <= at.again().files


# Files that are not as they should be


def flip(file: Path) -> None:
    """Turn one bit."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "shorter": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"\n"),
}
both = pytest.mark.parametrize("name", ["quay/es/cough-large.pdf", "pier/index.pdf"])


@both
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_file_that_is_missing_or_of_another_size_is_made_anew(
    damage: Callable[[Path], Any], name: str, at: Place
) -> None:
    before = tree(at.out)
    damage(at.out / name)
    assert at.again().files == {name}
    assert tree(at.out) == before


@both
def test_verify_finds_a_file_in_which_a_bit_was_turned(name: str, at: Place) -> None:
    before = tree(at.out)
    flip(at.out / name)
    # Without it only sizes are looked at, as digests take a while.
    assert at.again().files == set()
    assert at.again("--verify").files == {name}
    assert tree(at.out) == before
    assert at.again("--verify").files == set()


# What is no longer asked for


def test_files_of_a_topic_that_is_gone_are_named_and_stay(at: Place) -> None:
    gone, before = fitting(ALL, "*/fever*"), tree(at.out)
    shutil.rmtree(at.root / "handouts/fever")
    for _ in range(2):
        ran = at.again()
        assert (ran.status, ran.files) == (0, set())
        assert at.named(ran) == gone
        assert len(ran.lines("hint: '--prune' deletes them")) == 1
    assert set(tree(at.out)) == set(before)
    assert all(tree(at.out)[file] == before[file] for file in ALL)


def test_prune_deletes_them_and_only_them(at: Place) -> None:
    gone = fitting(ALL, "*/fever*")
    shutil.rmtree(at.root / "handouts/fever")
    for name in ("quay/en-GB/fever-notes.pdf", "quay/en-GB/mine.txt", "fever.pdf", "pier/fever/fever.pdf"):
        (at.out / name).parent.mkdir(exist_ok=True)
        (at.out / name).write_bytes(b"mine")
    before = tree(at.out)
    ran = at.again("--prune")
    assert (ran.status, ran.files) == (0, INDEXES)
    assert (at.named(ran), len(ran.lines("deleted: "))) == (gone, len(gone))
    assert set(before) - set(tree(at.out)) == gone
    assert all(tree(at.out)[file] == before[file] for file in tree(at.out) if file not in (*INDEXES, "manifest.json"))
    assert set(at.files) == ALL - gone
    ran = at.again("--prune")
    assert (ran.files, at.named(ran)) == (set(), set())


def test_a_topic_that_comes_back_is_still_there(at: Place) -> None:
    before = tree(at.out)
    (at.root / "handouts/fever").rename(at.root / "fever")
    at.again()
    (at.root / "fever").rename(at.root / "handouts/fever")
    ran = at.again()
    assert (ran.files, at.named(ran)) == (set(), set())
    assert tree(at.out) == before


@pytest.mark.parametrize(
    ("options", "patterns"),
    [
        (("-t", "cough"), ()),
        (("-t", "cough", "--prune"), ()),
        (("-c", "pier"), ("pier/*/fever*",)),
        (("-l", "en-GB", "-k", "checklist"), ("*/fever*checklist.pdf",)),
        (("--large-print", "-c", "quay"), ("quay/*/fever-large*",)),
    ],
)
def test_a_narrowed_run_names_only_what_it_was_asked_about(
    options: tuple[str, ...], patterns: tuple[str, ...], at: Place
) -> None:
    shutil.rmtree(at.root / "handouts/fever")
    ran = at.again(*options)
    assert at.named(ran) == fitting(ALL, *patterns)
    assert set(ALL) <= set(tree(at.out))


def test_files_of_a_language_that_a_clinic_gives_up_are_pruned(at: Place) -> None:
    at.text("layouts/quay/layout.yaml", "[en-GB, es]", "[en-GB]")
    assert at.again("--prune").status == 0
    assert set(ALL) - set(tree(at.out)) == fitting(ALL, "quay/es/*")


@pytest.mark.parametrize("name", ["es", "Spanish"])
def test_they_are_pruned_where_nothing_else_is_asked_for(name: str, at: Place) -> None:
    """And the list of what the clinic has says so."""
    at.text("layouts/quay/layout.yaml", "[en-GB, es]", "[en-GB]")
    ran = at.again("-l", name)
    assert (ran.status, ran.files, at.named(ran)) == (1, set(), fitting(ALL, "quay/es/*"))
    ran = at.again("-l", name, "--prune")
    assert (ran.status, ran.files) == (1, {"quay/index.pdf"})
    assert ran.lines("nothing to print: no clinic lists a language")
    assert set(ALL) - set(tree(at.out)) == fitting(ALL, "quay/es/*")
    assert set(at.files) == ALL - fitting(ALL, "quay/es/*")


def test_no_list_is_made_for_a_clinic_that_is_gone(at: Place) -> None:
    """Not even where some of its files stay, as only those in a language were asked about."""
    shutil.rmtree(at.root / "layouts/quay")
    ran = at.again("-l", "es", "--prune")
    assert (ran.status, ran.files, ran.lines("error: ")) == (1, set(), [])
    assert set(ALL) - set(tree(at.out)) == fitting(ALL, "quay/es/*")


def test_a_clinic_that_is_gone_is_no_error(at: Place) -> None:
    shutil.rmtree(at.root / "layouts/pier")
    ran = at.again()
    assert (ran.status, ran.files, ran.lines("error: ")) == (0, set(), [])
    assert fitting(ALL, "pier/en-GB/*") <= at.named(ran)
    assert set(ALL) <= set(tree(at.out))


def test_prune_deletes_the_list_of_a_clinic_that_is_gone(at: Place) -> None:
    """Or it would list for ever what was deleted with it."""
    shutil.rmtree(at.root / "layouts/pier")
    ran = at.again("--prune")
    assert (ran.status, ran.files) == (0, set())
    assert set(tree(at.out)) == fitting(ALL, "quay/*") | {"manifest.json"}
    assert "pier" not in (at.out / "manifest.json").read_text(encoding="utf-8")


def test_prune_deletes_nothing_of_a_clinic_whose_layout_cannot_be_read(at: Place) -> None:
    """A slip in a layout is no reason to delete what the clinic hands out today."""
    before = {file: data for file, data in tree(at.out).items() if file.endswith(".pdf")}
    at.text("layouts/pier/layout.yaml", "name:", "nam:")
    ran = at.again("--prune")
    assert ran.status == 1
    assert ran.lines("the key 'name' is missing")
    assert at.named(ran) == set()
    assert {file: data for file, data in tree(at.out).items() if file.endswith(".pdf")} == before


def test_a_file_that_was_never_printed_is_not_named(at: Place) -> None:
    """Of a list for staff that cannot be read it is not known that it is no handout."""
    at.text("handouts/rounds/en-GB.yaml", "title: Morning", "titel: Morning")
    assert at.again().status == 1
    at.text("handouts/rounds/en-GB.yaml", "titel: Morning", "title: Morning")
    ran = at.again()
    assert (ran.status, at.named(ran)) == (0, set())


# A job that cannot be done


def test_one_bad_text_fails_alone_and_mended_it_is_made_alone(at: Place) -> None:
    bad, before = fitting(ALL, "quay/es/cough*"), tree(at.out)
    at.text(ES, "title: Tos", "title: [Tos")
    at.text(FEVER, "by themselves", "on their own")
    ran = at.again()
    assert (ran.status, ran.files) == (1, fitting(ALL, "*/fever*", "quay/index.pdf"))
    assert len(ran.lines("cough for quay in es: not printed")) == len(bad)
    assert len([line for line in ran.lines("error: ") if "es.yaml:" in line]) == len(bad)
    assert ran.lines("8 of 12 printed, 8 pages, ")[0].endswith("; 12 as they were")
    assert {at.files[file]["outcome"] for file in bad} == {"failed"}
    # What was printed before stays, is named, and is tried again each time.
    assert at.named(ran) == bad
    assert all(tree(at.out)[file] == before[file] for file in bad)
    ran = at.again()
    assert (ran.status, ran.files) == (1, set())
    assert ran.lines("0 of 4 printed")
    at.text(ES, "title: [Tos", "title: Tos")
    ran = at.again()
    assert (ran.status, ran.files) == (0, bad | {"quay/index.pdf"})
    assert all(tree(at.out)[file] == before[file] for file in (*bad, *INDEXES))


def test_a_clinic_that_cannot_be_read_does_not_stop_the_others(at: Place) -> None:
    at.text("layouts/pier/layout.yaml", "name:", "nam:")
    at.text("layouts/_street/layout.yaml", "0123", "0999")
    ran = at.again()
    assert (ran.status, ran.files) == (1, fitting(ALL, "quay/*"))
    at.text("layouts/pier/layout.yaml", "nam:", "name:")
    assert (at.again().status, at.remade()) == (0, set())


# Nothing is written where nothing is to be


def test_a_dry_run_writes_nothing(at: Place) -> None:
    """Neither where there is nothing yet, nor where there is something."""
    at.text(FEVER, "by themselves", "on their own")
    before = tree(at.out)
    for folder in (at.out, at.out.parent / "none"):
        ran = spawn(at.root, folder, "--dry-run", "--prune")
        assert ran.status == 0
        assert [line for line in ran.err.splitlines() if " can be printed, " in line]
        assert " printed, " not in ran.err.replace(" can be printed, ", "")
    assert tree(at.out) == before
    assert not (at.out.parent / "none").exists()


def test_a_run_that_has_nothing_to_print_leaves_nothing(at: Place) -> None:
    ran = spawn(at.root, at.out.parent / "none", "-c", "pier", "-l", "es")
    assert ran.status == 1
    assert ran.lines("warning: none of the clinics lists 'es'")
    assert ran.lines("nothing to print: no clinic lists a language that these topics are written in")
    assert not (at.out.parent / "none").exists()


# The manifest


def test_the_manifest_tells_of_each_file_what_it_is(at: Place) -> None:
    assert set(at.files) == ALL
    for file, entry in at.files.items():
        data = (at.out / file).read_bytes()
        assert entry["outcome"] == "printed"
        assert (entry["bytes"], entry["sha256"]) == (len(data), sha256(data).hexdigest())
        assert entry["pages"] == len(PdfReader(at.out / file).pages)
        if file not in INDEXES:
            clinic, language, name = file.removesuffix(".pdf").split("/")
            marks = f"{'-large' if entry['large'] else ''}{'-checklist' if entry['kind'] == 'checklist' else ''}"
            assert (entry["clinic"], entry["language"], f"{entry['topic']}{marks}") == (clinic, language, name)


def test_the_manifest_tells_of_each_file_what_it_is_made_of(at: Place) -> None:
    inputs = at.manifest["inputs"]
    for kind, name, held in inputs:
        if kind == "file" and held:
            assert held == sha256((at.root / name).read_bytes()).hexdigest()
    made_of = {name for kind, name, held in (inputs[n] for n in at.files["quay/es/cough.pdf"]["inputs"]) if held}
    assert made_of == {
        "2099-11-22",
        BOLD,
        BOLD.replace("Bold", "Regular"),
        "fonts/families.yaml",
        "handouts/_fragments/rest",
        "handouts/_fragments/rest/en-GB.yaml",
        "handouts/_fragments/rest/es.yaml",
        "handouts/cough",
        "handouts/cough/en-GB.yaml",
        "handouts/cough/es.yaml",
        "handouts/cough/topic.yaml",
        "layouts/_street/layout.yaml",
        "layouts/quay/layout.yaml",
        "layouts/quay/logo.svg",
    }


def test_the_manifest_does_not_tell_where_it_was_made(at: Place, printed: Path) -> None:
    at.text(ES, "title: Tos", "title: [Tos")
    assert at.again().status == 1
    for place in (at.root, at.out, printed, Path.home(), ROOT):
        assert str(place) not in (at.out / "manifest.json").read_text(encoding="utf-8")


# The catalogue


def tables(file: Path) -> dict[str, list[list[str]]]:
    """The rows of each table of a file, its head included, as they are read out, by the heading over it."""
    tree = facts(PdfReader(file, strict=True)).tree
    assert tree is not None
    out, heading = dict[str, list[list[str]]](), ""
    for node in tree.walk():
        if node.tag == "H2":
            heading = node.text().strip()
        if node.tag == "Table":
            rows = [row for row in node.walk() if row.tag == "TR"]
            out[heading] = [[" ".join(cell.text().split()) for cell in r.kids if isinstance(cell, Node)] for r in rows]
    return out


@pytest.mark.parametrize("clinic", ["quay", "pier"])
def test_the_catalogue_lists_every_printed_file(clinic: str, at: Place) -> None:
    found = tables(at.out / clinic / "index.pdf")
    languages = {"en-GB": "English (United Kingdom)", "es": "Spanish"}
    assert list(found) == list(languages.values())[: {"quay": 2, "pier": 1}[clinic]]
    assert {tuple(rows[0]) for rows in found.values()} == {("Handout", "Pages", "Version", "Review by", "File")}
    wanted = [
        (
            languages[entry["language"]],
            entry["title"],
            str(entry["pages"]),
            entry["version"],
            f"{date.fromisoformat(entry['review_by']):%B %Y}",
            file.removeprefix(f"{clinic}/"),
        )
        for file, entry in at.files.items()
        if entry.get("clinic") == clinic
    ]
    # A file's name may be parted between two lines.
    listed = [
        (language, *cells, file.replace(" ", "")) for language, rows in found.items() for *cells, file in rows[1:]
    ]
    assert len(listed) == {"quay": 14, "pier": 10}[clinic]
    assert set(listed) == set(wanted)
    for rows in found.values():
        titles = [row[0].casefold() for row in rows[1:]]
        assert titles == sorted(titles)


def test_the_catalogue_is_tagged_like_a_handout(at: Place) -> None:
    read = facts(PdfReader(at.out / "quay/index.pdf", strict=True))
    assert read.standards == ("PDF/A-2a", "PDF/UA-1")
    assert (read.language, read.title) == ("en-GB", "Handouts at Quay Street Clinic")
    assert read.tree is not None
    (title,) = (node.text().strip() for node in read.tree.walk() if node.tag == "H1")
    assert title == read.title
    heads = [node.attributes.get("Scope") for node in read.tree.walk() if node.tag == "TH"]
    assert heads[:5] == ["Column"] * 5


def test_the_catalogue_lists_nothing_that_failed_or_was_pruned(at: Place) -> None:
    at.text(ES, "title: Tos", "title: [Tos")
    shutil.rmtree(at.root / "handouts/rounds")
    at.again("--prune")
    titles = {title for rows in tables(at.out / "quay/index.pdf").values() for title, *_ in rows}
    assert titles == {"Handout", "Cough", "Fever", "Your checklist: Cough", "Your checklist: Fever"}
