"""Each file of tests/faulty/ has a fault in it and, in its head, what is to be said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faulty.harness import FOLDER, Case, Expected, examine, handout, make_root, run, run_apart

CASES = sorted(FOLDER.glob("*.yaml"))
APART = ("several-problems", "prints-what-was-written")


def lay(case: Case, file: Path, folder: Path) -> Path:
    """A library with the case's file in its place."""
    root = make_root(folder)
    target = root / case.target
    assert target.is_file() == case.about.startswith("# replaces: ")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(file.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    return root


def test_there_is_no_fault_in_the_base_library(tmp_path: Path) -> None:
    examine(make_root(tmp_path), Expected(prints=("About", "Wash your hands.", "Eat rice")))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_fault_is_named(file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        update(file, tmp_path)
    case = Case.read(file)
    examine(lay(case, file, tmp_path / "new"), case.expected)


@pytest.mark.parametrize("name", APART)
def test_the_same_is_said_by_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    file = FOLDER / f"{name}.yaml"
    case = Case.read(file)
    examine(lay(case, file, tmp_path), case.expected, run_apart)


def update(file: Path, folder: Path) -> None:
    """Write the head anew. A head of another length moves what is under it, so this is done until nothing changes."""
    for turn in range(4):
        case = Case.read(file)
        root = lay(case, file, folder / str(turn))
        checked = run(root, "check", "--root", str(root)).said(root)
        text = case.text(Expected(checked, handout(root).said(root)))
        if text == file.read_text(encoding="utf-8"):
            return
        file.write_text(text, encoding="utf-8", newline="\n")
    raise AssertionError(f"{file.name} does not come to rest")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("handout", "dmeo", "--clinic", "clinic"),
            ("error: there is no topic 'dmeo'", "hint: did you mean 'demo'? there are: demo"),
        ),
        (
            ("handout", "demo", "--clinic", "hospital"),
            ("error: there is no clinic 'hospital'", "hint: there are: clinic"),
        ),
        (
            ("handout", "dmeo", "--clinic", "hospital"),
            (
                "error: there is no topic 'dmeo'",
                "hint: did you mean 'demo'? there are: demo",
                "error: there is no clinic 'hospital'",
                "hint: there are: clinic",
            ),
        ),
        (
            ("handout", "../layouts", "--clinic", "clinic"),
            ("error: there is no topic '../layouts'", "hint: there are: demo"),
        ),
        (
            ("handout", "demo", "--clinic", "_base"),
            ("error: there is no clinic '_base'", "hint: there are: clinic"),
        ),
        (
            ("handout", "demo", "--clinic", "clinic", "--language", "pl"),
            ("error: 'demo' is not written in 'pl'", "hint: it is written in: en-GB"),
        ),
    ],
    ids=["topic", "clinic", "both", "topic-elsewhere", "clinic-that-never-prints", "language"],
)
def test_a_name_that_nothing_has(words: tuple[str, ...], said: tuple[str, ...], tmp_path: Path) -> None:
    root = make_root(tmp_path)
    ended = run(root, *words, "--root", str(root), "-o", str(tmp_path / "out.pdf"))
    assert (ended.said(root), ended.status) == (said, 1)
    assert not (tmp_path / "out.pdf").exists()


def test_a_language_that_is_no_tag_is_an_error_of_the_command_line(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    ended = run(root, "handout", "demo", "--clinic", "clinic", "--language", "english!", "--root", str(root))
    assert ended.status == 2
    assert "'english!' is not a language tag" in ended.err
