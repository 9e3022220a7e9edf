"""Where a line may end: after UAX #14, tailored so that nothing a patient must read as one is torn apart."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handpress.fonts import Chain, Face, Family
from handpress.runs import Run
from handpress.typesetting import SetBlock, Style, natural_width, set_block
from handpress.typesetting.breaking import joints, meet_with_air, opportunities
from tests.helpers import FONTS, atkinson, lines_of, property_of, shown


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


# Chinese and Japanese: what may not begin a line, and what may not end one (JLREQ 3.1.7 and 3.1.8, CLREQ 3.1.3)

NEVER_FIRST = "。，、；：）」』》】”’！？…ー々ぁっゃゅょッャ・"
NEVER_LAST = "（「『《【“‘"
CHINESE = "请立即给我们打电话，日夜均可！（体温38 °C或更高，请说：“我有中性粒细胞减少症”。）您发冷、发抖吗？《须知》……"
JAPANESE = "「発熱」（38 °C以上）のときは、すぐにお電話ください。ちょっと待って！？ラーメン・コーヒー、『薬』々。"


@pytest.mark.parametrize("text", [CHINESE, JAPANESE], ids=["Chinese", "Japanese"])
def test_a_line_may_end_between_any_two_ideographs_but_not_beside_what_belongs_to_one(text: str) -> None:
    made = pieces(text)
    assert len(made) > len(text) / 2
    assert not [piece for piece in made[1:] if piece[0] in NEVER_FIRST]
    assert not [piece for piece in made[:-1] if piece[-1] in NEVER_LAST]


@pytest.mark.parametrize("width", [62.0, 83.0, 120.0, 200.0])
@pytest.mark.parametrize("text", [CHINESE, JAPANESE], ids=["Chinese", "Japanese"])
def test_no_set_line_begins_or_ends_with_what_may_not(text: str, width: float) -> None:
    block = set_han(text, width)
    lines = lines_of(block)
    assert len(lines) > 3
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]
    assert block.words() == text


@property_of(100)
@given(st.text(f"发热のラ{NEVER_FIRST}{NEVER_LAST}", min_size=1, max_size=20))
def test_no_text_is_parted_before_what_closes_or_after_what_opens(text: str) -> None:
    made = pieces(text)
    assert "".join(made) == text
    assert not [piece for piece in made[1:] if piece[0] in NEVER_FIRST.replace("…", "")]
    assert not [piece for piece in made[:-1] if piece[-1] in NEVER_LAST]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每天服用paracetamol两次", ["每", "天", "服", "用", "paracetamol", "两", "次"]),
        ("访问https://www.nhs.uk/a-b了解", ["访", "问", "https://www.nhs.uk/a-b", "了", "解"]),
        ("请拨打020 7946 0123。", ["请", "拨", "打", "020 7946 0123。"]),
        ("达到 38 °C，或", ["达", "到 ", "38 °C，", "或"]),
        ("服用 500 mg 两次", ["服", "用 ", "500 mg ", "两", "次"]),
        ("第12章", ["第", "12", "章"]),
        ("B12维生素", ["B12", "维", "生", "素"]),
        ("去A&E急诊", ["去", "A&E", "急", "诊"]),
        ("体温38.5°C或", ["体", "温", "38.5°C", "或"]),
    ],
)
def test_latin_words_and_numbers_stay_whole_inside_chinese(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("体温38.5 °C或更高", "38.5 °C"), ("（38 °C以上）", "38 °C"), ("服用500 mg。", "500 mg"),
        ("每次 500 mg两次", "500 mg"), ("1日3回、500 mgを飲む", "500 mg"), ("วันละ2 mgครับ", "2 mg"),
    ],
)  # fmt: skip
def test_a_number_and_its_unit_stay_whole_where_ideographs_touch_them(text: str, dose: str) -> None:
    assert any(dose in piece for piece in pieces(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("열이 38 °C 이상이면 전화하세요.", ["열이 ", "38 °C ", "이상이면 ", "전화하세요."]),
        ("발열(오한)이 있으면", ["발열(오한)이 ", "있으면"]),
    ],
)
def test_korean_lines_end_between_words_only(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


THAI = [
    ["หาก", "คุณ", "มี", "ไข้", "สูง", "กว่า ", "38 °C ", "โปรด", "โทร", "หา", "เรา", "ทันที"],
    ["ทาน", "ยา", "พาราเซตามอล ", "500 mg ", "วัน", "ละ ", "2 ", "ครั้ง"],
    ["ล้าง", "มือ", "บ่อยๆ ", "ด้วย", "สบู่"],
]


@pytest.mark.parametrize("words", THAI, ids=["fever", "dose", "hands"])
def test_a_thai_line_ends_between_words_only(words: list[str]) -> None:
    """Thai has no spaces between words: where one ends, ICU's dictionary knows."""
    assert pieces("".join(words)) == words


@property_of(60)
@given(st.lists(st.sampled_from([word for words in THAI for word in words]), min_size=1, max_size=12))
def test_no_thai_line_begins_or_ends_within_a_syllable(words: list[str]) -> None:
    """No vowel sign, tone mark or repetition sign comes first, no vowel written before its consonant last."""
    text = "".join(words)
    made = pieces(text)
    assert "".join(made) == text
    assert not [piece for piece in made[1:] if unicodedata.category(piece[0]) == "Mn" or piece[0] in "ะาๆ"]
    assert not [piece for piece in made[:-1] if piece[-1] in "เแโใไ"]


# The air between Han and Latin letters


@lru_cache(maxsize=1)
def han() -> Style:
    """Body text in Noto Sans SC, as Chinese is set."""
    regular, bold = (Face(FONTS / "noto-sans-sc" / f"NotoSansSC-{weight}.ttf") for weight in ("Regular", "Bold"))
    return Style(Chain((Family("Noto Sans SC", regular, bold, ("Hans",)), atkinson())), 12.0, 20.0)


def han_width(text: str) -> float:
    return natural_width((Run(text),), han())


def set_han(text: str, width: float = 1000.0) -> SetBlock:
    return set_block((Run(text),), han(), width)


@pytest.mark.parametrize("pair", ["发A", "A发", "发1", "1发", "かA", "アa", "C或", "é发", "々9"])
def test_air_is_left_where_han_and_latin_letters_or_digits_meet(pair: str) -> None:
    assert meet_with_air(pair, 1)
    assert han_width(pair) == pytest.approx(han_width(pair[0]) + han_width(pair[1]) + 0.25 * 12)


@pytest.mark.parametrize(
    "pair",
    [
        "发，",
        "，A",
        "A，",
        "发（",
        "（A",
        "A）",
        "）发",
        "发。",
        "。1",
        "发热",
        "AB",
        "12",
        "发%",
        "한A",
        "กA",
        "发 ",
        " A",
    ],
)
def test_no_air_is_left_beside_punctuation_or_a_space_or_within_a_script(pair: str) -> None:
    assert not meet_with_air(pair, 1)


@pytest.mark.parametrize("text", ["发，A", "A。发", "发（A）热", "「1」か"])
def test_beside_punctuation_a_line_is_as_wide_as_its_letters(text: str) -> None:
    assert han_width(text) == pytest.approx(sum(map(han_width, text)))


@pytest.mark.parametrize(("text", "at"), [("发A", 0), ("发A", 2), ("", 0), ("A", 0)])
def test_no_air_is_left_at_a_texts_ends(text: str, at: int) -> None:
    assert not meet_with_air(text, at)


def test_a_space_that_the_author_wrote_stands_instead_of_air() -> None:
    space = han().chain(False)[0].space.advance * 12 / 1000
    assert han_width("发 A") == pytest.approx(han_width("发") + space + han_width("A"))


@pytest.mark.parametrize("text", ["发热A", "Aspirin发"])
def test_no_air_is_left_at_a_lines_end(text: str) -> None:
    first, second = ("发热", "A") if text == "发热A" else ("Aspirin", "发")
    block = set_han(text, max(han_width(first), han_width(second)) + 1)
    assert lines_of(block) == [first, second]
    assert [line.width for line in block.lines] == [pytest.approx(han_width(first)), pytest.approx(han_width(second))]
    assert [line.joined for line in block.lines] == [True, False]


@pytest.mark.parametrize("width", [1000.0, 100.0, 40.0])
def test_nothing_is_copied_for_the_air(width: float) -> None:
    text = "每天服用aspirin两次，体温38°C或B12维生素A，打999。"
    block = set_han(text, width)
    assert block.words() == text
    assert "".join(lines_of(block)) == text
    assert "".join(line.text for line in shown(block)) == text


def test_air_is_left_between_strong_and_plain_words_too() -> None:
    runs = (Run("发热"), Run("A", strong=True))
    apart = natural_width(runs[:1], han()) + natural_width(runs[1:], han())
    assert natural_width(runs, han()) == pytest.approx(apart + 3.0)


@property_of(40)
@given(
    st.lists(st.sampled_from(["发热", "A", "aspirin", "38", "，", "（", "）", "か", " "]), min_size=1, max_size=12),
    st.floats(60, 200),
)
def test_the_pen_goes_as_far_as_a_line_with_air_is_wide(words: list[str], width: float) -> None:
    assume("".join(words).strip())
    block = set_han("".join(words).strip(), width)
    for line, drawn in zip(block.lines, shown(block), strict=True):
        space = 0.0 if line.joined or line.last else han().chain(False)[0].space.advance * 12 / 1000
        assert drawn.travel == pytest.approx(line.width + space, abs=0.02)
        assert sum(part.width for part in line.parts) == pytest.approx(line.width)
