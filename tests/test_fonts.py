"""Faces: what they cover, how they shape, what of them is embedded, which files are refused."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import pytest
import uharfbuzz as hb

from handpress.fonts import IGNORABLE, Chain, Face, Family, FontError
from handpress.runs import Run
from handpress.typesetting import Style, set_block
from tests.conftest import ROOT
from tests.helpers import (
    ATKINSON,
    FONTS,
    NOTO,
    atkinson,
    chain,
    character_map,
    font_file,
    ligature_table,
    noto,
    numbers,
    shown,
    tables_of,
)

REGULAR = ATKINSON / "AtkinsonHyperlegibleNext-Regular.ttf"


def glyph(face: Face, letter: str) -> int:
    (number,) = numbers(face.shape(letter).glyphs)
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
    assert numbers(face.shape("ffi").glyphs) == {glyph(face, "f"), glyph(face, "i")}
    assert read(face, "office") == "office"


@pytest.mark.parametrize(("feature", "ligates"), [(b"liga", True), (b"clig", True), (b"dlig", False), (b"hlig", False)])
def test_discretionary_ligatures_are_off(feature: bytes, ligates: bool, tmp_path: Path) -> None:
    """Noto Sans SC makes one squared sign of "500 mg" with `dlig` on."""
    face = atkinson().regular
    m, g, sign = glyph(face, "m"), glyph(face, "g"), glyph(face, "%")
    tables = {**tables_of(REGULAR.read_bytes()), b"GSUB": ligature_table(feature, m, g, sign)}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    assert numbers(made.shape("mg").glyphs) == ({sign} if ligates else {m, g})


def test_a_ligature_that_no_character_names_is_read_as_its_letters(tmp_path: Path) -> None:
    f, i = glyph(atkinson().regular, "f"), glyph(atkinson().regular, "i")
    unnamed = numbers(atkinson().regular.shape("1/2").glyphs) - {glyph(atkinson().regular, "/")}
    number = next(n for n in range(1, 400) if not atkinson().regular.text_of(n) and n not in unnamed)
    tables = {**tables_of(REGULAR.read_bytes()), b"GSUB": ligature_table(b"liga", f, i, number)}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    assert numbers(made.shape("fi").glyphs) == {number}
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
    glyphs = sorted({g for word in words for g in numbers(noto().regular.shape(word).glyphs)})
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


# Scripts whose letters join, stack or change places

LEFTWARD = {"ar": "vazirmatn/Vazirmatn", "fa": "vazirmatn/Vazirmatn", "ur": "vazirmatn/Vazirmatn"}
INDIC = {
    "hi": "noto-sans-devanagari/NotoSansDevanagari",
    "bn": "noto-sans-bengali/NotoSansBengali",
    "gu": "noto-sans-gujarati/NotoSansGujarati",
    "pa": "noto-sans-gurmukhi/NotoSansGurmukhi",
    "ta": "noto-sans-tamil/NotoSansTamil",
}


@lru_cache(maxsize=16)
def face_of(stem: str) -> Face:
    return Face(FONTS / f"{stem}-Regular.ttf")


def vazirmatn() -> Face:
    return face_of("vazirmatn/Vazirmatn")


def hebrew() -> Face:
    return face_of("noto-sans-hebrew/NotoSansHebrew")


def words_in(language: str) -> list[str]:
    """The words of a translation of the neutropenia leaflet that have letters of their own script."""
    text = (ROOT / "handouts" / "neutropenia" / f"{language}.yaml").read_text(encoding="utf-8")
    words = sorted({word for word in re.findall(r"[^\s{}\"]+", text) if not word.isascii()})
    assert len(words) > 300
    return words


def heard(face: Face, word: str, leftward: bool = False) -> str:
    """What is read of a word: its spans' own texts, and what the other glyphs say; leftward ones are read turned."""
    said = list[str]()
    for span in face.shape(word, leftward).spans:
        codes = "".join(code for stretch in span.stretches for code in re.findall("<([0-9A-F]+)>", stretch.tj))
        drawn = [face.text_of(int(codes[at : at + 4], 16)) for at in range(0, len(codes), 4)]
        said += [span.actual] if span.actual else drawn
    return unicodedata.normalize("NFC", "".join(reversed(said) if leftward else said))


def actual(face: Face, word: str, leftward: bool = False) -> list[str]:
    """The texts of their own that spans of a word have, from left to right."""
    return [span.actual for span in face.shape(word, leftward).spans if span.actual]


@pytest.mark.parametrize("letter", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةىپچژگکیٹڈڑںےہھ")
def test_an_arabic_letter_is_read_as_itself_in_each_form_in_which_it_joins(letter: str) -> None:
    face = vazirmatn()
    for word in (letter, f"{letter}ب", f"ب{letter}ب", f"ب{letter}"):
        assert heard(face, word, leftward=True) == word
        # The letter before it may have a shape that fits it, which says itself by an ActualText.
        assert letter not in actual(face, word, leftward=True), word


def test_joined_letters_have_glyphs_of_their_own() -> None:
    face = vazirmatn()
    alone = {number for letter in "سلم" for number in numbers(face.shape(letter, True).glyphs)}
    assert numbers(face.shape("سلم", True).glyphs).isdisjoint(alone)
    assert heard(face, "سلم", leftward=True) == "سلم"


def test_the_word_allah_is_set_letter_by_letter() -> None:
    """Vazirmatn has one glyph for it, whose letters Poppler would give backwards: a name that ends in it is common."""
    face = Face(ROOT / "fonts" / "vazirmatn" / "Vazirmatn-Bold.ttf")
    for name in ("عبدالله", "نصرالله"):
        (span,) = face.shape(name, leftward=True).spans
        assert span.actual == ""
        glyphs = re.findall("<([0-9A-F]+)>", "".join(stretch.tj for stretch in span.stretches))
        assert len("".join(glyphs)) == 4 * len(name)


@pytest.mark.parametrize("alef", "اأإآ")
def test_lam_alef_is_one_glyph_that_says_both_letters_in_their_order(alef: str) -> None:
    face = vazirmatn()
    (alone,) = numbers(face.shape(f"ل{alef}", True).glyphs)
    assert face.text_of(alone) == f"ل{alef}"
    joined = numbers(face.shape(f"بل{alef}", True).glyphs)
    assert alone not in joined
    assert f"ل{alef}" in {face.text_of(number) for number in joined}
    assert heard(face, f"بل{alef}س", leftward=True) == f"بل{alef}س"


def test_leftward_glyphs_are_given_from_left_to_right() -> None:
    face = hebrew()
    alef, bet = glyph(face, "א"), glyph(face, "ב")
    (span,) = face.shape("אב", True).spans
    assert [stretch.tj for stretch in span.stretches] == [f"<{bet:04X}{alef:04X}>"]
    assert face.shape("אב", True).advance == face.shape("אב").advance


@pytest.mark.parametrize("face", [vazirmatn(), hebrew()], ids=lambda face: face.key)
@pytest.mark.parametrize(("bracket", "mirrored"), [("(", ")"), (")", "("), ("[", "]"), ("«", "»")])
def test_a_leftward_bracket_is_turned_over_and_says_by_itself_what_it_is(
    face: Face, bracket: str, mirrored: str
) -> None:
    """UAX #9, L4: what is drawn is the other bracket's glyph."""
    shaped = face.shape(bracket, True)
    assert numbers(shaped.glyphs) == {glyph(face, mirrored)}
    assert [span.actual for span in shaped.spans] == [bracket]
    assert face.shape(bracket).spans[0].actual == ""


def test_beside_a_turned_bracket_the_letters_say_themselves() -> None:
    assert actual(hebrew(), "(אב)", leftward=True) == [")", "("]
    assert heard(hebrew(), "(אב)", leftward=True) == "(אב)"


@pytest.mark.parametrize("word", ["می\u200cخواهم", "خانه\u200cها", "نمی\u200cتوانید"])
def test_a_zero_width_non_joiner_parts_the_letters_and_is_read(word: str) -> None:
    face, without = vazirmatn(), word.replace("\u200c", "")
    assert numbers(face.shape(word, True).glyphs) != numbers(face.shape(without, True).glyphs)
    assert heard(face, word, leftward=True) == word


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_a_joiner_in_a_word_of_devanagari_changes_its_glyphs_and_is_read(joiner: str) -> None:
    face = face_of(INDIC["hi"])
    assert face.shape(f"क्{joiner}ष").glyphs != face.shape("क्ष").glyphs
    assert actual(face, f"क्{joiner}ष") == [f"क्{joiner}ष"]


@pytest.mark.parametrize("language", LEFTWARD)
def test_every_word_of_a_leftward_translation_is_read_as_written(language: str) -> None:
    face = vazirmatn()
    wrong = [word for word in words_in(language) if heard(face, word, True) != unicodedata.normalize("NFC", word)]
    assert wrong == []


@pytest.mark.parametrize("language", INDIC)
def test_each_word_of_an_indic_translation_says_itself_or_is_given_its_text_as_a_whole(language: str) -> None:
    face, whole = face_of(INDIC[language]), 0
    for word in words_in(language):
        (span,) = face.shape(word).spans
        assert span.actual in ("", word)
        assert heard(face, word) == unicodedata.normalize("NFC", word)
        whole += span.actual == word
    assert whole > 100


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("hi", "स्थिति"), ("hi", "कि"), ("hi", "क्षेत्र"), ("bn", "জ্বর"), ("bn", "কি"), ("gu", "સ્થિતિ"), ("pa", "ਵਿੱਚ"),
        ("ta", "கொ"), ("ta", "மருந்து"),
    ],
)  # fmt: skip
def test_a_word_whose_signs_stack_or_change_places_is_given_its_text_as_a_whole(language: str, word: str) -> None:
    assert actual(face_of(INDIC[language]), word) == [word]


@pytest.mark.parametrize(("language", "stem"), [*LEFTWARD.items(), *INDIC.items()])
def test_every_glyph_says_something_or_carries_the_letters_that_it_is_drawn_for(language: str, stem: str) -> None:
    """ISO 19005-2, 6.2.11.7.2, asks for it where an ActualText stands for the word, too."""
    face, carried = face_of(stem), 0
    for word in words_in(language):
        for number, letters in face.shape(word, language in LEFTWARD).glyphs:
            assert bool(letters) != bool(face.text_of(number)), word
            assert letters in word
            carried += bool(letters)
    assert carried > 0


def test_a_ligature_that_no_character_leads_to_carries_its_letters(tmp_path: Path) -> None:
    face = atkinson().regular
    m, g = glyph(face, "m"), glyph(face, "g")
    number = next(n for n in range(1, 400) if not face.text_of(n))
    tables = {**tables_of(REGULAR.read_bytes()), b"GSUB": ligature_table(b"liga", m, g, number)}
    made = Face(font_file(tmp_path / "made.ttf", tables))
    assert made.text_of(number) == ""
    assert made.shape("5mg").glyphs == {(glyph(made, "5"), ""), (number, "mg")}
    assert actual(made, "5mg") == ["5mg"]


# Which family leads


def letters_of(language: str) -> str:
    text = (ROOT / "handouts" / "neutropenia" / f"{language}.yaml").read_text(encoding="utf-8")
    return "".join(filter(str.isalpha, text))


def test_a_family_that_lacks_some_of_a_languages_letters_leaves_the_lead_to_one_that_has_them() -> None:
    assert chain().families == (atkinson(), noto())
    assert chain().led_by("Latn", letters_of("vi")).families == (noto(), atkinson())
    assert chain().led_by("Cyrl", letters_of("uk")).families == (noto(), atkinson())


def test_the_clinics_own_family_leads_where_it_has_the_letters() -> None:
    assert chain().led_by("Latn", letters_of("pl")) is chain()
    assert chain().led_by("Latn", "") is chain()


def test_a_few_letters_that_the_first_family_lacks_do_not_change_the_lead() -> None:
    """Up to a tenth of the different letters."""
    latin = "abcdefghijklmnopqr"
    assert chain().led_by("Latn", f"{latin}αβ" * 3) is chain()
    assert chain().led_by("Latn", f"{latin}αβγ").families == (noto(), atkinson())


def test_a_script_that_no_family_serves_is_led_by_the_first() -> None:
    assert chain().led_by("Thai", "ไข้") is chain()


def test_where_no_family_has_the_letters_the_first_that_serves_the_script_leads() -> None:
    assert chain().led_by("Cyrl", "漢字").families == (noto(), atkinson())
    assert chain().led_by("Latn", "漢字") is chain()


def test_a_chain_with_another_lead_is_made_once() -> None:
    """Texts that have been set are remembered by their chain."""
    assert chain().led_by("Cyrl", "я") is chain().led_by("Cyrl", "ю")
