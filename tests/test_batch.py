"""Batches on any number of processes, stopped in every way: what is printed is the same, and every file is whole."""

from __future__ import annotations

import errno
import gc
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import IO, Any
from unittest import mock

import pytest

from handpress import cli
from handpress.commands import progress
from handpress.matrix import Wanted, place
from handpress.planning import plan
from handpress.press import engine
from handpress.press.orders import Manner, Order, Outcome
from tests.helpers import ATKINSON, small_root

ROOT = Path(__file__).resolve().parent.parent
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#00664f"/></svg>'
FILES = {
    "handouts/_fragments/rest/en-GB.yaml": "body: [Rest as long as you like.]\n",
    "handouts/_fragments/rest/es.yaml": "body: [Descanse cuanto quiera.]\n",
    "handouts/cough/es.yaml": """\
        title: Tos
        version: "1.0"
        issued: 2026-11-22
        review_by: 2099-11-22
        translation: {of_version: "1.0", by: a translator, reviewed_by: a reader}
        key_message: La tos suele pasar sola.
        sections:
          - {role: about, title: "¿Qué es la tos?", body: [La tos limpia la garganta., {fragment: rest}]}
          - {role: urgent, title: Llámenos si, body: [signs: [tose sangre]]}
        """,
    "handouts/rounds/topic.yaml": """\
        kind: checklist
        source_language: en-GB
        category: staff
        sources: [{title: Rounds, publisher: NHS, url: "https://www.nhs.uk/rounds", accessed: 2026-11-22}]
        """,
    "handouts/rounds/en-GB.yaml": """\
        title: Morning rounds
        version: "3"
        issued: 2026-11-22
        review_by: 2099-05-01
        sections: [{title: Before, tasks: [Wash your hands.]}]
        """,
    "layouts/_street/layout.yaml": """\
        contact: {phone: "020 7946 0123"}
        emergency: {phone: "999", place: A&E}
        locale: en-GB
        """,
    "layouts/quay/layout.yaml": """\
        extends: _street
        name: Quay Street Clinic
        logo: logo.svg
        logo_alt: Quay Street
        languages: [en-GB, es]
        """,
    "layouts/quay/logo.svg": LOGO,
    "layouts/pier/layout.yaml": """\
        name: Pier Head Clinic
        contact: {phone: "020 7946 0456"}
        emergency: {phone: "999", place: A&E}
        locale: en-GB
        languages: [en-GB]
        """,
}
MARKS = ("", "-large", "-checklist", "-large-checklist")
PRINTED = {
    *(f"quay/{topic}{marks}.pdf" for topic in ("en-GB/cough", "en-GB/fever", "es/cough") for marks in MARKS),
    *(f"pier/en-GB/{topic}{marks}.pdf" for topic in ("cough", "fever") for marks in MARKS),
    *(f"{clinic}/en-GB/rounds{marks}-checklist.pdf" for clinic in ("quay", "pier") for marks in ("", "-large")),
}
INDEXES = {"quay/index.pdf", "pier/index.pdf"}
KILLS = 12
THOROUGHLY = int(os.environ.get("HANDPRESS_KILLS", "30"))
"""How often the thorough test kills; HANDPRESS_KILLS=100 takes two minutes."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
thorough = pytest.mark.skipif(os.environ.get("HANDPRESS_CONFORMANCE") != "required", reason="takes a minute")


def matrix_root(folder: Path) -> Path:
    """A root that prints `PRINTED`: two handouts, one of them in two languages and with a fragment, a list for staff.

    The clinic `quay` has a logo and a parent, `pier` has neither. All that a page is made of lies in the folder.
    """
    root = small_root(folder)
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(dedent(content), encoding="utf-8")
    change(root / "handouts/cough/en-GB.yaml", "clears the throat.]", "clears the throat., {fragment: rest}]")
    (root / "handouts/fever").mkdir()
    for name in ("topic.yaml", "en-GB.yaml"):
        text = (root / "handouts/cough" / name).read_text(encoding="utf-8").replace(", {fragment: rest}", "")
        text = text.replace("Cough", "Fever").replace("cough", "fever")
        (root / "handouts/fever" / name).write_text(text, encoding="utf-8")
    for font in ATKINSON.glob("*"):
        shutil.copy(font, root / "fonts")
    change(root / "fonts/families.yaml", f"{ATKINSON.as_posix()}/", "")
    return root


def change(file: Path, old: str, new: str) -> None:
    """Change a text file, which has `old` in it."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status, the files that it named, what it said besides."""

    status: int
    files: set[str]
    err: str

    def lines(self, words: str) -> list[str]:
        """The lines with these words in them."""
        return [line for line in self.err.splitlines() if words in line]


def ended(status: int, folder: Path, said: str, told: str) -> Ended:
    return Ended(status, {Path(line).relative_to(folder).as_posix() for line in said.splitlines()}, told)


def arguments(root: Path, folder: Path, *options: str) -> list[str]:
    """What the command is called with: one process and no cache, unless the options say otherwise."""
    cache = () if "--cache" in options else ("--no-cache",)
    return ["batch", "--root", str(root), "-o", str(folder), *cache, "-j", "1", *options]


def batch(root: Path, folder: Path, *options: str) -> Ended:
    """Run the command in this process."""
    said, told, command = StringIO(), StringIO(), ["generate.py", *arguments(root, folder, *options)]
    patched = mock.patch.object(sys, "argv", command)
    with patched, redirect_stdout(said), redirect_stderr(told), pytest.raises(SystemExit) as caught:
        cli.main()
    return ended(int(caught.value.code or 0), folder, said.getvalue(), told.getvalue())


def spawn(root: Path, folder: Path, *options: str, first: str = "") -> Ended:
    """Run the command in a process of its own, which does something else `first`."""
    code = f"{first}\nfrom handpress.cli import main\nmain()"
    command = [sys.executable, "-c", code, *arguments(root, folder, *options)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return ended(done.returncode, folder, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that no test changes."""
    return matrix_root(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def undisturbed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run leaves that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert spawn(root, folder).status == 0
    return tree(folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# Processes


def test_a_run_prints_the_matrix_and_says_so(root: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    ran = batch(root, out)
    assert (ran.status, ran.files) == (0, PRINTED | INDEXES)
    assert set(tree(out)) == PRINTED | INDEXES | {"manifest.json"}
    assert ran.lines("24 of 24 printed, 24 pages, ")
    assert tree(out) == undisturbed


def test_two_processes_print_the_same(root: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    ran = spawn(root, out, "-j", "2")
    assert (ran.status, ran.files) == (0, PRINTED | INDEXES)
    assert tree(out) == undisturbed


def test_plates_out_of_the_cache_are_the_same(
    root: Path, out: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    for _ in range(2):
        shutil.rmtree(out, ignore_errors=True)
        assert batch(root, out, "--cache", str(tmp_path / "plates")).files == PRINTED | INDEXES
        assert tree(out) == undisturbed
    assert len(list((tmp_path / "plates").iterdir())) == len(PRINTED)


DEATH = "HANDPRESS_TEST_DEATH"


def dies_once(lot: tuple[Order, ...], manner: Manner) -> list[engine.Told]:
    """In the place of `fulfil_lot`: whoever comes first to a fever, and takes the flag, dies of it."""
    if lot[0].job.topic == "fever":
        try:
            Path(os.environ[DEATH]).unlink()
        except FileNotFoundError:
            return engine.fulfil_lot(lot, manner)
        os._exit(3)
    return engine.fulfil_lot(lot, manner)


def dies_of_one(lot: tuple[Order, ...], manner: Manner) -> list[engine.Told]:
    """In the place of `fulfil_lot`: one order is the end of whoever takes it."""
    if lot[0].job.edition.large:
        os._exit(3)
    return engine.fulfil_lot(lot, manner)


def orders(root: Path, folder: Path) -> list[Order]:
    return [Order(job, folder / place(job)) for job in plan(root, Wanted()).jobs]


def test_a_process_that_dies_takes_no_order_with_it(
    root: Path, out: Path, tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = tmp_path / "flag"
    flag.touch()
    monkeypatch.setenv(DEATH, str(flag))
    monkeypatch.setattr(engine, "fulfil_lot", dies_once)
    outcomes = list[Outcome]()
    # What is left over of those that died is taken away at any moment; what was there before takes no part in that.
    gc.freeze()
    try:
        for outcome in engine.run(orders(root, out), 2, Manner()):
            outcomes.append(outcome)
            gc.collect()
    finally:
        gc.unfreeze()
    assert not flag.exists()
    assert Counter(outcome.order for outcome in outcomes) == Counter(orders(root, out))
    assert all(outcome.done for outcome in outcomes)
    assert tree(out) == {file: undisturbed[file] for file in PRINTED}


def test_an_order_that_kills_is_the_only_one_that_is_lost(
    root: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [order for order in orders(root, out) if order.job.clinic == "pier" and order.job.topic == "rounds"]
    monkeypatch.setattr(engine, "fulfil_lot", dies_of_one)
    outcomes = list(engine.run(asked, 2, Manner()))
    assert Counter(outcome.order for outcome in outcomes) == Counter(asked)
    assert [outcome.order.job.edition.large for outcome in outcomes if not outcome.done] == [True]
    file = "pier/en-GB/rounds-checklist.pdf"
    assert tree(out) == {file: undisturbed[file]}


def test_a_cluster_that_loses_a_worker_prints_the_same(
    root: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers in processes of their own, spoken to over TCP as if they were far away."""
    distributed = pytest.importorskip("distributed")
    cluster = pytest.importorskip("handpress.press.cluster")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=":0",
        silence_logs=50,
    ) as local:
        assert local.scheduler_address.startswith("tcp://")
        outcomes, running = list[Outcome](), cluster.run

        def losing(*asked: Any) -> Iterator[Outcome]:
            for outcome in running(*asked):
                if not outcomes:
                    os.kill(local.workers[0].pid, getattr(signal, "SIGKILL", signal.SIGTERM))
                outcomes.append(outcome)
                yield outcome

        monkeypatch.setattr(cluster, "run", losing)
        ran = batch(root, out, "--scheduler", local.scheduler_address)
    assert (ran.status, ran.files) == (0, PRINTED | INDEXES)
    assert Counter(outcome.order for outcome in outcomes) == Counter(orders(root, out))
    assert tree(out) == undisturbed


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with one worker, a process that stands in a folder of its own."""
    distributed = pytest.importorskip("distributed")
    settings = {"n_workers": 1, "threads_per_worker": 1, "protocol": "tcp", "host": "127.0.0.1", "silence_logs": 50}
    with chdir(tmp_path_factory.mktemp("worker")):
        local = distributed.LocalCluster(**settings, dashboard_address=":0")
    with local:
        yield local.scheduler_address


def test_two_commands_at_one_scheduler_get_each_its_own(
    root: Path, tmp_path: Path, scheduler: str, undisturbed: dict[str, bytes]
) -> None:
    cluster = pytest.importorskip("handpress.press.cluster")
    ones, others = orders(root, tmp_path / "ones")[:2], orders(root, tmp_path / "others")[-2:]
    first = cluster.run(ones, scheduler, Manner())
    outcomes = [next(first), *cluster.run(others, scheduler, Manner()), *first]
    assert Counter(outcome.order for outcome in outcomes) == Counter([*ones, *others])
    for order in (*ones, *others):
        assert order.output.read_bytes() == undisturbed[place(order.job)]


def test_a_cluster_writes_where_the_command_was_typed(
    root: Path, tmp_path: Path, scheduler: str, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the command says the files as they were asked for, from its own folder on."""
    monkeypatch.chdir(tmp_path)
    ran = batch(root, Path("out"), "--cache", "plates", "--scheduler", scheduler)
    assert (ran.status, ran.files) == (0, PRINTED | INDEXES)
    assert tree(tmp_path / "out") == undisturbed
    assert len(list((tmp_path / "plates").iterdir())) == len(PRINTED)
    (tmp_path / "visits.csv").write_text("clinic,topics,patient\nquay,cough,Ada\n", encoding="utf-8")
    ran = batch(root, Path("today"), "--worklist", "visits.csv", "--scheduler", scheduler)
    assert (ran.status, ran.files) == (0, {"row-0001.pdf"})
    assert set(tree(tmp_path / "today")) == {"row-0001.pdf", "worklist.json"}


def test_a_worker_that_lives_on_prints_a_corrected_text(tmp_path: Path, scheduler: str) -> None:
    root, worklist, found = matrix_root(tmp_path / "root"), tmp_path / "visits.csv", list[bytes]()
    worklist.write_text("clinic,topics,patient\nquay,cough,Ada\n", encoding="utf-8")
    for words in ("by themselves", "on their own"):
        change(root / "handouts/cough/en-GB.yaml", "by themselves", words)
        folder = tmp_path / words
        assert batch(root, folder, "--worklist", str(worklist), "--scheduler", scheduler).status == 0
        found.append((folder / "row-0001.pdf").read_bytes())
    assert found[0] != found[1]


# What the system refuses

opened = os.fdopen


class Full:
    """A file on a disk that is full when half of it is there, where it holds such bytes."""

    bytes = b"%PDF"

    def __init__(self, handle: int, mode: str) -> None:
        self.file = opened(handle, mode)

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *args: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> None:
        if self.bytes in data:
            self.file.write(data[: len(data) // 2])
            self.file.flush()
            raise OSError(errno.ENOSPC, "No space left on device")
        self.file.write(data)


class FullAtLast(Full):
    """The manifest is what finds no more room."""

    bytes = b'"format"'


def test_a_full_disk_is_a_line_for_each_file_and_leaves_no_halves(
    root: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", Full)
        ran = batch(root, out)
    assert (ran.status, ran.files) == (1, set())
    assert len(ran.lines("error: the file cannot be written: No space left on device")) == len(PRINTED)
    assert ran.lines("0 of 24 printed")
    assert set(tree(out)) == {"manifest.json"}
    assert batch(root, out).status == 0
    assert tree(out) == undisturbed


@pytest.mark.parametrize("options", [(), ("--prune",)], ids=["", "prune"])
def test_what_was_printed_stays_when_the_disk_is_full(
    options: tuple[str, ...], tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where files are to go that nobody asks for any more: these are asked for, and found no room."""
    root = matrix_root(tmp_path / "root")
    assert batch(root, out, "-t", "rounds").status == 0
    before = {file: data for file, data in tree(out).items() if file.endswith(".pdf")}
    change(root / "layouts/pier/layout.yaml", "0456", "0999")
    monkeypatch.setattr(os, "fdopen", Full)
    assert batch(root, out, "-t", "rounds", *options).status == 1
    assert {file: data for file, data in tree(out).items() if file.endswith(".pdf")} == before


def test_what_was_printed_below_the_root_stays_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for from there on, and is no part of the content that might forbid it."""
    root, out = matrix_root(tmp_path / "root"), Path("out")
    monkeypatch.chdir(root)
    assert batch(root, out, "-t", "rounds").status == 0
    before = {file for file in tree(out) if file.endswith(".pdf")}
    change(root / "layouts/pier/layout.yaml", "0456", "0999")
    monkeypatch.setattr(os, "fdopen", Full)
    ran = batch(root, out, "-t", "rounds", "--prune")
    assert ran.lines("out/pier/en-GB/rounds-checklist.pdf: error: the file cannot be written")
    assert {file for file in tree(out) if file.endswith(".pdf")} == before


def test_a_manifest_that_finds_no_room_costs_nothing_that_was_printed(
    root: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", FullAtLast)
        ran = batch(root, out)
    assert (ran.status, ran.files) == (1, PRINTED | INDEXES)
    assert len(ran.lines("error: ")) == len(ran.lines("manifest.json: error: the file cannot be written")) == 1
    ran = batch(root, out)
    assert (ran.status, ran.files) == (0, set())
    assert tree(out) == undisturbed


def test_a_folder_in_a_files_place_is_one_line_and_the_rest_is_printed(
    root: Path, out: Path, undisturbed: dict[str, bytes]
) -> None:
    at = "quay/en-GB/cough.pdf"
    (out / at).mkdir(parents=True)
    ran = batch(root, out)
    assert (ran.status, ran.files) == (1, (PRINTED | INDEXES) - {at})
    (said,) = ran.lines("error: ")
    assert Path(at).name in said
    assert "the file cannot be written: " in said
    assert set(tree(out)) == (PRINTED | INDEXES | {"manifest.json"}) - {at}
    assert list((out / at).iterdir()) == []
    (out / at).rmdir()
    ran = batch(root, out)
    assert (ran.status, ran.files) == (0, {at, "quay/index.pdf"})
    assert tree(out) == undisturbed


def test_a_file_in_a_folders_place_is_a_line_for_each_file(root: Path, out: Path) -> None:
    out.mkdir()
    (out / "pier").write_text("mine", encoding="utf-8")
    ran = batch(root, out, "-t", "rounds")
    quay = {file for file in PRINTED | INDEXES if re.match("quay/(en-GB/rounds|index)", file)}
    assert (ran.status, ran.files) == (1, quay)
    assert len(ran.lines("error: ")) == len(ran.lines("pier/en-GB: error: the folder cannot be made: ")) == 2
    assert (out / "pier").read_text(encoding="utf-8") == "mine"


def read_only(folder: Path) -> Callable[..., Any]:
    """A `mkstemp` to whom a folder is read-only; who runs the tests as root is held back by no permission."""
    making = tempfile.mkstemp

    def made(**options: Any) -> Any:
        if Path(options["dir"]).is_relative_to(folder):
            raise OSError(errno.EROFS, "Read-only file system")
        return making(**options)

    return made


def test_a_read_only_folder_is_a_line_for_each_file(
    root: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch(root, out, "-t", "rounds", "-c", "pier").status == 0
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", read_only(out / "quay"))
        ran = batch(root, out)
    assert (ran.status, ran.files) == (
        1,
        {file for file in PRINTED | INDEXES if "pier" in file and "rounds" not in file},
    )
    refused = [file for file in PRINTED if "quay" in file]
    assert len(ran.lines("error: ")) == len(ran.lines("cannot be written: Read-only file system")) == len(refused)
    assert not any("quay" in file for file in tree(out) if file.endswith(".pdf"))
    assert batch(root, out).status == 0
    assert tree(out) == undisturbed


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whom no permission holds back")
def test_an_output_that_nobody_may_write_to_is_told_and_left_alone(root: Path, out: Path) -> None:
    out.mkdir(mode=0o500)
    ran = batch(root, out, "-t", "rounds")
    assert (ran.status, ran.files) == (1, set())
    assert len(ran.lines("the folder cannot be made: Permission denied")) == 4
    assert len(ran.lines("manifest.json: error: the file cannot be written: Permission denied")) == 1
    assert "Traceback" not in ran.err
    assert list(out.iterdir()) == []


def test_an_output_below_a_file_is_told_without_a_traceback(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    ran = batch(root, tmp_path / "file" / "out", "-t", "rounds")
    assert (ran.status, ran.files) == (1, set())
    assert "Traceback" not in ran.err
    assert "fault in handpress" not in ran.err
    assert set(map(str.strip, ran.lines("error: "))) == set(ran.lines("error: the folder cannot be made: "))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


# Stopped


@contextmanager
def started(root: Path, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, of which nothing is left in the end.

    Ctrl-C reaches it also where the tests themselves were started deaf to it, as in the background of a shell.
    """
    command = [sys.executable, str(ROOT / "generate.py"), *arguments(root, folder, *options)]
    hearing = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", hearing, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    with running:
        try:
            yield running
        finally:
            for _ in range(2):
                try:
                    os.killpg(running.pid, signal.SIGKILL)
                except ProcessLookupError:
                    break


def after(running: subprocess.Popen[str], seconds: float) -> bool:
    """Whether a process still runs after so long."""
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def first_lines(stream: IO[str] | None, count: int) -> list[str]:
    """The lines that a process prints first; fewer if it ends."""
    assert stream is not None
    lines = (stream.readline() for _ in range(count))
    return [line for line in lines if line]


class Watcher(threading.Thread):
    """Looks at a folder again and again until it is told to stop, and writes down files that are not whole."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.stopped = folder, threading.Event()
        self.seen, self.torn = set[str](), set[str]()

    def run(self) -> None:
        while not self.stopped.wait(0.002):
            for file in self.folder.glob("*/**/*.pdf"):
                try:
                    data = file.read_bytes()
                except FileNotFoundError:
                    continue
                self.seen.add(file.name)
                if not (data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")):
                    self.torn.add(file.name)

    def __enter__(self) -> Watcher:
        self.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stopped.set()
        self.join()


def killed(root: Path, folder: Path, moment: random.Random) -> bool:
    """Run the command, and kill it after some of its files and a moment more; whether it had not ended by itself."""
    with started(root, folder, "-j", moment.choice("12")) as running:
        first_lines(running.stdout, moment.choice((0, 0, 1, 2, 3, 5, 8, 13)))
        if not after(running, moment.uniform(0, 0.15)):
            assert running.returncode == 0
            return False
        os.killpg(running.pid, signal.SIGKILL)
    return True


@posix
@pytest.mark.parametrize("kills", [KILLS, pytest.param(THOROUGHLY, marks=[pytest.mark.conformance, thorough])])
def test_a_run_that_is_killed_goes_on_to_the_same_files(
    kills: int, root: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    """Killed at random moments, started again until it ends by itself, and again from nothing."""
    moment, killings = random.Random(7), 0
    with Watcher(tmp_path) as watcher:
        for number in range(kills):
            while killings < kills and killed(root, tmp_path / str(number), moment):
                killings += 1
            assert spawn(root, tmp_path / str(number)).status == 0
            assert tree(tmp_path / str(number)) == undisturbed
            if killings == kills:
                break
    assert killings == kills
    assert watcher.torn == set()
    assert watcher.seen


KILLED = """
import os, signal
from pathlib import Path
replace = Path.replace
def die(file, target):
    if str(target).endswith("fever.pdf"):
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(file, target)
Path.replace = die
"""


@posix
def test_what_a_killed_run_had_half_written_is_gone_after_the_next(
    root: Path, out: Path, undisturbed: dict[str, bytes]
) -> None:
    assert spawn(root, out, first=KILLED).status == -signal.SIGKILL
    assert [file.suffix for file in out.rglob(".*")] == [".part"]
    assert spawn(root, out).status == 0
    assert tree(out) == undisturbed


def test_a_line_that_was_half_written_is_not_believed(root: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    """As a run leaves it that is killed while it writes down what it has printed."""
    assert spawn(root, out, "-t", "rounds", first=STOPPED).status == 9
    journal = out / "manifest.journal"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-40])
    ran = batch(root, out)
    assert ran.files == (PRINTED | INDEXES) - {"pier/en-GB/rounds-checklist.pdf"}
    assert tree(out) == undisturbed


STOPPED = """
import os
from handpress.press.ledger import Ledger
record = Ledger.record
def stop(ledger, file, *args):
    record(ledger, file, *args)
    if file == "pier/en-GB/rounds-large-checklist.pdf":
        os._exit(9)
Ledger.record = stop
"""


def closed(stream: IO[str] | None, seconds: float) -> bool:
    """Whether all processes that could write to a pipe are gone before so long."""
    assert stream is not None
    until = time.monotonic() + seconds
    while select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
        if not os.read(stream.fileno(), 65536):
            return True
    return False


@posix
def test_processes_end_with_the_one_that_started_them(root: Path, out: Path) -> None:
    """Or each kill would leave some that wait for ever."""
    with started(root, out, "-j", "2") as running:
        first_lines(running.stdout, 1)
        running.kill()
        running.wait()
        assert closed(running.stderr, 5.0)


def interrupted(running: subprocess.Popen[str]) -> tuple[float, str]:
    """Press Ctrl-C: how long the end took, and what was said."""
    pressed = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=30)
    return time.monotonic() - pressed, told


def assert_stopped(running: subprocess.Popen[str], folder: Path, within: float = 1.5) -> None:
    """Ctrl-C ends it soon, with one line and nothing half-written."""
    took, told = interrupted(running)
    assert running.returncode == 130, told
    assert "Traceback" not in told
    assert told.endswith("\nstopped; the same command goes on from here\n")
    assert took < within
    assert not list(folder.rglob("*.part"))


@posix
@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_stops_a_run_that_goes_on_later(
    processes: str, root: Path, out: Path, undisturbed: dict[str, bytes]
) -> None:
    with started(root, out, "-j", processes) as running:
        said = first_lines(running.stdout, 3)
        assert_stopped(running, out)
    assert "manifest.json" not in tree(out)
    ran = batch(root, out)
    assert ran.status == 0
    # What was printed before is not printed again.
    assert {Path(line.strip()).relative_to(out).as_posix() for line in said}.isdisjoint(ran.files)
    assert tree(out) == undisturbed


@posix
def test_ctrl_c_while_the_processes_start_is_as_quiet(root: Path, out: Path) -> None:
    for moment in (0.0, 0.1, 0.2):
        shutil.rmtree(out, ignore_errors=True)
        with started(root, out, "-j", "2") as running:
            # The plan is written down just before the processes are started.
            while not (out / "manifest.journal").exists():
                assert after(running, 0.005)
            assert after(running, moment)
            # On a busy machine it takes them a while to start.
            assert_stopped(running, out, within=10.0)


# How far it is


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (40.4, "40 s"),
        (99, "99 s"),
        (100, "2 min"),
        (179, "3 min"),
        (3560, "59 min"),
        (3600, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_duration_is_told_in_its_largest_units(seconds: float, said: str) -> None:
    assert progress._duration(seconds) == said


@pytest.mark.parametrize(
    ("number", "count", "seconds", "said"),
    [
        (10, 100, 2.0, "10 of 100, 5 a second, 18 s left"),
        (1200, 10000, 12.0, "1,200 of 10,000, 100 a second, 88 s left"),
        (100, 100, 10.0, "100 of 100, 10 a second, 0 s left"),
        (50, None, 5.0, "50, 10 a second"),
        (2, 10, 8.0, "2 of 10, 0.2 a second, 32 s left"),
    ],
)
def test_a_line_of_progress(number: int, count: int | None, seconds: float, said: str) -> None:
    assert progress._line(number, count, seconds) == said


class Terminal(StringIO):
    """Somebody's screen."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self.there = there

    def isatty(self) -> bool:
        return self.there

    def last_line(self) -> str:
        """What stands where the cursor is."""
        return re.split("\n|\r\x1b\\[K", self.getvalue())[-1]


def followed(screen: Terminal, seconds: float, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the screen's last line while each of four items is made, of which each takes so long."""
    shown, clock = list[str](), SimpleNamespace(now=0.0, monotonic=lambda: clock.now)

    def made() -> Iterator[str]:
        for item in "abcd":
            shown.append(screen.last_line())
            clock.now += seconds
            yield item

    with monkeypatch.context() as patched, redirect_stderr(screen):
        patched.setattr(progress, "time", clock)
        for item in progress.followed(made(), 4):
            # What is said of an item stands on a line of its own.
            assert screen.last_line() == ""
            print(f"{item}.pdf", file=sys.stderr)
    assert screen.last_line() == ""
    return shown


def test_elsewhere_than_on_a_terminal_a_line_stands_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_ELSEWHERE", 1.0)
    screen = Terminal(False)
    followed(screen, 0.5, monkeypatch)
    said = [line for line in screen.getvalue().splitlines() if not line.endswith(".pdf")]
    assert said == ["2 of 4, 2 a second, 1 s left", "4 of 4, 2 a second, 0 s left"]
    assert "\r" not in screen.getvalue()


def test_a_run_that_is_not_on_a_terminal_prints_no_carriage_returns(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_ELSEWHERE", 0.0)
    ran = batch(root, out, "-t", "rounds")
    assert ran.lines("4 of 4, ")
    assert "\r" not in ran.err
    assert "\x1b" not in ran.err


def test_on_a_terminal_the_line_stands_there_while_the_next_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = followed(Terminal(True), 0.5, monkeypatch)
    assert shown == [
        "",
        "1 of 4, 2 a second, 2 s left",
        "2 of 4, 2 a second, 1 s left",
        "3 of 4, 2 a second, 0 s left",
    ]
