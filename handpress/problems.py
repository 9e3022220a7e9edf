"""What is wrong, where it stands and what to do: a Problem is data, and travels beside the result.

HandpressError                          something a person can put right; holds every Problem found
  UnwritableError (press/printfile.py)  a print file that cannot be written; no row of it is at fault
ValueError                              raised where a fault is found; becomes a Problem where its place is known
  InlineError (inline.py)               a text whose marks cannot be read
  ImageError (images.py)                an image that is not printed
  FontError (fonts/faces.py)            a font file that cannot be used
  InspectionError (inspection.py)       a file that cannot be read as a PDF
  CellError (press/worklist.py)         a cell of a worklist that cannot be read
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a Problem weighs: an error stops the printing, a warning goes beside the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `line` and `column` count from 1 and are 0 where the Problem is not about a place in a file. `excerpt` is the
    source line, `width` how many of its characters, from `column` on, are meant.
    """

    severity: Severity
    message: str
    file: Path | None = None
    line: int = 0
    column: int = 0
    hint: str = ""
    excerpt: str = ""
    width: int = 1

    def place(self) -> tuple[str, int, int]:
        """What Problems are sorted by: file by file, from top to bottom."""
        return str(self.file or ""), self.line, self.column

    def show(self, base: Path | None = None) -> str:
        """The Problem as a person reads it: place, message, source line with a caret, hint."""
        lines = [f"{self._place(base)}{self.severity}: {_clipped(self.message)}"]
        if self.excerpt.strip():
            number = str(self.line).rjust(6)
            shown, column = _window(self.excerpt, self.column - 1)
            caret = "^" * max(1, min(self.width, len(shown) - column))
            lines.append(f"{number} | {shown}")
            lines.append(f"{' ' * 6} | {' ' * column}{caret}")
        if self.hint:
            lines.append(f"  hint: {_clipped(self.hint)}")
        return "\n".join(lines)

    def _place(self, base: Path | None) -> str:
        if self.file is None:
            return ""
        file = self.file
        if base is not None and file.is_relative_to(base):
            file = file.relative_to(base)
        where = file.as_posix()
        return f"{where}:{self.line}:{self.column}: " if self.line else f"{where}: "


def _visible(text: str) -> str:
    """`text` without the characters that would steer the terminal it is shown on."""
    return "".join(c if c.isprintable() else " " for c in text)


def _clipped(text: str, width: int = 300) -> str:
    return _visible(text if len(text) <= width else f"{text[: width // 2]} … {text[-width // 2 :]}")


def _window(excerpt: str, column: int, width: int = 96) -> tuple[str, int]:
    """The part of a long source line round `column`, and where `column` falls in it."""
    visible = _visible(excerpt)
    start = max(0, column - width // 2) if len(visible) > width else 0
    return visible[start : start + width], column - start


class HandpressError(Exception):
    """Something that the user can put right stopped the work; `problems` says what, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.show() for p in self.problems))

    def __reduce__(self) -> tuple[type[HandpressError], tuple[tuple[Problem, ...]]]:
        return HandpressError, (self.problems,)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, and its path."""

    file: Path
    text: str
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a source file; `line` and `column` count from 0, as does the end, which is not part of it."""

    source: Source = field(repr=False)
    line: int
    column: int
    end_line: int
    end_column: int

    def problem(self, message: str, hint: str = "", severity: Severity = Severity.ERROR, needle: str = "") -> Problem:
        """A Problem about this stretch or, where `needle` can be found in it, about that part of it."""
        line, column, width = self._find(needle) if needle else (self.line, self.column, 0)
        lines = self.source.lines
        excerpt = lines[line] if line < len(lines) else ""
        if not width:
            end = self.end_column if self.end_line == line else len(excerpt.rstrip())
            width = max(1, end - column)
        return Problem(severity, message, self.source.file, line + 1, column + 1, hint, excerpt, width)

    def _find(self, needle: str) -> tuple[int, int, int]:
        for line in range(self.line, min(self.end_line + 1, len(self.source.lines))):
            start = self.column if line == self.line else 0
            at = self.source.lines[line].find(needle, start)
            if at >= 0:
                return line, at, len(needle)
        return self.line, self.column, 0


class Marked(str):
    """A text that knows where it stands in its file. It is a plain str in every other way.

    `brackets` is '[' or '{' where it stands in such without quotes, so that a comma ends it; else ''.
    """

    __slots__ = ("brackets", "mark")
    mark: Mark
    brackets: str

    def __new__(cls, text: str, mark: Mark, brackets: str = "") -> Marked:
        new = super().__new__(cls, text)
        new.mark, new.brackets = mark, brackets
        return new

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Sent to another process, a text leaves its mark, and with it the whole file, behind."""
        return str, (str(self),)


def mark_of(text: str) -> Mark | None:
    """Where `text` stands, if it was read from a file."""
    return text.mark if isinstance(text, Marked) else None


class Problems(list[Problem]):
    """The Problems found so far. Passed downhill and added to, so that all of a file's are found in one go."""

    def add(
        self, message: str, at: Mark | Path | None = None, hint: str = "", needle: str = "", warn: bool = False
    ) -> None:
        """Add one about a mark, about a file as a whole, or about no file."""
        severity = Severity.WARNING if warn else Severity.ERROR
        if isinstance(at, Mark):
            self.append(at.problem(message, hint, severity, needle))
        else:
            self.append(Problem(severity, message, at, hint=hint))

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self if p.severity is Severity.ERROR]

    def raise_errors(self) -> None:
        """Raise HandpressError with everything found, each once, if any of it is an error."""
        if self.errors:
            raise HandpressError(dict.fromkeys(self))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not among the `known`: the nearest ones, else the whole list, else nothing."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=2, cutoff=0.6)
    if near:
        return f"did you mean {quoted(near, 'or')}?"
    return f"known: {', '.join(names)}" if names else ""


def quoted(names: Iterable[str], joint: str = "and") -> str:
    """'a', 'b' and 'c'."""
    return joined([f"'{n}'" for n in names], joint) or "nothing"


def joined(words: Sequence[str], joint: str = "and") -> str:
    """a, b and c."""
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)


def counted(number: int, one: str, many: str = "") -> str:
    """'1 page', '2 pages'; `many` is given where an 's' does not make it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
