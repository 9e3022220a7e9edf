"""The one type scale and the one spacing grid."""

from __future__ import annotations

import pytest

from handpress.layout import Layout, contrast
from handpress.runs import Run
from handpress.typescale import TypeScale
from handpress.typesetting import Style, set_block
from tests.helpers import atkinson, chain, lines_of, noto

SIZES = [12.0, 13.0, 14.0, 16.0, 18.0, 20.0, 22.0]
STYLES = ["body", "title", "subtitle", "key", "section", "minor", "card", "contact", "small"]


def scale(size: float) -> TypeScale:
    return TypeScale(chain(), size, "#00664f")


def style(size: float, name: str) -> Style:
    found: Style = getattr(scale(size), name)
    return found


def layout(**settings: object) -> Layout:
    least = {"name": "Quay", "emergency": {"phone": "999", "place": "A&E"}, "locale": "en-GB", "languages": ("en-GB",)}
    return Layout.model_validate(least | settings)


def scale_in(language: str, made: Layout | None = None, large: bool = False, letters: str = "") -> TypeScale:
    return TypeScale.of(made or layout(), chain(), large, language, letters)


def test_the_layout_says_how_large_the_body_is_in_either_edition() -> None:
    made = layout(type={"size": "13", "large": "20"}, colours={"brand": "#1d4f91"})
    assert [scale_in("en-GB", made, large=large).body.size for large in (False, True)] == [13.0, 20.0]
    assert scale_in("en-GB", made).section.colour == "#1d4f91"


@pytest.mark.parametrize("name", STYLES)
def test_letters_of_a_tall_script_have_lines_further_apart_and_no_other_size(name: str) -> None:
    latin, tall = (getattr(scale_in(language), name) for language in ("en-GB", "ar"))
    assert (tall.size, tall.leading) == (latin.size, round(latin.leading * 1.25))


@pytest.mark.parametrize(
    "language", ["ar", "bn", "fa", "gu", "hi", "ja", "ko", "pa", "ta", "th", "ur", "zh-Hans", "am"]
)
def test_scripts_with_high_and_deep_letters_are_tall(language: str) -> None:
    assert scale_in(language).body.leading == 20.0


@pytest.mark.parametrize("language", ["pl", "vi", "uk", "so", "he"])
def test_other_scripts_are_set_as_english_is(language: str) -> None:
    assert scale_in(language).body.leading == 16.0


@pytest.mark.parametrize(
    ("language", "leftward"), [("ar", True), ("fa", True), ("ur", True), ("he", True), ("pl", False)]
)
def test_all_styles_of_a_language_run_the_way_it_is_written(language: str, leftward: bool) -> None:
    made = scale_in(language)
    assert {getattr(made, name).leftward for name in STYLES} == {made.leftward} == {leftward}


def test_the_family_that_has_the_letters_of_the_text_leads_and_the_others_stand_in() -> None:
    made = scale_in("vi", letters="Rửatayhườngxuyên")
    assert made.chain.families == (noto(), atkinson())
    assert {getattr(made, name).faces for name in STYLES} == {made.chain}
    assert scale_in("pl", letters="Zażółćgęśląjaźń").chain is chain()


def test_the_grid_is_of_4_points_where_the_body_is_12() -> None:
    assert scale(12.0).unit == 4
    assert scale(18.0).unit == 6
    assert scale(12.0).body.leading == 16.0


def test_the_title_of_standard_print_is_26_to_30_points() -> None:
    assert 26.0 <= scale(12.0).title.size <= 30.0


ORDER = ["small", "body", "minor", "subtitle", "section", "title"]


@pytest.mark.parametrize("size", SIZES)
def test_sizes_come_in_order(size: float) -> None:
    sizes = [style(size, name).size for name in ORDER]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("size", [23.0, 24.0])
def test_the_title_is_the_largest_in_the_largest_print_too(size: float) -> None:
    assert style(size, "title").size > style(size, "section").size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STYLES)
def test_letters_of_two_lines_never_touch(size: float, name: str) -> None:
    """Accents of capitals reach 863 thousandths of an em up, descenders 196 down."""
    made = style(size, name)
    assert made.leading > made.size * 1.06


@pytest.mark.parametrize("size", SIZES)
def test_lines_of_body_text_have_air_between_them(size: float) -> None:
    assert style(size, "body").leading >= 1.2 * size


@pytest.mark.parametrize("name", STYLES)
def test_large_print_is_larger_in_everything(name: str) -> None:
    assert style(18.0, name).size > style(12.0, name).size
    assert style(18.0, name).leading > style(12.0, name).leading


@pytest.mark.parametrize("name", [name for name in STYLES if name != "card"])
def test_words_can_be_read_on_white_and_on_the_tint_of_a_box(name: str) -> None:
    """WCAG 2.1, 1.4.3."""
    made = scale(12.0)
    assert contrast(style(12.0, name).colour, "#ffffff") >= 4.5
    assert contrast(style(12.0, name).colour, made.ground) >= 4.5


PROSE = (
    "Ring the ward straight away if your temperature is 38 degrees or higher, or if you feel shivery and unwell. "
    "Your body may not be able to fight an infection as it usually would, and an infection can become serious within "
    "hours. Keep the number of the ward near your telephone, and tell the people you live with where it is. "
) * 3


@pytest.mark.parametrize("size", [12.0, 18.0])
def test_no_line_of_running_text_has_more_than_75_characters(size: float) -> None:
    """RNIB clear print: 60 to 70; DESIGN.md: 55 to 75."""
    made = scale(size)
    assert max(map(len, lines_of(set_block((Run(PROSE),), made.body, made.measure)))) <= 75


@pytest.mark.parametrize("size", [12.0, 18.0])
def test_a_full_line_of_running_text_has_55_characters_at_least(size: float) -> None:
    made = scale(size)
    assert min(map(len, lines_of(set_block((Run(PROSE),), made.body, made.measure))[:-1])) >= 55


@pytest.mark.parametrize(("size", "large"), [(12.0, False), (15.9, False), (16.0, True), (18.0, True)])
def test_large_print_begins_at_16_points(size: float, large: bool) -> None:
    assert scale(size).large is large
