"""What is wrong with a text that is no YAML.

PyYAML says where it gave up and what it was reading then. What the author most likely did is found by looking at the
text round these two places, never at PyYAML's English. Lines and columns count from 0 here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from handpress.problems import Mark, Problem, Source
from handpress.source.indentation import misplaced

_QUOTES = "put the text in quotes"
_LOOK = "look at the indentation of this line and the one above it"
_REMARK = re.compile(r"[ \t]+(#\w.*)")
_DASH = re.compile(r"[ \t]*(-)(?=[ \t]|$)")
_EATEN = re.compile(r"[\[{][^#]*?(?=[ \t]+#\w)")
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 does not take (5.1), and the three line breaks of its own (4.2) by which no editor counts lines."""

_Finding = tuple[int, int, str, str]
"""Line, column, message, hint."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where PyYAML gave up, and where that began which it was reading. `scanning`: within a word, not between words."""

    lines: tuple[str, ...]
    line: int
    column: int
    began: tuple[int, int]
    scanning: bool

    @property
    def text(self) -> str:
        return self.lines[self.line]

    @property
    def ahead(self) -> str:
        """The line up to where PyYAML gave up."""
        return self.text[: self.column]

    @property
    def here(self) -> str:
        return self.text[self.column : self.column + 1]

    @property
    def opener(self) -> str:
        """The character with which that began which was being read; '' at the end of a line."""
        return self.lines[self.began[0]][self.began[1] : self.began[1] + 1]


def unprintable(source: Source) -> Iterator[Problem]:
    """A Problem for each kind of character that no YAML file may hold, where it is first met."""
    seen = set[str]()
    for found in _UNPRINTABLE.finditer(source.text):
        if found[0] not in seen:
            seen.add(found[0])
            line = source.text.count("\n", 0, found.start())
            column = found.start() - source.text.rfind("\n", 0, found.start()) - 1
            message = f"the character U+{ord(found[0]):04X} cannot be printed"
            yield _at(source, line, column, 1).problem(message, "delete it, or put a space in its place")


def remark_in(source: Source, line: int, column: int) -> Problem | None:
    """A Problem if at `column` of a line there begins a remark that looks as if it was meant to be read: '#2'."""
    found = _REMARK.match(source.lines[line], column) if line < len(source.lines) else None
    if found is None:
        return None
    hint = f"{_QUOTES}; for a remark, write a space after '#'"
    return _at(source, line, found.start(1), len(found[1])).problem("'#' begins a remark, which is not printed", hint)


def dashes_in(text: Mark) -> Iterator[Problem]:
    """A Problem for each line, after the first, of a text without quotes that begins with a dash.

    YAML folds it into the text above it, and two warning signs would be printed as one.
    """
    for line in range(text.line + 1, min(text.end_line + 1, len(text.source.lines))):
        found = _DASH.match(text.source.lines[line])
        if found:
            hint = "put it under the dash of the point before; if it is to be printed, put the whole text in quotes"
            at = _at(text.source, line, found.start(1), 1)
            yield at.problem("this dash is in the middle of the text above it", hint)


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """The Problem for a text that PyYAML cannot read."""
    fault = _fault(source.lines, error)
    line, column, message, hint = next(found for rule in _RULES if (found := rule(fault)))
    return _eaten(source, fault) or _at(source, line, column, 1).problem(message, hint)


def _eaten(source: Source, fault: _Fault) -> Problem | None:
    """The remark, if there is one, that swallowed the bracket which PyYAML misses: `{brand: #00703c}`."""
    if fault.scanning or (fault.opener and fault.opener not in "[{"):
        return None
    for line in range(fault.line, fault.began[0] - 1 if fault.opener else -1, -1):
        found = _EATEN.search(source.lines[line])
        if found:
            return remark_in(source, line, found.end())
    return None


def _at(source: Source, line: int, column: int, width: int) -> Mark:
    return Mark(source, line, column, line, column + width)


def _fault(lines: tuple[str, ...], error: yaml.YAMLError) -> _Fault:
    at, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at, began = at or began, began or at
    last = len(lines) - 1
    line, column = (min(at.line, last), at.column) if at else (0, 0)
    start = (min(began.line, last), began.column) if began else (line, column)
    return _Fault(lines, line, column, start, isinstance(error, yaml.scanner.ScannerError))


def _tab(fault: _Fault) -> _Finding | None:
    tab = re.match(r"[ -]*\t", fault.text)
    return (fault.line, tab.end() - 1, "a tab cannot indent", "indent with spaces") if tab else None


def _first_letter(fault: _Fault) -> _Finding | None:
    if fault.here and fault.here in "%@`":
        return fault.line, fault.column, f"a text cannot begin with '{fault.here}'", _QUOTES
    if fault.scanning and fault.opener and fault.opener in "*&!|>":
        return *fault.began, f"a text cannot begin with '{fault.opener}'", _QUOTES
    return None


def _bracket(fault: _Fault) -> _Finding | None:
    if fault.scanning or not fault.opener or fault.opener not in "[{":
        return None
    close = "]" if fault.opener == "[" else "}"
    if fault.line > fault.began[0] and ": " not in fault.ahead:
        hint = f"close it with '{close}'; a text that begins with '{fault.opener}' needs quotes"
        return *fault.began, f"this '{fault.opener}' is not closed", hint
    if fault.here != ":":
        hint = "a text with a quote, a bracket or a comma in it needs quotes"
        return fault.line, fault.column, f"a ',' or a '{close}' is missing before this", hint
    return None


def _colon(fault: _Fault) -> _Finding | None:
    if fault.here != ":":
        return None
    above = fault.lines[fault.line - 1] if fault.line else ""
    run_on = re.match(r"\s*(?:- )?(\w+):(?!//)\S", above)
    if run_on:
        hint = f"write '{run_on[1]}: …'"
        return fault.line - 1, run_on.end() - 1, "a space is missing before this", hint
    if ": " in fault.ahead:
        return fault.line, fault.column, "a second ': ' in one line", _QUOTES
    hint = f"{_QUOTES} or, if this is a key, indent it like its neighbours"
    return fault.line, fault.column, "a ': ' in a text that began further up", hint


def _quote(fault: _Fault) -> _Finding | None:
    if not fault.scanning or not fault.opener or fault.opener not in "\"'":
        return None
    if "\\" in fault.text[max(0, fault.column - 1) : fault.column + 1]:
        hint = "write two, or use single quotes"
        return fault.line, fault.column, "in double quotes, this backslash has no meaning", hint
    return *fault.began, "this quote is not closed", "close it, or write the text without quotes"


def _goes_on(fault: _Fault) -> _Finding | None:
    closer = fault.ahead.rstrip()[-1:]
    if closer and closer in "\"'" and fault.ahead.count(closer) % 2:
        return fault.line, fault.ahead.rindex(closer), "a quote from further up is closed only here", "close it there"
    if closer and closer in "\"'":
        other = "'" if closer == '"' else '"'
        hint = f"put {other} at the start and at the end of the whole text"
        return fault.line, fault.column, f"the text goes on after its closing {closer}", hint
    if closer and closer in "]}":
        opener = "[" if closer == "]" else "{"
        hint = f"put a text that begins with '{opener}' in quotes"
        return fault.line, fault.column, f"the text goes on after its closing '{closer}'", hint
    return None


def _no_key(fault: _Fault) -> _Finding | None:
    if not fault.scanning or fault.began == (fault.line, fault.column):
        return None
    hint = "put a space after the ':' or '-', or indent the line like the text that it goes on with"
    return *fault.began, "this line has neither a key before it nor '- '", hint


def _dash(fault: _Fault) -> _Finding | None:
    if fault.here != "-" or not fault.ahead.rstrip().endswith(":"):
        return None
    hint = "begin the list in the next line; put a text that begins with '- ' in quotes"
    return fault.line, fault.column, "a list cannot begin in the line of its key", hint


def _not_yaml(fault: _Fault) -> _Finding:
    at_start = not fault.ahead.strip()
    hint = misplaced(fault.lines, fault.line) if at_start else ""
    return fault.line, fault.column, "this is not YAML", hint or _LOOK


_RULES = (_tab, _first_letter, _bracket, _colon, _quote, _goes_on, _no_key, _dash, _not_yaml)
