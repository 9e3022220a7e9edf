"""Worklists: patients who go home, a row each, as a ward's spreadsheet has them; right or wrong in every way.

What is wrong with a row stops nobody else's, is said with its line and column, and never with what stands there.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path, PureWindowsPath
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from handpress.job import Edition, Job
from handpress.patients import Patient
from handpress.platemaking import make_plate
from handpress.press.orders import Manner, Order, fulfil
from handpress.press.worklist import COLUMNS, Row, Worklist
from handpress.problems import HandpressError, Problem, Severity
from tests.helpers import property_of, small_root
from tests.test_cli import run
from tests.test_plate import cell, forms, words_of

ADA = {"patient": "Ada Lovelace", "born": "1915-12-10", "id": "HX 12", "note": "Ring the bell"}
SECRET = "Quorthwick"
"""What is in every bad cell that has room for it, and may be in no Problem."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two topics and a list for staff; a clinic with a place for every detail, and one that wants an NHS number."""
    root = small_root(tmp_path_factory.mktemp("root"))
    layout, topic, text = (
        (root / name).read_text(encoding="utf-8")
        for name in ("layouts/quay/layout.yaml", "handouts/cough/topic.yaml", "handouts/cough/en-GB.yaml")
    )
    tasks = "sections: [{title: The plan, tasks: [Give the date.]}]\n"
    details = "[name, date_of_birth, hospital_number], details: [clinician, appointment, note]"
    files = {
        "layouts/quay/layout.yaml": f"{layout}patient: {{identifiers: {details}}}\n",
        "layouts/pier/layout.yaml": f"{layout}patient: {{identifiers: [name, date_of_birth, nhs_number]}}\n",
        "handouts/cold/topic.yaml": topic,
        "handouts/cold/en-GB.yaml": text.replace("title: Cough", "title: A cold"),
        "handouts/ward/topic.yaml": f"kind: checklist\n{topic}",
        "handouts/ward/en-GB.yaml": re.sub(r"key_message.*", tasks, text, flags=re.DOTALL).replace("Cough", "Ward"),
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def csv_of(rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS, sign: str = ",") -> str:
    """A worklist; what a row does not name is empty."""
    out, names = StringIO(newline=""), list(columns)
    writer = csv.DictWriter(out, names, restval="", delimiter=sign)
    writer.writeheader()
    writer.writerows({"clinic": "quay", "topics": "cough", **row} for row in rows)
    return out.getvalue()


class Desk(NamedTuple):
    """Where worklists are read: the content, and the folders of a test."""

    root: Path
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "visits.csv"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def worklist(self, content: str | bytes) -> Worklist:
        self.file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Worklist(self.file, self.root, self.out)

    def rows(self, content: str | bytes) -> list[Row]:
        return list(self.worklist(content).rows())

    def orders(self, content: str | bytes) -> list[Order]:
        """The orders of a worklist in which nothing is wrong."""
        rows = self.rows(content)
        assert [problem.show() for row in rows for problem in row.problems] == []
        return [row.order for row in rows if row.order is not None]

    def refused(self, content: str | bytes) -> list[Problem]:
        """What is wrong with a worklist as a whole."""
        with pytest.raises(HandpressError) as caught:
            self.rows(content)
        assert {problem.severity for problem in caught.value.problems} == {Severity.ERROR}
        assert {problem.file for problem in caught.value.problems} == {self.file}
        return list(caught.value.problems)


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Desk:
    return Desk(root, tmp_path)


class Batch:
    """The command `batch`, as a person calls it, in this process."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.capsys, self.monkeypatch = desk, capsys, monkeypatch

    def __call__(self, content: str | bytes, *options: str, jobs: int = 1) -> tuple[int, list[str], str]:
        """Exit status, the lines of standard output, and standard error."""
        self.desk.worklist(content)
        asked = ["batch", "--worklist", str(self.desk.file), "--root", str(self.desk.root), "--jobs", str(jobs)]
        asked += options or ("-o", str(self.desk.out))
        status, out, err = run(*asked, capsys=self.capsys, monkeypatch=self.monkeypatch)
        return status, out.splitlines(), err

    def files(self) -> list[str]:
        """What is in the folder of output."""
        return sorted(file.name for file in self.desk.out.iterdir()) if self.desk.out.is_dir() else []

    def record(self) -> list[dict[str, Any]]:
        """What the run has put down of its rows."""
        found: list[dict[str, Any]] = json.loads((self.desk.out / "worklist.json").read_text(encoding="utf-8"))
        return found

    def said(self, name: str) -> dict[str, str]:
        """What stands in the panel of a file."""
        page = PdfReader(self.desk.out / name, strict=True).pages[0]
        return {key: words_of(form) for key, form in forms(page).items() if key != "NameIdentifier"}


@pytest.fixture
def batch(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.chdir(desk.folder)
    return Batch(desk, capsys, monkeypatch)


# What a row asks for


def test_clinic_and_topics_are_enough(desk: Desk) -> None:
    job = Job(desk.root, "cough", "quay")
    assert desk.orders("clinic,topics\nquay,cough\n") == [Order(job, desk.out / "row-0001.pdf")]


FULL = {
    "clinic": "pier",
    "topics": "cold; cough",
    "kind": "Checklist",
    "language": "en-GB",
    "large_print": "YES",
    "patient": "Ada Lovelace",
    "born": "10/12/1915",
    "id": "943 476 5919",
    "clinician": "Dr Who",
    "appointment": "Monday 9 am",
    "note": "Ring the bell",
    "copies": "3",
    "file": "ada",
}


def full_order(desk: Desk) -> Order:
    edition = Edition("en-GB", large=True, kind="checklist")
    job = Job(desk.root, "cold", "pier", edition, ("cough",))
    said = Patient("Ada Lovelace", "10/12/1915", "943 476 5919", "Dr Who", "Monday 9 am", "Ring the bell")
    return Order(job, desk.out / "ada.pdf", said, 3)


def test_each_column_is_read(desk: Desk) -> None:
    assert set(FULL) == set(COLUMNS)
    assert desk.orders(csv_of([FULL])) == [full_order(desk)]


def test_columns_stand_in_any_order(desk: Desk) -> None:
    for seed in range(20):
        columns = Random(seed).sample(COLUMNS, len(COLUMNS))
        assert desk.orders(csv_of([FULL], columns)) == [full_order(desk)]


@pytest.mark.parametrize("said", ["no", "No", "false", "0", ""])
def test_what_is_not_large_print_is_not(said: str, desk: Desk) -> None:
    (order,) = desk.orders(csv_of([{"large_print": said}]))
    assert not order.job.edition.large


@pytest.mark.parametrize("said", ["yes", "Yes", "TRUE", "1", "x"])
def test_what_is_large_print_is(said: str, desk: Desk) -> None:
    (order,) = desk.orders(csv_of([{"large_print": said}]))
    assert order.job.edition.large


@pytest.mark.parametrize(
    ("said", "asked"),
    [("es", "es"), ("ES", "es"), ("en_gb", "en-GB"), ("spanish", "spanish"), ("Español", "Español")],
)
def test_a_language_is_a_tag_or_a_name_as_on_the_command_line(said: str, asked: str, desk: Desk) -> None:
    (order,) = desk.orders(csv_of([{"language": said}]))
    assert order.job.edition.language == asked


@pytest.mark.parametrize("said", ["English", "ENGLISH", "english (United Kingdom)", "en-gb"])
def test_a_language_that_is_named_is_printed(said: str, batch: Batch) -> None:
    status, _, err = batch(csv_of([{"language": said}]))
    assert (status, err.count("\n")) == (0, 1)
    assert batch.record()[0]["language"] == "en-GB"


def test_a_language_that_is_misspelt_has_a_suggestion(desk: Desk) -> None:
    (row,) = desk.rows(csv_of([{"language": "Englsh (United Kingdom)"}]))
    assert [problem.hint for problem in row.problems] == ["did you mean 'English (United Kingdom)'?"]


def test_empty_cells_are_no_patient(desk: Desk) -> None:
    (order,) = desk.orders(csv_of([{"patient": "  ", "note": "\t"}]))
    assert order.patient is None


# How a spreadsheet saves it

AS_SAVED: dict[str, bytes] = {
    "UTF-8": csv_of([FULL]).encode("utf-8"),
    "with a byte order mark": csv_of([FULL]).encode("utf-8-sig"),
    "UTF-16, little end first": b"\xff\xfe" + csv_of([FULL]).encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + csv_of([FULL], sign="\t").encode("utf-16-be"),
    "semicolons": csv_of([FULL], sign=";").encode("utf-8-sig"),
    "tabs": csv_of([FULL], sign="\t").encode("utf-8"),
    "ends of lines of Unix": csv_of([FULL]).replace("\r\n", "\n").encode("utf-8"),
    "no end of the last line": csv_of([FULL]).rstrip().encode("utf-8"),
    "all quoted": "\n".join(",".join(f'"{text}"' for text in line) for line in (FULL, FULL.values())).encode("utf-8"),
    "spaces round all": "\n".join(" , ".join(line) for line in (FULL, FULL.values())).encode("utf-8"),
    "a heading with capitals and spaces": re.sub(
        r"^.*\r\n", lambda head: head[0].upper().replace("_", " "), csv_of([FULL])
    ).encode("utf-8"),
    "trailing empty columns": re.sub(r"\r\n", ",,,\r\n", csv_of([FULL])).encode("utf-8"),
    "trailing empty cells": (csv_of([FULL]).rstrip("\r\n") + ",,,\r\n").encode("utf-8"),
    "empty lines": csv_of([FULL]).replace("\r\n", "\r\n\r\n , ,\r\n\r\n").encode("utf-8"),
    "empty lines before the head": b"\r\n,,\r\n" + csv_of([FULL]).encode("utf-8"),
}


@pytest.mark.parametrize("saved", AS_SAVED)
def test_a_worklist_is_read_however_it_was_saved(saved: str, desk: Desk) -> None:
    assert desk.orders(AS_SAVED[saved]) == [full_order(desk)]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_what_stands_in_quotation_marks_may_hold_anything(sign: str, desk: Desk) -> None:
    said = {"topics": "cold;cough", "note": "Ring, \n the \t bell; \r\nor knock"}
    (order,) = desk.orders(csv_of([said], sign=sign))
    assert order.job.topics == ("cold", "cough")
    assert order.patient is not None
    assert order.patient.said() == {"note": "Ring, the bell; or knock"}


def test_lines_are_those_of_the_file_and_rows_are_counted_under_the_head(desk: Desk) -> None:
    content = 'clinic,topics,note\n\nquay,cough,"in\ntwo lines"\n,,\nnone,cough,\n\n\nquay,none,"a\n\nb"\nnone,none,\n'
    rows = desk.rows(content)
    assert [(row.number, row.line) for row in rows] == [(1, 3), (2, 6), (3, 9), (4, 12)]
    assert [{problem.line for problem in row.problems} for row in rows] == [set(), {6}, {9}, {12}]


def test_another_encoding_is_named(desk: Desk) -> None:
    (problem,) = desk.refused("clinic,topics,patient\nquay,cough,Zoë\n".encode("cp1252"))
    assert "cp1252" in problem.message
    assert "CSV UTF-8" in problem.hint


# What cannot be read at all


@pytest.mark.parametrize("content", ["", "\n\n", ",,,\n", "\ufeff", " , \r\n"])
def test_an_empty_file_is_refused(content: str, desk: Desk) -> None:
    (problem,) = desk.refused(content)
    assert problem.message == "the worklist is empty"
    assert all(column in problem.hint for column in COLUMNS)


def test_a_head_that_is_missing_is_asked_for_without_a_word_of_the_first_row(desk: Desk) -> None:
    (problem,) = desk.refused(f"quay,cough,{SECRET}\nquay,cold,{SECRET}\n")
    assert problem.message == "the worklist has no head"
    assert SECRET not in problem.show()
    assert "clinic, topics" in problem.hint


@pytest.mark.parametrize("missing", ["clinic", "topics"])
def test_a_column_that_must_be_there_is_asked_for(missing: str, desk: Desk) -> None:
    (problem,) = desk.refused(csv_of([], [column for column in COLUMNS if column != missing]))
    assert problem.message == f"the column '{missing}' is missing"


def test_an_unknown_column_has_a_suggestion(desk: Desk) -> None:
    (problem,) = desk.refused("clinic,topics,patiant\nquay,cough,Ada\n")
    assert problem.message == "column 3 has a name that is not known"
    assert problem.hint == "did you mean 'patient'?"
    assert problem.line == 1


def test_each_unknown_column_has_its_own_suggestion(desk: Desk) -> None:
    problems = desk.refused("\nclinic,topics,patiant,bron,notes\n")
    assert [(problem.line, problem.message) for problem in problems] == [
        (2, f"column {number} has a name that is not known") for number in (3, 4, 5)
    ]
    assert [problem.hint for problem in problems] == [f"did you mean '{name}'?" for name in ("patient", "born", "note")]


def test_a_heading_that_holds_a_name_is_not_repeated(desk: Desk) -> None:
    (problem,) = desk.refused(f"clinic,topics,{SECRET}\n")
    assert SECRET not in problem.show()


@pytest.mark.parametrize("twice", ["clinic", "patient", "file"])
def test_a_column_that_is_there_twice_is_refused(twice: str, desk: Desk) -> None:
    (problem,) = desk.refused(f"clinic,topics,patient,file,{twice.upper()}\n")
    assert problem.message == f"there are two columns '{twice}'"


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(HandpressError) as caught:
        list(Worklist(desk.folder / "none.csv", desk.root, desk.out).rows())
    (problem,) = caught.value.problems
    assert problem.message.startswith("the worklist cannot be read: ")
    assert problem.file == desk.folder / "none.csv"


def test_a_heading_without_end_is_refused(desk: Desk) -> None:
    (problem,) = desk.refused("clinic,topics," + "x" * 200_000)
    assert problem.line in (0, 1)


def test_only_a_head_is_no_rows(desk: Desk) -> None:
    assert desk.rows("clinic,topics\n") == []


# Quotation marks


def told_of(desk: Desk, content: str) -> tuple[list[Order], list[Problem]]:
    """The orders of a worklist, and all that is wrong with it, whether it is said of a row or raised."""
    orders, problems = list[Order](), list[Problem]()
    try:
        for row in desk.worklist(content).rows():
            problems += row.problems
            orders += [row.order] if row.order else []
    except HandpressError as error:
        problems += error.problems
    return orders, problems


def test_a_quotation_mark_that_is_not_closed_puts_no_row_on_anothers_page(desk: Desk) -> None:
    """Else what stands in the rows below goes into the cell, and is printed as if it were this patient's."""
    content = 'clinic,topics,note\nquay,cough,Ada\nquay,cough,"Bob\nquay,cough,Carol\n'
    orders, problems = told_of(desk, content)
    assert [order.patient and order.patient.note for order in orders] == ["Ada"]
    assert [(problem.line, problem.hint) for problem in problems] == [(3, "is a quotation mark not closed?")]


def test_a_quotation_mark_inside_of_others_is_refused_and_not_left_out(desk: Desk) -> None:
    orders, problems = told_of(desk, 'clinic,topics,patient\nquay,cough,"Ada "Sweetie" King"\n')
    assert orders == []
    assert [problem.line for problem in problems] == [2]


def test_quotation_marks_that_are_doubled_or_stand_within_a_cell_are_read(desk: Desk) -> None:
    orders = desk.orders('clinic,topics,patient\nquay,cough,"Ada ""Sweetie"" King"\nquay,cough,Ada "Sweetie" King\n')
    assert [order.patient and order.patient.name for order in orders] == ['Ada "Sweetie" King'] * 2


# What is wrong with a row


class Bad(NamedTuple):
    """A row that cannot be printed: its cells, the column that is wrong, if it is one, and a part of what is said."""

    cells: dict[str, str]
    column: str
    said: str


BAD = {
    "no clinic": Bad({"clinic": ""}, "clinic", "it is empty"),
    "an unknown clinic": Bad({"clinic": SECRET}, "clinic", "there is no such clinic"),
    "no topic": Bad({"topics": ""}, "topics", "a topic is missing"),
    "an unknown topic": Bad({"topics": f"cough;{SECRET}"}, "topics", "there is no such topic"),
    "a topic left out": Bad({"topics": "cough;;cold"}, "topics", "a topic is missing"),
    "a topic twice": Bad({"topics": "cough;cold;cough"}, "topics", "a topic stands there twice"),
    "an unknown kind": Bad({"kind": SECRET}, "kind", "there is no such kind"),
    "no language": Bad({"language": SECRET}, "language", "that is no language"),
    "a first name that is a code too": Bad({"language": "Ken"}, "language", "that is no language"),
    "a surname that is a tag too": Bad({"language": "BO"}, "language", "that is no language"),
    "a name like a language with a script": Bad({"language": "en-John"}, "language", "that is no language"),
    "neither letters nor a tag": Bad({"language": "07946 0123"}, "language", "that is no language"),
    "neither large nor not": Bad({"large_print": SECRET}, "large_print", "it is neither yes nor no"),
    "no number of copies": Bad({"copies": SECRET}, "copies", "it is no number of copies"),
    "no copies": Bad({"copies": "0"}, "copies", "it is no number of copies"),
    "too many copies": Bad({"copies": "6"}, "copies", "it is no number of copies"),
    "half a copy": Bad({"copies": "1.5"}, "copies", "it is no number of copies"),
    "a file in a folder": Bad({"file": f"../{SECRET}"}, "file", "a file cannot be called that"),
    "a file of Windows": Bad({"file": f"C:\\{SECRET}"}, "file", "a file cannot be called that"),
    "a hidden file": Bad({"file": f".{SECRET}"}, "file", "a file cannot be called that"),
    "a device": Bad({"file": "nul.pdf"}, "file", "a file cannot be called that"),
    "a long file name": Bad({"file": SECRET * 20}, "file", "a file cannot be called that"),
    "the file of another row": Bad({"file": "row-0001"}, "file", "another row has that file"),
    "a birth that is no date": Bad({"born": SECRET}, "born", "it is no date"),
    "a birth to come": Bad({"born": "2937-07-19"}, "born", "it is in the future"),
    "a birth long ago": Bad({"born": "1837-07-19"}, "born", "before 1900"),
    "no NHS number": Bad({"clinic": "pier", "id": "943 476 5918"}, "id", "it is no NHS number"),
    "a name without end": Bad({"patient": SECRET * 30}, "patient", "it is no text of a line"),
    "a name that does not fit": Bad({"patient": f"{SECRET} " * 18}, "patient", "it does not fit"),
    "a letter without a glyph": Bad({"patient": f"{SECRET}\u1019"}, "patient", "no typeface has its character"),
    "a control character": Bad({"note": f"{SECRET}\x1b[2J"}, "note", "it is no text of a line"),
    "a detail without a place": Bad({"clinic": "pier", "clinician": SECRET}, "clinician", "has no place for it"),
    "a list of staff as a handout": Bad({"topics": "ward"}, "", "'ward' is a checklist"),
    "a language it is not written in": Bad({"language": "pl"}, "", "'cough' is not written in 'pl'"),
    "a name of such a language": Bad({"language": "Polish"}, "", "'cough' is not written in 'Polish'"),
    "its own name": Bad({"language": "polski"}, "", "'cough' is not written in 'polski'"),
    "a language that handpress has no words in": Bad({"language": "cy"}, "", "'cough' is not written in 'cy'"),
}


def problems_of(row: Row, worklist: Worklist) -> list[Problem]:
    """What is said of a row, whether it is found as it is read or as it is printed."""
    if row.order is None:
        return list(row.problems)
    return [worklist.wrong(row, problem) for problem in fulfil(row.order, Manner(dry=True)).problems]


@pytest.mark.parametrize("bad", BAD)
def test_what_is_wrong_with_a_row_is_said_with_its_line_and_column(bad: str, desk: Desk) -> None:
    cells, column, said = BAD[bad]
    worklist = desk.worklist(csv_of([ADA, {**cells}, ADA]))
    rows = list(worklist.rows())
    assert [problems_of(row, worklist) for row in rows[::2]] == [[], []]
    (problem,) = problems_of(rows[1], worklist)
    assert (problem.severity, problem.file, problem.line) == (Severity.ERROR, desk.file, 3)
    assert "row 2" in problem.message
    assert said in problem.message
    assert SECRET not in problem.show()
    if column:
        assert f"column '{column}'" in problem.message


def test_a_cell_too_many_is_refused(desk: Desk) -> None:
    (row,) = desk.rows(f"clinic,topics,note\nquay,cough,Monday,{SECRET}\n")
    (problem,) = row.problems
    assert (problem.line, problem.message) == (2, "row 1 has more cells than there are columns")
    assert SECRET not in problem.show()


def test_all_that_is_wrong_with_a_row_is_said_at_once(desk: Desk) -> None:
    (row,) = desk.rows(csv_of([{"clinic": "quai", "topics": "cuogh", "kind": "leaflet", "copies": "none"}]))
    assert [re.findall(r"column '(\w+)'", problem.message) for problem in row.problems] == [
        ["clinic"],
        ["topics"],
        ["kind"],
        ["copies"],
    ]
    assert [problem.hint for problem in row.problems] == [
        "did you mean 'quay'?",
        "did you mean 'cough'?",
        "write handout or checklist",
        "write a number from 1 to 5",
    ]


def test_two_hundred_rows_with_forty_bad_ones(batch: Batch) -> None:
    """Each of twenty kinds twice: the others are printed, and each bad row is said once, by its line."""
    kinds = [bad for name, bad in BAD.items() if name != "the file of another row"][:20]
    rows = [{"patient": f"Ada {number}"} for number in range(200)]
    wrong = {5 * at: kinds[at % 20] for at in range(40)}
    for at, bad in wrong.items():
        rows[at] |= bad.cells
    status, out, err = batch(csv_of(rows))
    good = [at for at in range(200) if at not in wrong]
    names = [f"row-{at + 1:04}.pdf" for at in good]
    assert status == 1
    assert batch.files() == [*names, "worklist.json"]
    assert [Path(line).name for line in out] == names
    problems = re.findall(r"^visits\.csv:(\d+):1: error: row (\d+)[:,].*$", err, re.MULTILINE)
    assert sorted((int(line), int(row)) for line, row in problems) == sorted((at + 2, at + 1) for at in wrong)
    assert err.count("error:") == 40
    assert "160 of 200 printed, 160 pages" in err
    assert SECRET not in err
    for at in (good[0], good[77], good[-1]):
        assert batch.said(f"row-{at + 1:04}.pdf")["Name"] == f"Ada {at}"


def test_a_warning_names_its_row(batch: Batch) -> None:
    status, _, err = batch(csv_of([{}, {"language": "en-US"}]))
    assert status == 0
    assert "visits.csv:3:1: warning: row 2: 'cough' is not written in 'en-US'; 'en-GB' is printed" in err


# What the files are called


def test_a_file_is_called_as_its_row_says_or_by_the_rows_number(desk: Desk) -> None:
    rows = [{"file": name, **ADA} for name in ("", "ward 3", "bed-7.PDF", "Ünal.pdf", "", "a.b", "console")]
    assert [order.output for order in desk.orders(csv_of(rows))] == [
        desk.out / name
        for name in ("row-0001.pdf", "ward 3.pdf", "bed-7.PDF", "Ünal.pdf", "row-0005.pdf", "a.b.pdf", "console.pdf")
    ]


UNSAFE = ["../x", "/x", "a/b", "a\\b", "..", ".", ".hidden", "C:x", "x|y", 'x"y', "x?", "x*", "<x>", "x\x00y", "x\x1by"]
DEVICES = ["CON", "con.pdf", "prn", "Aux.txt", "nul", "COM1", "com9.pdf", "LPT1.a.b"]
DEVICES_TOO = ["CONIN$", "COM¹", "lpt².pdf", "con .pdf"]
"""As `ntpath.isreserved` of Python 3.13 knows them."""


@pytest.mark.parametrize("name", [*UNSAFE, *DEVICES, *DEVICES_TOO, "x" * 130])
def test_a_name_that_some_system_does_not_take_is_refused(name: str, desk: Desk) -> None:
    """Windows keeps the names of devices for itself, whatever stands after a stop."""
    (row,) = desk.rows(csv_of([{"file": name}]))
    assert [problem.message for problem in row.problems] == ["row 1, column 'file': a file cannot be called that"]


def test_a_name_of_more_bytes_than_a_file_may_have_is_refused(desk: Desk) -> None:
    """Nearly every system takes 255 bytes, however few letters those are."""
    (row,) = desk.rows(csv_of([{"file": "名" * 90}]))
    assert [problem.message for problem in row.problems] == ["row 1, column 'file': a file cannot be called that"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ada", "ada"),
        ("ada", "ada.pdf"),
        ("ada", "ADA.PDF"),
        ("straße", "STRASSE"),
        ("zo\u00eb", "zoe\u0308"),
        ("", "row-0001"),
        ("", "Row-0001"),
        ("", "ROW-0001.PDF"),
    ],
)
def test_no_two_rows_have_one_file_on_any_system(first: str, second: str, desk: Desk) -> None:
    """Windows and macOS take names that differ in case, or in how an accent is written, for the same."""
    one, other = desk.rows(csv_of([{"file": first}, {"file": second}]))
    assert one.order is not None
    assert [problem.message for problem in other.problems] == ["row 2, column 'file': another row has that file"]


def test_the_first_of_two_rows_with_one_file_is_printed(batch: Batch) -> None:
    status, out, err = batch(csv_of([{"file": "x", "patient": "Ada"}, {"file": "X", "patient": "Bob"}]))
    assert (status, [Path(line).name for line in out]) == (1, ["x.pdf"])
    assert batch.said("x.pdf")["Name"] == "Ada"
    assert "another row has that file" in err


# What is printed


def test_a_rows_file_is_what_the_job_gives(batch: Batch) -> None:
    status, _, err = batch(csv_of([ADA, {}, {"topics": "cough;cold", "kind": "checklist", "large_print": "yes"}]))
    assert (status, err.count("\n")) == (0, 1)
    ada = Patient(ADA["patient"], ADA["born"], ADA["id"], note=ADA["note"])
    one = make_plate(Job(batch.desk.root, "cough", "quay")).plate
    packet = make_plate(Job(batch.desk.root, "cough", "quay", Edition("", True, "checklist"), ("cold",))).plate
    expected = [one.impress(ada), one.pdf, packet.pdf]
    assert [(batch.desk.out / f"row-000{number}.pdf").read_bytes() for number in (1, 2, 3)] == expected


def test_a_row_without_a_patient_is_room_to_write(batch: Batch) -> None:
    assert batch(csv_of([{}]))[0] == 0
    read = PdfReader(batch.desk.out / "row-0001.pdf", strict=True)
    assert cell(read, "Name").attributes == {"ActualText": "blank line to write on"}
    assert set(batch.said("row-0001.pdf").values()) == {""}


def test_copies_are_asked_of_the_print_dialog(batch: Batch) -> None:
    assert batch(csv_of([{"copies": copies, **ADA} for copies in ("", "1", "2", "5")]))[0] == 0
    files = (PdfReader(batch.desk.out / f"row-000{number}.pdf", strict=True) for number in (1, 2, 3, 4))
    found: list[Any] = [file.root_object["/ViewerPreferences"] for file in files]
    assert [preferences.get("/NumCopies") for preferences in found] == [None, None, 2, 5]


def test_a_run_is_put_down_without_its_patients(batch: Batch) -> None:
    rows = [
        {"file": "ada", **ADA},
        {"topics": "cough;cold", "large_print": "x", "copies": "2"},
        {"born": "never"},
        {"topics": "ward", "kind": "checklist"},
    ]
    status, _, _ = batch(csv_of(rows))
    assert status == 1
    usual = {"clinic": "quay", "kind": "handout", "language": "en-GB", "large": False}
    facts = {"outcome": "printed", "version": "1.0", "pages": 1}
    records = [
        {"row": 1, **usual, "topics": ["cough"], **facts, "file": "ada.pdf"},
        {"row": 2, **usual, "topics": ["cough", "cold"], "large": True, **facts, "pages": 3, "file": "row-0002.pdf"},
        {"row": 3, **usual, "topics": ["cough"], "language": "", "outcome": "failed"},
        {"row": 4, **usual, "topics": ["ward"], "kind": "checklist", **facts, "file": "row-0004.pdf"},
    ]
    for record in records:
        if record["outcome"] == "printed":
            pdf = (batch.desk.out / str(record["file"])).read_bytes()
            record["sha256"] = sha256(pdf).hexdigest()
            assert len(PdfReader(BytesIO(pdf)).pages) == record["pages"]
    assert batch.record() == records
    assert not any(said in json.dumps(batch.record(), ensure_ascii=False) for said in ADA.values())


def test_the_record_says_of_each_row_what_became_of_it(batch: Batch) -> None:
    """Also of one that could not be read: a record of three rows is no record of a worklist of four."""
    assert batch(csv_of([ADA, {"clinic": SECRET}, {"born": SECRET}, ADA]))[0] == 1
    assert [(record["row"], record["outcome"]) for record in batch.record()] == [
        (1, "printed"),
        (2, "failed"),
        (3, "failed"),
        (4, "printed"),
    ]
    assert SECRET not in json.dumps(batch.record())


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_rows_before_one_that_cannot_be_read_are_printed_and_put_down(jobs: int, batch: Batch) -> None:
    """However many processes have some of them in hand; thirty are more than go out to one at once."""
    content = csv_of([ADA] * 30, ["clinic", "topics", *ADA]) + 'quay,cough,"Bob\r\nquay,cough,Eve\r\n'
    status, out, err = batch(content, jobs=jobs)
    assert status == 1
    assert "visits.csv:32:1: error: " in err
    assert "is a quotation mark not closed?" in err
    assert "30 of 31 printed" in err
    names = [f"row-{number:04}.pdf" for number in range(1, 31)]
    assert sorted(Path(line).name for line in out) == names
    assert batch.files() == [*names, "worklist.json"]
    assert [(record["row"], record["outcome"]) for record in batch.record()] == [
        *((number, "printed") for number in range(1, 31)),
        (31, "failed"),
    ]


def test_a_folder_that_is_not_there_is_not_asked_for_where_nothing_can_be_printed(batch: Batch) -> None:
    status, out, err = batch(csv_of([{"clinic": "quai"}]))
    assert (status, out) == (1, [])
    assert err.count("error:") == 1
    assert "0 of 1 printed" in err


def test_two_processes_make_what_one_does(batch: Batch) -> None:
    """File by file and byte by byte, the record too; and they say the same of what is wrong."""
    rows = [{"patient": f"Ada {number}", "topics": ("cough", "cold", "cough;cold")[number % 3]} for number in range(30)]
    rows[7] |= {"born": "never"}
    rows[11] |= {"topics": "none"}
    told = list[tuple[int, list[str], list[str]]]()
    for jobs in (1, 2):
        status, out, err = batch(csv_of(rows), "-o", str(batch.desk.folder / str(jobs)), jobs=jobs)
        errors = sorted(line for line in err.splitlines() if "error:" in line)
        told.append((status, sorted(Path(line).name for line in out), errors))
    assert told[0] == told[1]
    assert (told[0][0], len(told[0][1]), len(told[0][2])) == (1, 28, 2)
    one, two = ({f.name: f.read_bytes() for f in (batch.desk.folder / str(jobs)).iterdir()} for jobs in (1, 2))
    assert one == two
    assert len(one) == 29


def test_a_second_run_prints_all_anew(batch: Batch) -> None:
    """A worklist is today's: what another one left in the folder is no reason to leave a row out."""
    assert batch(csv_of([ADA]))[0] == 0
    status, out, _ = batch(csv_of([{"patient": "Bob"}]))
    assert (status, [Path(line).name for line in out]) == (0, ["row-0001.pdf"])
    assert batch.said("row-0001.pdf")["Name"] == "Bob"


# To try it


def test_no_file_of_an_earlier_list_stands_in_the_place_of_a_row_that_failed(batch: Batch) -> None:
    """Another patient's: of a row that could not be read, of one that could not be printed, and of one in between."""
    batch(csv_of([{"patient": f"Ada {number}"} for number in range(3)]))
    status, _, err = batch(csv_of([{"topics": SECRET}, {"patient": "Bob"}, {"patient": f"{SECRET} " * 18}]))
    assert status == 1
    assert batch.files() == ["row-0002.pdf", "worklist.json"]
    assert batch.said("row-0002.pdf")["Name"] == "Bob"
    assert [line for line in err.splitlines() if "earlier" in line] == [
        f"deleted, as it is of an earlier run: {batch.desk.out / name}" for name in ("row-0001.pdf", "row-0003.pdf")
    ]


def test_what_else_an_earlier_list_left_is_named(batch: Batch) -> None:
    batch(csv_of([{"patient": f"Ada {number}"} for number in range(9)]))
    (batch.desk.out / "row-0009.pdf").unlink()
    (batch.desk.out / "notes.pdf").write_bytes(b"of a person")
    _, _, err = batch(csv_of([{"patient": "Bob"}]))
    names = ", ".join(f"row-000{number}.pdf" for number in range(2, 7))
    assert f"of an earlier worklist, and still there: 7 files ({names}, …)" in err
    assert len(batch.files()) == 10
    _, _, err = batch(csv_of([{"patient": "Bob"}]))
    assert "earlier" not in err


@pytest.mark.parametrize("record", ["", "[1]", '{"file": "row-0001.pdf"}', '[{"file": "../visits.csv"}]'])
def test_a_record_that_is_none_of_ours_names_nothing(record: str, batch: Batch) -> None:
    batch.desk.out.mkdir()
    (batch.desk.out / "worklist.json").write_text(record, encoding="utf-8")
    status, _, err = batch(csv_of([{"patient": "Bob"}]))
    assert (status, "earlier" in err) == (0, False)
    assert batch.desk.file.is_file()


def test_a_dry_run_writes_nothing_and_finds_what_is_wrong(batch: Batch) -> None:
    names = ["an unknown clinic", "a birth that is no date", "a name that does not fit", "a letter without a glyph"]
    rows = [ADA, *(BAD[name].cells for name in names), ADA]
    status, out, err = batch(csv_of(rows), "-o", str(batch.desk.out), "--dry-run")
    assert (status, out) == (1, [])
    assert [int(line) for line in re.findall(r"^visits\.csv:(\d+):1: error:", err, re.MULTILINE)] == [3, 4, 5, 6]
    assert "2 of 6 can be printed, 2 pages, " in err
    assert [file.name for file in batch.desk.folder.iterdir()] == ["visits.csv"]


def test_a_dry_run_of_what_can_be_printed_is_well(batch: Batch) -> None:
    status, out, _ = batch(csv_of([ADA, {}]), "-o", str(batch.desk.out), "--dry-run")
    assert (status, out, batch.files()) == (0, [], [])


def test_a_dry_run_leaves_a_folder_as_it_was(batch: Batch) -> None:
    batch(csv_of([ADA]))
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in batch.desk.out.iterdir()}
    batch(csv_of([{"patient": "Bob"}, {}]), "-o", str(batch.desk.out), "--dry-run")
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in batch.desk.out.iterdir()} == before


# The command line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "out", "--clinic", "quay"], "a worklist says itself what to print"),
        (["-o", "out", "--topic", "cough"], "a worklist says itself what to print"),
        (["-o", "out", "--large-print"], "a worklist says itself what to print"),
        (["--dry-run"], "say where to"),
    ],
)
def test_a_wrong_command_line_is_status_2(options: list[str], said: str, batch: Batch) -> None:
    status, out, err = batch(csv_of([ADA]), *options)
    assert (status, out) == (2, [])
    assert said in " ".join(err.split())
    assert [file.name for file in batch.desk.folder.iterdir()] == ["visits.csv"]


# Whatever stands in it


def checked(desk: Desk, content: bytes) -> list[Row]:
    """The rows of any bytes, each with an order or with what is wrong; or none, where the file as a whole is wrong."""
    try:
        rows = desk.rows(content)
    except HandpressError as error:
        assert all(problem.file == desk.file for problem in error.problems)
        return []
    for row in rows:
        assert (row.order is None) == bool(row.problems)
        assert all((problem.file, problem.line) == (desk.file, row.line) for problem in row.problems)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(before.line < after.line for before, after in zip(rows, rows[1:], strict=False))
    return rows


@pytest.fixture(scope="module")
def shared(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One desk for all examples of a property."""
    return Desk(root, tmp_path_factory.mktemp("desk"))


@property_of(300)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_problems(shared: Desk, content: bytes) -> None:
    checked(shared, content)


pieces = st.sampled_from(
    ["quay", "pier", "cough", "cold", "ward", ";", ",", "\t", '"', '""', "\r", "\n", " ", "yes", "2", "\x00", "x", "é"]
)


@property_of(300)
@given(
    st.lists(st.sampled_from([*COLUMNS, "clinic", "topics", " TOPICS", "", "x"]), max_size=8),
    st.lists(pieces, max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_anything_under_a_head_is_rows_or_problems(
    shared: Desk, columns: list[str], cells: list[str], encoding: str, sign: str
) -> None:
    checked(shared, f"{sign.join(columns)}\n{''.join(cells)}".encode(encoding))


@property_of(150)
@given(st.lists(st.fixed_dictionaries({}, optional={name: st.text(max_size=12) for name in COLUMNS}), max_size=4))
def test_any_cells_are_orders_or_problems(shared: Desk, rows: list[dict[str, str]]) -> None:
    checked(shared, csv_of(rows).encode("utf-8", "replace"))


@property_of(150)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_files_stay_in_the_folder_and_are_all_different(shared: Desk, names: list[str]) -> None:
    content = csv_of([{"file": name} for name in names]).encode("utf-8", "replace")
    outputs = [row.order.output for row in checked(shared, content) if row.order]
    assert all(output.parent == shared.out and output.suffix.lower() == ".pdf" for output in outputs)
    assert all(PureWindowsPath(output.name).name == output.name for output in outputs)
    assert len({output.name.casefold() for output in outputs}) == len(outputs)
