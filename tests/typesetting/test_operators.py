"""Set lines to PDF text operators, and what a viewer reads of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.fonts import Chain, Face, Family
from handpress.runs import Blank, Inline, Run
from handpress.typesetting import Piece, SetBlock, Style, glyphs, pieces, rgb, set_block
from tests.helpers import FONTS, atkinson, body, chain, noto, numbers, operators, property_of, shown

STYLE = body()


def block_of(words: str, width: float = 500.0) -> SetBlock:
    return set_block((Run(words),), STYLE, width)


def test_a_line_is_a_font_a_colour_and_the_glyphs() -> None:
    face = atkinson().regular
    (n,) = numbers(face.shape("n").glyphs)
    assert operators(block_of("nn")).split("\n") == [
        f"/{face.key} 12 Tf",
        "0.11 0.11 0.11 rg",
        f"[<{n:04X}{n:04X}>] TJ",
    ]


def test_lines_are_a_leading_apart() -> None:
    block = block_of("one two three", 30.0)
    assert [code for code in operators(block).split("\n") if code.endswith("Td")] == ["0 -16 Td"] * 2


def test_the_caller_opens_and_closes_the_text_object() -> None:
    codes = operators(block_of("one two three", 30.0)).split()
    assert not {"BT", "ET", "Tm", "q", "Q"} & set(codes)


def test_every_line_but_the_last_ends_in_a_space() -> None:
    assert [line.text for line in shown(block_of("one two three", 30.0))] == ["one ", "two ", "three"]


def test_no_space_follows_a_line_that_was_cut_within_a_word() -> None:
    assert [line.text for line in shown(block_of("m" * 5 + " n", 40.0))] == ["mmm", "mm n"]


def test_no_space_follows_a_line_that_ends_in_a_hyphen() -> None:
    assert [line.text for line in shown(block_of("well-known", 40.0))] == ["well-", "known"]


def test_the_space_at_a_lines_end_is_in_the_face_of_its_last_word() -> None:
    block = set_block((Run("one "), Run("two", strong=True), Run(" three")), STYLE, 50.0)
    key, glyph = shown(block)[0].glyphs[-1]
    assert key == atkinson().bold.key
    assert {glyph} == numbers(atkinson().bold.space.glyphs)


def test_a_line_of_a_blank_ends_in_no_glyph() -> None:
    block = set_block((Blank(6.0), Run(" now")), STYLE, 80.0)
    assert [(line.text, line.glyphs == ()) for line in shown(block)] == [("", True), ("now", False)]


def test_a_blank_moves_the_pen_on_without_a_glyph() -> None:
    (line,) = shown(set_block((Run("Ring "), Blank(6.0)), STYLE, 300.0))
    (plain,) = shown(set_block((Run("Ring"),), STYLE, 300.0))
    assert line.text == "Ring "
    assert line.travel == pytest.approx(plain.travel + 280 * 12 / 1000 + 72)


def test_font_and_colour_are_named_only_where_they_change() -> None:
    style = STYLE.but(link="#00664f")
    text = (Run("a "), Run("b", strong=True), Run(" c "), Run("d", link="https://d.org"))
    codes = operators(set_block(text, style, 500.0)).split("\n")
    regular, bold = atkinson().regular.key, atkinson().bold.key
    assert [code for code in codes if code.endswith(("Tf", "rg"))] == [
        f"/{regular} 12 Tf", "0.11 0.11 0.11 rg",
        f"/{bold} 12 Tf",
        f"/{regular} 12 Tf",
        "0 0.4 0.31 rg",
    ]  # fmt: skip


def test_words_that_their_glyphs_tell_need_no_actual_text() -> None:
    assert "ActualText" not in operators(block_of("Ring us at once: Zażółć, 38 °C", 90.0))


def test_a_word_that_is_one_letter_with_two_glyphs_is_given_as_a_whole() -> None:
    assert operators(block_of("e\u0302\u0301")).count("ActualText") == 1


@pytest.mark.parametrize("word", ["x\u0302", "q\u0307", "ν\u0302"])
def test_a_word_with_a_mark_of_its_own_is_given_as_a_whole(word: str) -> None:
    """Poppler's pdftotext reads 'x', a line end, and the mark on its own where the glyphs alone must tell."""
    assert operators(block_of(word)).count("ActualText") == 1


def test_a_ligature_is_given_as_its_letters_and_only_its_word_is() -> None:
    style = STYLE.but(faces=type(chain())((noto(),)))
    code = operators(set_block((Run("our office now"),), style, 500.0))
    assert code.count("ActualText") == 1
    assert "our".encode("utf-16-be").hex() not in code
    assert [line.text for line in shown(set_block((Run("our office now"),), style, 500.0))] == ["our office now"]


def test_the_space_after_a_word_with_marks_is_read() -> None:
    """A mark may reach over the space, and readers then take it for none."""
    assert shown(block_of("x\u0302 n"))[0].text == "x\u0302 n"
    assert [line.text for line in shown(block_of("x\u0302x\u0302x\u0302 nnnn", 30.0))] == [
        "x\u0302x\u0302x\u0302 ",
        "nnnn",
    ]


def test_a_lifted_mark_leaves_the_letters_after_it_on_the_baseline() -> None:
    codes = operators(block_of("e\u0302\u0301n")).split("\n")
    assert [code for code in codes if code.endswith("Ts")] == ["2.388 Ts", "0 Ts"]
    assert shown(block_of("e\u0302\u0301n"))[0].rises[-1] == 0.0


def test_nothing_is_written_for_no_lines() -> None:
    assert pieces(set_block((), STYLE, 100.0)) == ()
    assert glyphs(set_block((), STYLE, 100.0)) == ()


# Pieces


def apart(*runs: Inline, width: float = 500.0) -> list[tuple[str, int]]:
    """The words and the line of each piece that stands apart."""
    return [(piece.text, piece.line) for piece in pieces(set_block(runs, STYLE, width)) if piece.part is not None]


def test_plain_words_are_one_piece_however_many_lines_and_faces() -> None:
    runs = (Run("one two "), Run("three", strong=True), Run(" κόσμος"))
    (piece,) = pieces(set_block(runs, STYLE, 50.0))
    assert piece == Piece(piece.operators)
    assert piece.operators.count("Td") == len(set_block(runs, STYLE, 50.0).lines) - 1


def test_links_blanks_and_words_in_another_language_stand_apart() -> None:
    runs = (Run("a "), Run("b", link="https://b.org"), Run(" c "), Blank(6.0), Run(" d "), Run("e", language="cy"))
    made = pieces(set_block(runs, STYLE, 500.0))
    kinds = [(p.part.link, p.part.blank, p.part.language) if p.part else None for p in made]
    assert kinds == [None, ("https://b.org", False, ""), None, ("", True, ""), None, ("", False, "cy")]


def test_a_piece_that_stands_apart_is_a_line_long_at_the_most() -> None:
    assert apart(Run("see "), Run("our own pages", link="https://a.org"), Run(" now"), width=70.0) == [
        ("our own", 0),
        ("pages ", 1),
    ]


def test_a_link_is_one_piece_in_whatever_faces_it_is() -> None:
    link = "https://a.org"
    assert apart(Run("our ", link=link), Run("own ", strong=True, link=link), Run("κόσμος", link=link)) == [
        ("our own κόσμος", 0)
    ]


def test_each_blank_is_a_piece_of_its_own() -> None:
    assert apart(Blank(6.0), Blank(6.0), Run(" "), Blank(6.0)) == [("", 0)] * 3


def test_a_piece_knows_its_place_in_its_line() -> None:
    runs = (Run("a "), Run("b", link="https://b.org"), Run(" "), Blank(6.0))
    block = set_block(runs, STYLE, 500.0)
    word, link, blank = block.lines[0].parts
    found = [(piece.x, piece.width) for piece in pieces(block) if piece.part is not None]
    assert found == [pytest.approx((word.width, link.width)), pytest.approx((word.width + link.width, blank.width))]
    assert blank.width == 72.0


def test_font_and_colour_stay_set_from_piece_to_piece() -> None:
    made = pieces(set_block((Run("a "), Run("b", link="https://b.org"), Run(" c")), STYLE, 500.0))
    assert [piece.operators.count(" Tf") + piece.operators.count(" rg") for piece in made] == [2, 0, 0]


TEXT = st.lists(
    st.sampled_from(["one", "office", "κόσμος", "ệt", "x\u0302", "m" * 20, "well-known"]), min_size=1, max_size=9
)


@property_of(60)
@given(TEXT, st.booleans(), st.floats(50, 300))
def test_the_glyphs_to_embed_are_those_drawn_and_the_space(words: list[str], strong: bool, width: float) -> None:
    text: tuple[Inline, ...] = (Run(" ".join(words)), Run(" last", strong))
    block = set_block(text, STYLE, width)
    embedded = {(face.key, glyph) for face, used in glyphs(block) for glyph in numbers(used)}
    drawn = {pair for line in shown(block) for pair in line.glyphs}
    spaces = {(face.key, glyph) for face, _ in glyphs(block) for glyph in numbers(face.space.glyphs)}
    assert embedded == drawn | spaces


@property_of(60)
@given(TEXT, st.floats(50, 300))
def test_what_is_read_is_what_was_written(words: list[str], width: float) -> None:
    assert "".join(line.text for line in shown(block_of(" ".join(words), width))) == " ".join(words)


@pytest.mark.parametrize(
    ("colour", "operands"),
    [("#000000", "0 0 0"), ("#ffffff", "1 1 1"), ("#00703c", "0 0.439 0.235"), ("#1c1c1c", "0.11 0.11 0.11")],
)
def test_a_colour_is_three_numbers_from_0_to_1(colour: str, operands: str) -> None:
    assert rgb(colour) == operands


# Lines that run from right to left


@lru_cache(maxsize=2)
def both_ways(leftward: bool) -> Style:
    """Body text in a chain with Arabic and Hebrew letters, in a paragraph that runs one way or the other."""
    files = {"vazirmatn": "Vazirmatn", "noto-sans-hebrew": "NotoSansHebrew"}
    faces = [[Face(FONTS / f / f"{stem}-{weight}.ttf") for weight in ("Regular", "Bold")] for f, stem in files.items()]
    families = (Family(regular.key, regular, bold, ()) for regular, bold in faces)
    return Style(Chain((*families, atkinson(), noto())), 12.0, 16.0, leftward=leftward)


def set_both(words: str, leftward: bool = True, width: float = 500.0) -> SetBlock:
    return set_block((Run(words),), both_ways(leftward), width)


@dataclass
class Word:
    """What one stretch of marked content, or what stands between two, draws: where on which line, and what it says."""

    line: int
    x: float
    turned: bool
    text: str = ""
    end: float = 0.0


def drawn_words(block: SetBlock) -> list[Word]:
    """Read the operators of a block as a PDF viewer does; where ReversedChars says so, each glyph before the last."""
    faces = {f.key: f for family in block.style.faces.families for f in (family.regular, family.bold)}
    found, face, line, x, actual = [Word(0, 0.0, False)], atkinson().regular, 0, 0.0, False
    for code in operators(block).split("\n"):
        if code.endswith(" Tf"):
            face = faces[code.split()[0][1:]]
        elif code.endswith(" Td"):
            line, x = line + 1, 0.0
            found.append(Word(line, x, False))
        elif code == "/ReversedChars BMC":
            found.append(Word(line, x, True))
        elif code.startswith("/Span"):
            (said,) = re.findall("<FEFF([0-9a-f]*)>", code)
            words = bytes.fromhex(said).decode("utf-16-be")
            found[-1].text = words + found[-1].text if found[-1].turned else found[-1].text + words
            actual = True
        elif code == "EMC" and actual:
            actual = False
        elif code == "EMC":
            found.append(Word(line, x, False))
        elif code.endswith(" TJ"):
            for numbers_, step in re.findall(r"<([0-9A-F]+)>|(-?[\d.]+)", code[1:-4]):
                x -= float(step or 0) * block.style.size / 1000
                for number in (int(numbers_[at : at + 4], 16) for at in range(0, len(numbers_), 4)):
                    x += face.width(number) * block.style.size / 1000
                    said = "" if actual else face.text_of(number)
                    found[-1].text = said + found[-1].text if found[-1].turned else found[-1].text + said
            if not found[-1].text:
                found[-1].x = x
            found[-1].end = x
        else:
            assert code.endswith((" rg", " Ts")), code
    return [word for word in found if word.text]


def test_the_glyphs_of_a_leftward_word_stand_from_left_to_right_and_are_marked_as_turned() -> None:
    """ISO 32000-1, 14.8.2.3.3."""
    face = both_ways(True).chain(False)[1]
    alef, bet = (next(iter(numbers(face.shape(letter, True).glyphs))) for letter in "אב")
    codes = operators(set_both("אב")).split("\n")
    assert codes[-3:] == ["/ReversedChars BMC", f"[<{bet:04X}{alef:04X}>] TJ", "EMC"]


@pytest.mark.parametrize("words", ["א", "one two", "020 7946 0123", ",", "א one"])
def test_what_has_no_order_or_runs_from_left_to_right_is_not_marked(words: str) -> None:
    assert "ReversedChars" not in operators(set_both(words))


def test_of_an_english_line_only_the_words_from_right_to_left_are_marked() -> None:
    words = drawn_words(set_both("Say אחת שתיים three", leftward=False))
    assert [(word.text.strip(), word.turned) for word in words if word.text.strip()] == [
        ("Say", False),
        ("אחת", True),
        ("שתיים", True),
        ("three", False),
    ]


def test_a_leftward_line_is_drawn_in_the_order_in_which_it_is_read_from_its_right_end_on() -> None:
    block = set_both("אחת שתיים one two שלוש")
    words = [word for word in drawn_words(block) if word.text.strip()]
    assert [word.text.strip() for word in words] == ["אחת", "שתיים", "one two", "שלוש"]
    assert words[0].end == pytest.approx(0.0, abs=0.02)
    assert [word.x for word in words] == sorted((word.x for word in words), reverse=True)
    assert words[-1].x == pytest.approx(-block.width, abs=0.05)


def test_each_line_from_right_to_left_starts_anew_at_its_beginning() -> None:
    """Td counts from the line before, not from where the pen is."""
    words = [word for word in drawn_words(set_both("אחת שתיים שלוש", width=40.0)) if word.text.strip()]
    assert [(word.line, word.text) for word in words] == [(0, "אחת"), (1, "שתיים"), (2, "שלוש")]
    assert [word.end for word in words] == [pytest.approx(0.0, abs=0.02)] * 3


def test_the_space_at_the_end_of_a_leftward_line_is_read_after_its_last_word() -> None:
    words = drawn_words(set_both("אחת שתיים שלוש", width=40.0))
    assert "".join(word.text for word in words) == "אחת שתיים שלוש"
    codes = operators(set_both("אחת שתיים", width=40.0)).split("\n")
    end = codes.index("0 -16 Td")
    assert codes[end - 2] == "EMC"


def test_a_link_in_a_leftward_line_knows_its_place_to_the_left_of_the_lines_beginning() -> None:
    runs = (Run("אחת "), Run("שתיים שלוש", link="https://b.org"), Run(" ארבע"))
    block = set_block(runs, both_ways(True), 500.0)
    line = block.lines[0]
    (link,) = (piece for piece in pieces(block) if piece.part is not None)
    assert link.text == "שתיים שלוש "
    linked = [(start, part) for start, part in zip(line.starts, line.parts, strict=True) if part.link]
    assert link.x == min(start for start, _ in linked) < 0
    assert link.x + link.width == pytest.approx(linked[0][0] + linked[0][1].width)


def test_a_link_that_runs_both_ways_is_one_place() -> None:
    runs = (Run("אחת "), Run("שתיים one שלוש", link="https://b.org"), Run(" two"))
    block = set_block(runs, both_ways(True), 500.0)
    (link,) = (piece for piece in pieces(block) if piece.part is not None)
    linked = sum(part.width for part in block.lines[0].parts if part.link)
    assert link.width == pytest.approx(linked)


MIXED = st.lists(
    st.sampled_from(
        ["אב", "שלוש", "اتصل", "الآن", "لا", "one", "AV", "38 °C", "020 7946 0123", "(ab)", "(אב)", "א-b", "5%"]
    ),
    min_size=1,
    max_size=10,
)


@property_of(80)
@given(MIXED, st.booleans(), st.floats(70, 300))
def test_in_whatever_directions_words_run_they_are_read_as_written(
    words: list[str], leftward: bool, width: float
) -> None:
    block = set_both(" ".join(words), leftward, width)
    assert "".join(word.text for word in drawn_words(block)) == " ".join(words)


@property_of(80)
@given(MIXED, st.booleans(), st.floats(70, 300))
def test_the_pen_is_at_each_turned_words_place(words: list[str], leftward: bool, width: float) -> None:
    block = set_both(" ".join(words), leftward, width)
    places = list[tuple[int, float, str]]()
    for number, line in enumerate(block.lines):
        parts = zip(line.starts, line.parts, strict=True) if line.starts else ()
        places += [(number, start, part.text) for start, part in parts if part.level % 2 and len(part.text) > 1]
    turned = [word for word in drawn_words(block) if word.turned]
    assert [(word.line, word.text) for word in turned] == [(number, text) for number, _, text in places]
    assert [word.x for word in turned] == [pytest.approx(start, abs=0.02) for _, start, _ in places]
