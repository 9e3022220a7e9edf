"""A worklist: a CSV of patients who go home, a row each, to orders.

What stands in a row may be a patient's detail, also where it should not be: a Problem names the row and the column, and
never repeats what stands there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

from handpress.job import Audience, Edition, Job, Kind, Terms
from handpress.patients import NAMES, Field, Patient
from handpress.press.making import known_language, nearest_language, topics_for
from handpress.press.orders import Order
from handpress.problems import HandpressError, Problem, Severity, did_you_mean
from handpress.roots import clinics_in, language_asked, topics_in, written_in

REQUIRED = ("clinic", "topics")
PATIENT: dict[str, Field] = {
    "patient": "name",
    "born": "born",
    "id": "identifier",
    "clinician": "clinician",
    "appointment": "appointment",
    "note": "note",
}
"""The columns of a patient's details, and the fields that they are."""

COLUMNS = (*REQUIRED, "kind", "language", "large_print", *PATIENT, "copies", "file")
MOST_COPIES = 5
GROWN = 16
"""From this age on, in years, what is written for adults is meant for a patient."""

_YES_NO = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True, "x": True}
_CODE = re.compile(r"[A-TV-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?|\d{6,18}", re.IGNORECASE)
"""What an ICD-10-CM code looks like, and one of SNOMED CT."""

_RESERVED = re.compile(r"(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)
MOST_LETTERS, MOST_BYTES = 120, 200
"""The longest name of a file: systems take 255, and its unfinished part is called something too."""


assert set(PATIENT.values()) == set(NAMES)


class CellError(ValueError):
    """What is wrong with a cell, and what would be right; nothing of what stands in it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, from 1 under the head on, the line on which it begins, its file, and its order or what is
    wrong."""

    number: int
    line: int
    output: Path
    order: Order | None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Worklist:
    """Reads the rows of a worklist, for jobs on `terms`; `root` is the folder of the content, `output` of the files."""

    file: Path
    root: Path
    output: Path
    terms: Terms = Terms()
    _names: set[str] = field(default_factory=set)
    _jobs: dict[Job, Job] = field(default_factory=dict)
    _coded: dict[str, dict[str, Audience]] = field(default_factory=dict)
    _known: dict[Callable[[Path], list[str]], list[str]] = field(default_factory=dict)
    _languages: tuple[str, ...] | None = None
    _spoken: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """All rows that are not empty. Raises HandpressError where the file as a whole cannot be read."""
        text = _decoded(self.file)
        columns, reader = _head(self.file, text)
        number, line = 0, reader.line_num + 1
        try:
            for cells in reader:
                began, line = line, reader.line_num + 1
                if any(cell.strip() for cell in cells):
                    number += 1
                    yield self._row(number, began, columns, cells)
        except csv.Error:
            hint = "is a quotation mark not closed?"
            raise HandpressError([self._problem(line, "the rows from here on cannot be read", hint)]) from None

    def _row(self, number: int, line: int, columns: list[str], cells: list[str]) -> Row:
        problems = list[Problem]()
        if any(cell.strip() for cell in cells[len(columns) :]):
            hint = "a text that holds the sign between cells stands in quotation marks"
            problems.append(self._problem(line, f"row {number} has more cells than there are columns", hint))
        filled = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        read = dict[str, Any]()
        for column, reading in _READING.items():
            try:
                read[column] = reading(filled.get(column, ""), self)
            except CellError as error:
                problems.append(self._problem(line, f"row {number}, column '{column}': {error.message}", error.hint))
        if not problems and self._misread(filled):
            message = "the topic for that code may be for patients of another age"
            hint = f"if it is right, name it: {';'.join(read['topics'])}"
            problems.append(self._problem(line, f"row {number}, column 'topics': {message}", hint))
        output = self.output / (read.get("file") or f"row-{number:04}.pdf")
        return Row(number, line, output, None if problems else self._order(output, read, filled), tuple(problems))

    def _order(self, output: Path, read: Mapping[str, Any], filled: Mapping[str, str]) -> Order:
        first, *after = read["topics"]
        edition = Edition(read["language"], read["large_print"], read["kind"])
        job = Job(self.root, first, read["clinic"], edition, tuple(after), self.terms)
        # One and the same for all its rows: a lot that goes to another process holds it once.
        job = self._jobs.setdefault(job, job)
        patient = Patient(**{key: filled.get(column, "") for column, key in PATIENT.items()})
        return Order(job, output, patient if patient.said() else None, read["copies"])

    def _problem(self, line: int, message: str, hint: str) -> Problem:
        return Problem(Severity.ERROR, message, self.file, line, 1, hint)

    def wrong(self, row: Row, problem: Problem) -> Problem:
        """A Problem that came up as a row was printed, with its place."""
        message = f"row {row.number}: {problem.message}"
        for column, key in PATIENT.items():
            about = f"the patient's {NAMES[key]}: "
            if problem.message.startswith(about):
                message = f"row {row.number}, column '{column}': {problem.message.removeprefix(about)}"
        return Problem(problem.severity, message, self.file, row.line, 1, problem.hint)

    def count(self) -> int:
        """How many rows there are, as far as can be told without looking at them."""
        with self.file.open("rb") as opened:
            return max(0, sum(1 for line in opened if line.strip()) - 1)

    def known(self, names: Callable[[Path], list[str]]) -> list[str]:
        """The names of all topics or clinics, looked up once."""
        if names not in self._known:
            self._known[names] = names(self.root)
        return self._known[names]

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages that there are texts in."""
        if self._languages is None:
            self._languages = tuple(written_in(self.root))
        return self._languages

    def speaks(self, text: str, asked: str) -> bool:
        """Whether a cell is a language: by the tag that it was read as, or by its name.

        What is none may be a patient's detail that slipped into this column.
        """
        if asked in self.languages or text in self._spoken:
            return True
        known = known_language(text, self.languages)
        if known:
            self._spoken.add(text)
        return known

    def topic_of(self, text: str) -> str:
        """The topic for a diagnosis code; the text itself, where it is none. Raises CellError for one of several."""
        if not _CODE.fullmatch(text):
            return text
        if text not in self._coded:
            self._coded[text] = topics_for(self.root, text)
        found = list(self._coded[text])
        if len(found) != 1:
            message = "several topics are for that code" if found else "no topic is for all with that code"
            raise CellError(message, f"name one of: {', '.join(found)}" if found else "name a topic instead")
        return found[0]

    def _misread(self, filled: Mapping[str, str]) -> bool:
        """Whether a code may stand for a topic that is not for the patient: it says nothing of a patient's age.

        A date of birth is not read here, as its order is the clinic's; but its year has four digits in all of them.
        """
        codes = (self._coded.get(each.strip(), {}) for each in filled["topics"].split(";"))
        audiences = {audience for found in codes for audience in found.values()}
        year = re.search(r"\d{4}", filled.get("born", ""))
        if year is None:
            return "child" in audiences
        grown = self.terms.today.year - int(year[0]) >= GROWN
        return ("child" if grown else "adult") in audiences

    def free(self, name: str) -> bool:
        """Whether no row before had this name for its file; now one has."""
        # One and the same to some system or other.
        key = normalize("NFC", name).casefold()
        taken = key in self._names
        self._names.add(key)
        return not taken


def _decoded(file: Path) -> str:
    """The text of a file as Excel may have saved it. Raises HandpressError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _refused(file, f"the worklist cannot be read: {error.strerror or error}", "") from None
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        hint = "in Excel, save it as 'CSV UTF-8 (comma delimited)'"
        raise _refused(file, "the worklist is not UTF-8; it may be Windows-1252 (cp1252)", hint) from None


def _head(file: Path, text: str) -> tuple[list[str], Any]:
    """The columns' names, and a reader of the rows under them. Raises HandpressError."""
    first = text.lstrip().split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        columns = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        raise _refused(file, "the worklist has no head", "is a quotation mark not closed?") from None
    names = [name.strip().lower().replace(" ", "_") for name in columns]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise _refused(file, "the worklist is empty", f"its first row names the columns: {', '.join(COLUMNS)}")
    missing = [name for name in REQUIRED if name not in names]
    # Where the head is missing, the first row is a patient's: nothing of it is said.
    if len(missing) == len(REQUIRED):
        hint = f"the first row names the columns: {', '.join(COLUMNS)}"
        raise _refused(file, "the worklist has no head", hint)
    listed = f"there are: {', '.join(COLUMNS)}"
    wrong = [(f"the column '{name}' is missing", listed) for name in missing]
    wrong += [(f"there are two columns '{name}'", listed) for name in COLUMNS if names.count(name) > 1]
    wrong += [
        (f"column {at} has a name that is not known", did_you_mean(name, COLUMNS))
        for at, name in enumerate(names, 1)
        if name not in COLUMNS
    ]
    if wrong:
        line = reader.line_num
        raise HandpressError(Problem(Severity.ERROR, message, file, line, 1, hint) for message, hint in wrong)
    return names, reader


def _refused(file: Path, message: str, hint: str) -> HandpressError:
    return HandpressError([Problem(Severity.ERROR, message, file, hint=hint)])


def _clinic(text: str, worklist: Worklist) -> str:
    known = worklist.known(clinics_in)
    if not text:
        raise CellError("it is empty", f"there are: {', '.join(known)}")
    if text not in known:
        raise CellError("there is no such clinic", did_you_mean(text, known))
    return text


def _topics(text: str, worklist: Worklist) -> list[str]:
    known, topics = worklist.known(topics_in), [each.strip() for each in text.split(";")]
    if not all(topics):
        raise CellError("a topic is missing", "several stand with ';' between them")
    topics = [topic if topic in known else worklist.topic_of(topic) for topic in topics]
    for topic in topics:
        if topic not in known:
            raise CellError("there is no such topic", did_you_mean(topic, known))
    if len(set(topics)) < len(topics):
        raise CellError("a topic stands there twice", "name each once")
    return topics


def _kind(text: str, worklist: Worklist) -> Kind:
    kinds: dict[str, Kind] = {"": "handout", "handout": "handout", "checklist": "checklist"}
    if text.lower() not in kinds:
        raise CellError("there is no such kind", "write handout or checklist")
    return kinds[text.lower()]


def _language(text: str, worklist: Worklist) -> str:
    asked = language_asked(text)
    if text and not (asked and worklist.speaks(text, asked)):
        usual = "write a tag or a name, such as en-GB, es or Spanish; empty is the clinic's first"
        raise CellError("that is no language that handpress knows", nearest_language(text, worklist.languages) or usual)
    return asked


def _large(text: str, worklist: Worklist) -> bool:
    if text.lower() not in _YES_NO:
        raise CellError("it is neither yes nor no", "write yes or no")
    return _YES_NO[text.lower()]


def _copies(text: str, worklist: Worklist) -> int:
    if text and not re.fullmatch(r"[1-9]", text) or int(text or 1) > MOST_COPIES:
        raise CellError("it is no number of copies", f"write a number from 1 to {MOST_COPIES}")
    return int(text or 1)


def _file(text: str, worklist: Worklist) -> str:
    """A name that every system takes: no folders, no signs that Windows refuses, nothing that it keeps for devices."""
    if not text:
        return ""
    name = text if text.lower().endswith(".pdf") else f"{text}.pdf"
    if re.search(r'[<>:"/\\|?*\x00-\x1f]', name) or _RESERVED.match(name) or name.startswith("."):
        raise CellError("a file cannot be called that", "use letters, digits, '-' and '_'")
    if len(name) > MOST_LETTERS or len(name.encode("utf-8")) > MOST_BYTES:
        raise CellError("a file cannot be called that", "use letters, digits, '-' and '_'")
    if name.casefold().startswith("row-") or not worklist.free(name):
        raise CellError("another row has that file", "each row needs a file of its own")
    return name


_READING: dict[str, Callable[[str, Worklist], Any]] = {
    "clinic": _clinic,
    "topics": _topics,
    "kind": _kind,
    "language": _language,
    "large_print": _large,
    "copies": _copies,
    "file": _file,
}
