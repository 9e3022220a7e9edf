"""Faces: what they cover, how they shape, what of them is embedded, which files are refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import uharfbuzz as hb

from handpress.fonts import IGNORABLE, Chain, Face, Family, FontError
from handpress.runs import Run
from handpress.typesetting import Style, set_block
from tests.conftest import ROOT
from tests.helpers import (
    ATKINSON,
    NOTO,
    atkinson,
    chain,
    character_map,
    font_file,
    ligature_table,
    noto,
    shown,
    tables_of,
)

REGULAR = ATKINSON / "AtkinsonHyperlegibleNext-Regular.ttf"


def glyph(face: Face, letter: str) -> int:
    (number,) = face.shape(letter).glyphs
    return number


def natural(face: Face, word: str) -> int:
    """The width of a word's letters without kerning."""
    return sum(face.width(glyph(face, letter)) for letter in word)


def read(face: Face, word: str) -> str:
    """What a viewer reads where `word` is drawn in `face` alone."""
    style = Style(Chain((Family(face.key, face, face, ()),)), 12.0, 16.0)
    return "".join(line.text for line in shown(set_block((Run(word),), style, 10_000.0)))


@pytest.mark.parametrize("pair", ["AV", "To", "Wa"])
@pytest.mark.parametrize("face", [atkinson().regular, noto().regular], ids=lambda face: face.key)
def test_letters_are_kerned(face: Face, pair: str) -> None:
    assert face.shape(pair).advance < natural(face, pair)


def test_letters_that_need_no_kerning_keep_their_widths() -> None:
    assert atkinson().regular.shape("nnn").advance == natural(atkinson().regular, "nnn")


def test_ffi_is_one_glyph_in_noto_and_is_read_as_three_letters() -> None:
    assert len(noto().regular.shape("ffi").glyphs) == 1
    assert read(noto().regular, "office") == "office"


def test_ffi_is_three_letters_in_atkinson_which_keeps_them_apart_for_low_vision() -> None:
    face = atkinson().regular
    assert face.shape("ffi").glyphs == {glyph(face, "f"), glyph(face, "i")}
    assert read(face, "office") == "office"


@pytest.mark.parametrize(("feature", "ligates"), [(b"liga", True), (b"clig", True), (b"dlig", False), (b"hlig", False)])
def test_discretionary_ligatures_are_off(feature: bytes, ligates: bool, tmp_path: Path) -> None:
    """Noto Sans SC makes one squared sign of "500 mg" with `dlig` on."""
    face = atkinson().regular
    m, g, sign = glyph(face, "m"), glyph(face, "g"), glyph(face, "%")
    tables = {**tables_of(REGULAR.read_bytes()), b"GSUB": ligature_table(feature, m, g, sign)}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    assert made.shape("mg").glyphs == ({sign} if ligates else {m, g})


def test_a_ligature_that_no_character_names_is_read_as_its_letters(tmp_path: Path) -> None:
    f, i = glyph(atkinson().regular, "f"), glyph(atkinson().regular, "i")
    unnamed = atkinson().regular.shape("1/2").glyphs - {glyph(atkinson().regular, "/")}
    number = next(n for n in range(1, 400) if not atkinson().regular.text_of(n) and n not in unnamed)
    tables = {**tables_of(REGULAR.read_bytes()), b"GSUB": ligature_table(b"liga", f, i, number)}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    assert made.shape("fi").glyphs == {number}
    assert read(made, "finish") == "finish"


@pytest.mark.parametrize(
    "face", [atkinson().regular, atkinson().bold, noto().regular, noto().bold], ids=lambda f: f.key
)
def test_every_character_of_a_face_is_read_as_itself(face: Face) -> None:
    marks = IGNORABLE | {" ", "\u00a0", "\u00ad"}
    letters = [chr(code) for code in sorted(face.coverage) if chr(code) not in marks]
    wrong = [
        letter
        for letter in letters
        if unicodedata.normalize("NFC", read(face, letter)) != unicodedata.normalize("NFC", letter)
    ]
    assert len(letters) > 300
    assert wrong == []


def test_a_no_break_space_is_read_as_a_space() -> None:
    assert read(atkinson().regular, "38\u00a0°C") == "38 °C"


@pytest.mark.parametrize("words", [["ffi", "Ω", "A\u0301", "fi"], ["fi", "A\u0301", "Ω", "ffi"]])
def test_what_a_glyph_stands_for_does_not_depend_on_what_was_shaped_before(words: list[str]) -> None:
    fresh = Face(NOTO / "NotoSans-Regular.ttf")
    for word in words:
        fresh.shape(word)
    glyphs = sorted({g for word in words for g in noto().regular.shape(word).glyphs})
    assert [fresh.text_of(g) for g in glyphs] == [noto().regular.text_of(g) for g in glyphs]
    assert [fresh.shape(word) for word in words] == [noto().regular.shape(word) for word in words]


@pytest.mark.parametrize("first", ["A", "\u0391"], ids=["Latin first", "Greek first"])
def test_a_glyph_of_two_letters_stands_for_the_lower_and_both_are_read_as_written(first: str, tmp_path: Path) -> None:
    """Latin A and Greek Alpha look the same, and many fonts draw both with one glyph."""
    number = glyph(atkinson().regular, "A")
    space = glyph(atkinson().regular, " ")
    tables = tables_of(REGULAR.read_bytes()) | {b"cmap": character_map({"A": number, "\u0391": number, " ": space})}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    made.shape(first)
    assert made.text_of(number) == "A"
    assert (read(made, "A"), read(made, "\u0391")) == ("A", "\u0391")


def test_a_word_is_shaped_once() -> None:
    assert atkinson().regular.shape("again") is atkinson().regular.shape("again")


def test_coverage_is_what_the_font_has_glyphs_for() -> None:
    face = atkinson().regular
    assert face.covers("Zażółć gęślą jaźń")
    assert face.covers("") is True
    assert not face.covers("κόσμος")
    assert noto().regular.covers("κόσμος мир Việt")


@pytest.mark.parametrize("character", sorted(IGNORABLE), ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_that_steers_the_line_needs_no_glyph_and_draws_none(character: str) -> None:
    face = atkinson().regular
    assert face.covers(f"a{character}b")
    assert face.shape(f"a{character}b").glyphs == face.shape("ab").glyphs
    assert face.shape(f"a{character}b").advance == face.shape("ab").advance


@pytest.mark.parametrize("text", ["\u200b", "\u2066\u2069", ""])
def test_a_text_without_any_glyph_is_shaped_to_nothing(text: str) -> None:
    shaped = Face(REGULAR).shape(text)
    assert (shaped.advance, shaped.glyphs) == (0.0, frozenset())


def test_a_no_break_hyphen_is_drawn_as_a_hyphen_where_the_font_has_none() -> None:
    face = atkinson().regular
    assert 0x2011 not in face.coverage
    assert face.covers("8\u201110")
    assert face.shape("8\u201110").glyphs == face.shape("8-10").glyphs


def test_a_chain_names_what_none_of_its_families_has_once_and_in_order() -> None:
    assert chain().missing("Ring κόσμος Việt мир") == []
    assert chain().missing("a 漢 b 字 漢 \u200b") == ["漢", "字"]
    assert Chain((atkinson(),)).missing("ακα") == ["α", "κ"]


def test_a_chain_asks_its_families_in_order_in_both_weights() -> None:
    assert chain().regular == (atkinson().regular, noto().regular)
    assert chain().bold == (atkinson().bold, noto().bold)


def test_a_letter_that_only_one_weight_has_is_missing() -> None:
    """Otherwise strong words print an empty box, silently."""
    uneven = Family("uneven", noto().regular, atkinson().bold, ())
    assert Chain((uneven,)).missing("κ") == ["κ"]


def test_measures_are_thousandths_of_an_em() -> None:
    face = atkinson().regular
    above, below = face.extents
    assert (above, below) == (984.0, -316.0)
    assert face.cap_height == 668.0
    assert face.bounds == (-61, -250, 1289, 903)
    assert face.space.advance == 280.0


def test_measures_are_scaled_where_a_font_has_other_units(tmp_path: Path) -> None:
    tables = tables_of(REGULAR.read_bytes())
    head = bytearray(tables[b"head"])
    head[18:20] = (2000).to_bytes(2, "big")
    made = Face(font_file(tmp_path / "made.ttf", {**tables, b"head": bytes(head)}))
    assert made.width(glyph(made, "H")) * 2 == atkinson().regular.width(glyph(made, "H"))
    assert made.bounds == (-31, -125, 644, 451)


def test_a_subset_keeps_the_glyphs_numbers_and_drops_the_others_outlines() -> None:
    face = atkinson().regular
    a, b, c = (glyph(face, letter) for letter in "abc")
    _, data = face.subset(frozenset({a, b}))
    font, whole = hb.Font(hb.Face(hb.Blob(data))), hb.Font(hb.Face(hb.Blob.from_file_path(str(REGULAR))))
    assert font.get_glyph_extents(a) == whole.get_glyph_extents(a)
    assert font.get_glyph_extents(b) == whole.get_glyph_extents(b)
    assert font.get_glyph_h_advance(b) == whole.get_glyph_h_advance(b)
    assert whole.get_glyph_extents(c).width > 0
    extents = font.get_glyph_extents(c)
    assert extents is None or extents.width == 0


def test_a_subset_keeps_the_box_of_a_missing_glyph() -> None:
    font = hb.Font(hb.Face(hb.Blob(atkinson().regular.subset(frozenset({5}))[1])))
    assert font.get_glyph_extents(0).width > 0


def test_a_subset_is_small_and_holds_what_viewers_read() -> None:
    _, data = atkinson().regular.subset(frozenset({1, 2, 3}))
    tables = set(tables_of(data))
    assert len(data) < 10_000
    assert {b"glyf", b"loca", b"head", b"hhea", b"hmtx", b"maxp"} <= tables
    assert tables.isdisjoint({b"GSUB", b"GPOS", b"name"})


def test_the_tag_of_a_subset_is_six_capitals_and_follows_from_its_glyphs() -> None:
    face = atkinson().regular
    one, other = face.subset(frozenset({1, 2}))[0], face.subset(frozenset({1, 3}))[0]
    assert len(one) == 6
    assert one.isascii()
    assert one.isalpha()
    assert one.isupper()
    assert one != other
    assert Face(REGULAR).subset(frozenset({2, 1}))[0] == one


def test_the_key_is_the_fonts_own_name_without_spaces() -> None:
    assert atkinson().bold.key == "AtkinsonHyperlegibleNext-Bold"


def test_a_font_without_a_name_is_called_by_its_file(tmp_path: Path) -> None:
    tables = tables_of(REGULAR.read_bytes())
    del tables[b"name"]
    assert Face(font_file(tmp_path / "my own.ttf", tables)).key == "myown"


def test_a_font_of_cff_outlines_is_refused(tmp_path: Path) -> None:
    tables = tables_of(REGULAR.read_bytes())
    tables[b"CFF "] = tables.pop(b"glyf")
    with pytest.raises(FontError, match="static TrueType outlines"):
        Face(font_file(tmp_path / "made.otf", tables))


def test_a_variable_font_is_refused(tmp_path: Path) -> None:
    tables = {**tables_of(REGULAR.read_bytes()), b"fvar": b"\0\1\0\0\0\x10\0\2\0\0\0\x14\0\0\0\4"}
    with pytest.raises(FontError, match="static TrueType outlines"):
        Face(font_file(tmp_path / "made.ttf", tables))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a font at all" * 100, b"\0\0\0\0"], ids=range(4))
def test_a_file_that_is_no_font_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "broken.ttf"
    file.write_bytes(data)
    with pytest.raises(FontError, match="this is not a font"):
        Face(file)


@pytest.mark.parametrize("length", [4, 100, 2_000, 24_000, 45_000])
def test_a_font_cut_short_is_refused_as_it_would_draw_nothing(length: int, tmp_path: Path) -> None:
    file = tmp_path / "short.ttf"
    file.write_bytes(REGULAR.read_bytes()[:length])
    with pytest.raises(FontError, match="its end is missing"):
        Face(file)


@pytest.mark.parametrize("table", [b"cmap", b"head", b"hhea", b"hmtx", b"loca", b"maxp"])
def test_a_font_without_what_is_read_of_it_is_refused(table: bytes, tmp_path: Path) -> None:
    tables = tables_of(REGULAR.read_bytes())
    del tables[table]
    with pytest.raises(FontError, match=f"it lacks the table '{table.decode()}'"):
        Face(font_file(tmp_path / "made.ttf", tables))


def test_a_font_that_no_subset_can_be_made_of_is_refused(tmp_path: Path) -> None:
    face = Face(font_file(tmp_path / "made.ttf", {**tables_of(REGULAR.read_bytes()), b"glyf": b""}))
    with pytest.raises(FontError, match=r"no subset can be made of made\.ttf"):
        face.subset(frozenset({1, 2}))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FontError):
        Face(tmp_path / "none.ttf")


def test_a_font_that_gives_outlines_to_too_few_glyphs_is_refused(tmp_path: Path) -> None:
    """HarfBuzz takes it, and every letter would be blank."""
    whole = bytearray((ROOT / "fonts" / "noto-sans" / "NotoSans-Regular.ttf").read_bytes())
    entry = next(at for at in range(12, 400, 16) if whole[at : at + 4] == b"loca")
    whole[entry + 12 : entry + 16] = (2).to_bytes(4, "big")
    file = tmp_path / "short.ttf"
    file.write_bytes(whole)
    with pytest.raises(FontError, match="'loca' is too short"):
        Face(file)
