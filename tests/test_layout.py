"""A clinic's branding and settings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from handpress.fields import read_temperature
from handpress.layout import WHITE, Colours, Layout, contrast, luminance, tint
from handpress.library import Library, check_clinic
from handpress.problems import Problems
from tests.helpers import property_of, small_root

LEAST = {
    "name": "Quay Street Clinic",
    "emergency": {"phone": "999", "place": "A&E"},
    "locale": "en-GB",
    "languages": ("en-GB",),
}
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def layout(**settings: Any) -> Layout:
    return Layout.model_validate(LEAST | settings)


def refusal(**settings: Any) -> tuple[tuple[Any, ...], str]:
    """Where the one error is, and its message."""
    with pytest.raises(ValidationError) as caught:
        layout(**settings)
    (error,) = caught.value.errors(include_url=False)
    return error["loc"], error["msg"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.00),
        ("#ffff00", "#ffffff", 1.07),
        ("#595959", "#ffffff", 7.00),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """WCAG 2.1, 1.4.3 and its definition of contrast ratio; the pairs are WebAIM's."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("colour", "expected"), [("#000000", 0.0), ("#ffffff", 1.0), ("#808080", 0.2159), ("#00ff00", 0.7152)]
)
def test_luminance_is_that_of_wcag(colour: str, expected: float) -> None:
    assert luminance(colour) == pytest.approx(expected, abs=0.0001)


@property_of(100)
@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0001


@pytest.mark.parametrize(
    ("amount", "expected"), [(1.0, "#00703c"), (0.0, "#ffffff"), (0.5, "#80b89e"), (0.07, "#edf5f1")]
)
def test_a_tint_is_a_colour_thinned_with_white(amount: float, expected: str) -> None:
    assert tint("#00703c", amount) == expected


@pytest.mark.parametrize("name", ["brand", "emergency", "urgent", "routine"])
@pytest.mark.parametrize("colour", ["#777777", "#ff0000", "#ffff00", "#ffffff"])
def test_a_colour_that_white_words_cannot_be_read_on_is_refused(name: str, colour: str) -> None:
    """WCAG 2.1, 1.4.3: 4.5 to 1."""
    where, message = refusal(colours={name: colour})
    assert where == ("colours", name)
    assert message == f"{colour} on white has a contrast of {contrast(colour, WHITE):.1f} to 1; text needs 4.5 to 1"


@pytest.mark.parametrize("colour", ["#767676", "#000000", "#00703C"])
def test_a_colour_with_enough_contrast_is_taken(colour: str) -> None:
    assert layout(colours={"brand": colour}).colours.brand == colour.lower()


@pytest.mark.parametrize("colour", ["red", "#fff", "00703c", "#00703cff", "#00703g", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert refusal(colours={"brand": colour})[0] == ("colours", "brand")


@pytest.mark.parametrize("name", ["brand", "emergency", "urgent", "routine"])
def test_the_colours_of_the_house_can_be_read(name: str) -> None:
    assert contrast(getattr(Colours(), name), WHITE) >= 4.5


def test_a_layout_of_the_least_settings_prints_on_a4_in_12_and_18_points_with_a_panel() -> None:
    made = layout()
    assert (made.page.size, made.page.duplex) == ("A4", True)
    assert (made.page.margins.top, made.page.margins.bottom, made.page.margins.side) == (13, 10, 19)
    assert (made.type.family, made.type.size, made.type.large) == ("atkinson", 12, 18)
    assert (made.header.start, made.header.end) == ("logo_and_name", "phone")
    assert (made.footer.start, made.footer.middle) == ("contact", "version")
    assert made.units.temperature == "celsius"
    assert made.policy.require_approval is False
    assert (made.logo, made.about, made.contact.phone, made.contact.address) == (None, None, None, ())
    assert (made.values, made.options) == ({}, {})


def test_a_handout_has_two_identifiers_by_default() -> None:
    """The Joint Commission, NPSG.01.01.01: two at least."""
    assert layout().patient.panel is True
    assert layout().patient.identifiers == ("name", "date_of_birth")


def test_a_checklist_ends_in_a_teach_back_panel_by_default_and_may_have_none() -> None:
    lines = ("explained_by", "understood_by", "date", "signature")
    assert layout().checklist.teach_back == lines
    assert layout(checklist={"teach_back": ()}).checklist.teach_back == ()


@pytest.mark.parametrize("key", ["name", "emergency", "locale", "languages"])
def test_what_no_handout_can_do_without_must_be_there(key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Layout.model_validate({name: value for name, value in LEAST.items() if name != key})
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [("missing", (key,))]


@pytest.mark.parametrize(
    "settings",
    [
        {"type": {"size": "11.5"}}, {"type": {"size": "17"}}, {"type": {"large": "15"}}, {"type": {"large": "25"}},
        {"page": {"margins": {"top": "7"}}}, {"page": {"margins": {"bottom": "41"}}},
        {"page": {"margins": {"side": "11"}}}, {"page": {"size": "A5"}},
        {"units": {"temperature": "kelvin"}}, {"languages": ()},
        {"patient": {"identifiers": ("name",)}}, {"patient": {"identifiers": ("name", "date_of_birth", "shoe_size")}},
        {"patient": {"panel": "perhaps"}}, {"header": {"start": "flag"}}, {"locale": "english"},
        {"contact": {"web": "www.example.org"}}, {"contact": {"phone": "TBC"}}, {"contact": {"phone": "12"}},
        {"contact": {"out_of_hours": "Write_in"}}, {"emergency": {"phone": "write_in", "place": "A&E"}},
        {"logo_alt": "A logo"}, {"type": {"family": "../fonts"}},
        {"type": {"size": "twelve"}},
    ],
    ids=str,
)  # fmt: skip
def test_a_setting_that_does_not_do_is_refused_alone(settings: dict[str, Any]) -> None:
    where, message = refusal(**settings)
    assert where[0] == next(iter(settings))
    assert message


@pytest.mark.parametrize(
    "phone", ["write_in", "999", "+44 (0)20 7946 0123, option 2", "1-800-SLEEP-99", "\u0669\u0669\u0669"]
)
def test_a_phone_is_a_number_or_is_written_in(phone: str) -> None:
    contact = layout(contact={"phone": phone, "out_of_hours": phone}).contact
    assert (contact.phone, contact.out_of_hours) == (phone, phone)


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({"type": {"size": "12"}}, 12),
        ({"type": {"size": "16"}}, 16),
        ({"type": {"size": "12.5"}}, Decimal("12.5")),
    ],
)
def test_body_type_is_12_to_16_points(settings: dict[str, Any], value: Decimal) -> None:
    """RNIB clear print: 12 points at least."""
    assert layout(**settings).type.size == value


@pytest.mark.parametrize("text", ["30", "36.0", "38", "45.0"])
def test_a_temperature_is_one_that_a_body_has(text: str) -> None:
    assert read_temperature(text) == Decimal(text)


@pytest.mark.parametrize("text", ["100.4", "83.0", "3.8", "380", "-38", "29.9", "45.1", "warm"])
def test_what_no_body_has_is_no_temperature(text: str) -> None:
    """Degrees Fahrenheit, a wrong key, a point in the wrong place."""
    with pytest.raises(PydanticCustomError):
        read_temperature(text)


@pytest.mark.parametrize(
    ("locale", "languages", "warned"),
    [
        ("en-GB", ["en-GB", "pl"], []),
        ("en-IE", ["en-GB", "pl"], ["en-GB"]),
        ("en-GB", ["en-GB", "en-US", "es-MX"], ["en-US", "es-MX"]),
        ("zh-Hans-SG", ["zh-Hans"], []),
        ("pl", ["en-GB"], ["en-GB"]),
    ],
)
def test_texts_of_another_country_are_warned_of(
    locale: str, languages: list[str], warned: list[str], tmp_path: Path
) -> None:
    """They name services that readers do not have, such as NHS 111."""
    root, problems = small_root(tmp_path / "root"), Problems()
    file = root / "layouts" / "quay" / "layout.yaml"
    said = file.read_text(encoding="utf-8").replace("locale: en-GB", f"locale: {locale}")
    file.write_text(said.replace("languages: [en-GB]", f"languages: [{', '.join(languages)}]"), encoding="utf-8")
    clinic = Library(root).clinic("quay", problems)
    assert clinic is not None
    check_clinic(clinic, problems)
    message = "texts in '{}' may send readers of '{}' to services that they do not have"
    assert [problem.message for problem in problems] == [message.format(tag, locale) for tag in warned]


def test_a_logo_may_have_words_for_it() -> None:
    assert layout(logo="logo.svg", logo_alt="Quay Street").logo_alt == "Quay Street"


def test_words_for_a_logo_that_is_not_there_are_refused() -> None:
    assert refusal(logo_alt="Quay Street") == (("logo_alt",), "words for a logo, but no logo")
