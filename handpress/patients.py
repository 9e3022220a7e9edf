"""A patient's details: what was typed, checked, and written as the clinic writes it.

They go through the memory of the processes that read and print them, over the network where those are of a cluster, and
into one output file. Nothing else tells of them: nothing here has a repr that shows them, and a Problem names the field
and never what stands in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from unicodedata import category

from handpress.problems import HandpressError, Problem, Severity
from handpress.runs import JOINERS

Field = Literal["name", "born", "identifier", "clinician", "appointment", "note"]
NAMES: dict[Field, str] = {
    "name": "name",
    "born": "date of birth",
    "identifier": "identifier",
    "clinician": "clinician",
    "appointment": "appointment",
    "note": "note",
}
LONGEST = 200
"""More characters than any detail has."""

_NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that no name holds, but for joiners, which many do."""

_TOKEN = re.compile(r"'((?:[^']|'')*)'|(y+|[ML]+|d+)|([^'yMLd]+)")


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """Whose copy it is. Empty fields stay places to write in."""

    name: str = ""
    born: str = ""
    identifier: str = ""
    clinician: str = ""
    appointment: str = ""
    note: str = ""

    def said(self) -> dict[Field, str]:
        """The fields that are filled, without spaces too many."""
        found = {key: " ".join(str(getattr(self, key)).split()) for key in NAMES}
        return {key: text for key, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a clinic writes a day, after CLDR: `order` is that of numbers, such as 'dmy', `pattern` the long form.

    `months` are the names of the twelve, `zero` the digit 0.
    """

    order: str = "dmy"
    pattern: str = "d MMMM y"
    months: tuple[str, ...] = ()
    zero: str = "0"

    def read(self, text: str) -> date:
        """A day as ISO 8601 or the clinic writes it in numbers. Raises ValueError."""
        iso = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text)
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        parts = re.fullmatch(r"(\d{1,4})[./ -](\d\d?)[./ -](\d{1,4})", text)
        if parts is None:
            raise ValueError("no date")
        found = dict(zip(self.order, (int(part) for part in parts.groups()), strict=True))
        if found["y"] < 1000:
            raise ValueError("no year")
        return date(found["y"], found["m"], found["d"])

    def write(self, day: date) -> str:
        """The day as the clinic writes it out."""
        out = list[str]()
        for quoted, token, other in _TOKEN.findall(self.pattern):
            if not token:
                out.append(quoted.replace("''", "'") or other)
            elif token[0] in "ML":
                name = len(token) > 2 and self.months
                out.append(self.months[day.month - 1] if name else self._digits(day.month, len(token)))
            else:
                out.append(self._digits(day.year if token[0] == "y" else day.day, len(token)))
        return "".join(out)

    def _digits(self, number: int, width: int) -> str:
        return "".join(chr(ord(self.zero) + int(digit)) for digit in f"{number:0{width}d}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a clinic asks of a patient's details: how days are written, and whether the identifier is an NHS number."""

    dates: DateForm = DateForm()
    nhs_number: bool = False

    def checked(self, patient: Patient, today: date) -> Patient:
        """The details as they are printed. Raises HandpressError with all that is wrong."""
        problems = list[Problem]()
        said = patient.said()
        for key, text in said.items():
            if len(text) > LONGEST or any(category(c) in _NO_TEXT and c not in JOINERS for c in text):
                problems.append(_problem(key, "it is no text of a line", "write it in a few words"))
        born = self._born(said.get("born", ""), today, problems)
        identifier = self._identifier(said.get("identifier", ""), problems)
        if problems:
            raise HandpressError(problems)
        return replace(patient, born=born, identifier=identifier)

    def _born(self, text: str, today: date, problems: list[Problem]) -> str:
        if not text:
            return ""
        order = {"d": "day", "m": "month", "y": "year"}
        try:
            day = self.dates.read(text)
        except ValueError:
            wanted = "/".join(order[letter] for letter in self.dates.order)
            problems.append(_problem("born", "it is no date", f"write year-month-day, or {wanted} in numbers"))
            return ""
        if not date(1900, 1, 1) <= day <= today:
            problems.append(_problem("born", "it is in the future, or before 1900", "look at the year"))
        return self.dates.write(day)

    def _identifier(self, text: str, problems: list[Problem]) -> str:
        if not text or not self.nhs_number:
            return text
        digits = re.sub(r"[ -]", "", text)
        if not re.fullmatch(r"[0-9]{10}", digits) or not _nhs_check(digits):
            hint = "an NHS number has ten digits, the last of which checks the others"
            problems.append(_problem("identifier", "it is no NHS number", hint))
            return ""
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _nhs_check(digits: str) -> bool:
    """Whether the last digit is right (modulus 11, NHS Data Dictionary)."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def _problem(key: Field, why: str, hint: str) -> Problem:
    return Problem(Severity.ERROR, f"the patient's {NAMES[key]}: {why}", hint=hint)


def refusal(key: Field, why: str, hint: str) -> HandpressError:
    """A Problem of one field."""
    return HandpressError([_problem(key, why, hint)])
