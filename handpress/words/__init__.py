"""The program's own words, dates and quantities, in each language that it prints.

One YAML file a language; a region's file (en-US) holds only what differs from its language's (en).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from handpress.fields import Model, Plain
from handpress.problems import HandpressError, Problem, Problems, Severity
from handpress.source import Mapping, overlay, read_yaml, validate

FOLDER = Path(__file__).parent
NO_BREAK = "\u00a0"


class Words(Model):
    """What the program itself says on a page."""

    page: Plain
    continued: Plain
    emergency: Plain
    urgent: Plain
    routine: Plain
    contact: Plain
    urgent_contact_at_any_hour: Plain
    emergency_contact: Plain
    emergency_place: Plain
    out_of_hours: Plain
    sample: Plain
    version: Plain
    review_by: Plain
    about_clinic: Plain
    name: Plain
    date_of_birth: Plain
    nhs_number: Plain
    hospital_number: Plain
    medical_record_number: Plain
    clinician: Plain
    appointment: Plain
    note: Plain
    checklist_title: Plain
    checklist_hint: Plain
    every_day: Plain
    every_day_from: Plain
    date: Plain
    things_to_do: Plain
    things_not_to_do: Plain
    ring_if: Plain
    teach_back: Plain
    explained_by: Plain
    understood_by: Plain
    signature: Plain
    task: Plain
    done_by: Plain
    time: Plain
    blank: Plain
    tick_box: Plain
    crossed_box: Plain
    day: Plain
    task_if: Plain


def languages() -> list[str]:
    """The languages that the program has words of its own in."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The words for a language tag. Raises HandpressError where there are none."""
    problems, merged = Problems(), Mapping()
    parent = language.split("-")[0]
    for tag in dict.fromkeys((parent, language)):
        file = FOLDER / f"{tag}.yaml"
        node = read_yaml(file, problems) if file.is_file() else None
        if isinstance(node, Mapping):
            merged = overlay(merged, node) if merged else node
    if not merged:
        hint = f"it has those of {', '.join(languages())}"
        raise HandpressError([Problem(Severity.ERROR, f"handpress has no words of its own in '{language}'", hint=hint)])
    value = validate(merged, Words, problems)
    problems.raise_errors()
    assert value is not None
    return value


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language.split("-")[0])


def month(day: date, language: str) -> str:
    """Month and year, such as 'November 2027'."""
    return format_skeleton("yMMMM", day, locale=_locale(language))


def long_date(day: date, language: str) -> str:
    """A day as it is written out, such as '22 November 2026'."""
    return format_date(day, format="long", locale=_locale(language))


def number(value: Decimal, language: str) -> str:
    """A number with the language's own decimal mark, and no more decimals than it needs."""
    return format_decimal(value, format="#,##0.####", locale=_locale(language))


def temperature(celsius: Decimal, unit: Literal["celsius", "fahrenheit"], language: str) -> str:
    """A temperature as the clinic's patients read it: '38 °C', or '100.4 °F (38 °C)'."""
    metric = f"{number(celsius, language)}{NO_BREAK}°C"
    if unit == "celsius":
        return metric
    fahrenheit = (celsius * 9 / 5 + 32).quantize(Decimal("0.1"))
    return f"{number(fahrenheit, language)}{NO_BREAK}°F ({metric})"
