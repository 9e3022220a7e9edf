"""The plate cache: it saves work, and nothing that happens to it or to what a plate is made of gives a wrong page."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any, NoReturn

import pytest
from pypdf import PdfReader

from handpress import platemaking
from handpress.job import Edition, Job
from handpress.patients import Patient
from handpress.plate import Made
from handpress.press import cache as press_cache
from handpress.press.cache import PlateCache
from handpress.press.making import make
from handpress.problems import Severity
from tests.conftest import ROOT
from tests.helpers import ATKINSON, NOTO, small_root
from tests.test_cli import run

real_plate = platemaking.make_plate
PATIENT = Patient("Ada Quorthwick-Łoś")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#00664f"/></svg>'
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root in which a plate is made of every kind of file that there is."""
    root = small_root(tmp_path / "root")
    files = {
        "handouts/_fragments/rest/en-GB.yaml": "body: [Rest as long as you like.]\n",
        "layouts/_street/layout.yaml": """\
            contact: {phone: "020 7946 0123"}
            emergency: {phone: "999", place: A&E}
            locale: en-GB
            languages: [en-GB]
            """,
        "layouts/quay/layout.yaml": """\
            extends: _street
            name: Quay Street Clinic
            logo: logo.svg
            logo_alt: Quay Street
            """,
        "layouts/quay/logo.svg": LOGO,
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(dedent(content), encoding="utf-8")
    change(root / "handouts/cough/en-GB.yaml", "clears the throat.]", "clears the throat., {fragment: rest}]")
    for font in ATKINSON.glob("*"):
        shutil.copy(font, root / "fonts")
    change(root / "fonts/families.yaml", f"{ATKINSON.as_posix()}/", "")
    return root


@pytest.fixture
def job(root: Path) -> Job:
    return Job(root, "cough", "quay")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "plates"


@pytest.fixture
def made_anew(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs whose plates were made and not found, as they are asked for."""
    asked = list[Job]()

    def making(job: Job) -> Made:
        asked.append(job)
        return real_plate(job)

    monkeypatch.setattr(platemaking, "make_plate", making)
    return asked


def change(file: Path, old: str, new: str) -> None:
    """Change a text file, which has `old` in it."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def entry(folder: Path) -> Path:
    """The only entry of a cache, in which nothing else is."""
    (file,) = folder.iterdir()
    assert file.suffix == ".plate"
    return file


def failing(error: BaseException) -> Any:
    def fail(*args: object, **options: object) -> NoReturn:
        raise error

    return fail


def pdfs(made: Made) -> tuple[bytes, bytes]:
    """The plate, and an impression of it."""
    return made.plate.pdf, made.plate.impress(PATIENT, 2)


# What was made is found


def test_the_second_copy_comes_from_the_cache(job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(job, folder)
    monkeypatch.setattr(platemaking, "make_plate", failing(AssertionError("it was made anew")))
    second = make(job, folder)
    assert pdfs(second) == pdfs(first) == pdfs(real_plate(job))
    assert second.plate == first.plate
    assert (second.edition, second.warnings) == (first.edition, first.warnings)


@pytest.mark.parametrize("topic", ["neutropenia", "discharge"])
def test_a_shipped_plate_is_found_as_it_was_made(topic: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(ROOT, topic, "lakeshore", Edition("", True, "checklist", 5, date(2026, 12, 30)))
    first = make(job, folder)
    monkeypatch.setattr(platemaking, "make_plate", failing(AssertionError("it was made anew")))
    second = make(job, folder)
    assert pdfs(second) == pdfs(first)
    assert second.plate == first.plate
    assert second.edition == replace(job.edition, language="en-US")


def test_what_was_warned_of_is_warned_of_again(job: Job, folder: Path, made_anew: list[Job]) -> None:
    job = replace(job, edition=Edition("en-AU"))
    first, second = make(job, folder), make(job, folder)
    assert len(made_anew) == 1
    assert second.warnings == first.warnings
    assert [(each.severity, each.message) for each in second.warnings] == [
        (Severity.WARNING, "'cough' is not written in 'en-AU'; 'en-GB' is printed")
    ]
    assert second.edition.language == "en-GB"


def test_what_cannot_be_made_is_not_kept(root: Path, folder: Path) -> None:
    with pytest.raises(Exception, match="there is no topic"):
        make(Job(root, "none", "quay"), folder)
    assert not folder.exists()


def test_an_entry_holds_what_it_was_made_of(job: Job, root: Path) -> None:
    """Every file that can change the page, and both that only stand by."""
    made_of = [each for each, _ in real_plate(job).inputs]
    files = [each for each in made_of if each.kind != "until"]
    assert [each.path.name for each in made_of if each.kind == "until"] == ["2099-11-22"]
    assert {(each.kind, each.path.relative_to(root).as_posix()) for each in files} == {
        ("file", "handouts/cough/topic.yaml"),
        ("file", "handouts/cough/en-GB.yaml"),
        ("file", "handouts/_fragments/rest/en-GB.yaml"),
        ("file", "layouts/quay/layout.yaml"),
        ("file", "layouts/quay/additions.yaml"),
        ("file", "layouts/_street/layout.yaml"),
        ("file", "layouts/_street/additions.yaml"),
        ("file", "layouts/quay/logo.svg"),
        ("file", "fonts/families.yaml"),
        ("folder", "handouts/cough"),
        ("folder", "handouts/_fragments/rest"),
        ("font", "fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
        ("font", "fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    }


# What has changed is made anew


def later(file: Path) -> None:
    """Another time for a file that holds the same."""
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns - 5_000_000_000))


def slyly(file: Path, old: str, new: str) -> None:
    """Change a file, but neither its size nor its time."""
    stat = file.stat()
    change(file, old, new)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


def add_language(root: Path, name: str) -> None:
    source = root / "handouts/cough/en-GB.yaml"
    (root / name).write_text(source.read_text(encoding="utf-8").replace("Cough", "Coughing"), encoding="utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "the text": lambda root: change(root / "handouts/cough/en-GB.yaml", "by themselves", "on their own"),
    "the text, its size and time the same": lambda root: slyly(root / "handouts/cough/en-GB.yaml", "Most", "Many"),
    "a fragment": lambda root: change(root / "handouts/_fragments/rest/en-GB.yaml", "Rest", "Sleep"),
    "topic.yaml": lambda root: change(root / "handouts/cough/topic.yaml", "category: chest", "category: throat"),
    "the layout": lambda root: change(root / "layouts/quay/layout.yaml", "Quay Street Clinic", "Quay Lane Clinic"),
    "its parent layout": lambda root: change(root / "layouts/_street/layout.yaml", "7946 0123", "7946 0999"),
    "the logo": lambda root: change(root / "layouts/quay/logo.svg", "#00664f", "#b3261e"),
    "families.yaml": lambda root: change(root / "fonts/families.yaml", "Hyperlegible Next", "Hyperlegible"),
    "a font's time": lambda root: later(root / "fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    "a language beside the text": lambda root: add_language(root, "handouts/cough/en.yaml"),
    "a nearer language": lambda root: add_language(root, "handouts/cough/en-US.yaml"),
    "a language of a fragment": lambda root: shutil.copy(
        root / "handouts/_fragments/rest/en-GB.yaml", root / "handouts/_fragments/rest/fr.yaml"
    ),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_printed_anew(
    changed: Callable[[Path], None], job: Job, root: Path, folder: Path, made_anew: list[Job]
) -> None:
    make(job, folder)
    make(job, folder)
    assert len(made_anew) == 1
    changed(root)
    now = make(job, folder)
    assert len(made_anew) == 2
    assert pdfs(now) == pdfs(real_plate(job))
    # And that is what is kept.
    assert pdfs(make(job, folder)) == pdfs(now)
    assert len(made_anew) == 2
    entry(folder)


def test_a_change_that_shows_is_seen(job: Job, root: Path, folder: Path) -> None:
    before = make(job, folder).plate.pdf
    CHANGES["the text"](root)
    assert make(job, folder).plate.pdf != before


def test_a_nearer_language_is_printed_as_soon_as_it_is_there(root: Path, folder: Path) -> None:
    job = Job(root, "cough", "quay", Edition("en-US"))
    assert make(job, folder).edition.language == "en-GB"
    add_language(root, "handouts/cough/en-US.yaml")
    assert make(job, folder).edition.language == "en-US"
    (root / "handouts/cough/en-US.yaml").unlink()
    assert make(job, folder).edition.language == "en-GB"


def test_a_file_that_was_taken_away_is_missed(job: Job, root: Path, folder: Path) -> None:
    make(job, folder)
    (root / "layouts/quay/logo.svg").unlink()
    with pytest.raises(Exception, match="there is no file 'logo.svg'"):
        make(job, folder)


@pytest.mark.parametrize(
    "edition",
    [
        Edition("en-GB"),
        Edition("", large=True),
        Edition("", kind="checklist"),
        Edition("", days=7),
        Edition("", start=date(2026, 11, 23)),
    ],
    ids=["language", "large", "kind", "days", "start"],
)
def test_another_edition_is_another_plate(edition: Edition, job: Job, folder: Path, made_anew: list[Job]) -> None:
    make(job, folder)
    other = replace(job, edition=edition)
    assert pdfs(make(other, folder)) == pdfs(real_plate(other))
    assert made_anew == [job, other]
    # Both are there now.
    assert pdfs(make(job, folder)) == pdfs(real_plate(job))
    assert pdfs(make(other, folder)) == pdfs(real_plate(other))
    assert made_anew == [job, other]
    assert len(list(folder.iterdir())) == 2


def test_another_root_is_another_plate(job: Job, root: Path, folder: Path, made_anew: list[Job]) -> None:
    other = replace(job, root=Path(shutil.copytree(root, root.parent / "other")))
    make(job, folder)
    make(other, folder)
    assert made_anew == [job, other]


def test_another_source_date_is_another_plate(
    job: Job, folder: Path, made_anew: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list[bytes]()
    for epoch in ("", "1000000000", "1100000000", ""):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        found.append(make(job, folder).plate.pdf)
    assert len(made_anew) == 3
    assert len(set(found)) == 3
    assert found[0] == found[3]


def test_another_program_makes_its_own_plates(
    job: Job, folder: Path, made_anew: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(job, folder)
    monkeypatch.setattr(press_cache, "program", lambda: "another")
    make(job, folder)
    assert len(made_anew) == 2


def newly(root: Path) -> None:
    CHANGES["the text"](root)


def by_an_older_file(root: Path) -> None:
    """As a copy that keeps its time does, or a backup that is put back."""
    file = root / "handouts/cough/en-GB.yaml"
    other = shutil.copyfile(file, file.with_suffix(".other"))
    change(other, "Most", "Many")
    os.utime(other, (1_000_000_000, 1_000_000_000))
    other.replace(file)


def by_another_font(root: Path) -> None:
    shutil.copyfile(NOTO / "NotoSans-Bold.ttf", root / "fonts/AtkinsonHyperlegibleNext-Bold.ttf")


def by_a_nearer_language(root: Path) -> None:
    add_language(root, "handouts/cough/en-US.yaml")


@pytest.mark.parametrize("changed", [newly, by_an_older_file, by_another_font, by_a_nearer_language])
def test_a_plate_is_not_kept_if_what_it_is_made_of_changed_meanwhile(
    changed: Callable[[Path], None], root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(root, "cough", "quay", Edition("en-US"))

    def slow(job: Job) -> Made:
        made = real_plate(job)
        changed(root)
        return made

    monkeypatch.setattr(platemaking, "make_plate", slow)
    make(job, folder)
    monkeypatch.setattr(platemaking, "make_plate", real_plate)
    assert make(job, folder).plate.pdf == real_plate(job).plate.pdf


def test_a_font_that_was_exchanged_is_that_of_impressions_too(job: Job, root: Path, folder: Path) -> None:
    """In one process: glyphs are numbered by the font of the plate, so no older one may set a name."""
    pdfs(make(job, folder))
    shutil.copyfile(NOTO / "NotoSans-Bold.ttf", root / "fonts/AtkinsonHyperlegibleNext-Bold.ttf")
    page: Any = PdfReader(BytesIO(make(job, folder).plate.impress(PATIENT))).pages[0]
    shown = page["/Resources"]["/XObject"]
    (form,) = (each.get_object() for name, each in shown.items() if name.endswith("SlotName"))
    fonts = {font.get_object()["/BaseFont"].partition("+")[2] for font in form["/Resources"]["/Font"].values()}
    assert fonts == {"NotoSans-Bold"}


# An entry that is damaged


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(len(data) * share)]


def flip(place: Callable[[bytes], int], bit: int) -> Callable[[bytes], bytes]:
    def flipped(data: bytes) -> bytes:
        at = place(data)
        return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]

    return flipped


HEAD = len(press_cache.MAGIC)
PLACES: dict[str, Callable[[bytes], int]] = {
    "the mark": lambda data: 3,
    "the digest": lambda data: HEAD + 5,
    "the length": lambda data: HEAD + 33,
    "the head": lambda data: HEAD + 200,
    "the middle": lambda data: len(data) // 2,
    "the end": lambda data: len(data) - 1,
}
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda data: b"",
    "only the mark": lambda data: data[:HEAD],
    "half the digest": lambda data: data[: HEAD + 16],
    "only mark and digest": lambda data: data[: HEAD + 32],
    **{f"cut at {share:.0%}": cut(share) for share in (0.01, 0.1, 0.5, 0.99)},
    "one byte short": lambda data: data[:-1],
    "one byte long": lambda data: data + b"\0",
    "zeros": lambda data: bytes(len(data)),
    "another program's": lambda data: b"#!/bin/sh\n" + data,
    **{f"bit {bit} of {name}": flip(place, bit) for name, place in PLACES.items() for bit in (0, 4, 7)},
}


def test_a_damaged_entry_is_not_believed(job: Job, folder: Path) -> None:
    make(job, folder)
    file = entry(folder)
    whole = file.read_bytes()
    for name, damage in DAMAGE.items():
        file.write_bytes(damage(whole))
        assert PlateCache(folder).find(job) is None, name
    file.write_bytes(whole)
    assert PlateCache(folder).find(job) is not None


@pytest.mark.parametrize("damage", [DAMAGE["emptied"], DAMAGE["cut at 50%"], DAMAGE["bit 4 of the middle"]])
def test_a_damaged_entry_is_replaced(
    damage: Callable[[bytes], bytes], job: Job, folder: Path, made_anew: list[Job]
) -> None:
    right = pdfs(make(job, folder))
    file = entry(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert pdfs(make(job, folder)) == right
    assert entry(folder).read_bytes() == whole
    assert len(made_anew) == 2


@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_a_folder_in_the_place_of_an_entry_does_not_stop_printing(
    full: bool, job: Job, folder: Path, made_anew: list[Job]
) -> None:
    right = pdfs(make(job, folder))
    file = entry(folder)
    file.unlink()
    file.mkdir()
    if full:
        (file / "something").write_text("", encoding="utf-8")
    assert pdfs(make(job, folder)) == right
    assert len(made_anew) == 2


def test_an_empty_folder_in_the_place_of_an_entry_is_replaced(job: Job, folder: Path, made_anew: list[Job]) -> None:
    make(job, folder)
    file = entry(folder)
    file.unlink()
    file.mkdir()
    make(job, folder)
    make(job, folder)
    assert entry(folder).is_file()
    assert len(made_anew) == 2


# A writer that comes to an end

KILLED = """
import os, signal, sys
from pathlib import Path
from handpress.job import Edition, Job
from handpress.press import cache
from handpress.press.making import make

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

class Half:
    def __init__(self, handle): self.handle = handle
    def __enter__(self): return self
    def __exit__(self, *args): pass
    def write(self, data):
        os.write(self.handle, data[: len(data) // 2])
        die()

if sys.argv[3] == "writing":
    os.fdopen = lambda handle, mode: Half(handle)
else:
    Path.replace = die
make(Job(Path(sys.argv[1]), "cough", "quay"), Path(sys.argv[2]))
"""


@posix
@pytest.mark.parametrize("moment", ["writing", "between writing and putting it in its place"])
def test_a_writer_that_is_killed_leaves_nothing_that_is_believed(
    moment: str, job: Job, root: Path, folder: Path, made_anew: list[Job]
) -> None:
    command = [sys.executable, "-c", KILLED, str(root), str(folder), moment.split()[0]]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert [file.suffix for file in folder.iterdir()] == [".part"]
    assert PlateCache(folder).find(job) is None
    assert pdfs(make(job, folder)) == pdfs(real_plate(job))
    assert pdfs(make(job, folder)) == pdfs(real_plate(job))
    assert len(made_anew) == 1


def test_a_part_that_was_left_over_is_not_believed(job: Job, folder: Path, made_anew: list[Job]) -> None:
    make(job, folder)
    file = entry(folder)
    file.rename(file.with_suffix(".part"))
    (folder / f"{file.name}.part").write_bytes(b"half")
    make(job, folder)
    assert len(made_anew) == 2


def test_a_writer_that_is_stopped_leaves_nothing(job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        make(job, folder)
    assert list(folder.iterdir()) == []


def test_processes_at_once_give_the_right_file(job: Job, root: Path, folder: Path, tmp_path: Path) -> None:
    """Four together, in a cache whose entry is damaged: each finds it or makes it, and one entry is left."""
    right = make(job, folder).plate.impress(PATIENT)
    file = entry(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    command = [sys.executable, str(ROOT / "generate.py"), "handout", "cough", "-c", "quay", "--root", str(root)]
    command += ["--patient", PATIENT.name, "--cache", str(folder), "-o"]
    files = [tmp_path / f"{number}.pdf" for number in range(4)]
    started = [
        subprocess.Popen([*command, str(each)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for each in files
    ]
    for process in started:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert [each.read_bytes() == right for each in files] == [True] * 4
    assert entry(folder).read_bytes() == whole


# A folder that cannot be written


def in_the_way(folder: Path) -> Path:
    """A file where the folder would be."""
    folder.write_text("", encoding="utf-8")
    return folder


def below_a_file(folder: Path) -> Path:
    return in_the_way(folder) / "plates"


def too_long(folder: Path) -> Path:
    return folder / ("x" * 300)


@pytest.mark.parametrize("impossible", [in_the_way, below_a_file, too_long])
def test_an_impossible_folder_does_not_stop_printing(
    impossible: Callable[[Path], Path], job: Job, folder: Path, tmp_path: Path
) -> None:
    there = sorted(tmp_path.rglob("*"))
    at = impossible(folder)
    for _ in range(2):
        assert pdfs(make(job, at)) == pdfs(real_plate(job))
    assert sorted(set(tmp_path.rglob("*")) - {folder}) == there


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whom no permission holds back")
def test_a_read_only_folder_does_not_stop_printing(job: Job, folder: Path) -> None:
    folder.mkdir(mode=0o500)
    assert pdfs(make(job, folder)) == pdfs(real_plate(job))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["making the folder", "opening", "writing", "putting it in its place"])
def test_whatever_the_system_refuses_printing_goes_on(
    step: str, number: int, job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands in for read-only folders, which hold nobody back who runs the tests as root, and for full disks."""
    refused = failing(OSError(number, os.strerror(number)))
    right = pdfs(real_plate(job))
    with monkeypatch.context() as patched:
        if step == "making the folder":
            patched.setattr(Path, "mkdir", refused)
        elif step == "opening":
            patched.setattr(press_cache.tempfile, "mkstemp", refused)
        elif step == "writing":
            patched.setattr(press_cache.os, "fdopen", refused)
        else:
            patched.setattr(Path, "replace", refused)
        assert pdfs(make(job, folder)) == right
    assert not folder.exists() or list(folder.iterdir()) == []


def test_an_entry_that_cannot_be_read_does_not_stop_printing(
    job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = pdfs(make(job, folder))
    reading = Path.read_bytes

    def refused(file: Path) -> bytes:
        if file.suffix == ".plate":
            raise PermissionError(errno.EACCES, "Permission denied")
        return reading(file)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert pdfs(make(job, folder)) == right


# How large it grows


def test_the_oldest_entries_go_when_the_cache_is_full(
    job: Job, folder: Path, made_anew: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [replace(job, edition=Edition("", days=days)) for days in (1, 2, 3, 4)]
    for age, each in enumerate(jobs[:3]):
        before = set(folder.glob("*"))
        make(each, folder)
        (file,) = set(folder.glob("*")) - before
        stamp = time.time_ns() - (10 - age) * 1_000_000_000
        os.utime(file, ns=(stamp, stamp))
    size = max(file.stat().st_size for file in folder.iterdir())
    monkeypatch.setattr(press_cache, "MOST_BYTES", int(2.5 * size))
    make(jobs[3], folder)
    assert len(list(folder.iterdir())) == 2
    found = [PlateCache(folder).find(each) is not None for each in jobs]
    assert found == [False, False, True, True]
    assert made_anew == jobs


def test_the_newest_entry_stays_however_large_it_is(job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_cache, "MOST_BYTES", 10)
    for days in (1, 2):
        make(replace(job, edition=Edition("", days=days)), folder)
    assert PlateCache(folder).find(replace(job, edition=Edition("", days=2))) is not None
    entry(folder)


def test_other_files_of_the_folder_are_left_alone(job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_cache, "MOST_BYTES", 10)
    folder.mkdir()
    other = folder / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    os.utime(other, ns=(0, 0))
    for days in (1, 2):
        make(replace(job, edition=Edition("", days=days)), folder)
    assert other.read_text(encoding="utf-8") == "mine"


# Without it


def test_without_a_folder_nothing_is_kept(job: Job, tmp_path: Path, made_anew: list[Job]) -> None:
    there = sorted(tmp_path.rglob("*"))
    assert pdfs(make(job)) == pdfs(make(job)) == pdfs(real_plate(job))
    assert len(made_anew) == 2
    assert sorted(tmp_path.rglob("*")) == there


def test_the_command_keeps_plates_where_it_is_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    monkeypatch.setenv("HANDPRESS_CACHE", str(tmp_path / "usual"))

    def kept(*options: str) -> list[str]:
        asked = ["handout", "cough", "-c", "quay", "--root", str(root), "-o", "x.pdf", *options]
        assert run(*asked, capsys=capsys, monkeypatch=monkeypatch)[0] == 0
        return sorted(file.parent.name for file in tmp_path.rglob("*.plate"))

    there = set(tmp_path.rglob("*"))
    assert kept("--no-cache") == []
    assert set(tmp_path.rglob("*")) - there == {tmp_path / "out" / "x.pdf"}
    assert kept("--no-cache", "--cache", str(tmp_path / "named")) == []
    assert kept("--cache", str(tmp_path / "named")) == ["named"]
    assert kept() == ["named", "usual"]
