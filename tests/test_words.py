"""The program's own words, dates and quantities."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from handpress.problems import HandpressError
from handpress.words import Words, languages, long_date, month, number, temperature, words

NBSP = "\u00a0"
EVERY_LANGUAGE = [*languages(), "en-GB"]


def braces(phrase: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", phrase))


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_language_has_every_phrase(language: str) -> None:
    assert all(phrase.strip() for phrase in words(language).model_dump().values())
    assert set(words(language).model_dump()) == set(Words.model_fields)


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_phrase_asks_for_the_same_values_in_every_language(language: str) -> None:
    english = words("en").model_dump()
    for key, phrase in words(language).model_dump().items():
        assert braces(phrase) == braces(english[key]), key


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_phrase_can_be_filled_in(language: str) -> None:
    for phrase in words(language).model_dump().values():
        filled = phrase.format_map(dict.fromkeys(braces(phrase), "1"))
        assert "{" not in filled


def test_english_is_among_the_languages() -> None:
    assert languages() == sorted(languages())
    assert {"en", "en-US"} <= set(languages())


def test_a_region_says_in_its_own_way_only_what_differs() -> None:
    assert words("en-US").contact == "Call {phone}"
    assert words("en").contact == "Phone {phone}"
    assert words("en-US").page == words("en").page == "Page {page} of {pages}"


def test_a_region_without_a_file_speaks_as_its_language() -> None:
    assert words("en-NZ") == words("en")


def test_words_of_a_language_are_read_once() -> None:
    assert words("en") is words("en")


def test_a_language_without_words_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(HandpressError) as caught:
        words("xx-XX")
    (problem,) = caught.value.problems
    assert problem.message == "handpress has no words of its own in 'xx-XX'"
    assert problem.hint == f"it has those of {', '.join(languages())}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "November 2027"),
        ("en-US", "November 2027"),
        ("de", "November 2027"),
        ("pl", "listopad 2027"),
        ("es", "noviembre de 2027"),
    ],
)
def test_a_month_is_named_as_its_language_names_it(language: str, expected: str) -> None:
    assert month(date(2027, 11, 22), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "22 November 2026"),
        ("en-US", "November 22, 2026"),
        ("de", "22. November 2026"),
        ("pl", "22 listopada 2026"),
    ],
)
def test_a_day_is_written_out_as_its_language_writes_it(language: str, expected: str) -> None:
    assert long_date(date(2026, 11, 22), language) == expected


def test_a_region_that_cldr_does_not_know_uses_its_languages_ways() -> None:
    assert month(date(2027, 11, 22), "en-XQ") == "November 2027"
    assert number(Decimal("37.5"), "de-XQ") == "37,5"


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("38.0", "en-GB", "38"),
        ("38", "en-GB", "38"),
        ("37.5", "en-GB", "37.5"),
        ("37.5", "pl", "37,5"),
        ("37.5", "de", "37,5"),
        ("0.25", "en-GB", "0.25"),
        ("1500", "en-GB", "1,500"),
        ("-3.5", "en-GB", "-3.5"),
    ],
)
def test_a_number_has_its_languages_decimal_mark_and_no_spare_noughts(value: str, language: str, expected: str) -> None:
    assert number(Decimal(value), language) == expected


@pytest.mark.parametrize(
    ("celsius", "language", "expected"),
    [("38.0", "en-GB", f"38{NBSP}°C"), ("37.5", "en-GB", f"37.5{NBSP}°C"), ("37.5", "pl", f"37,5{NBSP}°C")],
)
def test_a_temperature_in_celsius(celsius: str, language: str, expected: str) -> None:
    assert temperature(Decimal(celsius), "celsius", language) == expected


@pytest.mark.parametrize(
    ("celsius", "language", "expected"),
    [
        ("38.0", "en-US", f"100.4{NBSP}°F (38{NBSP}°C)"),
        ("37.5", "en-US", f"99.5{NBSP}°F (37.5{NBSP}°C)"),
        ("36", "en-US", f"96.8{NBSP}°F (36{NBSP}°C)"),
        ("38.3", "en-US", f"100.9{NBSP}°F (38.3{NBSP}°C)"),
        ("35", "en-US", f"95{NBSP}°F (35{NBSP}°C)"),
        ("37.5", "es", f"99,5{NBSP}°F (37,5{NBSP}°C)"),
    ],
)
def test_a_temperature_in_fahrenheit_has_celsius_beside_it(celsius: str, language: str, expected: str) -> None:
    assert temperature(Decimal(celsius), "fahrenheit", language) == expected


def test_a_temperature_is_never_parted_from_its_unit() -> None:
    """UAX #14, LB12: no line ends at a no-break space."""
    assert " °" not in temperature(Decimal("38"), "fahrenheit", "en-US")
