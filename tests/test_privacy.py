"""A patient's details are in one output file and nowhere else: whatever is asked, and whatever goes wrong.

Details that are found in no other text, canaries, are printed through every path of the command; then everything that
the command left behind is searched for them, in every form in which a program might write them.
"""

from __future__ import annotations

import base64
import csv
import logging
import os
import re
import stat
import subprocess
import sys
import tempfile
import traceback
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn
from urllib.parse import quote

import click
import pytest
from pypdf import PdfReader

from handpress import cli, plate
from handpress.commands.runs import RECORD
from handpress.inspection import facts
from handpress.pdffile import stream
from handpress.press import files, printfile
from handpress.problems import HandpressError
from tests import test_printfile
from tests.conftest import ROOT
from tests.helpers import small_root
from tests.test_plate import close, forms, words_of

CANARIES = {
    "--patient": "Xÿlophwenna Quorthwick",
    "--id": "ZQJ-8837-VXK",
    "--clinician": "Drusquilla Vlimpter",
    "--appointment": "Gwaxday, half past zhubble",
    "--note": "Snörgleplatz äfter Kwimbolt",
}
BORN = "1937-07-19"
WRITTEN = "19 July 1937"
DETAILS = [part for pair in CANARIES.items() for part in pair] + ["--born", BORN]

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no file modes")


# The search


def spellings(text: str) -> Iterator[bytes]:
    """A text in every form in which it might stand in a file or in what is printed."""
    encoded = [text.encode(name) for name in ("utf-8", "utf-16-be", "utf-16-le", "utf-32-le", "latin-1")]
    yield from encoded
    for each in encoded:
        yield each.hex().encode("ascii")
        yield each.hex().upper().encode("ascii")
        # As it stands inside a longer text in base 64, whatever comes before it.
        for shift in range(3):
            whole = base64.b64encode(bytes(shift) + each)
            yield whole[4 * (shift > 0) : -4]
    yield quote(text).encode("ascii")
    yield quote(text, safe="").lower().encode("ascii")
    yield text.encode("unicode_escape")
    yield "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text).encode("ascii")
    yield "".join(c if c.isascii() else f"&#{ord(c)};" for c in text).encode("ascii")


def _needles() -> frozenset[bytes]:
    """The canaries, and each word of one that is long enough to be in no other text by chance."""
    texts = [*CANARIES.values(), BORN, WRITTEN]
    words = [word for text in texts for word in re.split(r"[ ,]", text) if len(word) > 6]
    return frozenset(needle.lower() for text in (*texts, *words) for needle in spellings(text) if len(needle) > 6)


NEEDLES = _needles()


def unpacked(data: bytes) -> Iterator[bytes]:
    """A file's bytes, and those of each stream in it that can be unpacked."""
    yield data
    for found in re.finditer(rb"stream\r?\n", data):
        unpacking = zlib.decompressobj()
        try:
            yield unpacking.decompress(data[found.end() :])
        except zlib.error:
            continue


def canaries_in(data: bytes) -> list[bytes]:
    """The canaries that a file holds, in whatever spelling, in small letters."""
    return [needle for each in map(bytes.lower, unpacked(data)) for needle in NEEDLES if needle in each]


def test_the_search_finds_canaries_however_they_are_written() -> None:
    assert canaries_in(b"nothing of the kind") == []
    for text in (*CANARIES.values(), WRITTEN):
        for each in spellings(f"before {text} after"):
            assert canaries_in(each), each
    packed = stream(f"({CANARIES['--note']}) Tj".encode())
    assert CANARIES["--note"].encode() not in packed
    assert canaries_in(b"1 0 obj\n%s\nendobj" % packed)


# The command in a place of its own


@dataclass
class Ended:
    """What a command printed, and how it ended."""

    status: int
    out: bytes
    err: bytes


@dataclass
class Place:
    """A folder in which everything is that a command could write to."""

    base: Path
    root: Path
    capture: pytest.CaptureFixture[bytes]
    monkeypatch: pytest.MonkeyPatch

    @property
    def out(self) -> Path:
        return self.base / "out"

    @property
    def cache(self) -> Path:
        return self.base / "plates"

    def run(self, *arguments: str) -> Ended:
        """Run a command in this process, as `generate.py` does."""
        self.monkeypatch.setattr(sys, "argv", ["generate.py", *arguments, "--root", str(self.root)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self.capture.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    def spawn(self, *arguments: str, first: str = "") -> Ended:
        """Run a command in a process of its own, which does something else `first`."""
        code = f"{first}\nfrom handpress.cli import main\nmain()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, "--root", str(self.root)],
            capture_output=True,
            cwd=self.out,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def found(self, but: tuple[Path, ...] = ()) -> list[str]:
        """Where a canary is in a file or in its name, outside of some files."""
        places = list[str]()
        for file in sorted(self.base.rglob("*")):
            if canaries_in(str(file.relative_to(self.base)).encode("utf-8", "surrogateescape")):
                places.append(f"the name of {file}")
            if file.is_file() and file not in but and canaries_in(file.read_bytes()):
                places.append(str(file))
        return places

    def files(self) -> set[str]:
        """All files but those of the library."""
        there = (file.relative_to(self.base) for file in self.base.rglob("*") if file.is_file())
        return {file.as_posix() for file in there if file.parts[0] != "root"}


@pytest.fixture
def place(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Place:
    """With a clinic that has a place for every detail, and one that wants an NHS number and has fewer."""
    root = small_root(tmp_path / "root")
    layout = (root / "layouts/quay/layout.yaml").read_text(encoding="utf-8")
    for name, patient in {
        "quay": "{identifiers: [name, date_of_birth, hospital_number], details: [clinician, appointment, note]}",
        "pier": "{identifiers: [name, date_of_birth, nhs_number]}",
    }.items():
        (root / "layouts" / name).mkdir(exist_ok=True)
        (root / "layouts" / name / "layout.yaml").write_text(f"{layout}patient: {patient}\n", encoding="utf-8")
    for folder in ("home", "tmp", "out"):
        (tmp_path / folder).mkdir()
    for name, folder in {
        "HOME": "home",
        "USERPROFILE": "home",
        "LOCALAPPDATA": "home",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_STATE_HOME": "home/.state",
        "TMPDIR": "tmp",
        "TEMP": "tmp",
        "TMP": "tmp",
        "HANDPRESS_CACHE": "plates",
    }.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(tmp_path / "out")
    return Place(tmp_path, root, capfdbinary, monkeypatch)


def order(kind: str = "handout", clinic: str = "quay") -> list[str]:
    return [kind, "cough", "-c", clinic]


def details_of(kind: str) -> list[str]:
    """The options for a patient; a checklist's panel has fewer cells."""
    cells = ("--patient", "--id") if kind == "checklist" else tuple(CANARIES)
    return [part for option in cells for part in (option, CANARIES[option])] + ["--born", BORN]


def said_in(pdf: bytes) -> dict[str, str]:
    """What the slots of a file's first page say."""
    reader = PdfReader(BytesIO(pdf), strict=True)
    return {name: words_of(form) for name, form in forms(reader.pages[0]).items()}


def assert_printed(pdf: bytes, kind: str) -> None:
    """The canaries are in the file, in its slots and nowhere else in it."""
    said = said_in(pdf)
    expected = {"Name": CANARIES["--patient"], "Born": WRITTEN, "Identifier": CANARIES["--id"]}
    if kind == "handout":
        expected |= {name: CANARIES[f"--{name.lower()}"] for name in ("Clinician", "Appointment", "Note")}
    both = said.pop("NameIdentifier")
    assert said == expected
    assert close(both).startswith(close(CANARIES["--patient"]))
    assert close(both).endswith(close(CANARIES["--id"]))
    reader = PdfReader(BytesIO(pdf), strict=True)
    information: Any = reader.metadata
    packet: Any = reader.root_object["/Metadata"]
    entries = [str(value) for value in (*information.values(), facts(reader).title)]
    entries += [str(entry) for entry in reader.outline]
    assert canaries_in("\n".join(entries).encode()) == []
    assert canaries_in(packet.get_object().get_data()) == []
    for page in reader.pages:
        # The back of a sheet, on which nothing is printed, has none.
        content = page.get_contents()
        assert canaries_in(content.get_data() if content is not None else b"") == []


# What is printed


@pytest.mark.parametrize("kind", ["handout", "checklist"])
@pytest.mark.parametrize("cached", [True, False], ids=["cache", "no cache"])
@pytest.mark.parametrize("stdout", [False, True], ids=["to a file", "to standard output"])
def test_details_are_in_the_output_and_nowhere_else(
    kind: str, cached: bool, stdout: bool, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    options = [*([] if cached else ["--no-cache"]), *(["-o", "-"] if stdout else [])]
    # The second time the plate comes out of the cache.
    for _ in range(2):
        ended = place.run(*order(kind), *details_of(kind), *options)
        assert (ended.status, ended.err) == (0, b"")
        if stdout:
            assert_printed(ended.out, kind)
            assert place.found() == []
            assert not list(place.out.iterdir())
        else:
            (file,) = place.out.iterdir()
            assert ended.out.decode().strip() == file.name
            assert file.name == f"cough-quay-en-GB{'-checklist' if kind == 'checklist' else ''}-patient.pdf"
            assert_printed(file.read_bytes(), kind)
            assert place.found(but=(file,)) == []
    plates = [name for name in place.files() if name.endswith(".plate")]
    assert len(plates) == (1 if cached else 0)
    assert place.files() == {*plates, *(f"out/{file.name}" for file in place.out.iterdir())}
    assert canaries_in(caplog.text.encode()) == []


def test_the_usual_cache_holds_no_details(place: Place) -> None:
    place.monkeypatch.delenv("HANDPRESS_CACHE")
    assert place.run(*order(), *DETAILS, "-o", "x.pdf").status == 0
    assert any(name.startswith("home/") and name.endswith(".plate") for name in place.files())
    assert place.found(but=(place.out / "x.pdf",)) == []


def test_the_cache_is_the_same_with_a_patient_and_without(place: Place) -> None:
    """So whatever form a detail took in it, such as glyph numbers, it would show."""
    for name, details in (("one", DETAILS), ("other", [])):
        assert place.run(*order(), *details, "--cache", str(place.base / name), "-o", "x.pdf").status == 0
    (one,), (other,) = ((place.base / name).iterdir() for name in ("one", "other"))
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_a_copy_without_a_patient_after_one_with_says_nothing_of_them(place: Place) -> None:
    place.run(*order(), *DETAILS, "-o", "x.pdf")
    place.run(*order(), "-o", "y.pdf")
    assert place.found(but=(place.out / "x.pdf",)) == []
    assert set(said_in((place.out / "y.pdf").read_bytes()).values()) == {"", "Quay Street Clinic020 7946 0123"}


@posix
@pytest.mark.parametrize(("details", "mode"), [(DETAILS, 0o600), (["--note", "Ring us"], 0o600), ([], 0o644)])
def test_only_its_owner_can_read_a_patients_copy(details: list[str], mode: int, place: Place) -> None:
    for there in (False, True):
        for name in ("x.pdf", "y.pdf"):
            if there:
                # A file that was there before is no reason to be less careful, nor more.
                (place.out / name).chmod(0o666)
            assert place.run(*order(), *details, "-o", name).status == 0
            assert stat.S_IMODE((place.out / name).stat().st_mode) == mode


@posix
def test_a_patients_copy_is_its_owners_alone_while_it_is_written(place: Place) -> None:
    seen = list[tuple[Path, int]]()
    replacing = Path.replace

    def spy(file: Path, target: Path) -> Path:
        seen.append((file.parent.resolve(), stat.S_IMODE(file.stat().st_mode)))
        return replacing(file, target)

    opened = list[int]()
    chmod = Path.chmod

    def changed(file: Path, mode: int) -> None:
        opened.append(stat.S_IMODE(file.stat().st_mode))
        chmod(file, mode)

    place.monkeypatch.setattr(Path, "replace", spy)
    place.monkeypatch.setattr(Path, "chmod", changed)
    assert place.run(*order(), *DETAILS, "--no-cache").status == 0
    assert seen == [(place.out.resolve(), 0o600)]
    assert opened == [0o600]


# What goes wrong


def unwritable(place: Place) -> None:
    (place.out / "file").write_text("", encoding="utf-8")


def full_disk(place: Place) -> None:
    def refused(*args: object, **options: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    place.monkeypatch.setattr("handpress.press.files.os.fdopen", refused)


def out_of_order(place: Place) -> None:
    def fail(body: object, added: object) -> NoReturn:
        raise RuntimeError("out of order")

    place.monkeypatch.setattr(plate, "finish", fail)


def telltale(place: Place) -> None:
    def fail(body: object, added: object) -> NoReturn:
        raise RuntimeError(f"{' '.join(CANARIES.values())}")

    place.monkeypatch.setattr(plate, "finish", fail)


def nothing(place: Place) -> None:
    """Prepare nothing."""


NAME, IDENTIFIER = CANARIES["--patient"], CANARIES["--id"]
FAILURES: dict[str, tuple[list[str], Callable[[Place], None], int, str]] = {
    "a bad date": ([*order(), *DETAILS, "--born", f"{WRITTEN}, or so"], nothing, 1, "it is no date"),
    "a date to come": ([*order(), *DETAILS, "--born", "2937-07-19"], nothing, 1, "it is in the future"),
    "a bad number": ([*order(clinic="pier"), "--patient", NAME, "--id", IDENTIFIER], nothing, 1, "no NHS number"),
    "a long name": ([*order(), "--patient", NAME * 5], nothing, 1, "it does not fit"),
    "a name without end": ([*order(), "--patient", NAME * 50], nothing, 1, "it is no text of a line"),
    "an unknown glyph": ([*order(), *DETAILS, "--note", f"{NAME}\u1019"], nothing, 1, "its character U+1019"),
    "a control character": ([*order(), *DETAILS, "--note", f"{NAME}\x1b[2J"], nothing, 1, "it is no text of a line"),
    "a byte that is no text": ([*order(), *DETAILS, "--note", f"{NAME}\udcff"], nothing, 1, "it is no text of a line"),
    "no place for it": ([*order(clinic="pier"), "--clinician", NAME], nothing, 1, "has no place for it"),
    "no place on a checklist": ([*order("checklist"), "--note", NAME], nothing, 1, "has no place for it"),
    "a folder that is not there": ([*order(), *DETAILS, "-o", "none/x.pdf"], nothing, 1, "cannot be written"),
    "a file for a folder": ([*order(), *DETAILS, "-o", "file/x.pdf"], unwritable, 1, "cannot be written"),
    "a folder for a file": ([*order(), *DETAILS, "-o", "."], nothing, 2, "is a directory"),
    "a full disk": ([*order(), *DETAILS], full_disk, 1, "No space left on device"),
    "an unknown topic": (["handout", "cuogh", "-c", "quay", *DETAILS], nothing, 1, "there is no topic 'cuogh'"),
    "an unknown clinic": (["handout", "cough", "-c", "quai", *DETAILS], nothing, 1, "there is no clinic 'quai'"),
    "an unknown language": ([*order(), "-l", "pl", *DETAILS], nothing, 1, "is not written in 'pl'"),
    "an unknown option": ([*order(), *DETAILS, "--birth", BORN], nothing, 2, "o such option"),
    "an unknown command": (["hanout", "cough", "-c", "quay", *DETAILS], nothing, 2, "there is no command 'hanout'"),
    "no clinic": (["handout", "cough", *DETAILS], nothing, 2, "Missing option '--clinic'"),
    "too many copies": ([*order(), *DETAILS, "--copies", "9"], nothing, 2, "9 is not in the range"),
    "a fault of the program": ([*order(), *DETAILS], out_of_order, 1, "this is a fault in handpress"),
    "a fault that tells": ([*order(), *DETAILS], telltale, 1, "this is a fault in handpress"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_no_failure_tells_what_was_typed(failure: str, place: Place) -> None:
    arguments, prepare, status, said = FAILURES[failure]
    prepare(place)
    # Once as the plate is made, and once as it comes from the cache.
    for _ in range(2):
        ended = place.run(*arguments)
        assert (ended.status, ended.out) == (status, b"")
        assert said in " ".join(ended.err.decode().split())
        assert b"Traceback" not in ended.err
        assert canaries_in(ended.err) == []
        assert place.found() == []
        assert [name for name in place.files() if not name.endswith(".plate")] == (
            ["out/file"] if prepare is unwritable else []
        )


def test_a_name_without_quotation_marks_is_not_told(place: Place) -> None:
    """The shell hands on the second name as an argument of its own."""
    ended = place.run(*order(), "--patient", *NAME.split())
    assert (ended.status, ended.out) == (2, b"")
    assert canaries_in(ended.err) == []


def test_standard_output_that_is_closed_tells_nothing(place: Place) -> None:
    class Closed(BytesIO):
        def write(self, data: Any) -> NoReturn:
            raise BrokenPipeError(32, "Broken pipe")

    class Stream:
        buffer = Closed()

        def __getattr__(self, name: str) -> Any:
            return getattr(sys.__stdout__, name)

    with place.monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Stream())
        ended = place.run(*order(), *DETAILS, "-o", "-")
    assert ended.status == 1
    assert canaries_in(ended.err) == []
    assert place.found() == []


@pytest.mark.parametrize("wrong", [("--born", f"{WRITTEN}!"), ("--note", f"{NAME}\u1019")], ids=["date", "glyph"])
def test_a_refusals_traceback_names_the_field_only(wrong: tuple[str, str], place: Place) -> None:
    with pytest.raises(HandpressError) as caught:
        place.run(*order(), *DETAILS, *wrong, "--debug")
    told = "".join(traceback.format_exception(caught.value))
    assert told.startswith("Traceback (most recent call last)")
    assert "the patient's" in told
    assert canaries_in(told.encode()) == []
    assert place.found() == []


# Processes of their own: what Python itself prints, and what it leaves behind

FAULT = """
import handpress.plate
def fail(body, added):
    canaries = dict(added)
    raise RuntimeError("out of order")
handpress.plate.finish = fail
"""


def test_a_traceback_shows_code_and_no_details(place: Place) -> None:
    ended = place.spawn(*order(), *DETAILS, "--debug", first=FAULT)
    said = ended.err.decode()
    assert (ended.status, ended.out) == (1, b"")
    assert said.startswith("Traceback (most recent call last)")
    assert said.rstrip().endswith("RuntimeError: out of order")
    assert "pdf = made.plate.impress(copy.patient, copy.copies)" in said
    # Each line is a place, a line of code with marks under it, or the error itself: no values of variables.
    lines = said.splitlines()[1:-1]
    code = {line.strip() for file in source_files() for line in file.read_text(encoding="utf-8").splitlines()}
    for line in lines:
        known = line.startswith('  File "') or re.fullmatch(r"[\s~^]+", line) or line.strip() in code
        assert known, line
    assert canaries_in(ended.err) == []
    assert place.found() == []
    assert [name for name in place.files() if not name.endswith(".plate")] == []


def source_files() -> Iterator[Path]:
    """The files of which a traceback can show lines."""
    for package in (ROOT / "handpress", Path(click.__file__).parent):
        yield from package.rglob("*.py")


def test_a_fault_without_debug_is_one_line(place: Place) -> None:
    ended = place.spawn(*order(), *DETAILS, first=FAULT)
    assert (ended.status, ended.out) == (1, b"")
    assert [line.split(":")[0].strip() for line in ended.err.decode().splitlines()] == ["error", "hint"]
    assert canaries_in(ended.err) == []
    assert place.found() == []


def test_a_whole_process_leaves_its_output_only(place: Place) -> None:
    ended = place.spawn(*order(), *DETAILS, "--copies", "2")
    assert (ended.status, ended.err) == (0, b"")
    file = place.out / ended.out.decode().strip()
    assert_printed(file.read_bytes(), "handout")
    assert place.found(but=(file,)) == []
    assert {name for name in place.files() if not name.endswith(".plate")} == {f"out/{file.name}"}


# Worklists: a file of many canaries goes in, and each of them goes into one file or none

HEAD = ("clinic", "topics", "kind", "language", "large_print", "patient", "born", "id", "clinician", "appointment")
HEAD += ("note", "copies", "file")
FULL = {"clinic": "quay", "topics": "cough", "patient": NAME, "born": BORN, "id": IDENTIFIER} | {
    name: CANARIES[f"--{name}"] for name in ("clinician", "appointment", "note")
}
"""A row of which each detail is a canary."""

Cells = dict[str, str]
MODES = {"files": ["-o", "out", "--jobs", "1"], "one file": ["--single-file", "run.pdf"]}
MODES |= {f"{mode}, dry": [*options, "--dry-run"] for mode, options in MODES.items()}
every_mode = pytest.mark.parametrize("mode", MODES)


def csv_of(*rows: Cells, head: tuple[str, ...] = HEAD) -> str:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, head, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def batched(place: Place, content: str | bytes, *options: str) -> Ended:
    """Run a worklist, which lies beside what is searched: it is the one file that may hold everything."""
    file = place.base.parent / f"{place.base.name}.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return place.run("batch", "--worklist", str(file), *(options or MODES["files"]))


def left(place: Place) -> list[str]:
    """What is left behind but for plates, which are searched with all else."""
    return sorted(name for name in place.files() if not name.endswith(".plate"))


def test_a_worklists_details_are_in_its_rows_files_and_nowhere_else(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the record of the run either, nor in the file of a row without a patient."""
    caplog.set_level(logging.DEBUG)
    place.monkeypatch.setattr("handpress.commands.progress.EVERY_ELSEWHERE", 1e-9)
    content = csv_of(FULL, {"clinic": "quay", "topics": "cough"}, {**FULL, "file": "bed 7", "copies": "2"})
    for jobs in ("1", "2"):
        ended = batched(place, content, "-o", "out", "--jobs", jobs)
        copies = [place.out / "out" / f"{name}.pdf" for name in ("row-0001", "bed 7")]
        assert ended.status == 0
        assert b"2 of 3" in ended.err, "how far it is, is said"
        assert canaries_in(ended.out + ended.err) == []
        assert place.found(but=tuple(copies)) == []
        assert left(place) == [f"out/out/{name}" for name in ("bed 7.pdf", "row-0001.pdf", "row-0002.pdf", RECORD)]
        for file in copies:
            assert_printed(file.read_bytes(), "handout")
    assert canaries_in(caplog.text.encode()) == []


def test_a_print_files_details_are_in_its_slots_and_nowhere_else(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    place.monkeypatch.setattr("handpress.commands.progress.EVERY_ELSEWHERE", 1e-9)
    ended = batched(place, csv_of(FULL, {**FULL, "copies": "3"}), *MODES["one file"])
    assert (ended.status, ended.out) == (0, b"run.pdf\n")
    assert b"2 of 2" in ended.err
    assert canaries_in(ended.err) == []
    assert_printed((place.out / "run.pdf").read_bytes(), "handout")
    assert place.found(but=(place.out / "run.pdf",)) == []
    assert left(place) == ["out/run.pdf"]
    assert canaries_in(caplog.text.encode()) == []


@posix
def test_only_its_owner_can_read_a_worklists_files(place: Place) -> None:
    assert batched(place, csv_of(FULL, {"clinic": "quay", "topics": "cough"})).status == 0
    assert batched(place, csv_of(FULL), *MODES["one file"]).status == 0
    named = {"row-0001.pdf": 0o600, "row-0002.pdf": 0o644, RECORD: 0o644, "run.pdf": 0o600}
    found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in place.out.rglob("*") if file.is_file()}
    assert found == named


@pytest.mark.parametrize("mode", ["files, dry", "one file, dry"])
def test_a_dry_run_leaves_nothing(mode: str, place: Place) -> None:
    ended = batched(place, csv_of(FULL, {**FULL, "patient": NAME * 5}), *MODES[mode])
    assert (ended.status, ended.out) == (1, b"")
    assert b"1 of 2 can be printed" in ended.err
    assert canaries_in(ended.err) == []
    assert place.found() == []
    assert left(place) == []


PICKED = ("clinic", "topics", "kind", "language", "large_print", "born", "copies")
"""The columns in which no name can be right."""

MISPLACED = {
    **{f"a name as {column}": csv_of({**FULL, column: NAME}) for column in PICKED},
    "a name as a topic of several": csv_of({**FULL, "topics": f"cough;{NAME}"}),
    "a name as a file in a folder": csv_of({**FULL, "file": f"../{NAME}"}),
    "a name and a row-like file": csv_of({**FULL, "file": f"row-{NAME}"}),
    "a name as an NHS number": csv_of({**FULL, "clinic": "pier", "id": NAME}),
    "a name that does not fit": csv_of({**FULL, "patient": NAME * 5}),
    "a name without end": csv_of({**FULL, "patient": NAME * 50}),
    "an unknown glyph": csv_of({**FULL, "note": f"{NAME}\u1019"}),
    "a control character": csv_of({**FULL, "note": f"{NAME}\x1b[2J"}),
    "no place for it": csv_of({"clinic": "pier", "topics": "cough", "clinician": NAME}),
    "cells too many": csv_of(FULL).rstrip() + f",{NAME}\r\n",
    "no head": ",".join(FULL.values()),
    "a name in the head": csv_of(FULL, head=(*HEAD, NAME)),
    "two heads of a name": csv_of(FULL, head=(*HEAD, NAME, IDENTIFIER, BORN)),
    "a quotation mark that is not closed": f'clinic,topics,note\nquay,cough,"{NAME}\nquay,cough,{IDENTIFIER}\n',
    "a cell without end": csv_of({**FULL, "note": f"{NAME} " * 8_000}),
    "a head without end": f"clinic,topics,{NAME * 8_000}\n",
    "another encoding": csv_of(FULL).encode("cp1252"),
    "half a character": csv_of(FULL).encode("utf-16")[:-1],
}


@every_mode
@pytest.mark.parametrize("bad", MISPLACED)
def test_a_bad_row_is_not_repeated(bad: str, mode: str, place: Place) -> None:
    """Whatever is wrong with a cell, what stands in it may be somebody's name."""
    ended = batched(place, MISPLACED[bad], *MODES[mode])
    assert (ended.status, ended.out) == (1, b"")
    assert b"error: " in ended.err
    assert b"fault in handpress" not in ended.err
    assert canaries_in(ended.err) == []
    assert place.found() == []
    assert [name for name in left(place) if name != f"out/out/{RECORD}"] == []


def crash(place: Place) -> None:
    """A fault that tells all it knows, in whatever writes the copy."""
    for owner, name in ((plate, "finish"), (printfile, "form_object")):
        place.monkeypatch.setattr(owner, name, lambda *_: telling())
    place.monkeypatch.setattr("handpress.filling.form_object", lambda *_: telling())


def telling() -> NoReturn:
    raise RuntimeError(f"{' '.join(CANARIES.values())}")


def full(place: Place) -> None:
    """No room for any file, nor for more than the beginning of a print file."""

    def refused(handle: int, mode: str) -> NoReturn:
        os.close(handle)
        raise OSError(28, "No space left on device")

    place.monkeypatch.setattr(files, "os", SimpleNamespace(fdopen=refused))
    test_printfile.full_disk(place.monkeypatch, room=1_000)


def held(place: Place) -> None:
    """Another program has the files open."""

    def refused(file: Path, target: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(file))

    place.monkeypatch.setattr(Path, "replace", refused)


@pytest.mark.parametrize("prepare", [crash, full, held], ids=["a crash", "a full disk", "a file held"])
@pytest.mark.parametrize("mode", ["files", "one file"])
def test_no_failure_of_a_run_tells_whose_copy_it_was(
    prepare: Callable[[Place], None], mode: str, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (place.out / "out").mkdir()
    prepare(place)
    ended = batched(place, csv_of(FULL, {**FULL, "file": "x"}), *MODES[mode], "--no-cache")
    assert (ended.status, ended.out) == (1, b"")
    assert canaries_in(ended.err + caplog.text.encode()) == []
    assert place.found() == []
    assert [name for name in place.files() if name != f"out/out/{RECORD}"] == []


@pytest.mark.parametrize("mode", ["files", "one file"])
def test_a_run_that_is_stopped_leaves_no_half_of_a_copy(mode: str, place: Place) -> None:
    """Ctrl-C, as the second row is written."""
    calls = list[int]()

    def stopped(*args: object) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    owner, name = (printfile, "form_object") if mode == "one file" else (plate, "finish")
    real = getattr(owner, name)
    place.monkeypatch.setattr(owner, name, stopped)
    ended = batched(place, csv_of(FULL, FULL, FULL), *MODES[mode])
    assert ended.status == 130
    assert canaries_in(ended.err) == []
    printed = [place.out / "out" / "row-0001.pdf"] if mode == "files" else []
    assert place.found(but=tuple(printed)) == []
    assert left(place) == [f"out/out/{file.name}" for file in printed]


@pytest.mark.parametrize("content", ["another encoding", "a head without end", "a name in the head", "no head"])
def test_what_cannot_be_read_is_not_in_a_traceback(content: str, place: Place) -> None:
    with pytest.raises(HandpressError) as caught:
        batched(place, MISPLACED[content], *MODES["one file"], "--debug")
    told = "".join(traceback.format_exception(caught.value))
    assert told.startswith("Traceback (most recent call last)")
    assert canaries_in(told.encode()) == []


def test_a_process_that_is_not_alone_tells_nothing(place: Place) -> None:
    """Two processes besides this one, and a cell of each kind that goes wrong in them."""
    rows = [FULL, {**FULL, "patient": NAME * 5}, {**FULL, "born": NAME}, {**FULL, "topics": NAME}, FULL]
    file = place.base.parent / f"{place.base.name}.csv"
    file.write_text(csv_of(*rows), encoding="utf-8")
    ended = place.spawn("batch", "--worklist", str(file), "-o", "out", "--jobs", "2")
    assert ended.status == 1
    assert ended.err.count(b"error: row") == 3
    assert canaries_in(ended.out + ended.err) == []
    copies = tuple(place.out / "out" / f"row-000{number}.pdf" for number in (1, 5))
    assert place.found(but=copies) == []
    assert left(place) == ["out/out/row-0001.pdf", "out/out/row-0005.pdf", f"out/out/{RECORD}"]


# A cluster: what travels is the order itself, and no key, log or error tells of it


class Gathered(logging.Handler):
    """Every record of every logger, as it would be written with all that it knows."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record) + repr(record.args))


@pytest.fixture
def gathered() -> Iterator[Gathered]:
    """What is logged, also by loggers that hand nothing on to the root."""
    handler, changed = Gathered(), list[tuple[logging.Logger, int]]()
    for name in ("", "distributed", "distributed.worker", "distributed.scheduler", "distributed.client", "asyncio"):
        logger = logging.getLogger(name)
        changed.append((logger, logger.level))
        logger.setLevel(logging.DEBUG)
        if not name or not logger.propagate:
            logger.addHandler(handler)
    yield handler
    for logger, level in changed:
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("crashing", [False, True], ids=["well", "with a crash"])
def test_a_cluster_is_told_no_details_but_in_the_orders(crashing: bool, place: Place, gathered: Gathered) -> None:
    distributed = pytest.importorskip("distributed")
    rows = [FULL, {**FULL, "patient": NAME * 5}, {**FULL, "born": NAME}, {**FULL, "id": "", "file": "x"}]
    settings = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "protocol": "tcp"}
    folder = place.base / "dask"
    with distributed.LocalCluster(**settings, dashboard_address=None, local_directory=str(folder)) as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        if crashing:
            crash(place)
        ended = batched(place, csv_of(*rows), "-o", "out", "--scheduler", cluster.scheduler_address)
        scheduler, (worker,) = cluster.scheduler, cluster.workers.values()
        told = [repr(entry) for entry in scheduler.transition_log]
        assert any("lot-1" in entry for entry in told)
        told += [
            repr(scheduler.get_events()),
            repr(list(scheduler.events.values()) if hasattr(scheduler, "events") else ""),
        ]
        told += [repr(list(worker.state.log)), repr(list(worker.state.stimulus_log)), repr(worker.state.tasks)]
        told += [repr(list(worker.log)) if hasattr(worker, "log") else "", repr(scheduler.tasks)]
        copies = tuple((place.out / "out").glob("*.pdf"))
        # What a worker puts down is there as long as it runs.
        assert place.found(but=copies) == []
    assert ended.status == 1
    assert [file.name for file in sorted(copies)] == ([] if crashing else ["row-0001.pdf", "x.pdf"])
    assert ended.err.count(b"error: row") == (4 if crashing else 2)
    assert canaries_in(ended.out + ended.err) == []
    assert len(gathered.said) > 10
    assert canaries_in("\n".join(told + gathered.said).encode()) == []
    assert place.found(but=copies) == []


@pytest.mark.filterwarnings("ignore")
def test_a_task_that_fails_as_a_whole_tells_no_details(place: Place, gathered: Gathered) -> None:
    """Dask says of such a task with what it was called, and why it failed."""
    distributed = pytest.importorskip("distributed")

    def failing(lot: object, manner: object) -> NoReturn:
        raise RuntimeError("out of order")

    settings = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "protocol": "tcp"}
    place.monkeypatch.setattr("handpress.press.cluster.fulfil_lot", failing)
    with distributed.LocalCluster(**settings, dashboard_address=None, local_directory=str(place.base)) as cluster:
        ended = batched(place, csv_of(FULL, FULL), "-o", "out", "--scheduler", cluster.scheduler_address)
        told = [repr(entry) for entry in cluster.scheduler.transition_log]
    assert ended.status == 1
    assert ended.err.count(b"came to an end before it was done") == 2
    assert any("out of order" in said for said in gathered.said), "what Dask says of a failure is gathered"
    assert canaries_in(ended.err + "\n".join(told + gathered.said).encode()) == []
    assert place.found() == []
