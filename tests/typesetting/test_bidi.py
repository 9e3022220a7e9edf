"""Directions: the Unicode bidirectional algorithm, held against Unicode's own tests, and what is isolated from it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.runs import Blank, Inline, Run
from handpress.typesetting.bidi import base_level, is_plain, levels, visual_order
from handpress.typesetting.breaking import directions
from tests.helpers import property_of

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "BidiCharacterTest-sample.txt"
FULL = Path("/usr/share/unicode/BidiCharacterTest.txt")


# Unicode's own tests


def cases(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def is_right(line: str) -> bool:
    """Whether paragraph level, levels and visual order of a test line come out; what X9 removes is left out."""
    points, direction, level, resolved, order = line.split(";")
    text = "".join(chr(int(point, 16)) for point in points.split())
    base = base_level(text) if direction == "2" else int(direction)
    found, wanted = levels(text, base), resolved.split()
    kept = [at for at, each in enumerate(wanted) if each != "x"]
    assert len(found) == len(wanted) == len(text)
    seen = [kept[at] for at in visual_order([found[at] for at in kept])]
    return (base, [found[at] for at in kept], seen) == (
        int(level),
        [int(wanted[at]) for at in kept],
        [int(at) for at in order.split()],
    )


def test_the_algorithm_does_what_a_sample_of_unicodes_tests_asks() -> None:
    lines = cases(SAMPLE)
    assert len(lines) == 841
    assert [line for line in lines if not is_right(line)] == []


@pytest.mark.conformance
def test_the_algorithm_does_what_all_of_unicodes_tests_ask() -> None:
    if not FULL.is_file():
        lacking = f"{FULL} is not there (Debian's unicode-data has it)"
        if os.environ.get("HANDPRESS_CONFORMANCE") == "required":
            pytest.fail(f"{lacking}, and it is required")
        pytest.skip(lacking)
    lines = cases(FULL)
    assert len(lines) > 90_000
    assert [line for line in lines if not is_right(line)] == []


def seen(text: str, base: int) -> str:
    """A paragraph on one line as it is seen, from left to right."""
    return "".join(text[at] for at in visual_order(list(levels(text, base))))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ring 5", 0), ("אב a", 1), ("a אב", 0), ("اتصل", 1), ("123 - 4", 0), ("", 0), ("5 אב", 1),
        ("\u2066אב\u2069a", 0), ("\u2067a\u2069 אב", 1), ("\u2068אב", 0), ("\u2069אב", 1),
    ],
)  # fmt: skip
def test_a_paragraph_runs_as_its_first_letter_outside_of_isolates_does(text: str, level: int) -> None:
    """P2 and P3."""
    assert base_level(text) == level


@pytest.mark.parametrize(
    "text", ["", "Ring 020 7946 0123", "Zażółć, κόσμος", "发烧 38 °C", "ไข้", "ยา\u200bแก้", "a\u00a0b"]
)
def test_text_that_runs_from_left_to_right_is_plain(text: str) -> None:
    assert is_plain(text)
    assert set(levels(text, 0)) <= {0}


@pytest.mark.parametrize("text", ["א", "ا", "٣٨", "a\u2067b\u2069", "\u202bab", "a\u2069"])
def test_text_that_is_steered_or_has_a_letter_from_right_to_left_is_not_plain(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("אב 5% גד", "דג 5% בא"), ("אב %5 גד", "דג %5 בא"), ("אב 1.5 גד", "דג 1.5 בא"), ("אב +5 גד", "דג 5+ בא"),
        ("אב 20°C", "20°C בא"), ("اب 5% جد", "دج %5 با"), ("אב (cd) ה", "ה )cd( בא"),
    ],
)  # fmt: skip
def test_signs_beside_a_number_go_with_it(text: str, shown: str) -> None:
    """W4 and W5; after Arabic letters a number takes no signs (W2), and Western brackets are turned over when drawn."""
    assert seen(text, 1) == shown


@pytest.mark.parametrize(
    ("right", "left", "end"),
    [("\u202b", "\u202a", "\u202c"), ("\u2067", "\u2066", "\u2069")],
    ids=["embedded", "isolated"],
)
def test_what_is_nested_too_deep_stays_where_it_is_and_is_closed_again(right: str, left: str, end: str) -> None:
    """BD2: the 126th goes too deep, X1: it is counted, so that its end closes nothing else."""
    text = f"{right}{left}" * 63 + "a" + end * 125 + "b" + end + "c"
    found = dict(zip(text, levels(text, 0), strict=True))
    assert [found[letter] for letter in "abc"] == [126, 2, 0]


def test_inside_an_isolate_that_goes_too_deep_nothing_is_opened_or_closed() -> None:
    text = "\u2067\u2066" * 63 + "\u202b\u202c\u202c\u202aa\u2069" + "b"
    found = dict(zip(text, levels(text, 0), strict=True))
    assert (found["a"], found["b"]) == (126, 126)


def test_an_isolate_that_looks_for_its_direction_passes_over_those_inside() -> None:
    assert seen("אב \u2068\u2067גד\u2069 ab\u2069", 1).endswith("בא")
    assert levels("\u2068\u2067ג\u2069a\u2069", 1) == (1, 2, 3, 2, 2, 1)


@pytest.mark.parametrize(
    ("found", "order"),
    [
        ([], []),
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 2, 1, 3, 1, 0], [0, 6, 5, 4, 2, 3, 1, 7]),
        ([2, 2], [0, 1]),
    ],
)
def test_the_places_of_a_line_are_turned_over_level_by_level(found: list[int], order: list[int]) -> None:
    """L2."""
    assert visual_order(found) == order


LETTERS = st.text("abאבגاب1٣ .,+%()[]-°", max_size=12)


@property_of(100)
@given(LETTERS, st.integers(0, 1))
def test_every_character_has_one_place_in_its_line(text: str, base: int) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert sorted(visual_order(list(found))) == list(range(len(text)))
    assert all(base <= level <= base + 2 for level in found)


@property_of(100)
@given(LETTERS, LETTERS, LETTERS, LETTERS, st.integers(0, 1))
def test_an_isolate_takes_nothing_from_what_is_round_it_and_gives_it_nothing(
    before: str, inside: str, other: str, after: str, base: int
) -> None:
    inside = inside.strip()
    found = levels(f"{before}\u2068{inside}\u2069{after}", base)
    start = len(before) + 1
    at = [n - start for n in visual_order(list(found)) if start <= n < start + len(inside)]
    assert at == visual_order(list(levels(inside, base_level(inside))))
    others = levels(f"{before}\u2068{other.strip()}\u2069{after}", base)
    assert found[: len(before)] == others[: len(before)]
    assert found[len(found) - len(after) :] == others[len(others) - len(after) :]


# What a page isolates: phone numbers, doses, web addresses, and what the clinic supplies

SENTENCES = {
    "ar": "اتصل بالرقم {} الآن.",
    "fa": "اکنون با {} تماس بگیرید.",
    "ur": "ابھی {} پر فون کریں۔",
    "he": "התקשרו אל {} עכשיו.",
}
NUMBERS = [
    "020 7946 0123",
    "+44 20 7946 0123",
    "(312) 555-0142",
    "+1 (312) 555-0142",
    "1 (312) 555-0142",
    "0800 123 4567",
]
DOSES = ["38 °C", "38.5 °C", "100.4 °F", "500 mg", "2.5 mL", "1,000 mL", "120 mmHg", "8 am", "۳۸ °C", "٣٨٫٥ °C"]
ADDRESSES = [
    "https://www.nhs.uk/conditions/neutropenia?a=1&b=2",
    "www.bloodcancer.org.uk/ring-us",
    "nhs.uk",
    "ward-7@example.org",
]


def line(text: str, *runs: Inline, leftward: bool = True) -> str:
    """A text on one line as it is seen, from left to right."""
    found = directions(text, runs or (Run(text),), leftward)
    return "".join(text[at] for at in visual_order(list(found))) if found else text


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("quantity", [*NUMBERS, *DOSES, *ADDRESSES])
def test_numbers_doses_and_addresses_are_seen_as_they_are_written(quantity: str, language: str) -> None:
    before, after = SENTENCES[language].split("{}")
    assert line(f"{before}{quantity}{after}") == f"{after[::-1]}{quantity}{before[::-1]}"


@pytest.mark.parametrize(
    ("quantity", "languages"),
    [
        ("1-800-222-1222", ["ar", "fa", "ur"]),
        ("5 mg/kg", [*SENTENCES]),
        ("38\u00a0°C", [*SENTENCES]),
        ("500\u202fmg", [*SENTENCES]),
        ("nhs.uk/find-a-doctor", [*SENTENCES]),
    ],
)
def test_other_spellings_of_them_are_seen_as_they_are_written_too(quantity: str, languages: list[str]) -> None:
    for before, after in (SENTENCES[language].split("{}") for language in languages):
        assert line(f"{before}{quantity}{after}") == f"{after[::-1]}{quantity}{before[::-1]}"


@pytest.mark.parametrize("language", SENTENCES)
def test_a_number_that_was_not_isolated_would_be_turned_over(language: str) -> None:
    """What the isolates are for: the groups of a phone number would change places."""
    text = SENTENCES[language].format("020 7946 0123")
    assert "0123 7946 020" in seen(text, 1)


@pytest.mark.parametrize("language", SENTENCES)
def test_two_numbers_are_seen_in_the_order_of_the_sentence(language: str) -> None:
    text = SENTENCES[language].format("020 7946 0123 / 020 7946 0999")
    assert "020 7946 0999 / 020 7946 0123" in line(text)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_keeps_its_place_in_a_sentence_from_left_to_right(number: str) -> None:
    assert line(f"Ring (אב) {number} now", leftward=False) == f"Ring (בא) {number} now"


@pytest.mark.parametrize(
    "value",
    ["Riverside Day Unit", "A&E", "St Mary's (Ward 7)", "555-0142", "38.5\u00a0°C", "أمراض الدم (7)", "יחידה 7"],
)
@pytest.mark.parametrize("language", SENTENCES)
def test_what_a_clinic_supplies_is_seen_as_it_would_be_alone(value: str, language: str) -> None:
    before, after = SENTENCES[language].split("{}")
    runs = (Run(before), Run(value, supplied=True), Run(f" - 24{after}"))
    alone = seen(value, base_level(value))
    assert line(f"{before}{value} - 24{after}", *runs) == f"{after[::-1]}24 - {alone}{before[::-1]}"


@pytest.mark.parametrize("phone", ["020 7946 0123", "(312) 555-0142"])
def test_a_number_after_a_supplied_phone_number_is_no_part_of_it(phone: str) -> None:
    """'Ring {clinic.phone} 24 hours a day', from right to left."""
    runs = (Run("اتصل على "), Run(phone, supplied=True), Run(" 24 ساعة"))
    assert line(f"اتصل على {phone} 24 ساعة", *runs) == f"ةعاس 24 {phone} ىلع لصتا"


def test_a_supplied_name_would_draw_the_number_after_it_to_itself() -> None:
    text = "התקשרו אל Riverside 24 ימים"
    runs = (Run("התקשרו אל "), Run("Riverside", supplied=True), Run(" 24 ימים"))
    assert "24 Riverside" in line(text, *runs)
    assert "Riverside 24" in line(text)


def test_a_supplied_value_that_runs_the_other_way_stays_together_in_english() -> None:
    text = "Ring עיריית 5, 6 or 7"
    runs = (Run("Ring "), Run("עיריית 5", supplied=True), Run(", 6 or 7"))
    assert line(text, *runs, leftward=False) == "Ring 5 תייריע, 6 or 7"
    assert line(text, leftward=False) == "Ring 6 ,5 תייריע or 7"


@property_of(60)
@given(
    st.sampled_from(sorted(SENTENCES)), st.sampled_from(["", "x", "5", "אב", "38 °C", "(", "a.org", "اب 5"]), LETTERS
)
def test_what_stands_round_a_supplied_value_does_not_move_with_it(language: str, one: str, other: str) -> None:
    before, after = SENTENCES[language].split("{}")
    placed = []
    for value in (f"a{one}", f"a{other}"):
        found = directions(f"{before}{value}{after}", (Run(before), Run(value, supplied=True), Run(after)), True)
        placed.append((found[: len(before)], found[len(found) - len(after) :]))
    assert placed[0] == placed[1]


def test_a_number_inside_a_supplied_value_is_isolated_once() -> None:
    text = "אב Ward 7: 020 7946 0123 גד"
    runs = (Run("אב "), Run("Ward 7: 020 7946 0123", supplied=True), Run(" גד"))
    assert line(text, *runs) == "דג Ward 7: 020 7946 0123 בא"


def test_a_blank_stands_where_its_place_in_the_sentence_is() -> None:
    text = "אב \ufffc גד"
    assert line(text, Run("אב "), Blank(6.0), Run(" גד")) == "דג \ufffc בא"


def test_plain_text_has_no_levels_and_a_leftward_paragraph_always_has() -> None:
    assert directions("Ring 5", (Run("Ring 5"),), False) == ()
    assert directions("Ring 5", (Run("Ring 5"),), True) == (2,) * 4 + (2, 2)
