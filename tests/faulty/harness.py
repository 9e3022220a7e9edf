"""Runs the commands on a small library with a fault in it, and reads what they say; README.md tells the form."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader

from handpress import cli

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parent.parent
TYPEFACE = REPOSITORY / "fonts" / "atkinson-hyperlegible-next"

_KEY = re.compile(r"# (replaces|adds|expect|expect check|hint|prints): (.+)")
_EXCERPT = re.compile(r" *(\d+) \| (.*)")
_CARET = re.compile(r" {6} \| ( *)\^+")
_PLACE = re.compile(r"(\S+?):(\d+):(\d+): (?:error|warning): ")
_SUMMARY = re.compile(r"\d+ topics?, \d+ clinics?: (1 error|\d+ errors), (1 warning|\d+ warnings)")


def make_root(folder: Path) -> Path:
    """A library in which nothing is wrong: tests/faulty/base/ with one family of typefaces, in a new folder."""
    root = folder.resolve() / "root"
    shutil.copytree(FOLDER / "base", root)
    for name, source in (("Regular.ttf", "-Regular.ttf"), ("Bold.ttf", "-Bold.ttf"), ("OFL.txt", "OFL.txt")):
        found = next(file for file in TYPEFACE.iterdir() if file.name.endswith(source))
        shutil.copyfile(found, root / "fonts" / name)
    return root


@dataclass(frozen=True, slots=True)
class Expected:
    """The lines that `check` and `handout` are to say, places and hints, and the lines that are to be on paper."""

    check: tuple[str, ...] = ()
    handout: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()


def says(*lines: str) -> Expected:
    """What both commands are to say."""
    return Expected(lines, lines)


@dataclass(frozen=True, slots=True)
class Case:
    """One file of this folder. `about` is its first line, `body` what stands after the head."""

    about: str
    target: str
    expected: Expected
    body: str

    @classmethod
    def read(cls, file: Path) -> Case:
        lines = file.read_text(encoding="utf-8").split("\n")
        head = [found for line in lines if (found := _KEY.fullmatch(line))]
        check, handout, both = list[str](), list[str](), True
        target = head[0][2]
        for found in head[1:]:
            key, text = found.groups()
            both = both if key == "hint" else key != "expect check"
            if key != "prints":
                line = f"hint: {text}" if key == "hint" else f"{target}:{text}" if text[0].isdigit() else text
                check.append(line)
                handout += [line] if both else []
        prints = tuple(found[2] for found in head if found[1] == "prints")
        return cls(lines[0], target, Expected(tuple(check), tuple(handout), prints), "\n".join(lines[len(head) :]))

    def text(self, said: Expected) -> str:
        """The file with this in its head."""
        lines, left = [self.about], list(said.handout)
        for line in said.check:
            if line.startswith("hint: "):
                lines.append(f"# {line}")
            else:
                key = "expect" if line in left else "expect check"
                lines.append(f"# {key}: {re.sub(f'^{re.escape(self.target)}:(?=[0-9])', '', line)}")
        lines += [f"# prints: {words}" for words in self.expected.prints]
        return "\n".join([*lines, self.body])


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has come to its end."""

    status: int
    out: str
    err: str

    def said(self, root: Path) -> tuple[str, ...]:
        """What it said on standard error, without the excerpts, which are compared with the files of `root`."""
        lines, place = list[str](), ("", 0, 0)
        shown = ""
        for line in self.err.splitlines():
            if excerpt := _EXCERPT.fullmatch(line):
                assert int(excerpt[1]) == place[1]
                shown = excerpt[2]
            elif caret := _CARET.fullmatch(line):
                self._compare(shown[len(caret[1]) :], root / place[0], place[1], place[2])
            elif not _SUMMARY.fullmatch(line):
                lines.append(line.strip())
                found = _PLACE.match(line)
                place = (found[1], int(found[2]), int(found[3])) if found else place
        return tuple(lines)

    @staticmethod
    def _compare(shown: str, file: Path, line: int, column: int) -> None:
        """The excerpt from its caret on is the line of the file from its column on."""
        text = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        source = text.split("\n")[line - 1]
        there = "".join(c if c.isprintable() else " " for c in source[column - 1 :])
        assert there.startswith(shown) and bool(there) == bool(shown)


def run(root: Path, *words: str) -> Run:
    """The command, in this process, as a person types it in the folder `root`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(root))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        stack.enter_context(patch.object(sys, "argv", ["handpress", *words]))
        try:
            cli.main()
        except SystemExit as ended:
            return Run(int(ended.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command did not end itself")


def run_apart(root: Path, *words: str) -> Run:
    """The command in a process of its own."""
    command = [sys.executable, str(REPOSITORY / "generate.py"), *words]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, cwd=root, env=environment, check=False)
    return Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8").replace("\r\n", "\n"))


Runner = Callable[..., Run]


def handout(root: Path, runner: Runner = run) -> Run:
    """The base library's one handout, for out/out.pdf beside `root`."""
    folder = root.parent / "out"
    folder.mkdir(exist_ok=True)
    return runner(root, "handout", "demo", "--clinic", "clinic", "--root", str(root), "-o", str(folder / "out.pdf"))


def examine(root: Path, expected: Expected, runner: Runner = run) -> None:
    """Assert that `check` and `handout` say what is expected, all of it and nothing else, and print or do not."""
    before = files(root)
    checked = runner(root, "check", "--root", str(root))
    assert checked.said(root) == expected.check, checked.err
    assert checked.status == _status(expected.check)
    made = handout(root, runner)
    assert made.said(root) == expected.handout, made.err
    assert made.status == _status(expected.handout)
    assert "Traceback" not in checked.err + made.err
    assert files(root) == before, "nothing is written into the library"
    printed = [file.name for file in (root.parent / "out").iterdir()]
    assert printed == ([] if made.status else ["out.pdf"])
    if expected.prints:
        lines = words(root.parent / "out" / "out.pdf")
        assert _in_a_row(expected.prints, lines), "\n".join(lines)


def _status(lines: Iterable[str]) -> int:
    return int(any("error: " in line for line in lines if not line.startswith("hint: ")))


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def words(file: Path) -> list[str]:
    """The lines of a PDF as a reader's program gives them."""
    return [line for page in PdfReader(file).pages for line in page.extract_text().splitlines()]


def _in_a_row(wanted: tuple[str, ...], lines: list[str]) -> bool:
    length = len(wanted)
    return any(tuple(lines[at : at + length]) == wanted for at in range(len(lines) - length + 1))
