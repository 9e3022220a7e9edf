"""Where a line may end: after UAX #14, tailored so that nothing a patient must read as one is torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.typesetting.breaking import joints, opportunities
from tests.helpers import property_of


def pieces(text: str) -> list[str]:
    bounds = [0, *opportunities(text), len(text)]
    return [text[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two", ["one ", "two"]),
        ("one  two\nthree", ["one  ", "two\n", "three"]),
        ("well-known", ["well-", "known"]),
        ("well\u2010known", ["well\u2010", "known"]),
        ("mother-in-law", ["mother-", "in-", "law"]),
        ("one\u2014two", ["one\u2014", "two"]),
        ("one\u2013two", ["one\u2013", "two"]),
        ("paracetamol/ibuprofen", ["paracetamol/", "ibuprofen"]),
        ("foot\u200bball", ["foot\u200b", "ball"]),
        ("Żółć-żółć", ["Żółć-", "żółć"]),
    ],
)
def test_a_line_may_end_after(text: str, expected: list[str]) -> None:
    """Spaces (UAX #14, LB18), hyphens and dashes between words (LB21), slashes between words, ZWSP (LB8)."""
    assert pieces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "020 7946 0123", "(312) 555-0142", "+44 20 7946 0123", "1 (312) 555-0142", "555-0142", "+1 312-555-0142",
        "38 °C", "38.5 °C", "100.4 °F", "500 mg", "2.5 mL", "1,000 mL", "5 mg/kg", "120 mmHg", "8 am", "60 %", "38 °C.",
        "X-ray", "T-cell", "8-10", "2-3", "B-12", "COVID-19", "-5", "and/or", "km/h", "10/12", "1.5", "3,5",
        "a\u00a0b", "a\u202fb", "8\u201110", "a\u2060b", "word", "", "\u2014", "one-", "-one",
    ],
)  # fmt: skip
def test_a_line_never_ends_inside(text: str) -> None:
    """Phone numbers, numbers with their unit (LB25), one-letter prefixes, ranges; LB12 no-break space, LB11 joiner."""
    assert opportunities(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 020 7946 0123 now", ["Ring ", "020 7946 0123 ", "now"]),
        ("above 38 °C or below", ["above ", "38 °C ", "or ", "below"]),
        ("Take 500 mg twice", ["Take ", "500 mg ", "twice"]),
        ("Call (312) 555-0142, or 911", ["Call ", "(312) 555-0142, ", "or ", "911"]),
        ("8 among", ["8 ", "among"]),
        ("3 great days", ["3 ", "great ", "days"]),
        ("A 5 km walk", ["A ", "5 km ", "walk"]),
    ],
)
def test_round_what_is_kept_together_lines_may_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_number_is_not_glued_to_a_bracket_that_holds_words() -> None:
    assert pieces("Take 2 (two) tablets") == ["Take ", "2 ", "(two) ", "tablets"]


def test_a_range_with_a_dash_is_kept_together_as_one_with_a_hyphen_is() -> None:
    assert pieces("8\u201310 days") == ["8\u201310 ", "days"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("https://www.nhs.uk/a-b?c=d", ["https://", "www.", "nhs.", "uk/", "a-", "b?", "c=", "d"]),
        ("a.b@example.org", ["a.", "b@", "example.", "org"]),
        ("word", ["word"]),
        ("/word", ["/", "word"]),
        ("...", ["..."]),
        ("", [""]),
    ],
)
def test_an_over_long_address_is_cut_at_its_joints(word: str, expected: list[str]) -> None:
    bounds = [0, *joints(word), len(word)]
    assert [word[a:b] for a, b in zip(bounds, bounds[1:], strict=False)] == expected


TEXTS = st.text("ab1 2-/.()+\u200b\u2013\u00a0é°Cmg\n", max_size=40)


@property_of(120)
@given(TEXTS)
def test_breaking_and_joining_again_loses_no_character(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert text == "" or all(pieces(text))


@pytest.mark.parametrize("gap", ["\u200b ", " \u200b"])
def test_a_zero_width_space_beside_a_space_is_one_place_to_break(gap: str) -> None:
    """Otherwise the space, or the zero width space, makes a piece of its own."""
    assert pieces(f"one{gap}two") == [f"one{gap}", "two"]


@property_of(100)
@given(st.text("ab1 2-/.()+\u2013\u00a0é°Cmg\n", max_size=40))
def test_no_line_begins_with_a_space(text: str) -> None:
    """UAX #14, LB7."""
    assert not any(piece.startswith(" ") for piece in pieces(text)[1:])


@property_of(100)
@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["mg", "mL", "°C", "kg", "mmHg"]))
def test_no_number_is_ever_parted_from_its_unit(whole: int, part: int, unit: str) -> None:
    assert pieces(f"Take {whole}.{part} {unit} now") == ["Take ", f"{whole}.{part} {unit} ", "now"]


@property_of(100)
@given(st.lists(st.text("0123456789", min_size=2, max_size=5), min_size=2, max_size=4))
def test_no_phone_number_is_ever_parted(groups: list[str]) -> None:
    number = " ".join(groups)
    assert pieces(f"Ring {number} now") == ["Ring ", f"{number} ", "now"]


@property_of(100)
@given(TEXTS)
def test_joints_lose_no_character(text: str) -> None:
    bounds = [0, *joints(text), len(text)]
    assert "".join(text[a:b] for a, b in zip(bounds, bounds[1:], strict=False)) == text
    assert list(joints(text)) == sorted(set(joints(text)))
