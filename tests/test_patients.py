"""A patient's details: read, checked and written as the clinic writes them; and never told to anyone."""

from __future__ import annotations

import pprint
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.commands.printing import Copy
from handpress.patients import LONGEST, NAMES, DateForm, Field, Patient, Rules, refusal
from handpress.problems import HandpressError, Problem, Severity
from handpress.words import date_form, languages, long_date
from tests.helpers import property_of

DAY = date(1961, 3, 31)
TODAY = date(2026, 11, 22)
NHS = Rules(nhs_number=True)
CANARY = "Zyxquorth Vlimpter"


def problems_of(rules: Rules, **details: str) -> list[Problem]:
    """What is wrong with these details; nothing where they are right."""
    try:
        rules.checked(Patient(**details), TODAY)
    except HandpressError as error:
        return list(error.problems)
    return []


# Days are read


@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
@pytest.mark.parametrize("text", ["1961-03-31", "1961-3-31"])
def test_a_day_of_iso_8601_is_read_whatever_the_clinic_writes(order: str, text: str) -> None:
    assert DateForm(order).read(text) == DAY


@pytest.mark.parametrize(
    ("order", "text"),
    [
        ("dmy", "31/03/1961"),
        ("dmy", "31/3/1961"),
        ("dmy", "31.3.1961"),
        ("dmy", "31-03-1961"),
        ("dmy", "31 3 1961"),
        ("mdy", "03/31/1961"),
        ("mdy", "3/31/1961"),
        ("mdy", "3-31-1961"),
        ("ymd", "1961/03/31"),
        ("ymd", "1961.3.31"),
    ],
)
def test_a_day_in_numbers_is_read_in_the_clinics_order(order: str, text: str) -> None:
    assert DateForm(order).read(text) == DAY


def test_the_same_numbers_are_another_day_in_another_country() -> None:
    assert DateForm("dmy").read("3/4/1961") == date(1961, 4, 3)
    assert DateForm("mdy").read("3/4/1961") == date(1961, 3, 4)


@pytest.mark.parametrize("text", ["٣١/٠٣/١٩٦١", "۳۱/۰۳/۱۹۶۱", "৩১/০৩/১৯৬১"])
def test_a_day_may_be_typed_in_the_patients_own_digits(text: str) -> None:
    assert DateForm("dmy").read(text) == DAY


WRONG_DAYS = [
    "31/31/1961",
    "1961-13-31",
    "1961-02-29",
    "1961-03-32",
    "0000-01-01",
    "29/2/1961",
    "0/3/1961",
    "31/03/61",
    "61-03-31",
    "3/31/61",
    "1961/03/31/",
    "1961/31/03",
    "31 March 1961",
    "31/March/1961",
    "yesterday",
    "31031961",
    "31/03",
    "31//1961",
    "31/03/19611",
    "31/03/1961 or so",
    "-1961-03-31",
    "²¹/03/1961",
]


@pytest.mark.parametrize("text", WRONG_DAYS)
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_what_is_no_day_is_refused(order: str, text: str) -> None:
    with pytest.raises(ValueError):
        DateForm(order).read(text)


def test_a_day_in_the_other_countrys_order_is_refused_and_not_turned_round() -> None:
    with pytest.raises(ValueError):
        DateForm("dmy").read("03/31/1961")
    with pytest.raises(ValueError):
        DateForm("mdy").read("31/03/1961")


@pytest.mark.parametrize(("locale", "order"), [("en-GB", "dmy"), ("en-US", "mdy"), ("zh-Hans", "ymd"), ("pl", "dmy")])
def test_the_order_of_numbers_is_that_of_the_clinics_locale(locale: str, order: str) -> None:
    assert {date_form(language, locale).order for language in ("en", "fa", "zh-Hans")} == {order}


@property_of(100)
@given(day=st.dates(date(1000, 1, 1)), locale=st.sampled_from(["en-GB", "en-US", "zh-Hans", "fa", "ar", "pl"]))
def test_every_day_in_numbers_is_read_back(day: date, locale: str) -> None:
    form = date_form("en", locale)
    numbers = {"d": f"{day.day}", "m": f"{day.month:02d}", "y": f"{day.year}"}
    assert form.read("/".join(numbers[letter] for letter in form.order)) == day
    assert form.read(day.isoformat()) == day


# Days are written


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "March 31, 1961"),
        ("en-GB", "31 March 1961"),
        ("en-US", "March 31, 1961"),
        ("es", "31 de marzo de 1961"),
        ("fa", "۳۱ مارس ۱۹۶۱"),
        ("bn", "৩১ মার্চ, ১৯৬১"),
        ("zh-Hans", "1961年3月31日"),
        ("ar", "31 مارس 1961"),
        ("ar-EG", "٣١ مارس ١٩٦١"),
        ("pl", "31 marca 1961"),
    ],
)
def test_a_day_is_written_out_in_the_handouts_language(language: str, expected: str) -> None:
    assert date_form(language, "en-GB").write(DAY) == expected


@pytest.mark.parametrize("language", [*languages(), "en-GB"])
@pytest.mark.parametrize("day", [DAY, date(2005, 12, 1), date(1999, 1, 5)])
def test_a_birth_is_written_as_every_other_day_of_the_handout(language: str, day: date) -> None:
    assert date_form(language, "en-GB").write(day) == long_date(day, language)


def test_words_of_a_pattern_are_written_as_they_are() -> None:
    form = DateForm(pattern="d 'de' MM. y 'o''clock'", zero="0")
    assert form.write(DAY) == "31 de 03. 1961 o'clock"


# Details are checked


def test_details_are_printed_without_spaces_too_many() -> None:
    patient = Patient(name="  Ada \t Lovelace\n", note=" \u00a0 ", clinician="Dr\u3000Who")
    assert patient.said() == {"name": "Ada Lovelace", "clinician": "Dr Who"}
    assert Rules().checked(patient, TODAY).said() == patient.said()


def test_nothing_said_is_nothing_wrong() -> None:
    assert Patient().said() == {}
    assert NHS.checked(Patient(), TODAY).said() == {}


def test_a_birth_is_printed_as_the_handout_writes_days() -> None:
    rules = Rules(date_form("pl", "en-US"))
    assert rules.checked(Patient(born="3/31/1961"), TODAY).born == "31 marca 1961"


@pytest.mark.parametrize("born", [TODAY, date(1900, 1, 1), DAY])
def test_whoever_is_alive_was_born(born: date) -> None:
    assert problems_of(Rules(), born=born.isoformat()) == []


@pytest.mark.parametrize("born", [TODAY + timedelta(days=1), date(2999, 1, 1), date(1899, 12, 31), date(1, 1, 1)])
def test_a_birth_in_the_future_or_long_ago_is_refused(born: date) -> None:
    (problem,) = problems_of(Rules(), born=born.isoformat())
    assert problem.message == "the patient's date of birth: it is in the future, or before 1900"
    assert problem.hint == "look at the year"


@pytest.mark.parametrize(
    ("order", "wanted"), [("dmy", "day/month/year"), ("mdy", "month/day/year"), ("ymd", "year/month/day")]
)
def test_a_birth_that_is_no_day_is_refused_with_how_to_write_one(order: str, wanted: str) -> None:
    (problem,) = problems_of(Rules(DateForm(order)), born="31/31/1961")
    assert problem.message == "the patient's date of birth: it is no date"
    assert problem.hint == f"write year-month-day, or {wanted} in numbers"


@pytest.mark.parametrize("text", ["943 476 5919", "9434765919", "943-476-5919", "  943 4765919 ", "9-4-3 476 5919"])
def test_an_nhs_number_is_printed_in_groups(text: str) -> None:
    assert NHS.checked(Patient(identifier=text), TODAY).identifier == "943 476 5919"


@pytest.mark.parametrize("text", ["4010232137", "9876543210", "1000048500"])
def test_an_nhs_number_with_the_right_check_digit_is_taken(text: str) -> None:
    assert problems_of(NHS, identifier=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",
        "943 476 591",
        "943 476 59190",
        "943 476 591X",
        "94E 476 5919",
        "943.476.5919",
        "943/476/5919",
        "943–476–5919",
        "+9434765919",
        "٩٤٣٤٧٦٥٩١٩",
        "９４３４７６５９１９",
        "943476591\N{SUPERSCRIPT NINE}",
        "-",
        "MRN 12",
    ],
)
def test_what_is_no_nhs_number_is_refused(text: str) -> None:
    (problem,) = problems_of(NHS, identifier=text)
    assert problem.message == "the patient's identifier: it is no NHS number"
    assert problem.hint == "an NHS number has ten digits, the last of which checks the others"


@pytest.mark.parametrize("nine", ["100000970", "100001164"])
def test_no_digit_stands_for_a_check_digit_of_ten(nine: str) -> None:
    assert all(problems_of(NHS, identifier=f"{nine}{last}") for last in "0123456789X")


@property_of(200)
@given(st.text("0123456789", min_size=10, max_size=10), st.integers(0, 9))
def test_an_nhs_number_is_taken_if_its_weighted_sum_can_be_divided_by_eleven(nine: str, last: int) -> None:
    """NHS Data Dictionary, with the check digit as one more of the weighted ones."""
    number = f"{nine[:9]}{last}"
    right = sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0
    assert (problems_of(NHS, identifier=number) == []) is right


def test_other_identifiers_are_printed_as_they_are_typed() -> None:
    assert Rules().checked(Patient(identifier="QX-12/34"), TODAY).identifier == "QX-12/34"


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize("character", "\0\a\b\x1b\x7f\x80\u202e\u2066\ufeff\ue000\ufffe\udcff")
def test_characters_that_steer_and_do_not_print_are_refused(field: Field, character: str) -> None:
    problems = problems_of(Rules(), **{field: f"An{character}na"})
    assert refusal(field, "it is no text of a line", "write it in a few words").problems[0] in problems


@pytest.mark.parametrize(
    "name", ["علی\u200cرضا", "می\u200cنا", "র\u200d্যাব"], ids=["Persian", "Persian short", "Bengali"]
)
def test_the_joiners_that_a_name_is_spelt_with_are_no_control_characters(name: str) -> None:
    """ZERO WIDTH NON-JOINER parts the letters of many Persian names, ZERO WIDTH JOINER shapes Indic ones."""
    assert Rules().checked(Patient(name=name), TODAY).name == name


@pytest.mark.parametrize("field", ["name", "identifier", "clinician", "appointment", "note"])
def test_a_text_of_more_than_a_line_is_refused(field: Field) -> None:
    assert problems_of(Rules(), **{field: "a" * LONGEST}) == []
    (problem,) = problems_of(Rules(), **{field: "a" * (LONGEST + 1)})
    assert problem.message == f"the patient's {NAMES[field]}: it is no text of a line"
    assert problem.hint == "write it in a few words"


def test_all_that_is_wrong_is_said_at_once() -> None:
    told = problems_of(NHS, name="\0", born="soon", identifier="12", note="n" * 999)
    assert [problem.message.partition(":")[0] for problem in told] == [
        "the patient's name",
        "the patient's note",
        "the patient's date of birth",
        "the patient's identifier",
    ]
    assert {problem.severity for problem in told} == {Severity.ERROR}


# Nothing tells what was typed

TOLD = frozenset(
    (problem.message, problem.hint)
    for order in ("dmy", "mdy")
    for born in ("no day", "2999-01-01", "a" * 999)
    for problem in problems_of(
        Rules(DateForm(order), nhs_number=True),
        **dict.fromkeys(NAMES, "\0") | {"born": born},
    )
)
"""All that can ever be said of details."""

typed = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.text(st.characters(exclude_categories=()), min_size=LONGEST + 1, max_size=LONGEST + 9),
    st.from_regex(r"\A[0-9]{1,4}[./ -][0-9]{1,3}[./ -][0-9]{1,5}\Z"),
    st.from_regex(r"\A[0-9 -]{9,14}\Z"),
)


@property_of(150)
@given(
    details=st.fixed_dictionaries(dict.fromkeys(NAMES, typed)),
    order=st.sampled_from(["dmy", "mdy"]),
    numbered=st.booleans(),
)
def test_what_is_said_of_details_does_not_depend_on_what_they_are(
    details: dict[str, str], order: str, numbered: bool
) -> None:
    """Whatever is typed, what is said of it is one of a few sentences: so it holds nothing of what was typed."""
    try:
        Rules(DateForm(order), numbered).checked(Patient(**details), TODAY)
    except HandpressError as error:
        for problem in error.problems:
            assert (problem.message, problem.hint) in TOLD
            assert problem == Problem(Severity.ERROR, problem.message, hint=problem.hint)
        assert error.__cause__ is None
        assert error.__context__ is None
        shown = "\n".join(problem.show() for problem in error.problems)
        assert str(error) == shown
        assert repr(error) == repr(HandpressError(error.problems))


@property_of(100)
@given(st.text(st.characters(exclude_categories=()), min_size=3), st.sampled_from(list(NAMES)))
def test_no_problem_holds_what_was_typed(text: str, field: Field) -> None:
    marked = f"{CANARY}{text}\0"
    for problem in problems_of(NHS, **{field: marked}):
        assert CANARY not in f"{problem!r}{problem}{problem.show()}"
        assert marked not in f"{problem!r}{problem}{problem.show()}"


def test_no_repr_shows_a_patient() -> None:
    patient = Patient(**dict.fromkeys(NAMES, CANARY))
    checked = Rules().checked(Patient(name=CANARY, born="1961-03-31"), TODAY)
    for each in (patient, checked, Copy(patient, 1, None), [patient], {"patient": patient}):
        said = f"{each!r} {each!s} {each} {ascii(each)} {pprint.pformat(each)} %r" % (each,)
        assert CANARY not in said
        assert "1961" not in said


def test_a_patient_that_is_made_wrongly_tells_nothing() -> None:
    patient = Patient(CANARY)
    for wrong in (lambda: Patient(nme=CANARY), lambda: setattr(patient, "name", CANARY * 2), lambda: patient < patient):
        with pytest.raises((TypeError, AttributeError)) as caught:
            wrong()
        assert CANARY not in repr(caught.value)


def test_a_refusal_names_the_field_only() -> None:
    (problem,) = refusal("born", "it does not fit", "make it shorter").problems
    assert problem == Problem(Severity.ERROR, "the patient's date of birth: it does not fit", hint="make it shorter")
