"""The press: each file whole or not at all, and no job stops another."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pypdf import PdfReader

from handpress.job import Edition, Job
from handpress.press import engine
from handpress.press import orders as press
from handpress.press.engine import run
from handpress.press.files import write
from handpress.press.orders import Manner, Order, Outcome, fulfil
from handpress.problems import HandpressError, Problem, Severity
from tests.helpers import small_root

NOW = Manner()
OLD, NEW = b"the old handout", b"the new handout"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_root(tmp_path_factory.mktemp("root"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is there already."""
    file = tmp_path / "handout.pdf"
    file.write_bytes(OLD)
    return file


def failing(error: BaseException) -> Any:
    def fail(*args: object, **options: object) -> NoReturn:
        raise error

    return fail


def problem_of(file: Path) -> Problem:
    with pytest.raises(HandpressError) as caught:
        write(file, NEW)
    (problem,) = caught.value.problems
    return problem


# Writing


def test_a_file_is_written(tmp_path: Path) -> None:
    write(tmp_path / "handout.pdf", NEW)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("handout.pdf", NEW)]


def test_a_file_that_is_there_is_replaced(file: Path) -> None:
    write(file, NEW)
    assert file.read_bytes() == NEW
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_can_be_read_by_all_whom_the_folder_is_for(file: Path) -> None:
    write(file, NEW)
    assert file.stat().st_mode & 0o777 == 0o644


def full_disk(handle: int, mode: str) -> NoReturn:
    os.close(handle)
    raise OSError(errno.ENOSPC, "No space left on device")


def test_the_old_file_stays_when_the_disk_is_full(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdopen", full_disk)
    problem = problem_of(file)
    assert problem.message == "the file cannot be written: No space left on device"
    assert problem.file == file
    assert problem.hint == ""
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


def test_the_old_file_stays_when_another_program_holds_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", failing(PermissionError(errno.EACCES, "Permission denied")))
    problem = problem_of(file)
    assert problem.message == "the file cannot be written: Permission denied"
    assert problem.hint == "is it open in another program?"
    assert problem.file == file
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


def test_an_unwritable_folder_is_an_error_that_names_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", failing(PermissionError(errno.EACCES, "Permission denied")))
    problem = problem_of(file)
    assert problem.file == file
    assert file.name in problem.show()
    assert problem.message == "the file cannot be written: Permission denied"


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "none" / "handout.pdf").file == tmp_path / "none" / "handout.pdf"


def test_a_folder_in_the_files_place_is_an_error_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "handout.pdf"
    folder.mkdir()
    assert problem_of(folder).file == folder
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make links")
def test_a_link_stays_one_and_leads_to_the_file(file: Path) -> None:
    link = file.parent / "link.pdf"
    link.symlink_to(file.name)
    write(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "handout.pdf"
    os.mkfifo(pipe)
    problem = problem_of(pipe)
    assert (problem.message, problem.file) == ("the file cannot be written: what is there is no file", pipe)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_no_temporary_file_is_left_when_the_user_stops_the_program(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write(file, NEW)
    assert list(file.parent.iterdir()) == [file]


# One order


def test_an_order_is_made_and_written(root: Path, tmp_path: Path) -> None:
    outcome = fulfil(Order(Job(root, "cough", "quay"), tmp_path / "cough.pdf"), NOW)
    assert (outcome.done, outcome.pages, outcome.problems) == (True, 1, ())
    text = PdfReader(tmp_path / "cough.pdf").pages[0].extract_text()
    assert "Most coughs go away by themselves." in text
    assert "Quay Street Clinic" in text
    assert "020 7946 0123" in text


def test_folders_are_made_for_the_file(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "print" / "today" / "cough.pdf"
    assert fulfil(Order(Job(root, "cough", "quay"), output), NOW).done
    assert output.read_bytes().startswith(b"%PDF-1.7")


def test_large_print_is_set_anew(root: Path, tmp_path: Path) -> None:
    for large in (False, True):
        assert fulfil(Order(Job(root, "cough", "quay", Edition("", large)), tmp_path / f"{large}.pdf"), NOW).done
    sizes = [sizes_of(tmp_path / f"{large}.pdf") for large in (False, True)]
    assert 12.0 in sizes[0]
    assert 18.0 in sizes[1]
    assert min(sizes[0]) < min(sizes[1])


def sizes_of(file: Path) -> set[float]:
    """The letter sizes of a file's first page."""
    found = set[float]()
    content = PdfReader(file).pages[0].get_contents()
    assert content is not None
    for line in content.get_data().decode("latin-1").splitlines():
        if line.endswith(" Tf"):
            found.add(float(line.split()[1]))
    return found


def test_a_warning_travels_beside_the_file(root: Path, tmp_path: Path) -> None:
    outcome = fulfil(Order(Job(root, "cough", "quay", Edition("en-US")), tmp_path / "cough.pdf"), NOW)
    assert outcome.done
    assert [(p.severity, p.message) for p in outcome.problems] == [
        (Severity.WARNING, "'cough' is not written in 'en-US'; 'en-GB' is printed")
    ]


def test_what_the_user_can_put_right_is_in_the_outcome(root: Path, tmp_path: Path) -> None:
    outcome = fulfil(Order(Job(root, "cuogh", "quay"), tmp_path / "cough.pdf"), NOW)
    assert not outcome.done
    assert [p.message for p in outcome.problems] == ["there is no topic 'cuogh'"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_in_the_outcome(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cough.pdf").mkdir()
    outcome = fulfil(Order(Job(root, "cough", "quay"), tmp_path / "cough.pdf"), NOW)
    assert not outcome.done
    assert [p.file for p in outcome.problems] == [tmp_path / "cough.pdf"]


def test_a_folder_that_cannot_be_made_is_in_the_outcome(root: Path, file: Path) -> None:
    outcome = fulfil(Order(Job(root, "cough", "quay"), file / "cough.pdf"), NOW)
    assert not outcome.done
    (problem,) = outcome.problems
    assert problem.message.startswith("the folder cannot be made: ")
    assert problem.file == file


def test_an_unexpected_exception_becomes_an_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "make", failing(ZeroDivisionError("secret detail")))
    outcome = fulfil(Order(Job(tmp_path, "cough", "quay"), tmp_path / "cough.pdf"), NOW)
    assert not outcome.done
    (problem,) = outcome.problems
    assert problem.severity is Severity.ERROR
    assert problem.message == "handpress failed at this job (ZeroDivisionError); this is a fault in handpress"
    assert problem.hint == "'handpress handout cough --clinic quay --debug' shows where"


def test_a_file_that_cannot_be_read_is_not_blamed_on_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "make", failing(OSError(errno.EIO, "Input/output error")))
    (problem,) = fulfil(Order(Job(tmp_path, "cough", "quay"), tmp_path / "cough.pdf"), NOW).problems
    assert "folder" not in problem.message


def test_the_user_can_stop_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "make", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        fulfil(Order(Job(tmp_path, "cough", "quay"), tmp_path / "cough.pdf"), NOW)


# Many orders


def orders(root: Path, folder: Path) -> list[Order]:
    """Two that can be made, and between them one that cannot."""
    jobs = [Job(root, "cough", "quay"), Job(root, "none", "quay"), Job(root, "cough", "quay", Edition("", large=True))]
    return [Order(job, folder / f"{number}.pdf") for number, job in enumerate(jobs)]


Run = tuple[Path, dict[Path, Outcome]]


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two processes"])
def ran(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("out")
    return folder, {outcome.order.output: outcome for outcome in run(orders(root, folder), request.param, NOW)}


def test_every_order_has_its_outcome(ran: Run, root: Path) -> None:
    folder, outcomes = ran
    assert {outcome.order for outcome in outcomes.values()} == set(orders(root, folder))


def test_one_bad_job_does_not_stop_the_rest(ran: Run) -> None:
    folder, outcomes = ran
    assert [outcomes[folder / f"{n}.pdf"].done for n in range(3)] == [True, False, True]
    assert outcomes[folder / "1.pdf"].problems[0].message == "there is no topic 'none'"
    assert sorted(file.name for file in folder.iterdir()) == ["0.pdf", "2.pdf"]


def test_files_do_not_depend_on_the_number_of_processes(ran: Run, root: Path) -> None:
    folder, _ = ran
    for name, large in (("0.pdf", False), ("2.pdf", True)):
        assert (folder / name).read_bytes() == press.make(Job(root, "cough", "quay", Edition("", large))).plate.pdf


def test_outcomes_come_as_they_are_ready(root: Path, tmp_path: Path) -> None:
    outcomes = run(orders(root, tmp_path), 1, NOW)
    assert list(tmp_path.iterdir()) == []
    next(outcomes)
    assert [file.name for file in tmp_path.iterdir()] == ["0.pdf"]


def test_no_orders_have_no_outcomes() -> None:
    assert list(run([], 4, NOW)) == []


@pytest.mark.parametrize(("system", "most"), [("win32", 61), ("linux", 128)])
def test_no_system_is_asked_for_more_processes_than_it_takes(
    system: str, most: int, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python raises ValueError on Windows for more than 61."""
    asked, making = list[int](), engine.ProcessPoolExecutor

    def made(processes: int, **options: Any) -> Any:
        # To start a process, Python must know what system this is.
        monkeypatch.undo()
        asked.append(processes)
        return making(1, **options)

    monkeypatch.setattr(engine, "ProcessPoolExecutor", made)
    monkeypatch.setattr(sys, "platform", system)
    (outcome,) = run(orders(root, tmp_path)[:1], 128, NOW)
    assert outcome.done
    assert asked == [most]


def die(lot: tuple[Order, ...], manner: Manner) -> NoReturn:
    os._exit(3)


def test_a_process_that_dies_becomes_an_outcome(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "fulfil_lot", die)
    outcomes = list(run(orders(root, tmp_path)[:2], 2, NOW))
    assert [outcome.done for outcome in outcomes] == [False, False]
    assert {p.message for outcome in outcomes for p in outcome.problems} == {
        "the process that made it came to an end before it was done"
    }


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        (Edition("en-GB"), "cough-quay-en-GB.pdf"),
        (Edition("en-GB", large=True), "cough-quay-en-GB-large.pdf"),
        (Edition("en-GB", kind="checklist"), "cough-quay-en-GB-checklist.pdf"),
        (Edition("ar", large=True, kind="checklist"), "cough-quay-ar-large-checklist.pdf"),
    ],
)
def test_a_file_is_named_by_topic_clinic_language_size_and_kind(edition: Edition, name: str) -> None:
    assert Job(Path(), "cough", "quay").file_name(edition) == name
