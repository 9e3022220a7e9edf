"""What other programs find in the files: qpdf's structure check, Poppler's fonts and text, and veraPDF's rules.

Skipped where the tools are missing, unless HANDPRESS_CONFORMANCE=required. The jars of veraPDF are looked for in the
folder that HANDPRESS_VERAPDF names; `.ci/verapdf/pom.xml` says which they are.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from pypdf import PdfReader

from handpress.inspection import Node, facts
from handpress.job import Edition, Job, Kind
from handpress.matrix import Listed
from handpress.patients import Patient
from handpress.platemaking import make_catalogue, make_plate
from tests import test_accessibility as accessibility
from tests import test_languages as languages
from tests.conftest import ROOT
from tests.names import thousand
from tests.test_documents import EVERY, pdf, plain_words, reader, said, words
from tests.test_packets import PACKETS, TITLES, write_arabic_root
from tests.test_plate import NAMES, cell, forms, words_of

pytestmark = pytest.mark.conformance


def lacking(what: str) -> NoReturn:
    """Skip the test for want of a tool; fail it where all of them are required."""
    if os.environ.get("HANDPRESS_CONFORMANCE") == "required":
        pytest.fail(f"{what}, and it is required")
    pytest.skip(what)


def tool(name: str, *arguments: str) -> str:
    """What a tool prints."""
    if shutil.which(name) is None:
        lacking(f"{name} is not installed")
    done = subprocess.run([name, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def file(tmp_path: Path, topic: str, clinic: str, large: bool) -> Path:
    made = tmp_path / "handout.pdf"
    made.write_bytes(pdf(topic, clinic, large))
    return made


@pytest.mark.parametrize(("topic", "clinic", "large"), EVERY)
def test_qpdf_and_poppler_find_nothing_wrong(file: Path, topic: str, clinic: str, large: bool) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", str(file))
    fonts = tool("pdffonts", str(file)).splitlines()[2:]
    assert fonts
    for line in fonts:
        # The columns: name, type, encoding, then whether it is embedded, a subset, and has ToUnicode.
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_poppler_reads_every_script_back(tmp_path: Path) -> None:
    """Polish, Vietnamese, Greek and Cyrillic words, ligatures and kerned pairs come back as they were written."""
    said = {
        "Polish": "Zażółć gęślą jaźń, proszę źle się czuję",
        "Vietnamese": "Hãy gọi cho chúng tôi ngay nếu bạn bị sốt và ớn lạnh",
        "Greek": "Καλέστε μας αμέσως αν έχετε πυρετό",
        "Cyrillic": "Телефонуйте нам негайно, якщо у вас гарячка",
        "Latin": "Efficient office staff offer fluffy waffles: AVATAR, To, Ty, P.T.",
    }
    root = Path(__file__).resolve().parent.parent
    for part in ("layouts", "fonts"):
        shutil.copytree(root / part, tmp_path / part)
    topic = tmp_path / "handouts" / "scripts"
    shutil.copytree(root / "handouts" / "head-injury", topic)
    text = (topic / "en-GB.yaml").read_text(encoding="utf-8")
    paragraphs = "".join(f'      - "{value}"\n' for value in said.values())
    (topic / "en-GB.yaml").write_text(text.replace("    body:\n", f"    body:\n{paragraphs}", 1), encoding="utf-8")
    made = tmp_path / "scripts.pdf"
    made.write_bytes(make_plate(Job(tmp_path, "scripts", "riverside")).plate.pdf)
    read = words(tool("pdftotext", "-raw", str(made), "-"))
    printed = " ".join(read)
    for value in said.values():
        assert " ".join(words(value)) in printed


@pytest.mark.parametrize("document", accessibility.OTHERS, ids=str)
def test_all_other_documents_are_read_out_word_for_word(document: accessibility.Document) -> None:
    """What `test_accessibility` shows of English, of each script and of half the torture, of the rest."""
    read = accessibility.file(document)
    assert [finding for check in accessibility.CHECKS.values() for finding in check(read)] == []
    assert accessibility.told(document).misread(read) == []


def visible(node: Node) -> str:
    """The words of a tag tree that stand on the page, every element's on lines of their own."""
    return "".join(kid if isinstance(kid, str) else f"\n{visible(kid)}\n" for kid in node.kids)


def test_poppler_reads_the_tags_as_the_leaflet(tmp_path: Path) -> None:
    made = tmp_path / "handout.pdf"
    made.write_bytes(pdf("neutropenia", "riverside", False))
    lines = [line.strip() for line in tool("pdfinfo", "-struct-text", str(made)).splitlines()]
    read = words("\n".join(line[1:-1] for line in lines if line.startswith('"') and line.endswith('"')))
    tree = facts(reader("neutropenia", "riverside", False)).tree
    assert tree is not None
    assert read == words(visible(tree))
    assert len(read) > 500


# Every language

SPACELESS = ("ja", "th", "zh-Hans", "zh-Hant")
"""Languages whose lines end within a sentence, where no space is."""

LEFTWARD = (*languages.LEFTWARD, "he")
every_language = pytest.mark.parametrize("language", [*languages.LANGUAGES, *languages.TEXTS])


@pytest.fixture(scope="module")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return languages.write_small_root(tmp_path_factory.mktemp("small"))


def handout_in(language: str, small_root: Path) -> accessibility.Document | languages.Little:
    """The leaflet in a language; where it is not translated, a little text."""
    if language in languages.LANGUAGES:
        return languages.leaflet(language)
    return languages.Little(small_root, language, language)


def letters(text: str) -> str:
    """The letters and digits of a text that runs from right to left, as far as Poppler gives them in their order.

    What it does: of a ligature of lam and alef the two are exchanged; a mark comes out beside a neighbour of its
    letter, with a space or without; a zero-width non-joiner is lost or moved; marks of direction are added (U+200E,
    U+200F, U+202A to U+202E, U+2066 to U+2069); a stop beside a number changes its side.
    """
    kept = "".join(letter for letter in unicodedata.normalize("NFD", text) if letter.isalnum())
    return re.sub("[\u0644\u0671]", "\u0627", kept)


def unread(text: str, lines: list[str]) -> str:
    """What is left of a text after whole lines were taken from it, in the text's order; they may stand anywhere."""
    while text:
        line = max((line for line in lines if line and text.startswith(line)), key=len, default="")
        if not line:
            break
        lines.remove(line)
        text = text.removeprefix(line)
    return text


@every_language
def test_poppler_reads_every_language_back(language: str, tmp_path: Path, small_root: Path) -> None:
    document, made = handout_in(language, small_root), tmp_path / "handout.pdf"
    made.write_bytes(accessibility.pdf(document))
    told = accessibility.told(document).text
    assert len("".join(told)) > 150
    if language in LEFTWARD:
        source = accessibility.source_of(document)
        lines = [letters(line) for line in tool("pdftotext", str(made), "-").splitlines()]
        cards = [source.heading(section) for section in source.text.sections if section.level]
        titles = [plain_words(section.title, {}) for section in source.text.sections if section.level]
        texts = [*(text for text in said(source.text, {}, {}) if text not in titles), *cards]
        assert [text for text in texts if unread(letters(text), lines)] == []
        return
    printed = words(tool("pdftotext", "-raw", str(made), "-"))
    if language in SPACELESS:
        told, printed = list("".join(told)), list("".join(printed))
    matcher = difflib.SequenceMatcher(None, told, printed, autojunk=False)
    assert [told[a:b] for tag, a, b, _, _ in matcher.get_opcodes() if tag in ("delete", "replace")] == []


# veraPDF

FLAVOURS = ("ua1", "2a")
DOCUMENTS = [*accessibility.EVERY, *accessibility.OTHERS]


def broken_rules(flavour: str, files: list[Path]) -> dict[str, list[str]]:
    """The rules of a profile that each file breaks, by the file's name, as veraPDF finds them; all in one run of it."""
    folder = Path(os.environ.get("HANDPRESS_VERAPDF") or Path.home() / ".cache" / "handpress" / "verapdf")
    if shutil.which("java") is None:
        lacking("java is not installed")
    if not any(folder.glob("greenfield-apps-*.jar")):
        lacking("veraPDF is not in the folder that HANDPRESS_VERAPDF names, nor in ~/.cache/handpress/verapdf")
    command = ["java", "-cp", str(folder / "*"), "org.verapdf.apps.GreenfieldCliWrapper"]
    command += ["--flavour", flavour, "--format", "text", "-v", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found, name = dict[str, list[str]](), ""
    for line in done.stdout.splitlines():
        verdict, _, rest = line.strip().partition(" ")
        if line.startswith(("PASS ", "FAIL ")) and rest.endswith(f" {flavour}"):
            name = Path(rest.removesuffix(f" {flavour}")).name
            found[name] = [] if verdict == "PASS" else ["it fails"]
        elif name and line.startswith(" "):
            found[name] = [*(rule for rule in found[name] if rule != "it fails"), rest]
    # A file of which veraPDF says neither was not checked at all.
    assert set(found) == {file.name for file in files}, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def every_file(tmp_path_factory: pytest.TempPathFactory, small_root: Path) -> list[Path]:
    """Every shipped document in every language, those that ask everything at once, and the little texts, as files."""
    folder = tmp_path_factory.mktemp("files")
    for document in (*DOCUMENTS, *little_documents(small_root)):
        (folder / f"{document}.pdf").write_bytes(accessibility.pdf(document))
    return sorted(folder.iterdir())


def verdicts(files: list[Path]) -> dict[str, dict[str, list[str]]]:
    """What each profile finds in every file."""
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda flavour: broken_rules(flavour, files), FLAVOURS)
        return dict(zip(FLAVOURS, found, strict=True))


def little_documents(small_root: Path) -> list[languages.Little]:
    """Both documents of each little text, and the one that mixes scripts."""
    mixed = languages.Little(small_root, "mixed", languages.ENGLISH)
    return [
        mixed,
        *(languages.Little(small_root, tag, tag, kind) for tag in languages.TEXTS for kind in languages.KINDS),
    ]


def test_qpdf_finds_nothing_wrong_in_any_language(every_file: list[Path]) -> None:
    for made in every_file:
        assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", str(made)), made.name


@pytest.fixture(scope="module")
def every_verdict(every_file: list[Path]) -> dict[str, dict[str, list[str]]]:
    """What each profile finds in every file."""
    return verdicts(every_file)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_verapdf_finds_no_rule_broken(flavour: str, every_verdict: dict[str, dict[str, list[str]]]) -> None:
    assert {name: rules for name, rules in every_verdict[flavour].items() if rules} == {}
    assert len(every_verdict[flavour]) == len(DOCUMENTS) + 2 * len(languages.TEXTS) + 1


def test_verapdf_finds_a_broken_rule(tmp_path: Path) -> None:
    """ISO 14289-1, 7.3: a figure has an alternative description; as its test 1 in veraPDF's profile."""
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    whole.write_bytes(accessibility.pdf(accessibility.SPECIMEN))
    broken.write_bytes(accessibility.broken_bytes(accessibility.without("Figure", "/Alt", "/ActualText")))
    assert broken_rules("ua1", [whole, broken]) == {"whole.pdf": [], "broken.pdf": ["7.3-1"]}


# Impressions

PLATES: list[tuple[str, Kind, bool]] = [
    (clinic, kind, large)
    for clinic in ("riverside", "lakeshore")
    for kind in ("handout", "checklist")
    for large in (False, True)
]
IMPRESSIONS, SAMPLE = 1000, 50
BORN, NUMBER = "1961-03-31", "943 476 5919"


@pytest.fixture(scope="module")
def impressions(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """A thousand impressions, for names in twelve scripts on eight plates, as files, with the name that each is for.

    Every other one has a birth beside it, every third a number.
    """
    folder, made = tmp_path_factory.mktemp("impressions"), dict[Path, str]()
    plates = [make_plate(Job(ROOT, "neutropenia", c, Edition("", large, kind))).plate for c, kind, large in PLATES]
    for number, (script, name) in enumerate(thousand()):
        # The scripts come round after twelve, and meet another plate each time.
        at = (number + number // 24) % len(PLATES)
        patient = Patient(name, BORN if number % 2 else "", NUMBER if number % 3 == 0 else "")
        clinic, kind, large = PLATES[at]
        file = folder / f"{number:03}-{clinic}-{kind}-{'large' if large else 'standard'}-{script}.pdf"
        file.write_bytes(plates[at].impress(patient))
        made[file] = name
    return made


@pytest.fixture(scope="module")
def sample(impressions: dict[Path, str]) -> dict[Path, str]:
    """Fifty of them, of every script and every plate."""
    return {file: name for n, (file, name) in enumerate(impressions.items()) if n % 20 == n // 20 % 20}


def test_impressions_are_for_every_script_on_every_plate(impressions: dict[Path, str], sample: dict[Path, str]) -> None:
    assert len(set(impressions.values())) == len(impressions) == IMPRESSIONS
    assert len(sample) == SAMPLE
    wanted = {f"{c}-{kind}-{'large' if large else 'standard'}-{s}" for c, kind, large in PLATES for s in NAMES}
    kinds = [[file.stem.split("-", 1)[1] for file in files] for files in (impressions, sample)]
    assert set(kinds[0]) == wanted
    assert {kind.rsplit("-", 1)[0] for kind in kinds[1]} == {kind.rsplit("-", 1)[0] for kind in wanted}
    assert {kind.rsplit("-", 1)[1] for kind in kinds[1]} == set(NAMES)


def _checked(file: Path) -> str:
    return tool("qpdf", "--check", str(file))


def test_qpdf_finds_nothing_wrong_with_an_impression(impressions: dict[Path, str]) -> None:
    with ThreadPoolExecutor() as pool:
        for file, told in zip(impressions, pool.map(_checked, impressions), strict=True):
            assert "No syntax or stream encoding errors found" in told, file.name


def test_poppler_finds_every_font_of_an_impression_embedded(sample: dict[Path, str]) -> None:
    for file in sample:
        for line in tool("pdffonts", str(file)).splitlines()[2:]:
            assert line.split()[-5:-2] == ["yes", "yes", "yes"], (file.name, line)


def letters_of(text: str) -> str:
    """A text's letters side by side; a hyphen at which a line may end is not told from one that hyphenates."""
    return unicodedata.normalize("NFC", "".join(words(re.sub("[\u202a-\u202e\u05be-]", "", text))))


def test_poppler_reads_the_name_of_every_impression(impressions: dict[Path, str]) -> None:
    """In the panel, and in the footer of each page: all its letters, side by side.

    Poppler puts an Arabic and a Hebrew name between U+202B and U+202C, its letters in the order in which they are read;
    no name here has lam before alef, which it exchanges (see `letters`).
    """
    with ThreadPoolExecutor() as pool:
        texts = pool.map(lambda file: tool("pdftotext", str(file), "-"), impressions)
        for (file, name), read in zip(impressions.items(), texts, strict=True):
            found = [letters_of(page).count(letters_of(name)) for page in read.split("\f")[:-1]]
            assert found == [2] + [1] * (len(found) - 1), file.name


def test_pypdf_reads_the_name_of_every_impression(impressions: dict[Path, str]) -> None:
    for file, name in impressions.items():
        page = PdfReader(file, strict=True).pages[0]
        assert unicodedata.normalize("NFC", words_of(forms(page)["Name"])) == unicodedata.normalize("NFC", name)


def test_the_tags_read_panel_and_name(sample: dict[Path, str]) -> None:
    for file, name in sample.items():
        (said,) = (kid for kid in cell(PdfReader(file, strict=True), "Name").kids if isinstance(kid, str))
        assert unicodedata.normalize("NFC", said) == unicodedata.normalize("NFC", name), file.name


@pytest.fixture(scope="module")
def verdict_on_impressions(sample: dict[Path, str]) -> dict[str, dict[str, list[str]]]:
    """What each profile finds in every impression of the sample."""
    return verdicts(list(sample))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_verapdf_finds_no_rule_broken_by_an_impression(
    flavour: str, verdict_on_impressions: dict[str, dict[str, list[str]]]
) -> None:
    assert {name: rules for name, rules in verdict_on_impressions[flavour].items() if rules} == {}
    assert len(verdict_on_impressions[flavour]) == SAMPLE


# Packets, print files and catalogues

VISITS = [
    (clinic, topics, kind)
    for clinic, topics, kind in (
        ("riverside", "wound-care", "handout"),
        ("lakeshore", "head-injury", "checklist"),
        ("riverside", "wound-care;head-injury;discharge", "checklist"),
        ("genomic-medicine-uk", "wound-care", "checklist"),
    )
]
"""What the rows of a worklist ask for, in turn: four plates, on two sizes of paper."""

ROWS = 60


def visits(count: int) -> str:
    """A worklist of so many rows, for names in twelve scripts; the scripts meet all plates."""
    rows = ["clinic,topics,kind,patient,born,copies"]
    for number, (_, name) in enumerate(thousand()[:count]):
        clinic, topics, kind = VISITS[(number + number // 12) % len(VISITS)]
        rows.append(f"{clinic},{topics},{kind},{name},1961-03-31,{2 if number == 5 else ''}")
    return "\n".join(rows) + "\n"


def generate(folder: Path, *arguments: str) -> None:
    """Run the command in a folder."""
    command = [sys.executable, str(ROOT / "generate.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A worklist of twelve rows as files and as one file, and one of sixty as one file."""
    folder = tmp_path_factory.mktemp("run")
    for count in (12, ROWS):
        (folder / f"{count}.csv").write_text(visits(count), encoding="utf-8")
        generate(folder, "batch", "--worklist", f"{count}.csv", "--single-file", f"print-file-of-{count}.pdf")
    generate(folder, "batch", "--worklist", "12.csv", "-o", "out", "--jobs", "2")
    return folder


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> list[Path]:
    """Packets without a patient and with one, a clinic's catalogue and a long one, worklists' files and print files."""
    folder = tmp_path_factory.mktemp("bound")
    packets: dict[str, Job] = {
        f"{'-'.join(topics)}-{clinic}-{kind}": Job(ROOT, topics[0], clinic, Edition("", large, kind), topics[1:])
        for (topics, clinic, kind), large in zip(PACKETS, (False, False, True, False), strict=True)
    }
    arabic = write_arabic_root(tmp_path_factory.mktemp("arabic"))
    packets["arabic"] = Job(arabic, next(iter(TITLES)), "quay", after=tuple(TITLES)[1:])
    for name, job in packets.items():
        made = make_plate(job).plate
        (folder / f"packet-{name}.pdf").write_bytes(made.pdf)
        for script in ("Arabic", "Hindi"):
            (folder / f"packet-{name}-{script}.pdf").write_bytes(made.impress(Patient(NAMES[script], BORN)))
    generate(folder, "batch", "-c", "riverside", "-t", "wound-care", "-t", "head-injury", "-o", "matrix", "--jobs", "1")
    (folder / "matrix/riverside/index.pdf").rename(folder / "index.pdf")
    shutil.rmtree(folder / "matrix")
    listed = [
        Listed(
            f"A topic, the {number}th", language, number, "1.0", date(2027, 11, 22), f"{language}/topic-{number}.pdf"
        )
        for number, language in enumerate([*languages.LANGUAGES, *languages.TEXTS] * 3, 1)
    ]
    (folder / "index-of-many.pdf").write_bytes(make_catalogue(ROOT, "lakeshore", listed).plate.pdf)
    (folder / "index-arabic.pdf").write_bytes(make_catalogue(arabic, "quay", listed[:20]).plate.pdf)
    return [*sorted(folder.glob("*.pdf")), *sorted((run_folder / "out").glob("*.pdf")), *run_folder.glob("*.pdf")]


def test_qpdf_finds_nothing_wrong_with_what_is_bound(bound: list[Path]) -> None:
    assert len(bound) == 3 * (len(PACKETS) + 1) + 3 + 12 + 2
    for made in bound:
        assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", str(made)), made.name


@pytest.fixture(scope="module")
def verdict_on_bound(bound: list[Path]) -> dict[str, dict[str, list[str]]]:
    """What each profile finds in all of them."""
    return verdicts(bound)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_verapdf_finds_no_rule_broken_by_what_is_bound(
    flavour: str, bound: list[Path], verdict_on_bound: dict[str, dict[str, list[str]]]
) -> None:
    assert {name: rules for name, rules in verdict_on_bound[flavour].items() if rules} == {}
    assert set(verdict_on_bound[flavour]) == {file.name for file in bound}


def test_poppler_finds_every_font_of_a_print_file_embedded(run_folder: Path) -> None:
    fonts = tool("pdffonts", str(run_folder / f"print-file-of-{ROWS}.pdf")).splitlines()[2:]
    assert len(fonts) > 20
    for line in fonts:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_poppler_reads_the_names_of_a_print_file(run_folder: Path) -> None:
    """Each copy begins on a front; its first page has the name in the panel and in the foot."""
    pages = tool("pdftotext", str(run_folder / f"print-file-of-{ROWS}.pdf"), "-").split("\f")[:-1]
    expected = [name for number, (_, name) in enumerate(thousand()[:ROWS]) for _ in range(2 if number == 5 else 1)]
    read = [letters_of(page) for page in pages]
    at = -1
    for name in expected:
        at = next(n for n in range(at + 1, len(read)) if read[n].count(letters_of(name)) >= 2)
        assert at % 2 == 0, name


def pictures(file: Path) -> list[bytes]:
    """The pages of a file as Poppler draws them, small and grey."""
    with tempfile.TemporaryDirectory() as folder:
        tool("pdftoppm", "-r", "50", "-gray", str(file), f"{folder}/page")
        return [page.read_bytes() for page in sorted(Path(folder).iterdir())]


def test_poppler_draws_a_print_file_as_its_rows_are_drawn(run_folder: Path) -> None:
    """Page by page, to the dot; between them are empty pages alone."""
    drawn = iter(pictures(run_folder / "print-file-of-12.pdf"))
    for number in range(1, 13):
        single = pictures(run_folder / "out" / f"row-{number:04}.pdf")
        for _ in range(2 if number == 6 else 1):
            first = next(drawn)
            if is_blank(first) and not is_blank(single[0]):
                first = next(drawn)
            assert [first, *(next(drawn) for _ in single[1:])] == single
    assert list(drawn) == []


def is_blank(picture: bytes) -> bool:
    """Whether a picture of Netpbm's grey kind is white all over."""
    return set(picture.split(b"\n", 3)[3]) == {255}
