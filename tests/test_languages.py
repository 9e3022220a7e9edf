"""Every language that a handout is written in, read back from the finished PDF: its words, and its side of the page.

What `test_documents`, `test_checklists` and `test_accessibility` ask of the English documents is asked here of the
translations. `shown` reads where on a page words and shapes stand, as a viewer shows them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pypdf import PdfReader

from handpress.furniture import EDGE
from handpress.job import Edition, Job, Kind, Terms
from handpress.library import Library
from handpress.platemaking import make_plate
from handpress.words import digits, month, number, same_tongue
from handpress.words import words as words_of
from tests import test_accessibility as accessibility
from tests.conftest import ROOT
from tests.test_accessibility import START, Document, File, Part, Place
from tests.test_documents import GOLDENS, words

# The documents

ENGLISH = "en-GB"
LANGUAGES = tuple(tag for tag in Library(ROOT).languages("neutropenia") if not same_tongue(tag, ENGLISH))
LEFTWARD = ("ar", "fa", "ur")
"""The languages that are written from right to left: their pages are mirrored."""

CLOSELY = ("ar", "hi", "pl", "zh-Hans")
"""Languages that are looked at in large print too, and at a clinic with other paper and another diet."""


KINDS: tuple[Kind, ...] = ("handout", "checklist")


class Little(NamedTuple):
    """A document of `small_root`, for the helpers of `test_accessibility`."""

    root: Path
    topic: str
    language: str
    kind: Kind = "handout"
    large: bool = False
    shipped: bool = False

    def __str__(self) -> str:
        return f"{self.topic}-{self.kind}"

    @property
    def job(self) -> Job:
        return Job(self.root, self.topic, CLINIC, Edition(self.language, self.large, self.kind, start=START))


def leaflet(language: str, kind: Kind = "handout", clinic: str = "riverside", large: bool = False) -> Document:
    """The leaflet about neutropenia in a language, or the checklist that is made of it."""
    return Document("neutropenia", clinic, large, kind, language="" if language == ENGLISH else language)


def file(document: Document | Little) -> File:
    """A document's file with its tags."""
    return accessibility.file(document)  # type: ignore[arg-type]


PLAIN = [leaflet(language, kind) for language in LANGUAGES for kind in KINDS]
LARGE = [leaflet(language, "checklist", "lakeshore", large=True) for language in CLOSELY]
ABROAD = [leaflet(language, "handout", "lakeshore") for language in CLOSELY]
every_document = pytest.mark.parametrize("document", [*PLAIN, *LARGE, *ABROAD], ids=str)
every_plain_document = pytest.mark.parametrize("document", PLAIN, ids=str)
leftward = pytest.mark.parametrize("language", LEFTWARD)
both_ways = pytest.mark.parametrize("language", [*LEFTWARD, ENGLISH])
"""The mirrored pages, and those that they mirror."""


def test_the_leaflet_is_there_in_every_language_that_it_is_shipped_in() -> None:
    european = {"es", "fr", "pl", "pt", "ro", "uk"}
    assert set(LANGUAGES) >= {*LEFTWARD, *european, "bn", "gu", "hi", "pa", "so", "ta", "vi", "zh-Hans"}


# Texts in the languages that have words of the program's own, but no leaflet yet


class Text(NamedTuple):
    """A text of three sections, in the order in which it is read."""

    title: str
    key_message: str
    at_home: str
    paragraph: str
    do: tuple[str, str]
    dont: tuple[str, str]
    log: tuple[str, str, str, str]
    ring_if: str
    signs: tuple[str, str, str]
    call_if: str
    danger: tuple[str, str]


TEXTS = {
    "he": Text(
        "שיעול",
        "רוב השיעולים חולפים מעצמם. אם קשה לכם לנשום, התקשרו אלינו.",
        "מה אפשר לעשות בבית",
        "הצוות של {clinic.name} יעזור לכם. אפשר להתקשר למספר {clinic.phone} בכל יום. הניחו את הדף במקום שתראו אותו.",
        ("שתו הרבה מים (2 ליטר ביום).", "נוחו."),
        ("אל תעשנו.", "אל תיקחו אנטיביוטיקה בלי מרשם."),
        ("החום שלכם", "תאריך", "שעה", "חום"),
        "התקשרו אלינו מיד אם",
        ("החום שלכם {fever} או יותר", "יש דם בליחה", "השיעול נמשך יותר מ-3 שבועות"),
        "התקשרו עכשיו למספר {clinic.emergency} אם",
        ("קשה לכם לנשום", "כואב לכם בחזה"),
    ),
    "am": Text(
        "ሳል",
        "አብዛኛው ሳል በራሱ ይድናል። መተንፈስ ከከበደዎት ይደውሉልን።",
        "ቤት ውስጥ ምን ማድረግ ይችላሉ",
        "የ {clinic.name} ሠራተኞች ይረዱዎታል። በ {clinic.phone} በማንኛውም ቀን ይደውሉ። ይህን ወረቀት በቀላሉ በሚያዩት ቦታ ያስቀምጡ።",
        ("ብዙ ውሃ ይጠጡ።", "ይረፉ።"),
        ("አያጭሱ።", "ያለ ሐኪም ትእዛዝ አንቲባዮቲክ አይውሰዱ።"),
        ("ትኩሳትዎ", "ቀን", "ሰዓት", "ትኩሳት"),
        "ወዲያውኑ ይደውሉልን",
        ("ትኩሳትዎ {fever} ወይም ከዚያ በላይ ከሆነ", "አክታዎ ደም ካለው", "ሳሉ ከ3 ሳምንት በላይ ከቆየ"),
        "አሁኑኑ ወደ {clinic.emergency} ይደውሉ",
        ("መተንፈስ ከከበደዎት", "ደረትዎን ካመመዎት"),
    ),
    "th": Text(
        "อาการไอ",
        "อาการไอส่วนใหญ่หายได้เอง หากหายใจลำบาก โปรดโทรหาเรา",
        "สิ่งที่คุณทำได้ที่บ้าน",
        "เจ้าหน้าที่ของ {clinic.name} พร้อมช่วยเหลือคุณ โทร {clinic.phone} ได้ทุกวัน และเก็บเอกสารนี้ไว้ในที่ที่คุณมองเห็นได้ง่าย",
        ("ดื่มน้ำมาก ๆ", "พักผ่อนให้เพียงพอ"),
        ("อย่าสูบบุหรี่", "อย่ากินยาปฏิชีวนะโดยไม่มีใบสั่งแพทย์"),
        ("อุณหภูมิของคุณ", "วันที่", "เวลา", "อุณหภูมิ"),
        "โทรหาเราทันทีหาก",
        ("คุณมีไข้ {fever} หรือสูงกว่า", "คุณไอเป็นเลือด", "คุณไอนานกว่า 3 สัปดาห์"),
        "โทร {clinic.emergency} ทันทีหาก",
        ("คุณหายใจลำบาก", "คุณเจ็บหน้าอก"),
    ),
    "zh-Hant": Text(
        "咳嗽",
        "大多數咳嗽會自行好轉。如果您呼吸困難，請打電話給我們。",
        "您在家可以做什麼",
        "{clinic.name} 的醫護人員會協助您，請致電 {clinic.phone}。請把這張紙放在您容易看到的地方，看診時也請帶來。",
        ("多喝水。", "多休息。"),
        ("不要吸菸。", "沒有醫師處方，不要服用抗生素。"),
        ("您的體溫", "日期", "時間", "體溫"),
        "如有以下情況，請立即打電話給我們",
        ("您的體溫達到或超過 {fever}", "您咳出血", "您咳嗽超過 3 週"),
        "如有以下情況，請立即撥打 {clinic.emergency}",
        ("您呼吸困難", "您胸痛"),
    ),
    "ja": Text(
        "せき",
        "せきのほとんどは自然に治ります。息が苦しいときは、お電話ください。",
        "ご自宅でできること",
        "{clinic.name} のスタッフがお手伝いします。電話番号は {clinic.phone} です。見える場所に置いてください。",
        ("水分を十分にとってください。", "ゆっくり休んでください。"),
        ("たばこを吸わないでください。", "処方されていない抗生物質を飲まないでください。"),
        ("体温の記録", "日付", "時刻", "体温"),
        "次のときは、すぐにお電話ください",
        ("体温が {fever} 以上のとき", "せきに血が混じるとき", "せきが 3 週間以上続くとき"),
        "次のときは、すぐに {clinic.emergency} に電話してください",
        ("息が苦しいとき", "胸が痛いとき"),
    ),
    "ko": Text(
        "기침",
        "대부분의 기침은 저절로 낫습니다. 숨쉬기 힘들면 저희에게 전화하세요.",
        "집에서 할 수 있는 일",
        "{clinic.name} 직원이 도와드립니다. {clinic.phone} 번으로 전화하세요. 이 종이를 잘 보이는 곳에 두세요.",
        ("물을 충분히 드세요.", "푹 쉬세요."),
        ("담배를 피우지 마세요.", "처방 없이 항생제를 드시지 마세요."),
        ("체온 기록", "날짜", "시간", "체온"),
        "다음과 같으면 즉시 전화하세요",
        ("체온이 {fever} 이상일 때", "피가 섞인 가래가 나올 때", "기침이 3주 넘게 계속될 때"),
        "다음과 같으면 지금 {clinic.emergency}에 전화하세요",
        ("숨쉬기 힘들 때", "가슴이 아플 때"),
    ),
}  # fmt: skip

MIXED = (
    "Your nurse speaks Arabic (العربية), and can say: اتصل بنا فورًا. She also speaks Hindi (हिन्दी, तुरंत फ़ोन करें), "
    "Chinese (中文，请立即打电话), Thai (ภาษาไทย โทรหาเรา), Hebrew (עברית, התקשרו אלינו מיד), Amharic (አማርኛ ይደውሉልን), "
    "Japanese (日本語、すぐにお電話ください) and Korean (한국어, 즉시 전화하세요). Ask for her when you ring us, "
    "on any day of the week, and she will ring you back."
)
"""A paragraph whose lines mix scripts of every height."""

ENGLISH_ONLY = "Your nurse speaks English. " * 12
CLINIC = "quay"
"""The clinic of `small_root`."""


def handout_of(text: Text) -> dict[str, Any]:
    """A little text as the YAML of a handout."""
    title, *columns = text.log
    home = [text.paragraph, {"do": [{"text": text.do[0], "when": "daily"}, text.do[1]]}, {"dont": list(text.dont)}]
    home.append({"log": {"title": title, "columns": columns, "rows": 4}})
    return {
        "title": text.title,
        "version": "1.0",
        "issued": "2026-11-22",
        "review_by": "2027-11-22",
        "key_message": text.key_message,
        "sections": [
            {"role": "home_care", "title": text.at_home, "body": home},
            {"role": "urgent", "title": text.ring_if, "body": [{"signs": list(text.signs)}]},
            {"role": "emergency", "title": text.call_if, "body": [{"signs": list(text.danger)}]},
        ],
    }


def write_small_root(folder: Path) -> Path:
    """A root with a topic for each of TEXTS, called as its language is, `mixed`, and a clinic that speaks English."""
    source = {"title": "Cough", "publisher": "P", "url": "https://www.example.org", "accessed": "2026-11-22"}
    topic = {"category": "chest", "needs": {"fever": "temperature"}, "sources": [source]}
    mixed = handout_of(TEXTS["he"])
    mixed["sections"][0]["body"][:1] = [MIXED, ENGLISH_ONLY]
    files: dict[str, Any] = {
        "handouts/mixed/topic": {**topic, "source_language": ENGLISH},
        f"handouts/mixed/{ENGLISH}": mixed,
        f"layouts/{CLINIC}/layout": {
            "name": "Quay Street Clinic",
            "locale": ENGLISH,
            "languages": [ENGLISH],
            "about": "We are by the river.",
            "contact": {"phone": "020 7946 0123"},
            "emergency": {"phone": "999", "place": "A&E"},
            "values": {"fever": "38.5"},
        },
        "fonts/families": families(),
    }
    for language, text in TEXTS.items():
        files[f"handouts/{language}/topic"] = {**topic, "source_language": language}
        files[f"handouts/{language}/{language}"] = handout_of(text)
    for name, value in files.items():
        made = folder / f"{name}.yaml"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder


def families() -> dict[str, Any]:
    """The repository's typefaces, each file by its whole path."""
    listed: dict[str, Any] = yaml.safe_load((ROOT / "fonts" / "families.yaml").read_text(encoding="utf-8"))
    for family in listed["families"].values():
        family.update({key: (ROOT / "fonts" / family[key]).as_posix() for key in ("regular", "bold", "licence")})
    return listed


@pytest.fixture(scope="module")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_root(tmp_path_factory.mktemp("small"))


# What is read out


def western(said: list[str]) -> list[str]:
    """Words with their digits as 0 to 9."""
    return ["".join(str(unicodedata.digit(letter, letter)) for letter in word) for word in said]


def misread(document: Document | Little) -> list[str]:
    """What a document says otherwise than its text in YAML, and the program's own words between.

    Which digits the days of a checklist's grid are in is asked by itself.
    """
    read, told = file(document), accessibility.told(document)  # type: ignore[arg-type]
    if document.kind == "handout":
        return told.misread(read)
    return accessibility.misread(western(words(read.text(read.root))), western(told.text), told.own)


@every_document
def test_what_is_read_out_is_the_text_word_for_word(document: Document) -> None:
    assert misread(document) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", TEXTS)
def test_what_is_read_out_of_a_little_text_is_that_text(language: str, kind: Kind, small_root: Path) -> None:
    assert misread(Little(small_root, language, language, kind)) == []


@every_document
def test_a_document_names_its_language(document: Document) -> None:
    assert file(document).catalogue["/Lang"] == document.language


@pytest.mark.parametrize(("language", "zero"), [("fa", "۰"), ("bn", "০"), ("hi", "0"), ("ur", "0"), ("ar", "0")])
def test_a_text_has_the_digits_of_its_language(language: str, zero: str) -> None:
    """The leaflet says once how many days a vaccine matters; no phone number is changed."""
    read = file(leaflet(language))
    text = read.text(read.root)
    assert "".join(chr(ord(zero) + int(digit)) for digit in "30") in re.findall(r"\d+", text)
    for phone in ("020 7946 0123", "020 7946 0999", "999"):
        assert phone in text


@pytest.mark.parametrize("language", ["fa", "bn"])
def test_the_days_of_a_grid_are_in_the_digits_of_the_heading_above_them(language: str) -> None:
    read = file(leaflet(language, "checklist"))
    days = [read.text(part).strip() for part in read.tagged("TH") if re.fullmatch(r"\s*\d+\s*", read.text(part))]
    assert days == [digits(str(day), language) for day in (*range(23, 31), *range(1, 7))]


def test_a_number_is_written_in_digits_of_one_kind() -> None:
    assert number(Decimal("38.5"), "fa") in ("38.5", "۳۸٫۵")


# Words in English


def test_the_clinics_name_is_marked_as_english_where_the_text_says_it(small_root: Path) -> None:
    for language in TEXTS:
        read = file(Little(small_root, language, language))
        assert "Quay Street Clinic" in english_of(read)
        for part in read.tagged("P"):
            own = "".join(read.pages[kid.page].texts[kid.mcid] for kid in part.kids if isinstance(kid, Place))
            assert "Quay" not in own, language


def test_what_the_clinic_says_of_itself_is_marked_as_english(small_root: Path) -> None:
    for language in TEXTS:
        assert "We are by the river." in english_of(file(Little(small_root, language, language))), language


def test_a_clinic_speaks_to_readers_in_their_language_where_it_has_words_in_that(tmp_path: Path) -> None:
    """Its words, and then those that stand in for them; which of them are marked as another language's."""
    root = write_small_root(tmp_path)
    layout = root / "layouts" / CLINIC / "layout.yaml"
    settings = yaml.safe_load(layout.read_text(encoding="utf-8"))
    settings["about"] = {"en": "We are by the river.", "he": "אנחנו ליד הנהר."}
    settings["contact"]["hours"] = {ENGLISH: "8 am to 5 pm", "he": "מ־8 עד 17"}
    layout.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    hebrew, mixed = (Little(root, topic, language) for topic, language in (("he", "he"), ("mixed", ENGLISH)))
    other = Little(root, "th", "th")
    assert line_with(pages(hebrew)[0], "מ־8 עד")
    assert line_with(pages(hebrew)[-1], "אנחנו ליד הנהר.")
    assert not any("river" in said for said in english_of(file(hebrew)))
    assert line_with(pages(mixed)[0], "8 am to 5 pm")
    assert line_with(pages(mixed)[-1], "We are by the river.")
    assert "8 am to 5 pm" in line_with(pages(other)[0], "8 am").seen
    assert "We are by the river." in english_of(file(other), "en")


def test_the_clinics_name_is_marked_as_english_in_the_programs_own_heading(small_root: Path) -> None:
    for language in TEXTS:
        assert english_of(file(Little(small_root, language, language))).count("Quay Street Clinic") == 2, language


def test_where_to_go_is_marked_as_english() -> None:
    assert "the emergency room" in english_of(file(ABROAD[0]), "en-US")


def english_of(read: File, tag: str = ENGLISH) -> list[str]:
    """What the elements that are marked as English say."""
    spans = [part for part in read.tagged("Span") if part.entry.get("/Lang") == tag]
    return [" ".join(read.text(part).split()) for part in spans]


def phrases(language: str) -> set[str]:
    """What the program itself says in a language, without what is filled in; nothing of fewer than four letters."""
    said = words_of(language).model_dump().values()
    pieces = {piece.strip(" ,;:.()") for phrase in said for piece in re.split(r"\{\w+\}", phrase)}
    return {piece for piece in pieces if sum(map(str.isalpha, piece)) >= 4}


def english_phrases(document: Document | Little, language: str) -> set[str]:
    """The program's English phrases that are drawn on a document's pages and are none of the language's own."""
    drawn = " ".join(line.text.strip() for page in pages(document) for line in page.lines)
    foreign = (phrases("en") | phrases("en-US")) - phrases(language)
    return {phrase for phrase in foreign if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", drawn)}


@every_plain_document
def test_nothing_of_the_programs_english_is_left(document: Document | Little) -> None:
    assert english_phrases(document, document.language) == set()


def test_english_would_be_found() -> None:
    found = english_phrases(leaflet(ENGLISH), "pl") | english_phrases(leaflet(ENGLISH, "checklist"), "pl")
    for phrase in (
        "Page",
        "Review by",
        "Date of birth",
        "Urgent",
        "nights and weekends",
        "Signature",
        "Every day from",
    ):
        assert phrase in found


# What is drawn


class Letters(NamedTuple):
    """What a stretch of glyphs says, and its left and right side."""

    text: str
    x: float
    right: float


@dataclass
class Line:
    """Letters on one baseline, which is `y` below the top of the page, in the order in which they are read.

    `mcid` is the number of their marked content; None where they belong to the page's furniture.
    """

    y: float
    mcid: int | None
    letters: list[Letters] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(letters.text for letters in self.letters)

    @property
    def seen(self) -> str:
        """The letters as they stand from left to right."""
        return "".join(letters.text for letters in sorted(self.letters, key=lambda letters: letters.x))

    @property
    def x(self) -> float:
        return min(letters.x for letters in self.letters if letters.text.strip())

    @property
    def right(self) -> float:
        return max(letters.right for letters in self.letters if letters.text.strip())


class Box(NamedTuple):
    """The sides of a shape, top and bottom below the top of the page."""

    x: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.x

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass
class Shown:
    """What a viewer shows of a page; `glyphs` are the numbers of those that are drawn."""

    width: float
    lines: list[Line] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    glyphs: set[int] = field(default_factory=set)


class Typeface:
    """What the codes of an embedded font say, and how far they go."""

    def __init__(self, font: Any) -> None:
        table = font["/ToUnicode"].get_object().get_data()
        pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", table.split(b"endcodespacerange")[1])
        self.texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
        descendant = font["/DescendantFonts"].get_object()[0].get_object()
        self.embedded = "/FontFile2" in descendant["/FontDescriptor"].get_object()
        listed = [item.get_object() for item in descendant["/W"].get_object()]
        self.widths = {
            int(first) + n: float(width)
            for first, widths in zip(listed[::2], listed[1::2], strict=True)
            for n, width in enumerate(widths)
        }


_TOKEN = re.compile(rb"<<(?:[^<>]|<[^<>]*>)*>>|\[[^\]]*\]|[^\s\[\]<>]+")
_ACTUAL = re.compile(rb"/ActualText\s*<(?:FEFF|feff)([0-9A-Fa-f]*)>")
_MCID = re.compile(rb"/MCID\s+(\d+)")
_SHOWN = re.compile(rb"<([0-9A-Fa-f]*)>|(-?[\d.]+)")
Matrix = tuple[float, float, float, float, float, float]


@dataclass
class Mark:
    """Marked content that is open: its number, what is to be read for its glyphs, where what is turned round begins."""

    mcid: int | None = None
    actual: str | None = None
    at: int | None = None
    turned: int | None = None


class Viewer:
    """Draws a page's content into a Shown (ISO 32000-1, 8.4 to 8.5, 9.4 and 14.9.4). It knows what handpress writes."""

    def __init__(self, page: Any) -> None:
        self.shown = Shown(float(page.mediabox.width))
        self.top = float(page.mediabox.height)
        resources = page["/Resources"].get_object()
        fonts = resources.get("/Font", {}).get_object() if "/Font" in resources else {}
        self.fonts = {name: typeface(font.get_object()) for name, font in fonts.items()}
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self.saved, self.marks = list[Matrix](), list[Mark]()
        self.path = list[tuple[float, float]]()
        self.font: Typeface | None = None
        self.size = 0.0
        self.start, self.pen = (0.0, 0.0), 0.0
        self.line: Line | None = None

    def read(self, content: bytes) -> Shown:
        operands = list[bytes]()
        for token in _TOKEN.findall(content):
            if token[:1] in b"/[<+-.0123456789":
                operands.append(token)
                continue
            self._do(token.decode("ascii"), operands)
            operands = []
        return self.shown

    def _do(self, operator: str, operands: list[bytes]) -> None:
        match operator:
            case "q":
                self.saved.append(self.matrix)
            case "Q":
                self.matrix = self.saved.pop()
            case "cm":
                self.matrix = times(_numbers(operands), self.matrix)
            case "m" | "l" | "c" | "v" | "y" | "re":
                self._trace(operator, [float(operand) for operand in operands])
            case "f" | "f*" | "F" | "S" | "s" | "B" | "B*" | "b" | "b*" | "n":
                self._paint(painted=operator != "n")
            case "Do":
                self._trace("re", [0, 0, 1, 1])
                self._paint(painted=True)
            case "BMC" | "BDC":
                self._begin(operands)
            case "EMC":
                self.marks.pop()
            case "BT" | "ET":
                self._move(0.0, 0.0, anew=True)
            case "Tm":
                self._move(*map(float, operands[4:]), anew=True)
            case "Td":
                self._move(*map(float, operands))
            case "Tf":
                self.font, self.size = self.fonts[operands[0].decode()], float(operands[1])
            case "TJ":
                self._show(operands[0])
            case "Tj" | "'" | '"' | "T*" | "TD" | "BI":
                raise AssertionError(f"not read: {operator}")

    def _trace(self, operator: str, numbers: list[float]) -> None:
        if operator == "re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            a, b, c, d, e, f = self.matrix
            self.path.append((a * x + c * y + e, self.top - (b * x + d * y + f)))

    def _paint(self, painted: bool) -> None:
        if painted and self.path:
            across, down = zip(*self.path, strict=True)
            self.shown.shapes.append(Box(min(across), max(across), min(down), max(down)))
        self.path = []

    def _begin(self, operands: list[bytes]) -> None:
        outer = self.marks[-1] if self.marks else Mark()
        mark, properties = replace(outer), operands[-1]
        if number := _MCID.search(properties):
            mark = Mark(mcid=int(number[1]))
        elif operands[0] == b"/Artifact":
            mark = Mark()
        elif operands[0] == b"/ReversedChars" and outer.turned is None:
            mark.turned = len(self.line.letters) if self.line else 0
        if (said := _ACTUAL.search(properties)) and outer.actual is None:
            mark.actual, mark.at = bytes.fromhex(said[1].decode()).decode("utf-16-be"), None
        self.marks.append(mark)

    def _move(self, x: float, y: float, anew: bool = False) -> None:
        self.start = (x, y) if anew else (self.start[0] + x, self.start[1] + y)
        self.pen, self.line = 0.0, None

    def _show(self, array: bytes) -> None:
        assert self.font is not None
        for codes, step in _SHOWN.findall(array):
            self.pen -= float(step or 0) * self.size / 1000
            for at in range(0, len(codes), 4):
                glyph = int(codes[at : at + 4], 16)
                self.shown.glyphs.add(glyph)
                x = self.start[0] + self.pen
                self.pen += self.font.widths[glyph] * self.size / 1000
                self._say(self.font.texts.get(glyph, "\ufffd"), x, self.start[0] + self.pen)

    def _say(self, text: str, x: float, right: float) -> None:
        mark = self.marks[-1] if self.marks else Mark()
        if self.line is None:
            self.line = Line(self.top - self.start[1], mark.mcid)
            self.shown.lines.append(self.line)
        letters = self.line.letters
        if mark.actual is not None and mark.at is not None:
            before = letters[mark.at]
            letters[mark.at] = Letters(before.text, min(before.x, x), max(before.right, right))
            return
        at = len(letters) if mark.turned is None else mark.turned
        letters.insert(at, Letters(text if mark.actual is None else mark.actual, x, right))
        mark.at = at


def _numbers(operands: list[bytes]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does first `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


_TYPEFACES = dict[int, tuple[Any, Typeface]]()


def typeface(font: Any) -> Typeface:
    """A font, read once for all pages."""
    if id(font) not in _TYPEFACES:
        _TYPEFACES[id(font)] = (font, Typeface(font))
    return _TYPEFACES[id(font)][1]


@lru_cache(maxsize=128)
def pages(document: Document | Little) -> tuple[Shown, ...]:
    """What is shown on each page of a document."""
    return tuple(Viewer(page).read(page.get_contents().get_data()) for page in file(document).reader.pages)


@every_document
def test_every_letter_has_a_glyph_of_an_embedded_font(document: Document | Little) -> None:
    for page in pages(document):
        assert len(page.glyphs) > 20
        assert 0 not in page.glyphs
    for page in file(document).reader.pages:
        assert all(typeface(font.get_object()).embedded for font in page["/Resources"]["/Font"].values())


@every_document
def test_nothing_is_drawn_outside_the_margins(document: Document | Little) -> None:
    for page in pages(document):
        for line in page.lines:
            assert 30 < line.x < line.right < page.width - 30, line.text


@every_document
def test_no_words_are_drawn_over_others(document: Document) -> None:
    assert [both for page in pages(document) for both in drawn_over(page)] == []


@pytest.mark.parametrize("language", ["es", "ta"])
def test_no_words_are_drawn_over_others_in_a_large_checklist(language: str) -> None:
    test_no_words_are_drawn_over_others(leaflet(language, "checklist", large=True))


def drawn_over(page: Shown) -> list[tuple[str, str]]:
    """Lines that lie over each other, two by two."""
    lines = [line for line in page.lines if line.text.strip()]
    return [
        (one.text, other.text)
        for one, other in combinations(lines, 2)
        if abs(one.y - other.y) < 7 and min(one.right, other.right) - max(one.x, other.x) > 1
    ]


def test_the_notice_of_a_sample_stays_within_the_margins() -> None:
    page = pages(leaflet("ta", "checklist", large=True))[0]
    frame = max((shape for shape in page.shapes if shape.bottom < 75), key=lambda shape: shape.width)
    assert 20 < frame.x < frame.right < page.width - 20


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("clinic", ["riverside", "lakeshore"])
@pytest.mark.parametrize(("language", "fault"), [(ENGLISH, "sample"), ("ar", "unreviewed"), ("ta", "unreviewed")])
def test_two_notices_stand_clear_of_the_edge_and_of_the_header(
    language: str, fault: str, clinic: str, large: bool
) -> None:
    job = replace(leaflet(language, clinic=clinic, large=large).job, terms=Terms(date(2099, 1, 1), allow_expired=True))
    own = words_of(language)
    said = own.expired.format(month=month(date(2027, 11, 22), language)) + getattr(own, fault)
    for sheet in PdfReader(BytesIO(make_plate(job).plate.pdf)).pages:
        page = Viewer(sheet).read(sheet.get_contents().get_data())
        frame, *others = sorted(page.shapes, key=lambda shape: shape.top)
        within = [line for line in page.lines if frame.top < line.y < frame.bottom]
        assert "".join("".join(line.text for line in within).split()) == "".join(said.split())
        assert all(frame.x < line.x < line.right < frame.right for line in within)
        assert frame.top > EDGE
        assert 30 < frame.x < frame.right < page.width - 30
        assert min(shape.top for shape in others) > frame.bottom + 2.9
        assert min(line.y for line in page.lines if line not in within) > frame.bottom + 14


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja"])
def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket(language: str, small_root: Path) -> None:
    here = language in LANGUAGES
    for kind in KINDS:
        document = leaflet(language, kind) if here else Little(small_root, language, language, kind)
        lines = [line.text.strip() for page in pages(document) for line in page.lines]
        assert not [line for line in lines if line[:1] in CLOSING or line[-1:] in OPENING]


CLOSING, OPENING = tuple("、。，．；：？！）》」』”’"), tuple("（《「『“‘")


@pytest.mark.parametrize("language", ["ar", "hi", "zh-Hans", "uk"])
def test_pages_are_as_they_were(language: str, request: pytest.FixtureRequest) -> None:
    """Each page as lines of text, their left sides first. Look at the pages, then refresh with `pytest --update`."""
    out = list[str]()
    for kind in KINDS:
        for n, page in enumerate(pages(leaflet(language, kind)), 1):
            out.append(f"{kind}, page {n}")
            out += [f"{line.x:6.1f} {line.y:6.1f}  {line.text.strip()}" for line in page.lines]
    now = "\n".join([*out, ""])
    golden = GOLDENS / "languages" / f"{language}.txt"
    if request.config.getoption("--update"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == now


# Pages that are mirrored

SIDE = 19 / 25.4 * 72
"""The margin of a clinic that sets none."""


@dataclass(frozen=True)
class Edge:
    """Where reading begins on a page: at its right side, or at its left one."""

    width: float
    leftward: bool

    @classmethod
    def of(cls, document: Document | Little) -> Edge:
        return cls(pages(document)[0].width, document.language in LEFTWARD)

    def near(self, thing: Line | Box) -> float:
        """How far from the edge a thing begins."""
        return self.width - thing.right if self.leftward else thing.x

    def far(self, thing: Line | Box) -> float:
        """How far from the edge a thing ends."""
        return self.width - thing.x if self.leftward else thing.right


def close(value: float, by: float = 0.5) -> Any:
    return pytest.approx(value, abs=by)


def logo(page: Shown) -> Box:
    """The logo at the head of the first page: the highest shape there."""
    return max((shape for shape in page.shapes if shape.top > 34 and shape.bottom < 80), key=lambda s: s.height)


def line_with(page: Shown, text: str) -> Line:
    return next(line for line in page.lines if text in line.text)


def lines_of(document: Document | Little, part: Part) -> list[Line]:
    """The lines of an element's own words."""
    places = [kid for kid in part.kids if isinstance(kid, Place)]
    return [line for place in places for line in pages(document)[place.page].lines if line.mcid == place.mcid]


@both_ways
def test_the_header_begins_where_reading_begins(language: str) -> None:
    document = leaflet(language)
    page, edge = pages(document)[0], Edge.of(document)
    drawn, name, phone = logo(page), line_with(page, "Riverside Day Unit"), line_with(page, "020 7946 0999")
    assert edge.near(drawn) == close(SIDE, 2)
    assert edge.far(drawn) < edge.near(name) < SIDE + 60
    assert edge.near(line_with(page, "Riverside Hospital")) == close(edge.near(name))
    assert edge.near(phone) > edge.width / 2
    assert edge.far(phone) == close(edge.width - SIDE)


@leftward
def test_the_logo_is_moved_and_not_turned_over(language: str) -> None:
    """Its own shapes stand as in the English page's, further to the right."""
    here, there = pages(leaflet(language))[0], pages(leaflet(ENGLISH))[0]
    inside, plain = [], []
    for page, found in ((here, inside), (there, plain)):
        outer = logo(page)
        found += [
            close(shape.x - outer.x, 0.1)
            for shape in page.shapes
            if outer.x <= shape.x
            and shape.right <= outer.right
            and outer.top <= shape.top < shape.bottom <= outer.bottom
        ]
    assert len(inside) >= 3
    assert [value.expected for value in inside] == plain


@both_ways
@pytest.mark.parametrize("kind", KINDS)
def test_the_footer_begins_where_reading_begins(language: str, kind: Kind) -> None:
    document = leaflet(language, kind)
    edge = Edge.of(document)
    for page in pages(document):
        *others, last = [line for line in page.lines if line.mcid is None and line.y > 780]
        assert edge.far(last) == close(edge.width - SIDE)
        assert others
        assert all(edge.far(line) < edge.near(last) for line in others)


@both_ways
def test_headings_and_paragraphs_begin_where_reading_begins(language: str) -> None:
    document = leaflet(language)
    edge, read = Edge.of(document), file(document)
    parts = [*read.tagged("H1"), *(part for part in read.tagged("H2", "P") if part.over == "Sect")]
    assert len(parts) > 20
    for part in parts:
        for line in lines_of(document, part):
            # On a care card the words stand a little further in.
            assert edge.near(line) < SIDE + 16, line.text


@both_ways
def test_bullets_ticks_and_crosses_stand_before_the_words(language: str) -> None:
    document = leaflet(language)
    edge, points = Edge.of(document), file(document).tagged("LBody")
    assert len(points) > 60
    for point in points:
        (place, *_) = (kid for kid in point.kids if isinstance(kid, Place))
        line = lines_of(document, point)[0]
        small = (shape for shape in pages(document)[place.page].shapes if max(shape.width, shape.height) < 10)
        beside = [shape for shape in small if line.y - 10 < shape.top < shape.bottom < line.y + 2]
        assert [shape for shape in beside if 2 < edge.near(line) - edge.far(shape) < 14], line.text
        assert not [shape for shape in beside if 0 < edge.near(shape) - edge.far(line) < 5], line.text


@both_ways
def test_boxes_to_tick_stand_before_the_words(language: str) -> None:
    document = leaflet(language, "checklist")
    edge, read = Edge.of(document), file(document)
    labelled = [point.elements for point in read.tagged("LI") if point.elements[0].tag == "Lbl"]
    assert len(labelled) > 30
    for label, body in labelled:
        (figure,), line = label.elements, lines_of(document, body)[0]
        (place,) = (kid for kid in figure.kids if isinstance(kid, Place))
        x, _, right, _ = map(float, figure.attribute("/BBox"))
        drawn = [s for s in pages(document)[place.page].shapes if abs(s.x - x) + abs(s.right - right) < 0.1]
        assert [box for box in drawn if 2 < edge.near(line) - edge.far(box) < 12], line.text


@both_ways
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_column_of_a_table_is_where_reading_begins(language: str, kind: Kind) -> None:
    document = leaflet(language, kind)
    edge, tables = Edge.of(document), file(document).tagged("Table")
    assert len(tables) == (1 if kind == "handout" else 2)
    for table in tables:
        starts = [edge.near(lines_of(document, cell)[0]) for cell in table.elements[0].elements]
        assert starts[0] < SIDE + 12
        assert len(starts) >= 6
        assert starts == sorted(starts)


@both_ways
def test_of_two_columns_the_first_is_where_reading_begins(language: str) -> None:
    document = leaflet(language)
    edge, beside = Edge.of(document), 0
    for items in file(document).tagged("L"):
        on = {kid.page for item in items.elements for kid in item.elements[-1].kids if isinstance(kid, Place)}
        starts = [edge.near(lines_of(document, item.elements[-1])[0]) for item in items.elements]
        # What goes on over a page begins there anew.
        assert starts == sorted(starts) or len(on) > 1
        beside += starts[0] < starts[-1] - 100
    assert beside >= 4


@leftward
def test_numbers_and_latin_words_run_from_left_to_right(language: str) -> None:
    lines = (line.seen for page in pages(leaflet(language)) for line in page.lines)
    seen = " ".join(western(" ".join(lines).split()))
    for said in ("020 7946 0123", "020 7946 0999", "38 °C", "36 °C", "A&E", "B12", "MMR", "NHS", "Riverside Day Unit"):
        assert said in seen


@leftward
def test_a_clinics_hours_are_read_as_they_are_written(language: str) -> None:
    """English words on a mirrored page run from left to right: from 8 to 6, not from 6 to 8."""
    assert "8 am to 6 pm" in line_with(pages(leaflet(language))[0], "8 am").seen


def test_a_clinics_words_about_itself_keep_their_own_direction(small_root: Path) -> None:
    page = pages(Little(small_root, "he", "he"))[-1]
    assert line_with(page, "We are by the river.").seen.strip() == "We are by the river."


# Lines of many scripts


def baselines(document: Document | Little, words_: str) -> list[float]:
    """The heights of the lines of the paragraph that begins with these words."""
    read = file(document)
    part = next(part for part in read.tagged("P") if read.text(part).strip().startswith(words_))
    return [line.y for line in lines_of(document, part)]


def test_lines_that_mix_scripts_are_as_far_apart_as_others(small_root: Path) -> None:
    document = Little(small_root, "mixed", ENGLISH)
    mixed, plain = baselines(document, MIXED[:18]), baselines(document, ENGLISH_ONLY[:25])
    assert len(mixed) >= 5
    assert len(plain) >= 4
    assert len({round(b - a, 2) for lines in (mixed, plain) for a, b in pairwise(lines)}) == 1
    read = file(document)
    assert " ".join(words(MIXED)) in " ".join(words(read.text(read.root)))
    assert all(0 not in page.glyphs for page in pages(document))
