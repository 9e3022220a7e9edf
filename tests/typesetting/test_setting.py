"""Runs and a width to set lines."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handpress.fonts import Chain, Face, Family
from handpress.runs import Blank, Inline, Run
from handpress.typesetting import SetBlock, SetLine, Style, natural_width, pieces, rgb, set_block, word_width
from tests.helpers import FONTS, atkinson, body, lines_of, noto, plain_runs, property_of, shown, words_of

STYLE = body()
HEADING = STYLE.but(balanced=True, strong=True, size=15.6)
PROSE = "Ring the ward straight away if your temperature is 38 degrees or higher or if you feel shivery and unwell"
URL = "https://www.example.org/leaflets/blood-counts/neutropenia?language=en&size=large"

LETTERS = "abcdefghijklmnoprstuwyzAMW"
PLAIN = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=40)
TRICKY = ["020 7946 0123", "38 °C", "well-known", "X-ray", URL, "Żółć", "κόσμος", "здоров'я", "ệt", "x\u0302ν\u0302"]
WORDS = st.one_of(st.text(LETTERS, min_size=1, max_size=30), st.sampled_from(TRICKY))
WIDTHS = st.floats(50, 500)


@st.composite
def runs(draw: st.DrawFn) -> tuple[Inline, ...]:
    """Words in runs of every kind, with blanks between them."""
    made = list[Inline]()
    for _ in range(draw(st.integers(1, 6))):
        words = " ".join(draw(st.lists(WORDS, min_size=1, max_size=6)))
        made.append(Run(words, draw(st.booleans()), draw(st.sampled_from(["", "https://a.org"]))))
        made.append(draw(st.sampled_from([Run(" "), Run(" ", strong=True)])))
        if draw(st.integers(0, 5)) == 0:
            made += [Blank(draw(st.sampled_from([6.0, 12.0]))), Run(" ")]
    return tuple(made)


def set_words(*words: str, width: float) -> list[str]:
    return lines_of(set_block(plain_runs(*words), STYLE, width))


def width_of(words: str) -> float:
    return natural_width((Run(words),), STYLE)


# What holds of any text


@property_of(60)
@given(runs(), WIDTHS, st.sampled_from([STYLE, HEADING]))
def test_no_line_is_wider_than_the_width(text: tuple[Inline, ...], width: float, style: object) -> None:
    block = set_block(text, style, width)
    assert block.width <= width + 0.02


@property_of(60)
@given(runs(), WIDTHS)
def test_all_words_are_set_in_order(text: tuple[Inline, ...], width: float) -> None:
    words = "".join(run.text if isinstance(run, Run) else "" for run in text).split()
    block = set_block(text, STYLE, width)
    assert words_of(block) == words
    assert "".join(line.text for line in shown(block)).split() == words


@property_of(50)
@given(st.lists(st.one_of(WORDS, st.just("50%")), min_size=1, max_size=20), WIDTHS)
def test_the_pen_goes_as_far_as_a_line_is_wide(words: list[str], width: float) -> None:
    block = set_block((Run(" ".join(words)),), STYLE, width)
    for line, drawn in zip(block.lines, shown(block), strict=True):
        assert sum(part.width for part in line.parts) == pytest.approx(line.width)
        face = line.parts[-1].face
        assert face is not None
        ends_in_space = not line.joined and line is not block.lines[-1]
        space = face.space.advance * 12 / 1000 if ends_in_space else 0.0
        assert drawn.travel == pytest.approx(line.width + space, abs=0.02)


@property_of(50)
@given(runs(), WIDTHS)
def test_no_word_is_set_with_a_missing_glyph(text: tuple[Inline, ...], width: float) -> None:
    assert all(glyph for line in shown(set_block(text, STYLE, width)) for _, glyph in line.glyphs)


@property_of(50)
@given(PLAIN, WIDTHS)
def test_lines_are_as_full_as_they_can_be(words: list[str], width: float) -> None:
    assume(max(width_of(word) for word in words) <= width)
    lines = [line.split() for line in set_words(*words, width=width)]
    for line, following in zip(lines[:-2], lines[1:], strict=False):
        assert width_of(" ".join([*line, following[0]])) > width


@property_of(60)
@given(PLAIN, WIDTHS)
def test_a_short_word_is_alone_on_the_last_line_only_if_the_line_above_can_spare_none(
    words: list[str], width: float
) -> None:
    assume(max(width_of(word) for word in words) <= width)
    lines = [line.split() for line in set_words(*words, width=width)]
    if len(lines) < 2 or len(lines[-1]) > 1 or width_of(lines[-1][0]) >= 0.16 * width:
        return
    above, last = lines[-2], lines[-1][0]
    can_spare = len(above) >= 3 and width_of(" ".join(above[:-1])) >= width / 2
    assert not can_spare or width_of(f"{above[-1]} {last}") > width


def greedy_and_balanced(words: list[str], width: float) -> tuple[SetBlock, SetBlock]:
    return tuple(set_block(plain_runs(*words), HEADING.but(balanced=b), width) for b in (False, True))


@property_of(60)
@given(PLAIN, WIDTHS)
def test_a_balanced_heading_has_as_many_lines_and_none_longer(words: list[str], width: float) -> None:
    assume(word_width(plain_runs(*words), HEADING) <= width)
    greedy, balanced = greedy_and_balanced(words, width)
    assert len(balanced.lines) == len(greedy.lines)
    # The least width is found by halving: to within a part in 4,096 of the width.
    assert balanced.width <= greedy.width + width / 4096 + 0.02


@property_of(50)
@given(PLAIN, WIDTHS)
def test_a_balanced_heading_could_not_be_narrower(words: list[str], width: float) -> None:
    _, balanced = greedy_and_balanced(words, width)
    assume(len(balanced.lines) > 1)
    less = balanced.width - width / 2048 - 0.02
    assume(word_width(plain_runs(*words), HEADING) <= less)
    narrower = set_block(plain_runs(*words), HEADING.but(balanced=False), less)
    assert len(narrower.lines) > len(balanced.lines)


# What holds of certain texts


def test_words_fill_lines_one_after_the_other() -> None:
    assert set_words("one", "two", "three", width=width_of("one two") + 0.005) == ["one two", "three"]
    assert set_words("one", "two", "three", width=width_of("one two") - 0.1) == ["one", "two", "three"]


def test_a_text_that_fits_is_one_line() -> None:
    assert set_words(PROSE, width=width_of(PROSE)) == [PROSE]


def test_nothing_is_set_of_no_words() -> None:
    assert set_block((), STYLE, 100.0).lines == ()
    assert set_block((Run("  "),), STYLE, 100.0).lines == ()
    assert set_block((), STYLE, 100.0).height == 0.0
    assert set_block((), STYLE, 100.0).width == 0.0
    assert set_block((), HEADING, 100.0).lines == ()


def test_natural_width_is_that_of_a_single_line() -> None:
    line = set_block((Run("one "), Run("two", strong=True), Run(" ")), STYLE, 1000.0)
    assert natural_width((Run("one "), Run("two", strong=True), Run(" ")), STYLE) == pytest.approx(line.width)
    assert natural_width((), STYLE) == 0.0


def test_word_width_is_that_of_the_widest_word_or_phone_number() -> None:
    assert word_width((Run("a broad b"),), STYLE) == pytest.approx(width_of("broad"))
    assert word_width((Run("ring 020 7946 0123 now"),), STYLE) == pytest.approx(width_of("020 7946 0123"))
    assert word_width((), STYLE) == 0.0


def test_height_is_a_leading_for_each_line() -> None:
    block = set_block(plain_runs(PROSE), STYLE, 200.0)
    assert len(block.lines) > 2
    assert block.height == len(block.lines) * 16.0


def test_strong_words_are_bold_and_linked_words_have_the_links_colour() -> None:
    style = STYLE.but(link="#00664f")
    block = set_block((Run("a "), Run("b ", strong=True), Run("c", link="https://c.org")), style, 200.0)
    regular, bold = atkinson().regular, atkinson().bold
    assert [(p.text, p.face, p.link) for p in block.lines[0].parts] == [
        ("a ", regular, ""),
        ("b ", bold, ""),
        ("c", regular, "https://c.org"),
    ]
    words, link = pieces(block)
    assert [line for line in words.operators.splitlines() if line.endswith(" rg")] == [f"{rgb('#1c1c1c')} rg"]
    assert [line for line in link.operators.splitlines() if line.endswith(" rg")] == [f"{rgb('#00664f')} rg"]


def test_another_colour_sets_no_line_anew() -> None:
    green, blue = (set_block(plain_runs(PROSE), STYLE.but(colour=colour), 200.0) for colour in ("#00664f", "#00407c"))
    assert green.lines is blue.lines
    assert [piece.operators.replace(rgb("#00664f"), rgb("#00407c")) for piece in pieces(green)] == [
        piece.operators for piece in pieces(blue)
    ]


def test_all_words_of_a_strong_style_are_bold() -> None:
    block = set_block((Run("a "), Run("b", strong=True)), STYLE.but(strong=True), 200.0)
    assert [part.face for part in block.lines[0].parts] == [atkinson().bold]


def test_a_word_of_several_runs_is_not_parted() -> None:
    block = set_block((Run("wonder"), Run("ful", strong=True), Run(" day")), STYLE, width_of("wonderful") + 4)
    assert lines_of(block) == ["wonderful", "day"]


def test_a_phone_number_stays_on_one_line() -> None:
    number = "020 7946 0123"
    assert set_words("Ring", number, "now", width=width_of(f"Ring {number}") - 1) == ["Ring", f"{number} now"]


def test_a_phone_number_in_runs_of_its_own_stays_on_one_line() -> None:
    text = (Run("Ring 020 "), Run("7946", strong=True), Run(" 0123 now"))
    assert lines_of(set_block(text, STYLE, natural_width(text, STYLE) - 5)) == ["Ring 020 7946 0123", "now"]
    assert lines_of(set_block(text, STYLE, width_of("020 7946 0123") + 3)) == ["Ring", "020 7946 0123", "now"]


def test_the_space_after_a_word_belongs_to_no_lines_width() -> None:
    block = set_block(plain_runs("one", "two"), STYLE, width_of("one") + 1)
    assert [line.width for line in block.lines] == [pytest.approx(width_of("one")), pytest.approx(width_of("two"))]


def ends_of_cut_lines(block: SetBlock) -> list[str]:
    return [words[-1] for words, line in zip(lines_of(block), block.lines, strict=True) if line.joined]


@pytest.mark.parametrize("width", [120.0, 180.0, 250.0])
def test_an_over_long_address_is_cut_at_its_joints(width: float) -> None:
    block = set_block((Run(f"See {URL} now"),), STYLE, width)
    assert block.width <= width + 0.02
    assert words_of(block) == ["See", URL, "now"]
    assert set(ends_of_cut_lines(block)) <= set("/.-?=&")
    assert len(block.lines) > 2


@pytest.mark.parametrize("width", [75.0, 103.0, 110.0])
def test_an_address_is_cut_at_its_joints_only_as_long_as_each_piece_fits_the_line(width: float) -> None:
    assert width_of("neutropenia?") < 75.0
    assert set(ends_of_cut_lines(set_block((Run(URL),), STYLE, width))) <= set("/.-?=&")


@pytest.mark.parametrize("width", [50.0, 77.7, 200.0])
def test_a_word_of_300_letters_is_cut_and_stays_inside(width: float) -> None:
    block = set_block((Run("m" * 300),), STYLE, width)
    assert block.width <= width + 0.02
    assert "".join(lines_of(block)) == "m" * 300
    assert all(line.width > width - 2 * width_of("m") for line in block.lines[:-1])


def test_a_cut_word_is_joined_and_a_finished_one_is_not() -> None:
    block = set_block((Run("m" * 20 + " n"),), STYLE, width_of("m" * 11))
    assert lines_of(block) == ["m" * 11, "m" * 9 + " n"]
    assert [line.joined for line in block.lines] == [True, False]


def test_a_word_parted_at_its_hyphen_is_joined() -> None:
    block = set_block((Run("well-known thing"),), STYLE, width_of("known") + 1)
    assert [(words, line.joined) for words, line in zip(lines_of(block), block.lines, strict=True)][:2] == [
        ("well-", True),
        ("known", False),
    ]


def test_a_cut_word_keeps_its_accents() -> None:
    for line in lines_of(set_block((Run("x\u0302" * 40),), STYLE, 50.0)):
        assert line == "x\u0302" * (len(line) // 2)


@pytest.mark.parametrize("number", ["020 7946 0123", "+44 20 7946 0123", "(312) 555-0142"])
def test_a_phone_number_wider_than_the_line_is_parted_at_its_spaces(number: str) -> None:
    groups = set(number.split())
    assert all(set(line.split()) <= groups for line in set_words(number, width=width_of(number) - 5))


def test_a_single_letter_wider_than_the_line_has_it_to_itself() -> None:
    assert set_words("WW", width=5.0) == ["W", "W"]


def test_a_heading_is_balanced() -> None:
    greedy, balanced = greedy_and_balanced(
        ["What", "to", "do", "if", "you", "are", "worried", "about", "your", "treatment"], 270.0
    )
    assert lines_of(greedy) == ["What to do if you are worried about", "your treatment"]
    assert lines_of(balanced) == ["What to do if you are worried", "about your treatment"]


def test_a_heading_with_an_over_long_word_is_still_set_inside() -> None:
    block = set_block(plain_runs("About", "m" * 60, "now"), HEADING, 200.0)
    assert block.width <= 200.02
    assert words_of(block) == ["About", "m" * 60, "now"]


def test_a_short_last_word_is_given_company() -> None:
    words = ["Wash", "your", "hands", "often", "and", "dry", "them", "as", "well", "as", "you", "can", "do", "it"]
    width = width_of(" ".join(words[:-1])) + 1
    assert lines_of(set_block(plain_runs(*words), STYLE, width)) == [" ".join(words[:-2]), "do it"]


@pytest.mark.parametrize(
    "words",
    [
        "Zażółć gęślą jaźń, ŻÓŁĆ",
        "Rửa tay thường xuyên. Gọi ngay nếu bạn bị sốt: ĐƯỢC",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "Съешь ещё этих мягких французских булок; їжак ґанок",
        "Árvíztűrő tükörfúrógép, Ünal Şahin İstanbul",
    ],
    ids=["Polish", "Vietnamese", "Greek", "Cyrillic", "Hungarian and Turkish"],
)
@pytest.mark.parametrize("strong", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_word_of_a_language_has_its_glyphs_and_is_read_as_written(words: str, strong: bool, form: str) -> None:
    block = set_block((Run(unicodedata.normalize(form, words), strong),), STYLE, 120.0)
    lines = shown(block)
    assert all(glyph for line in lines for _, glyph in line.glyphs)
    assert unicodedata.normalize("NFC", "".join(line.text for line in lines)) == words


def test_a_word_that_the_first_family_lacks_a_letter_of_is_set_whole_in_the_next() -> None:
    parts = set_block((Run("chữ a"),), STYLE, 200.0).lines[0].parts
    assert [(p.text, p.face) for p in parts] == [("chữ ", noto().regular), ("a", atkinson().regular)]


def test_what_no_family_has_whole_is_set_letter_by_letter() -> None:
    parts = set_block((Run("აκaა"),), STYLE, 200.0).lines[0].parts
    assert [(p.text, p.face) for p in parts] == [
        ("ა", atkinson().regular),
        ("κ", noto().regular),
        ("aა", atkinson().regular),
    ]


def test_a_combining_mark_stays_in_the_face_of_its_letter() -> None:
    """Atkinson has U+0302 too; a mark of another face than its letter's stands beside it, not on it."""
    assert atkinson().regular.covers("\u0302")
    parts = set_block((Run("აaν\u0302b"),), STYLE, 200.0).lines[0].parts
    assert [(p.text, p.face) for p in parts] == [
        ("აa", atkinson().regular),
        ("ν\u0302", noto().regular),
        ("b", atkinson().regular),
    ]


@property_of(50)
@given(
    st.lists(
        st.sampled_from(["a", "κ", "漢", "ệ", "x\u0302", "ν\u0302\u0301", "o\u0323", "я"]), min_size=1, max_size=12
    )
)
@example(["a", "ν\u0302\u0301"])
def test_no_stretch_begins_with_a_combining_mark(letters: list[str]) -> None:
    block = set_block((Run("".join(letters)),), STYLE, 500.0)
    parts = [part for line in block.lines for part in line.parts]
    assert not any(unicodedata.combining(part.text[0]) for part in parts)
    assert "".join(part.text for part in parts) == "".join(letters)


def test_a_second_mark_is_lifted_above_the_first() -> None:
    (line,) = shown(set_block((Run("e\u0302\u0301n"),), STYLE, 500.0))
    assert line.rises == (0.0, pytest.approx(2.39, abs=0.01), 0.0)


# Blanks


def test_a_blank_keeps_its_width() -> None:
    line = set_block((Run("Ring "), Blank(6.0)), STYLE, 300.0).lines[0]
    assert [(part.text, part.face) for part in line.parts] == [("Ring ", atkinson().regular), ("", None)]
    assert line.parts[1].width == 72.0
    assert line.width == pytest.approx(width_of("Ring a") - width_of("a") + 72.0)


def test_a_blank_keeps_its_width_where_a_word_follows() -> None:
    """Otherwise the line to write on runs up against the next word."""
    block = set_block((Run("Ring "), Blank(6.0), Run(" now")), STYLE, 300.0)
    assert [part.width for part in block.lines[0].parts if part.blank] == [72.0]
    assert shown(block)[0].travel == pytest.approx(block.lines[0].width, abs=0.02)


def test_two_blanks_stay_two() -> None:
    block = set_block((Blank(6.0), Run(" "), Blank(6.0)), STYLE, 300.0)
    assert len([part for part in block.lines[0].parts if part.blank]) == 2


def test_a_blank_goes_to_the_next_line_where_it_does_not_fit() -> None:
    block = set_block((Run("Ring the ward on "), Blank(12.0)), STYLE, 160.0)
    assert lines_of(block) == ["Ring the ward on", ""]


def test_a_blank_wider_than_the_line_is_narrowed_to_it() -> None:
    block = set_block((Run("Ring "), Blank(12.0)), STYLE, 100.0)
    assert [line.width for line in block.lines] == [pytest.approx(width_of("Ring")), 100.0]
    assert shown(block)[1].travel == pytest.approx(100.0)


@pytest.mark.parametrize("before", ["(", "Phone:"])
def test_a_blank_that_touches_words_stays_inside_the_line_too(before: str) -> None:
    block = set_block((Run(before), Blank(12.0), Run(")")), STYLE, 100.0)
    assert block.width <= 100.02


def test_words_that_touch_a_blank_stay_beside_it_where_they_fit() -> None:
    block = set_block((Run("Ring ("), Blank(6.0), Run(") now")), STYLE, 300.0)
    assert lines_of(block) == ["Ring () now"]


# Characters without glyphs


@pytest.mark.parametrize("text", ["one \u200btwo", "\u200bone two"])
def test_a_zero_width_space_beside_a_space_is_harmless(text: str) -> None:
    assert words_of(set_block((Run(text),), STYLE, 500.0)) == ["one", "two"]


def test_a_space_after_a_zero_width_space_is_kept() -> None:
    assert lines_of(set_block((Run("one\u200b two"),), STYLE, 500.0)) == ["one\u200b two"]


def test_a_line_may_end_at_a_zero_width_space_which_draws_nothing() -> None:
    narrow = set_block((Run("foot\u200bball"),), STYLE, width_of("foot") + 5)
    assert [line.text for line in shown(narrow)] == ["foot", "ball"]
    wide = set_block((Run("foot\u200bball"),), STYLE, 500.0)
    assert wide.width == pytest.approx(width_of("foot") + width_of("ball"))


# Blocks


def test_a_text_is_set_once_for_each_width() -> None:
    text = plain_runs(PROSE)
    assert set_block(text, STYLE, 200.0) is set_block(plain_runs(PROSE), STYLE, 200.0)
    assert set_block(text, STYLE, 201.0) is not set_block(text, STYLE, 200.0)


def test_a_block_is_cut_between_lines() -> None:
    block = set_block(plain_runs(PROSE), STYLE, 150.0)
    head, tail = block.cut(2)
    assert lines_of(head) == lines_of(block)[:2]
    assert lines_of(tail) == lines_of(block)[2:]
    assert head.style is tail.style is block.style


def test_the_words_of_a_block_are_those_of_its_lines() -> None:
    assert set_block(plain_runs("one", "two"), STYLE, width_of("one") + 1).words() == "one two"


def test_the_words_of_a_block_hold_a_cut_word_whole() -> None:
    assert set_block((Run("m" * 20),), STYLE, width_of("m" * 11)).words() == "m" * 20


def test_letters_stand_in_the_middle_of_the_leading() -> None:
    above, below = (measure * 12 / 1000 for measure in atkinson().regular.extents)
    assert STYLE.ascent - above == pytest.approx(16.0 - STYLE.ascent + below)
    assert STYLE.cap_height == pytest.approx(668 * 12 / 1000)


# Lines that run from right to left, and lines that run both ways


@lru_cache(maxsize=2)
def both_ways(leftward: bool) -> Style:
    """Body text in a chain that has Arabic and Hebrew letters too, in a paragraph that runs one way or the other."""
    files = {"vazirmatn": "Vazirmatn", "noto-sans-hebrew": "NotoSansHebrew"}
    faces = [[Face(FONTS / f / f"{stem}-{weight}.ttf") for weight in ("Regular", "Bold")] for f, stem in files.items()]
    families = (Family(regular.key, regular, bold, ()) for regular, bold in faces)
    return Style(Chain((*families, atkinson(), noto())), 12.0, 20.0, leftward=leftward)


def seen(line: SetLine) -> str:
    """The words of a line's parts from left to right, those that run from right to left turned over."""
    order = sorted(zip(line.starts, line.parts, strict=True), key=lambda pair: pair[0])
    return "".join(part.text[::-1] if part.level % 2 else part.text for _, part in order)


ARABIC = "اتصل بنا فورا في أي وقت من النهار أو الليل إذا ارتفعت حرارتك أو شعرت بالقشعريرة أو بالتعب الشديد"
HEBREW = "התקשרו אלינו מיד ביום או בלילה אם חום הגוף שלכם גבוה או אם אתם מרגישים צמרמורת או עייפות גדולה"


@pytest.mark.parametrize("words", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
@pytest.mark.parametrize("width", [90.0, 200.0, 1000.0])
def test_a_line_from_right_to_left_begins_at_the_right(words: str, width: float) -> None:
    """Its beginning is 0, and it goes from there to the left."""
    block = set_block((Run(words),), both_ways(True), width)
    assert words_of(block) == words.split()
    for line in block.lines:
        assert line.starts[0] + line.parts[0].width == pytest.approx(0.0, abs=1e-6)
        assert line.starts[-1] == pytest.approx(-line.width)
        assert line.width <= width + 0.01


@pytest.mark.parametrize("words", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
def test_the_words_of_a_line_are_in_the_order_in_which_they_are_read_and_stand_from_right_to_left(words: str) -> None:
    line = set_block((Run(words),), both_ways(True), 10_000.0).lines[0]
    assert [part.text for part in line.parts if part.text != " "] == words.split()
    assert "".join(part.text for part in line.parts) == words
    assert {part.level for part in line.parts} == {1}
    assert list(line.starts) == sorted(line.starts, reverse=True)
    for (left, _), (right, part) in pairwise(zip(line.starts, line.parts, strict=True)):
        assert right + part.width == pytest.approx(left)


def test_words_from_right_to_left_in_an_english_line_change_places_among_themselves_only() -> None:
    (line,) = set_block((Run("Say אחת שתיים three now"),), both_ways(False), 1000.0).lines
    assert "".join(part.text for part in line.parts) == "Say אחת שתיים three now"
    assert seen(line) == "Say םייתש תחא three now"
    assert min(line.starts) == 0.0
    assert max(start + part.width for start, part in zip(line.starts, line.parts, strict=True)) == pytest.approx(
        line.width
    )


def test_western_words_in_a_hebrew_line_keep_their_order_and_the_line_turns_round_them() -> None:
    (line,) = set_block((Run("אחת one two 38 °C, שתיים"),), both_ways(True), 1000.0).lines
    assert "".join(part.text for part in line.parts) == "אחת one two 38 °C, שתיים"
    assert seen(line) == "םייתש ,38 °C one two תחא"
    assert max(start + part.width for start, part in zip(line.starts, line.parts, strict=True)) == pytest.approx(0.0)
    assert min(line.starts) == pytest.approx(-line.width)


@pytest.mark.parametrize("leftward", [False, True], ids=["English", "Arabic"])
def test_each_line_of_words_that_run_both_ways_is_turned_by_itself(leftward: bool) -> None:
    """UAX #9, 3.4: a line is turned over after it has been broken; a word never goes to another line for it."""
    words = "one אחת שתיים two three שלוש"
    style = both_ways(leftward)
    block = set_block((Run(words),), style, natural_width((Run("one אחת שתיים"),), style) + 1)
    assert lines_of(block) == ["one אחת שתיים", "two three שלוש"]
    wanted = ["םייתש תחא one", "שולש two three"] if leftward else ["one םייתש תחא", "two three שולש"]
    assert [seen(line) for line in block.lines] == wanted


@pytest.mark.parametrize("text", ["one two", "Zażółć κόσμος 38 °C", "a"])
def test_a_line_of_one_direction_needs_no_places(text: str) -> None:
    assert set_block((Run(text),), both_ways(False), 1000.0).lines[0].starts == ()


def test_western_words_alone_in_a_leftward_paragraph_end_at_its_right_side() -> None:
    (line,) = set_block((Run("Riverside Day Unit"),), both_ways(True), 1000.0).lines
    assert seen(line) == "Riverside Day Unit"
    assert line.starts[0] == pytest.approx(-line.width)


def test_a_bracket_of_a_leftward_line_is_a_mirrored_one() -> None:
    (line,) = set_block((Run("אחת (one)"),), both_ways(True), 1000.0).lines
    (opening,) = (part for part in line.parts if part.text == "(")
    assert opening.level == 1
    assert opening.face is not None
    assert opening.glyphs != opening.face.shape("(").glyphs
    assert {number for number, _ in opening.glyphs} == {number for number, _ in opening.face.shape(")").glyphs}


def test_a_blank_in_a_leftward_line_stands_where_it_is_read() -> None:
    (line,) = set_block((Run("אחת "), Blank(6.0), Run(" שתיים")), both_ways(True), 1000.0).lines
    places = {
        part.text or "blank": start for start, part in zip(line.starts, line.parts, strict=True) if part.text != " "
    }
    assert list(places) == sorted(places, key=lambda text: -places[text]) == ["אחת", "blank", "שתיים"]


def test_a_phone_number_in_a_leftward_paragraph_stays_on_one_line() -> None:
    style, number = both_ways(True), "020 7946 0123"
    block = set_block((Run(f"התקשרו {number} עכשיו"),), style, natural_width((Run(f"התקשרו {number}"),), style) - 1)
    assert lines_of(block) == ["התקשרו", f"{number} עכשיו"]
    assert [part.text for part in block.lines[1].parts if part.level == 2] == [number]


def test_an_over_long_leftward_word_is_cut_and_its_pieces_are_read_in_order() -> None:
    word = "אבגדהוזח" * 8
    block = set_block((Run(word),), both_ways(True), 70.0)
    assert len(block.lines) > 3
    assert words_of(block) == [word]
    for line in block.lines:
        assert line.width <= 70.01
        assert max(start + part.width for start, part in zip(line.starts, line.parts, strict=True)) == pytest.approx(
            0.0
        )


BOTH = st.one_of(
    st.text("ابتحمنلا", min_size=1, max_size=6),
    st.text("אבגדה", min_size=1, max_size=6),
    st.text("abcdeW", min_size=1, max_size=6),
    st.text("0123456789", min_size=1, max_size=4),
    st.sampled_from(["020 7946 0123", "38 °C", "(a)", "(אב)", "اب12", "١٢", "-", "א-b", "A&E", "ab,", "اب،", "%5"]),
)


@property_of(100)
@given(st.lists(BOTH, min_size=1, max_size=14), st.booleans(), st.floats(40, 300), st.booleans())
def test_in_whatever_directions_words_run_no_two_stand_in_one_place(
    words: list[str], leftward: bool, width: float, strong: bool
) -> None:
    text: tuple[Inline, ...] = (Run(" ".join(words)), Run(" "), Run("last", strong))
    block = set_block(text, both_ways(leftward), width)
    assert words_of(block) == f"{' '.join(words)} last".split()
    for line in block.lines:
        assert sum(part.width for part in line.parts) == pytest.approx(line.width)
        if not line.starts:
            assert not leftward
            assert not any(part.level for part in line.parts)
            continue
        places = sorted((start, start + part.width) for start, part in zip(line.starts, line.parts, strict=True))
        assert all(end <= start + 0.001 for (_, end), (start, _) in pairwise(places))
        assert places[0][0] == pytest.approx(-line.width if leftward else 0.0, abs=0.001)
        assert places[-1][1] == pytest.approx(0.0 if leftward else line.width, abs=0.001)
