"""The program's own words, dates and quantities."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
import yaml

from handpress.problems import HandpressError
from handpress.words import (
    FOLDER,
    Words,
    digits,
    is_language,
    language_name,
    languages,
    long_date,
    meant_tags,
    month,
    number,
    runs_leftward,
    same_tongue,
    script,
    tags_of_name,
    temperature,
    words,
)

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


# Every language


def phrases_of(language: str) -> dict[str, str]:
    """What stands in a language's own file."""
    said: dict[str, str] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("language", languages())
def test_a_file_holds_every_phrase_of_its_language_or_only_what_a_region_says_otherwise(language: str) -> None:
    said = phrases_of(language)
    if language == "en-US":
        assert set(said) < set(Words.model_fields)
        assert all(phrase != phrases_of("en")[key] for key, phrase in said.items())
    else:
        assert list(said) == list(Words.model_fields)


@pytest.mark.parametrize("language", languages())
def test_each_phrase_of_a_file_has_the_placeholders_of_the_english_one(language: str) -> None:
    english = phrases_of("en")
    assert {key: braces(phrase) for key, phrase in phrases_of(language).items()} == {
        key: braces(english[key]) for key in phrases_of(language)
    }


def test_the_words_of_every_shipped_translation_are_there() -> None:
    handouts = FOLDER.parent.parent / "handouts"
    for file in handouts.glob("[a-z]*/*.yaml"):
        if file.name != "topic.yaml":
            assert words(file.stem).page, file


def test_chinese_has_words_in_either_script_and_none_without_one() -> None:
    assert words("zh-Hans") != words("zh-Hant")
    with pytest.raises(HandpressError):
        words("zh")


# Digits


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fa", "صفحهٔ ۲ از ۱۳، ۳۷.۵، (۱۴) و ۲۰۲۶: ۹."),
        ("ps", "صفحهٔ ۲ از ۱۳، ۳۷.۵، (۱۴) و ۲۰۲۶: ۹."),
        ("bn", "صفحهٔ ২ از ১৩، ৩৭.৫، (১৪) و ২০২৬: ৯."),
        ("ar-EG", "صفحهٔ ٢ از ١٣، ٣٧.٥، (١٤) و ٢٠٢٦: ٩."),
        ("mr", "صفحهٔ २ از १३، ३७.५، (१४) و २०२६: ९."),
    ],
)
def test_numbers_are_in_the_digits_of_the_language(language: str, expected: str) -> None:
    assert digits("صفحهٔ 2 از 13، 37.5، (14) و 2026: 9.", language) == expected


@pytest.mark.parametrize("language", ["ar", "hi", "gu", "pa", "ta", "ur", "he", "th", "am", "en-GB", "zh-Hans", "ko"])
def test_languages_that_write_western_digits_keep_them(language: str) -> None:
    """By CLDR's default numbering system; Arabic as in the Gulf and in this country's leaflets, Hindi as in India."""
    assert digits("2, 13, 37.5 (14)", language) == "2, 13, 37.5 (14)"


PARTS = ["1-800-222-1222", "555-0142", "0800-1111", "12345678", "+44", "+98"]
NAMES = ["B12", "B-12", "COVID-19", "H2O", "T4", "5-FU", "mg/5", "CD4", "24/7", "3rd", "X2", "H1N1"]
ADDRESSES = [
    "https://example.org/v1.0/2",
    "example.org/1.0",
    "www.111.nhs.uk",
    "a1.org",
    "ward7@example.org",
    "7@example.org",
    "example.org/2026-11",
]


@pytest.mark.parametrize("language", ["fa", "bn"])
@pytest.mark.parametrize("text", [*PARTS, *NAMES, *ADDRESSES])
def test_names_addresses_and_numbers_with_hyphens_keep_western_digits(text: str, language: str) -> None:
    assert digits(text, language) == text
    assert digits(f"الف {text} ب", language) == f"الف {text} ب"


@pytest.mark.parametrize("language", ["fa", "bn"])
@pytest.mark.parametrize(
    "phone", ["020 7946 0123", "0300 123 1001", "0800 111", "+44 20 7946 0123", "(312) 555-0142", "1 (312) 555-0142"]
)
def test_phone_numbers_keep_western_digits(phone: str, language: str) -> None:
    """A phone shows Western ones."""
    assert digits(phone, language) == phone
    assert digits(f"الف {phone} ب", language) == f"الف {phone} ب"


def test_numbers_that_stand_one_after_the_other_are_each_turned() -> None:
    assert digits("2, 3; 4. 5–7 and (8)", "fa") == "۲, ۳; ۴. ۵–۷ and (۸)"


@pytest.mark.parametrize(
    ("language", "page", "day"),
    [
        ("fa", "نوامبر ۲۰۲۷", "۲۲ نوامبر ۲۰۲۶"),
        ("bn", "নভেম্বর ২০২৭", "২২ নভেম্বর, ২০২৬"),
        ("ar", "نوفمبر 2027", "22 نوفمبر 2026"),
        ("hi", "नवंबर 2027", "22 नवंबर 2026"),
    ],
)
def test_dates_are_in_the_digits_of_the_language_too(language: str, page: str, day: str) -> None:
    assert month(date(2027, 11, 22), language) == page
    assert long_date(date(2026, 11, 22), language) == day


@pytest.mark.parametrize(("language", "expected"), [("ar", "37.5"), ("hi", "37.5"), ("ur", "37.5")])
def test_a_quantity_in_western_digits_has_a_western_decimal_mark(language: str, expected: str) -> None:
    assert number(Decimal("37.5"), language) == expected


@pytest.mark.parametrize(("language", "expected"), [("fa", "۳۷٫۵"), ("ar-EG", "٣٧٫٥"), ("bn", "৩৭.৫"), ("mr", "३७.५")])
def test_a_quantity_is_in_the_digits_of_the_language_too(language: str, expected: str) -> None:
    assert number(Decimal("37.5"), language) == expected
    assert temperature(Decimal("37.5"), "celsius", language) == f"{expected}{NBSP}°C"


# Scripts, directions and names


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "Latn"), ("pl", "Latn"), ("vi", "Latn"), ("so", "Latn"), ("uk", "Cyrl"), ("ar", "Arab"),
        ("fa", "Arab"), ("ur", "Arab"), ("he", "Hebr"), ("hi", "Deva"), ("bn", "Beng"), ("pa", "Guru"),
        ("pa-PK", "Arab"), ("gu", "Gujr"), ("ta", "Taml"), ("th", "Thai"), ("am", "Ethi"), ("ja", "Jpan"),
        ("ko", "Kore"), ("zh", "Hans"), ("zh-Hans", "Hans"), ("zh-Hant", "Hant"), ("zh-TW", "Hant"), ("zh-HK", "Hant"),
        ("zh-CN", "Hans"), ("sr", "Cyrl"), ("sr-Latn", "Latn"), ("sr-Latn-RS", "Latn"), ("xx", "Latn"),
    ],
)  # fmt: skip
def test_the_script_of_a_language_is_the_one_named_or_the_likely_one(language: str, expected: str) -> None:
    assert script(language) == expected


@pytest.mark.parametrize("language", languages())
def test_arabic_persian_urdu_and_hebrew_run_from_right_to_left_and_no_other_language(language: str) -> None:
    assert runs_leftward(language) == (language in ("ar", "fa", "ur", "he"))


@pytest.mark.parametrize(
    ("language", "leftward"), [("ar-EG", True), ("fa-AF", True), ("pa-Arab", True), ("en-GB", False)]
)
def test_a_region_or_a_script_runs_as_it_is_written(language: str, leftward: bool) -> None:
    assert runs_leftward(language) == leftward


@pytest.mark.parametrize(
    ("language", "english", "own"),
    [
        ("pl", "Polish", "polski"),
        ("so", "Somali", "Soomaali"),
        ("ar", "Arabic", "العربية"),
        ("hi", "Hindi", "हिन्दी"),
        ("zh-Hans", "Chinese (Simplified)", "中文 (简体)"),
        ("en-GB", "English (United Kingdom)", "English (United Kingdom)"),
    ],
)
def test_a_language_is_named_in_english_and_as_its_speakers_name_it(language: str, english: str, own: str) -> None:
    assert language_name(language, "en") == english
    assert language_name(language, language) == own


def test_a_language_is_named_in_any_other_one_too() -> None:
    assert language_name("pl", "uk") == "польська"
    assert language_name("pl", "zh-Hans") == "波兰语"


@pytest.mark.parametrize("tag", ["prs", "xx"])
def test_a_language_that_cldr_does_not_know_is_called_by_its_tag(tag: str) -> None:
    """'prs' is Dari."""
    assert language_name(tag, "en") == tag


TAGS = ["ar", "en-GB", "en-US", "fr", "pl", "pt", "uk", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Polish", "pl"), ("polish", "pl"), ("polski", "pl"), (" POLSKI ", "pl"), ("français", "fr"),
        ("FRANÇAIS", "fr"),
        ("українська", "uk"), ("العربية", "ar"), ("Chinese", "zh-Hans"), ("中文", "zh-Hans"), ("português", "pt"),
        ("Chinese (Traditional)", "zh-Hant"), ("English", "en-GB"), ("english (united states)", "en-US"),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_english_name_and_by_its_own(name: str, tag: str) -> None:
    assert next(tags_of_name(name, TAGS)) == tag


@pytest.mark.parametrize("name", ["", " ", "Klingon", "pol", "pl", "Polish language", "German"])
def test_what_is_no_name_of_one_of_the_languages_leads_to_none(name: str) -> None:
    assert list(tags_of_name(name, TAGS)) == []


@pytest.mark.parametrize(
    ("name", "tags"), [("English", ["en-GB", "en-US"]), ("English (United States)", ["en-US"]), ("Polish", ["pl"])]
)
def test_a_name_leads_to_all_languages_that_it_fits(name: str, tags: list[str]) -> None:
    assert list(tags_of_name(name, TAGS)) == tags
    assert meant_tags(name, TAGS) == tags


@pytest.mark.parametrize(
    ("asked", "tags"),
    [
        ("pl", ["pl"]), ("pt-BR", ["pt"]), ("en", ["en-GB", "en-US"]), ("en-AU", ["en-GB", "en-US"]),
        ("en-US", ["en-US"]), ("zh", ["zh-Hans"]), ("zh-TW", ["zh-Hant"]), ("pl-Cyrl", []), ("xx", []),
    ],
)  # fmt: skip
def test_a_tag_leads_to_itself_or_to_all_that_are_near(asked: str, tags: list[str]) -> None:
    assert meant_tags(asked, TAGS) == tags


@pytest.mark.parametrize(
    "text", ["pl", "PL", "en_us", "Polish", "POLSKI", "Chinese (Traditional)", "cy", "pt-BR", "sr-Latn-RS", "Welsh"]
)
def test_a_text_is_known_for_a_language(text: str) -> None:
    """Also for one that no text is written in."""
    assert is_language(text, tuple(TAGS))


@pytest.mark.parametrize(
    "text", ["", "xx", "Ken", "Sid", "Ada", "Bo", "BO", "en-John", "cy-Ann", "Quorthwick", "Ana Lima", "12", "-"]
)
def test_what_may_be_a_person_is_no_language(text: str) -> None:
    """Though some of them are codes of languages, too."""
    assert not is_language(text, tuple(TAGS))


def test_two_tags_are_of_one_tongue_whatever_the_country_and_the_script() -> None:
    assert same_tongue("en-GB", "en-US")
    assert same_tongue("zh-Hans", "zh-TW")
    assert not same_tongue("en", "es")
