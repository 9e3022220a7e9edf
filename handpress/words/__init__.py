"""The program's own words, dates and quantities, in each language that it prints.

One YAML file a language; a region's file (en-US) holds only what differs from its language's (en).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal

from handpress.fields import OWN, Model, Plain
from handpress.patients import DateForm
from handpress.problems import HandpressError, Problem, Problems, Severity, did_you_mean
from handpress.source import Mapping, overlay, read_yaml, validate

T = TypeVar("T")

FOLDER = Path(__file__).parent
LEFTWARD = frozenset(("Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"))
"""The scripts that run from right to left."""

_DIGITS = {
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "deva": 0x0966,
    "gujr": 0x0AE6,
    "guru": 0x0A66,
    "mymr": 0x1040,
}
"""The zero of each numbering system of CLDR that differs from the Western one."""

_NUMBER = re.compile(r"(?<![\w+./@-])(?:\+?\(?\d[\d()]*(?:[ -]\(?\d[\d()]*)+|\d+(?:[.,]\d+)?(?![\w@/]|[.-]\w))")
"""Groups of digits, as a phone number has them, or a number by itself."""

PHONE_DIGITS = 7
"""The least digits that are taken for a phone number."""

NO_BREAK = "\u00a0"


class Words(Model):
    """What the program itself says on a page."""

    page: Plain
    continued: Plain
    level: Plain
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
    contents: Plain
    handout: Plain
    pages: Plain
    catalogue: Plain
    version_number: Plain
    review_due: Plain
    file: Plain
    expired: Plain
    unreviewed: Plain
    stale: Plain
    changed: Plain
    clinic_adds: Plain


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


def script(language: str) -> str:
    """The script that a language is written in, as ISO 15924 names it: 'Latn', 'Arab', 'Hans' …"""
    parts = language.split("-")
    written = [part for part in parts[1:] if len(part) == 4]
    if written:
        return written[0].title()
    table = get_global("likely_subtags")
    likely: str = table.get("_".join(parts), table.get(parts[0], ""))
    return next((part for part in likely.split("_")[1:] if len(part) == 4), "Latn")


def language_name(language: str, in_language: str) -> str:
    """What a language is called: 'Polish', 'polski'."""
    try:
        return str(Locale.parse(language, sep="-").get_display_name(in_language.replace("-", "_")) or language)
    except (UnknownLocaleError, ValueError):
        return language


def tags_of_name(name: str, tags: Sequence[str]) -> Iterator[str]:
    """Those of `tags` that a person may mean who writes a language's name instead of its tag."""
    wanted = name.strip().casefold()
    for tag in tags:
        names = (language_name(tag, into).casefold() for into in ("en", tag))
        if any(wanted in (said, said.partition(" (")[0]) for said in names):
            yield tag


def near_tags(asked: str, tags: Sequence[str]) -> list[str]:
    """The tag itself, if it is one of `tags`; else its parents, then those that share its language, in its script."""
    if asked in tags:
        return [asked]
    parts = asked.split("-")
    parents = ("-".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))
    siblings = (tag for tag in tags if same_tongue(tag, asked))
    return [tag for tag in dict.fromkeys((*parents, *siblings)) if tag in tags and script(tag) == script(asked)]


def meant_tags(asked: str, tags: Sequence[str]) -> list[str]:
    """Those of `tags` that a person means who asks for a language, nearest first; by its name, if its tag is near none.

    Languages' names take long to look up.
    """
    return near_tags(asked, tags) or list(tags_of_name(asked, tags))


def nearest_language(text: str, tags: Sequence[str]) -> str:
    """A hint for a text that is none of some languages: which of their tags or names is much like it; or nothing."""
    hint = did_you_mean(text, [*tags, *(language_name(tag, "en") for tag in tags)])
    return hint if hint.startswith("did") else ""


def is_language(text: str, tags: tuple[str, ...]) -> bool:
    """Whether a text is sure to be a language's tag or name, and not a person's; `tags` are the languages in use.

    Others are those that CLDR knows; their tags have two small letters, as Ken and BO are languages, and people too.
    """
    known, codes = _known_languages(tags)
    if text.casefold().replace("_", "-") in known:
        return True
    first, *rest = text.replace("_", "-").split("-")
    english = _locale("en")
    parts = {*english.scripts, *english.territories}
    shaped = (part.title() if len(part) == 4 else part.upper() for part in rest)
    return len(first) == 2 and first in codes and all(part in parts for part in shaped)


@lru_cache(maxsize=8)
def _known_languages(tags: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The tags and names of languages, in small letters; and all codes of languages that CLDR has texts in."""
    codes = frozenset(each for each in locale_identifiers() if "_" not in each)
    used = dict.fromkeys((*tags, *languages()))
    own = [name for tag in used for name in (language_name(tag, "en"), language_name(tag, tag))]
    english = [str(name) for tag, name in _locale("en").languages.items() if tag in codes]
    names = [*own, *(name.partition(" (")[0] for name in own), *english, *used]
    return frozenset(name.casefold() for name in names), codes


def same_tongue(one: str, other: str) -> bool:
    """Whether two tags name the same language, in whatever countries."""
    return one.split("-")[0] == other.split("-")[0]


def country(language: str) -> str:
    """The country that a tag names, as a code of two letters; '' where it names none."""
    return next((part for part in language.split("-")[1:] if len(part) == 2), "")


def foreign(language: str, reader: str) -> str:
    """The tag that words in a language are marked with before readers of another; '' before those of their own."""
    return "" if same_tongue(language, reader) else language


def in_language(texts: dict[str, T], language: str, locale: str) -> tuple[T, str]:
    """What a clinic of `locale` says to readers of `language`, and the tag of the language in which it says that.

    Where it has no words in theirs, they read its own.
    """
    for wanted in (language, locale):
        near = [tag for tag in texts if same_tongue(tag, wanted)]
        if near:
            tag = wanted if wanted in near else near[0]
            return texts[tag], tag
    tag = next(iter(texts))
    return texts[tag], locale if tag == OWN else tag


def runs_leftward(language: str) -> bool:
    """Whether a language is written from right to left."""
    return script(language) in LEFTWARD


def digits(text: str, language: str) -> str:
    """`text` with its numbers in the language's own digits.

    A phone shows Western ones, so that its numbers keep them; and so do names such as B12, and web addresses.
    """

    def own(found: re.Match[str]) -> str:
        phone = sum(map(str.isdigit, found[0])) >= PHONE_DIGITS
        return found[0] if phone else _own_digits(found[0], language)

    return text if _zero(language) is None else _NUMBER.sub(own, text)


def _zero(language: str) -> int | None:
    """The code point of a language's own digit 0; None where it writes Western ones."""
    return _DIGITS.get(_locale(language).default_numbering_system)


def _own_digits(text: str, language: str) -> str:
    first = _zero(language)
    if first is None:
        return text
    return "".join(chr(first + int(c)) if c.isascii() and c.isdigit() else c for c in text)


def _locale(language: str) -> Locale:
    """What CLDR knows of a language; of one that it does not know, what it knows of English."""
    for tag in (language, language.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def month(day: date, language: str) -> str:
    """Month and year, such as 'November 2027'."""
    return digits(format_skeleton("yMMMM", day, locale=_locale(language)), language)


def long_date(day: date, language: str) -> str:
    """A day as it is written out, such as '22 November 2026'."""
    return digits(format_date(day, format="long", locale=_locale(language)), language)


def date_form(language: str, locale: str) -> DateForm:
    """How days are written in a language; in numbers they are read in the order of the clinic's own `locale`."""
    written, read = _locale(language), _locale(locale)
    short = str(read.date_formats["short"].pattern)
    order = "".join(dict.fromkeys(letter.lower() for letter in short if letter in "dMy"))
    pattern = str(written.date_formats["long"].pattern)
    # The era that some languages name is the same for all who are alive.
    pattern = re.sub("G+", f"'{written.eras['abbreviated'][1]}'", pattern)
    width = "stand-alone" if "L" in pattern else "format"
    names = written.months[width]["wide"]
    zero = chr(_zero(language) or ord("0"))
    return DateForm(order, pattern, tuple(str(names[n]) for n in range(1, 13)), zero)


def number(value: Decimal, language: str) -> str:
    """A number with the language's own decimal mark, and no more decimals than it needs."""
    written = format_decimal(value, format="#,##0.####", locale=_locale(language), numbering_system="default")
    return _own_digits(written, language)


def temperature(celsius: Decimal, unit: Literal["celsius", "fahrenheit"], language: str) -> str:
    """A temperature as the clinic's patients read it: '38 °C', or '100.4 °F (38 °C)'."""
    metric = f"{number(celsius, language)}{NO_BREAK}°C"
    if unit == "celsius":
        return metric
    fahrenheit = (celsius * 9 / 5 + 32).quantize(Decimal("0.1"))
    return f"{number(fahrenheit, language)}{NO_BREAK}°F ({metric})"
